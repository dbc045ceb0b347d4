// Links that hold the state of the explorer.

/** Futures of a test: few, so that a slow machine has its answer too. */
export const FEW = 8;
export const QUESTIONS = ["What if our superintendent disengages?", "How far in three years at our size?", "Spread or depth: which way?"];

export const layer = (of = {}) => ({ settings: {}, events: [], ...of });

/** A link to the page with few futures. */
export function linkTo(change = {}) {
  const inputs = {
    version: 1, question: QUESTIONS[0], district: { kind: "built-in" }, every: layer(), replications: FEW,
    scenarios: [
      { ...layer(), name: "as-planned", title: "As planned", base: "committed" },
      { ...layer({ events: [{ month: 14, what: "superintendent disengages" }] }), name: "superintendent-disengages",
        title: "Superintendent disengages", base: "committed" },
    ],
    ...change,
  };
  return `#s=${Buffer.from(JSON.stringify(inputs)).toString("base64url")}`;
}

/** The same choices with few futures, so that a slow machine has its answer too. */
export const fewFutures = (page) => page.evaluate((few) => {
  const text = atob(location.hash.slice(3).replaceAll("-", "+").replaceAll("_", "/"));
  const inputs = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (c) => c.charCodeAt(0))));
  location.hash = `s=${btoa(String.fromCharCode(...new TextEncoder().encode(JSON.stringify({ ...inputs, replications: few }))))}`;
}, FEW);
