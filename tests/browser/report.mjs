// Promise: a report opens anywhere. It asks nothing of a network, fits every screen, can be read without
// scripts, by ear and on paper, and no word of a scenario acts in it.
//
// UPTAKE names the program (default: the release build), CHROMIUM the browser.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const program = resolve(process.env.UPTAKE ?? join(root, "target/release/uptake"));
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const WIDTHS = [360, 768, 1440];
const HOSTILE = '</script><img src=x onerror=window.hit=1><svg onload=window.hit=2>\'"&lt;b&gt;';

let folder;
let browser;
const reports = {};

function run(name, ...args) {
  execFileSync(program, [...args, "--out", name, "--quiet"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  reports[name] = join(folder, name, "report.html");
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "uptake-report-"));
  run("three", "compare", "committed", "superintendent-disengages", "mandate-at-once", "-n", "60");
  run("six", "compare", "committed", "superintendent-disengages", "mandate-at-once", "grassroots-only", "too-many-initiatives",
    "support-cliff", "-n", "30");
  run("single", "run", "committed", "-n", "1");
  for (const [file, letter] of [["bad.toml", "T"], ["worse.toml", "U"]]) {
    const said = JSON.stringify(HOSTILE).slice(1, -1);
    writeFileSync(join(folder, file), `format = 1\nextends = "committed"\ntitle = "${letter} ${said}"
question = "Q ${said}"\n[district]\nid = "h"\npupils = 2000\nname = "D ${said}"
[[event]]\nmonth = ${letter === "T" ? 14 : 20}\nwhat = "superintendent disengages"\nnote = "N ${said}"\n`);
  }
  run("hostile", "compare", "bad.toml", "worse.toml", "-n", "12");
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
  browser = await chromium.launch({ executablePath, args: flags });
});

after(async () => {
  await browser?.close();
  if (folder) rmSync(folder, { recursive: true });
});

