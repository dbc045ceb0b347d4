"use strict";
// The page is whole without this: it adds values to point at, sorting, and what a reader chooses. All of it is stored in the page.
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

  const make = (name, words, more) => Object.assign(document.createElement(name), { textContent: words ?? "" }, more);

  // What a reader chooses: the scenarios that are shown, and the month at which the answer is read.
  const holder = document.getElementById("choose");
  const stored = JSON.parse(holder.dataset.horizon);
  const hidden = new Set();
  const isHidden = (name) =>
    [...hidden].some((k) => name === stored.scenarios[k].title || name.startsWith(stored.scenarios[k].title + ": "));
  // Shares and points are rounded as everywhere on the page.
  const share = (x) => {
    if (x === null) return "–";
    const whole = Math.round(x);
    if (whole === 0 && x > 0) return "under 1%";
    return whole === 100 && x < 100 ? "over 99%" : whole + "%";
  };
  const number = (x) => (x === null ? "–" : x.toFixed(Math.abs(x) < 9.95 ? 1 : 0).replace("-", "\u2212"));
  const signed = (x) => (x > 0 ? "+" : "") + number(x);

  function toggles() {
    const group = make("div", "", { className: "toggles", role: "group" });
    group.setAttribute("aria-label", "Scenarios that are shown");
    stored.scenarios.forEach(({ title, color }, k) => {
      const button = make("button", title, { type: "button" });
      button.style.setProperty("--own", color);
      button.setAttribute("aria-pressed", "true");
      button.addEventListener("click", () => {
        const hide = !hidden.delete(k);
        if (hide) hidden.add(k);
        button.setAttribute("aria-pressed", String(!hide));
        document.querySelectorAll(".s" + k).forEach((own) => own.classList.toggle("off", hide));
      });
      group.append(button);
    });
    return group;
  }

  function horizon() {
    const last = stored.months.length - 1;
    const slider = make("input", "", { type: "range", min: "1", max: String(last), id: "horizon" });
    slider.value = String(last);
    const label = make("label", "Read the answer at another month", { htmlFor: "horizon" });
    const when = make("output", "");
    when.setAttribute("for", "horizon");
    const table = make("table", "", { className: "read" });
    const box = make("div", "", { className: "scroll", tabIndex: 0, role: "region" });
    box.setAttribute("aria-label", "The answer at the chosen month");
    box.append(table);
    const show = () => {
      const month = Number(slider.value);
      const base = stored.pairs[0]?.base;
      when.textContent = stored.months[month];
      slider.setAttribute("aria-valuetext", stored.months[month]);
      const head = make("tr");
      const against = base === undefined ? [] : ["Difference from \u201c" + stored.scenarios[base].title + "\u201d"];
      for (const words of ["Scenario", "Teach it deeply", "Nine in ten districts", "Use it", ...against]) {
        head.append(make("th", words, { scope: "col" }));
      }
      const body = make("tbody");
      stored.scenarios.forEach(({ title }, k) => {
        const [deep, use] = stored.levels[k].map((months) => months[month]);
        const pair = stored.pairs.find(({ other }) => other === k)?.points[month];
        const row = make("tr", "", { className: "s" + k + (hidden.has(k) ? " off" : "") });
        row.append(make("th", title, { scope: "row" }));
        const cells = [share(deep[0]), share(deep[3]) + " to " + share(deep[4]), share(use[0])];
        if (base !== undefined) {
          cells.push(pair ? signed(pair[0]) + " points (95% interval " + signed(pair[1]) + " to " + signed(pair[2]) + ")" : "");
        }
        cells.forEach((words) => row.append(make("td", words)));
        body.append(row);
      });
      const top = make("thead");
      top.append(head);
      table.replaceChildren(top, body);
    };
    slider.addEventListener("input", show);
    show();
    const note = make("p", "Means of the stored runs; moving the month simulates nothing. Shares are of the teachers it is meant for.",
      { className: "note" });
    return [label, slider, when, box, note];
  }

  if (stored.scenarios.length > 1) holder.append(toggles());
  if (stored.months.length > 2 && stored.levels.length > 0) holder.append(...horizon());

  // On paper all of what is said stays: what is folded and belongs there is opened, and folded again.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.kept:not([open])")];
    opened.forEach((own) => { own.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((own) => { own.open = false; }));

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
        if (!(at in values) || isHidden(name)) continue;
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
