// How a scenario is told apart from the others: hue, stroke and shape, as in the figures of the program.

const DASHES = ["", "9 4", "3 3", "12 3 3 3"];

export const hue = (place: number) => `var(--hue-${place % DASHES.length})`;
export const dash = (place: number) => DASHES[place % DASHES.length]!;

/** Outline of a scenario's marker around (0, 0). */
export function markerPath(place: number, size: number): string {
  const s = size;
  switch (place % DASHES.length) {
    case 0:
      return `M${-s},0a${s},${s} 0 1,0 ${2 * s},0a${s},${s} 0 1,0 ${-2 * s},0Z`;
    case 1:
      return `M${-s},${-s}H${s}V${s}H${-s}Z`;
    case 2:
      return `M0,${-1.2 * s}L${1.1 * s},${0.8 * s}H${-1.1 * s}Z`;
    default:
      return `M0,${-1.3 * s}L${1.3 * s},0L0,${1.3 * s}L${-1.3 * s},0Z`;
  }
}

export function Swatch({ place }: { place: number }) {
  return (
    <svg class="swatch" width="34" height="12" aria-hidden="true">
      <line x1="1" x2="33" y1="6" y2="6" stroke={hue(place)} stroke-width="2.5" stroke-dasharray={dash(place)} />
      <path d={markerPath(place, 4)} transform="translate(17,6)" fill={hue(place)} />
    </svg>
  );
}

export function Legend({ names }: { names: string[] }) {
  if (names.length < 2) return null;
  return (
    <ul class="legend">
      {names.map((name, place) => (
        <li key={place}>
          <Swatch place={place} /> {name}
        </li>
      ))}
    </ul>
  );
}
