// Looks at the layout of a page.

/** Runs in the page: what is wider than the screen, cut off, or laid over other words of its picture. */
export function faultsOfLayout() {
  const faults = [];
  const screen = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > screen) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const named = (e) => `<${e.tagName.toLowerCase()} ${e.className}> ${e.textContent.trim().slice(0, 50)}`;
  for (const e of document.querySelectorAll("h1, h2, h3, h4, p, li, dt, dd, summary, label, button, a, input, select, td, th")) {
    const box = e.getBoundingClientRect();
    if (box.width === 0 || e.closest(".skip, .unseen, .scroll")) continue;
    if (box.right > screen + 0.5 || box.left < -0.5) faults.push(`outside the screen: ${named(e)}`);
    if (getComputedStyle(e).overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1) faults.push(`cut: ${named(e)}`);
  }
  for (const svg of document.querySelectorAll("figure .chart svg")) {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")];
    const boxes = texts.map((text) => text.getBoundingClientRect());
    boxes.forEach((box, k) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) {
        faults.push(`outside the picture: ${texts[k].textContent}`);
      }
      for (const [j, other] of boxes.slice(0, k).entries()) {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (across > 1 && down > 0.4 * Math.min(box.height, other.height)) {
          faults.push(`"${texts[k].textContent}" lies over "${texts[j].textContent}"`);
        }
      }
    });
  }
  return faults;
}
