"use strict";
// The page is whole without this: it adds values to point at, and sorting.
(function () {
  // Tables by column: numbers by their value, words by the alphabet.
  for (const table of document.querySelectorAll("table.sortable")) {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    const key = (row, k) => row.cells[k].dataset.sort ?? row.cells[k].textContent;
    heads.forEach((head, k) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].map((row) => [key(row, k), row]);
        rows.sort(([a], [b]) => {
          const order = a !== "" && b !== "" && !isNaN(a) && !isNaN(b) ? a - b : a.localeCompare(b);
          return down ? -order : order;
        });
        body.append(...rows.map(([, row]) => row));
      });
    });
  }

  // Values of a plot at the place that is pointed at.
  const said = (x) => (x === null ? "–" : Math.abs(x) >= 10 ? x.toFixed(1) : x.toFixed(2)).replace("-", "\u2212");
  for (const holder of document.querySelectorAll("[data-pointed]")) {
    if (!holder.dataset.pointed) continue;
    const plots = JSON.parse(holder.dataset.pointed);
    const svg = holder.querySelector("svg");
    const size = holder.classList.contains("narrow") ? 360 : 960;
    const tip = document.createElement("div");
    const hair = document.createElement("div");
    tip.className = "tip";
    hair.className = "hair";
    tip.hidden = hair.hidden = true;
    holder.append(hair, tip);
    const hide = () => { tip.hidden = hair.hidden = true; };
    const point = (event) => {
      const frame = svg.getBoundingClientRect();
      const scale = frame.width / size;
      const x = (event.clientX - frame.left) / scale;
      const y = (event.clientY - frame.top) / scale;
      const plot = plots.find(({ box: [left, top, width, height] }) =>
        x >= left && x <= left + width && y >= top && y <= top + height);
      if (!plot) return hide();
      const [left, top, width, height] = plot.box;
      const [from, to] = plot.range;
      const at = Math.round(from + ((x - left) / width) * (to - from));
      const place = left + ((at - from) / (to - from || 1)) * width;
      tip.replaceChildren();
      const head = document.createElement("b");
      head.textContent = plot.across + " " + at;
      tip.append(head);
      for (const [name, values] of plot.series) {
        if (!(at in values)) continue;
        const line = document.createElement("div");
        line.textContent = name + ": " + said(values[at]);
        tip.append(line);
      }
      tip.hidden = hair.hidden = false;
      hair.style.left = place * scale + "px";
      hair.style.top = top * scale + "px";
      hair.style.height = height * scale + "px";
      const right = place * scale + 12 + tip.offsetWidth > holder.clientWidth;
      tip.style.left = Math.max(0, right ? place * scale - 12 - tip.offsetWidth : place * scale + 12) + "px";
      tip.style.top = Math.max(0, y * scale - tip.offsetHeight / 2) + "px";
    };
    holder.addEventListener("pointermove", point);
    holder.addEventListener("pointerdown", point);
    holder.addEventListener("pointerleave", hide);
  }
})();
