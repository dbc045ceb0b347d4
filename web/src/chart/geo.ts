// Outlines in the plane as the path of a picture.

interface Outlines {
  coordinates: number[][][][];
}

/** The path around polygons, holes included. */
export const geoPath = ({ coordinates }: Outlines): string =>
  coordinates.map((polygon) => polygon.map((ring) => `M${ring.map(([x, y]) => `${x!.toFixed(1)},${y!.toFixed(1)}`).join("L")}Z`).join("")).join("");