/** A page of a report; everything that it asks for or complains of is kept. */
async function open(name, { width = 1440, scripts = true } = {}) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: scripts });
  const page = await context.newPage();
  const asked = [];
  const complaints = [];
  const url = pathToFileURL(reports[name]).href;
  page.on("request", (request) => { if (request.url() !== url) asked.push(request.url()); });
  page.on("console", (message) => { if (message.type() === "error") complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(url);
  return { page, asked: () => asked.filter((u) => !u.startsWith("data:")), complaints, close: () => context.close() };
}

for (const name of ["three", "six", "single", "hostile"]) {
  describe(name, () => {
    test("is small, asks nothing of a network and raises no error", async () => {
      assert.ok(statSync(reports[name]).size < 3_000_000, `${statSync(reports[name]).size} bytes`);
      const { page, asked, complaints, close } = await open(name);
      await page.mouse.move(600, 600);
      await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
      assert.deepEqual(asked(), []);
      assert.deepEqual(complaints, []);
      assert.equal(await page.evaluate(() => window.hit), undefined, "a scenario's words acted");
      assert.equal(await page.locator("img, iframe, object, link[rel=stylesheet]").count(), 0);
      await close();
    });

    for (const width of WIDTHS) {
      test(`nothing is cut or overlaps at ${width} pixels`, async () => {
        const { page, close } = await open(name, { width });
        await page.evaluate(() => {
          document.querySelectorAll("details").forEach((d) => { d.open = true; });
        });
        assert.ok(await page.locator("figure svg text:visible").count() > 100, "the pictures have words to look at");
        assert.deepEqual(await page.evaluate(faultsOfLayout), []);
        await close();
      });
    }

    test("axe finds nothing serious", async () => {
      for (const width of [360, 1440]) {
        const { page, close } = await open(name, { width });
        await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => axe.run());
        const serious = violations.filter((v) => ["serious", "critical"].includes(v.impact));
        const told = serious.map((v) => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120))}`);
        assert.deepEqual(told, []);
        await close();
      }
    });

    test("prints in a sensible number of pages", async () => {
      const { page, close } = await open(name);
      for (const format of ["A4", "Letter"]) {
        const pdf = await page.pdf({ format });
        const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length;
        assert.ok(pages >= 4 && pages <= 30, `${pages} pages of ${format}`);
      }
      await page.emulateMedia({ media: "print" });
      await page.setViewportSize({ width: 680, height: 900 });
      const shown = await page.evaluate(() => [...document.querySelectorAll("figure svg")]
        .filter((svg) => svg.getClientRects().length > 0)
        .map((svg) => svg.getBoundingClientRect())
        .filter((box) => box.height > 960 || box.right > 681).map((box) => `${box.width} x ${box.height}`));
      assert.deepEqual(shown, [], "a figure is larger than a page");
      await close();
    });
  });
}

test("the look at a layout finds what is laid over something else", async () => {
  const { page, close } = await open("single");
  await page.evaluate(() => {
    const text = document.querySelector(".wide svg text");
    text.after(text.cloneNode(true));
    document.querySelector("h1").style.width = "2000px";
  });
  const faults = (await page.evaluate(faultsOfLayout)).join("\n");
  assert.match(faults, /lies over/);
  assert.match(faults, /outside the screen: <h1/);
  await close();
});

test("without scripts all is there that is there with them", async () => {
  const words = async (scripts) => {
    const { page, close } = await open("three", { scripts });
    const text = await page.locator("main").evaluate((main) => main.textContent);
    const hidden = await page.locator("main [hidden]").count();
    const figures = await page.locator("figure .wide svg:visible").count();
    await close();
    return { text, hidden, figures };
  };
  const [plain, scripted] = [await words(false), await words(true)];
  assert.equal(plain.hidden, 0);
  assert.equal(plain.figures, scripted.figures);
  for (const part of ["reach stage 4", "The numbers of this figure", "How to reproduce this", "The whole story"]) {
    assert.ok(plain.text.includes(part), part);
  }
});

test("tables sort by number and by word, both ways, and say so", async () => {
  const { page, close } = await open("three");
  const table = page.locator("#story table.sortable").first();
  const head = table.locator("th").nth(1);
  const months = () => table.locator("tbody tr td:nth-child(2)").evaluateAll((cells) => cells.map((c) => Number(c.textContent)));
  await head.getByRole("button").click();
  const up = await months();
  assert.ok(up.length > 1);
  assert.deepEqual(up, [...up].sort((a, b) => a - b));
  assert.equal(await head.getAttribute("aria-sort"), "ascending");
  await head.getByRole("button").click();
  assert.deepEqual(await months(), [...up].sort((a, b) => b - a));
  const words = table.locator("tbody tr td:first-child");
  await table.locator("th").first().getByRole("button").click();
  const told = await words.allTextContents();
  assert.deepEqual(told, [...told].sort((a, b) => a.localeCompare(b)));
  await close();
});

test("pointing into a plot shows its values at that place", async () => {
  for (const [width, kind] of [[1440, "wide"], [360, "narrow"]]) {
    const { page, close } = await open("three", { width });
    const holder = page.locator(`#figure-timeline-fans .${kind}`);
    const plots = JSON.parse(await holder.getAttribute("data-pointed"));
    assert.ok(plots.length > 0, "the figure says where its plots are");
    await holder.scrollIntoViewIfNeeded();
    const [left, top, wide, high] = plots[0].box;
    const frame = await holder.locator("svg").boundingBox();
    const scale = frame.width / (kind === "wide" ? 960 : 360);
    const position = { x: (left + wide / 2) * scale, y: (top + high / 2) * scale };
    await holder.locator("svg").hover({ position });
    const tip = holder.locator(".tip");
    assert.ok(await tip.isVisible());
    const middle = Math.round((plots[0].range[0] + plots[0].range[1]) / 2);
    const [name, values] = plots[0].series[0];
    const text = await tip.textContent();
    assert.ok(text.includes(`${plots[0].across} ${middle}`), text);
    assert.ok(text.includes(`${name}: ${values[middle].toFixed(2)}`), text);
    await close();
  }
});

test("many scenarios are ranked on the first screen, and each is told in full below", async () => {
  const { page, close } = await open("six");
  assert.match(await page.locator(".question").textContent(), /Which of these six plans/);
  const answer = await page.locator(".answer").textContent();
  assert.match(answer, /the share of teachers who teach it deeply is highest under .* and lowest under/);
  assert.match(answer, /depending on what nobody has measured .*95% intervals by the chance/);
  const picture = await page.locator("#figure-answer .wide svg").boundingBox();
  assert.ok(picture.y < 450, `the picture begins at ${picture.y}`);
  assert.equal(await page.locator("#figure-differences .wide svg").count(), 1);
  assert.equal(await page.locator("#difference details .pair").count(), 5);
  assert.equal(await page.locator("#difference .pair:visible").count(), 0, "each is folded");
  const screens = await page.evaluate(() => document.documentElement.scrollHeight / 900);
  assert.ok(screens < 32, `${screens} screens`);
  await close();
});

test("what a reader hides is gone from every key, and on paper all is there", async () => {
  const { page, close } = await open("six");
  const own = page.locator("#figure-time-to-stage .wide .s1");
  assert.ok(await own.count() > 3);
  await page.locator(".toggles button").nth(1).click();
  assert.equal(await own.evaluateAll((all) => all.filter((e) => getComputedStyle(e).visibility !== "hidden").length), 0);
  const title = await page.locator("#figure-time-to-stage .wide svg text:visible").allTextContents();
  assert.ok(!title.slice(4).includes("Superintendent disengages in year 2"), title.join("|"));
  await page.emulateMedia({ media: "print" });
  assert.ok(await own.evaluateAll((all) => all.every((e) => getComputedStyle(e).visibility !== "hidden")));
  await close();
});

test("the month slider reads stored months and nothing else", async () => {
  const { page, close } = await open("six");
  const slider = page.locator("#horizon");
  const cell = () => page.locator("#choose table tbody tr").first().locator("td").first().textContent();
  const last = await cell();
  await slider.fill("12");
  assert.notEqual(await cell(), last);
  assert.match(await page.locator("#choose output").textContent(), /one year/);
  await slider.fill("60");
  assert.equal(await cell(), last);
  await close();
});

test("words of a scenario are shown as they were written", async () => {
  const { page, close } = await open("hostile");
  assert.equal(await page.locator(".question").textContent(), `Q ${HOSTILE}`);
  assert.ok((await page.title()).includes(HOSTILE));
  await close();
});

test("the file names no place outside itself", () => {
  const text = readFileSync(reports.three, "utf8").replaceAll('xmlns="http://www.w3.org/2000/svg"', "");
  assert.equal(/https?:\/\/|@import/.exec(text), null);
});

/** Runs in the page: what is wider than the screen, cut off, or laid over something else. */
function faultsOfLayout() {
  const faults = [];
  const screen = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > screen) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const named = (e) => `<${e.tagName.toLowerCase()} ${e.className?.baseVal ?? e.className}> ${e.textContent.trim().slice(0, 50)}`;
  // Words on the page: within the screen, except where a table scrolls by itself.
  for (const e of document.querySelectorAll("h1, h2, h3, h4, p, li, dt, dd, summary, td, th, button, a, pre")) {
    const box = e.getBoundingClientRect();
    if (box.width === 0 || e.closest(".skip")) continue;
    const holder = e.closest(".scroll, pre");
    if (!holder && (box.right > screen + 0.5 || box.left < -0.5)) faults.push(`outside the screen: ${named(e)}`);
    if (holder && holder.getBoundingClientRect().right > screen + 0.5) faults.push(`its holder is outside: ${named(e)}`);
    const style = getComputedStyle(e);
    const clips = style.overflowX !== "visible" && style.overflowX !== "auto";
    if (clips && e.scrollWidth > e.clientWidth + 1) faults.push(`cut: ${named(e)}`);
  }
  // Words of a picture: within it, and not over each other.
  for (const svg of document.querySelectorAll("figure svg")) {
    const frame = svg.getBoundingClientRect();
    if (frame.width === 0) continue;
    const scale = frame.width / svg.viewBox.baseVal.width;
    const texts = [...svg.querySelectorAll("text")].filter((t) => t.textContent.trim());
    const boxes = texts.map((t) => t.getBoundingClientRect());
    const whose = svg.closest("figure").id;
    boxes.forEach((box, k) => {
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1) {
        faults.push(`${whose}: outside the picture: ${texts[k].textContent}`);
      }
      for (let j = 0; j < k; j += 1) {
        // The box of a line of words is taller than its letters by a third.
        const across = Math.min(box.right, boxes[j].right) - Math.max(box.left, boxes[j].left);
        const down = Math.min(box.bottom, boxes[j].bottom) - Math.max(box.top, boxes[j].top);
        if (across > 1 && down > 0.4 * Math.min(box.height, boxes[j].height)) {
          faults.push(`${whose}: "${texts[k].textContent.trim()}" lies over "${texts[j].textContent.trim()}"`);
        }
      }
    });
    // Letters that nobody can read are cut too.
    const smallest = Math.min(...texts.map((t) => Number.parseFloat(getComputedStyle(t).fontSize) * scale));
    if (smallest < 8) faults.push(`${whose}: letters of ${smallest.toFixed(1)} pixels`);
  }
  return faults;
}
