// Promise: the page of `uptake serve` takes a person from a question to what they keep. It shows only answers to what is
// chosen now, with the numbers of the program; it says what is wrong and where; and everyone can use it.
//
// UPTAKE names the program (default: the release build), CHROMIUM the browser.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { faultsOfLayout } from "./layout.mjs";
import { FEW, fewFutures, layer, linkTo, QUESTIONS } from "./links.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const program = resolve(process.env.UPTAKE ?? join(root, "target/release/uptake"));
const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
/** For a program that is not optimized, on a machine that is busy (ms). */
const PATIENCE = 180_000;

let folder;
let browser;
let server;
let home;
const FAST = "--no-assumptions";

const freePort = () => new Promise((found) => {
  const probe = createServer().listen(0, "127.0.0.1", () => {
    const { port } = probe.address();
    probe.close(() => found(port));
  });
});

/** A server. Most tests do without the sets of assumptions, which take longer than all else of a small request. */
async function serve(port, ...more) {
  const child = spawn(program, ["serve", "--port", String(port), ...more], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      if ((await fetch(`http://127.0.0.1:${port}/api/about`)).ok) return child;
    } catch {
      // It has not begun to listen.
    }
    await new Promise((later) => setTimeout(later, 50));
  }
  child.kill("SIGKILL");
  throw new Error("uptake serve does not answer");
}

const ended = (child) => new Promise((done) => (child.exitCode !== null || child.signalCode !== null ? done() : child.once("exit", done)));

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "uptake-explorer-"));
  const port = await freePort();
  home = `http://127.0.0.1:${port}/`;
  server = await serve(port, FAST);
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
});

after(async () => {
  await browser?.close();
  if (server) {
    server.kill("SIGINT");
    await ended(server);
  }
  if (folder) rmSync(folder, { recursive: true });
});

/** A tab; everything that it asks of others than the program, and every complaint, is kept. */
async function open({ width = 1440, height = 900, scheme = "light", link = "", at = home } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, acceptDownloads: true });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const foreign = [];
  const complaints = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(at) && !/^(data|blob):/.test(request.url())) foreign.push(request.url());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    // A refused scenario is told on the page; that the browser lists it too is no fault.
    if (message.type() === "error" && !message.text().includes("status of 4")) complaints.push(message.text());
  });
  await page.goto(at + link);
  await page.waitForSelector("#start", { state: "attached" });
  return { page, foreign, complaints, close: () => context.close() };
}

const answered = (page) => page.waitForSelector("#keep a[href$='report.html']", { timeout: PATIENCE });
const headline = (page) => page.locator(".headline").textContent();
const jobOf = async (page) => /jobs\/([^/]+)\//.exec(await page.locator("#keep a[href$='report.html']").getAttribute("href"))[1];
/** After a change: until the answer to it is whole. */
async function answeredAnew(page, change) {
  const old = await jobOf(page);
  await change();
  await page.waitForFunction((job) => {
    const link = document.querySelector("#keep a[href$='report.html']");
    return link && !link.getAttribute("href").includes(`/${job}/`);
  }, old, { timeout: PATIENCE });
}

async function saved(page, locator) {
  const [download] = await Promise.all([page.waitForEvent("download", { timeout: PATIENCE }), locator.click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** The scenario files of the page, saved. */
async function scenarioFiles(page) {
  const files = [];
  for (const button of await page.locator("#keep li button", { hasText: /^Scenario/ }).all()) files.push(await saved(page, button));
  return files;
}

describe("from a question to what is kept", () => {
  for (const question of QUESTIONS) {
    test(question, async () => {
      const { page, foreign, complaints, close } = await open();
      await page.getByRole("button", { name: question }).click();
      await fewFutures(page);
      await answered(page);
      assert.equal(await page.locator(".first-screen .question").textContent(), question);
      assert.ok((await headline(page)).length > 40);
      assert.ok(await page.locator(".doubts dt").count() >= 2, "both doubts are said");
      assert.ok(await page.locator(".next li").count() >= 1, "a next step is said");
      // Without scrolling: all of these end within the screen.
      const bottom = await page.locator(".next").evaluate((list) => list.getBoundingClientRect().bottom);
      assert.ok(bottom <= 900, `the next step ends at ${bottom}`);
      assert.ok(await page.locator("#pictures svg[role=img]").count() >= 3);
      const report = readFileSync(await saved(page, page.locator("#keep a[href$='report.html']")), "utf8");
      assert.match(report, /^<!doctype html>/i);
      assert.ok(report.includes(question.replaceAll("'", "&#39;")) || report.includes(question), "the report asks the same question");
      for (const file of await scenarioFiles(page)) execFileSync(program, ["check", file], { stdio: "ignore" });
      const zip = await page.request.get(await page.locator("#keep a[href$='results.zip']").evaluate((a) => a.href));
      assert.equal((await zip.body()).subarray(0, 2).toString(), "PK");
      assert.deepEqual(foreign, []);
      assert.deepEqual(complaints, []);
      await close();
    });
  }
});

/** What stands on the first screen: where the last of it ends, and words that nobody has explained there. */
const firstScreen = (page) => page.evaluate(() => ({
  ends: Math.max(...[".question", ".headline", ".next"].map((part) => document.querySelector(`.first-screen > ${part}`).getBoundingClientRect().bottom)),
  words: [".headline", ".next", ".doubts"].map((part) => document.querySelector(`.first-screen > ${part}`).textContent).join(" "),
}));

test("the first screen holds the question, the answer, both doubts and the next step, in words that everyone knows", async () => {
  const port = await freePort();
  const whole = await serve(port);
  try {
    for (const [width, height] of [[1440, 900], [360, 740]]) {
      const { page, close } = await open({ width, height, link: linkTo(), at: `http://127.0.0.1:${port}/` });
      await answered(page);
      const { ends, words } = await firstScreen(page);
      assert.ok(ends <= height, `at ${width} pixels the next step ends at ${ends}`);
      assert.match(await headline(page), /by what is assumed and not known|Whatever is assumed/, "the doubt about assumptions stands in the answer");
      for (const term of [/sets? of assumptions/, /forms? of the model/, /turnover alone/, /\bclaims?\b/, /deep share/, /focal/, /stage \d/, /Monte Carlo/, /interval/]) {
        assert.doesNotMatch(words, term);
      }
      await close();
    }
  } finally {
    whole.kill("SIGINT");
    await ended(whole);
  }
});

test("the numbers of the page are those of the program for the saved files", async () => {
  const { page, close } = await open({ link: linkTo() });
  await answered(page);
  const files = await scenarioFiles(page);
  const out = join(folder, "compared");
  execFileSync(program, ["compare", ...files, "-n", String(FEW), "--out", out, FAST, "--quiet", "--figures", "none", "--no-report", "--tables", "csv"], { stdio: "ignore" });
  const [head, ...rows] = readFileSync(join(out, "summary.csv"), "utf8").trim().split("\n").map((line) => line.split(","));
  const column = (name) => head.indexOf(name);
  let compared = 0;
  for (const measure of ["deep_share", "spread", "depth", "ownership"]) {
    await page.locator("fieldset.measure input").nth(await measureAt(page, measure)).check();
    const details = page.locator("#figure-fans details");
    if (!(await details.evaluate((d) => d.open))) await details.locator("summary").click();
    const cells = await page.locator("#figure-fans table tbody tr").evaluateAll((trs) => trs.map((tr) => ({
      scenario: Number(tr.dataset.scenario), month: Number(tr.dataset.month),
      values: [...tr.querySelectorAll("td.n")].map((td) => td.dataset.value),
    })));
    for (const { scenario, month, values } of cells) {
      const row = rows.find((r) => r[column("scenario")] === ["as-planned", "superintendent-disengages"][scenario]
        && Number(r[column("month")]) === month && r[column("measure")] === measure);
      assert.ok(row, `${measure}, month ${month}`);
      ["mean", "q05", "q95"].forEach((name, place) => assert.equal(values[place], row[column(name)] === "" ? "" : String(Number(row[column(name)])), `${measure} ${name} at ${month}`));
      compared += 3;
    }
  }
  assert.ok(compared > 100, `${compared} numbers`);
  await close();
});

/** Where the page lists a measure. */
async function measureAt(page, measure) {
  const answer = await (await page.request.get(`${home}api/jobs/${await jobOf(page)}`)).json();
  return Object.keys(answer.answer.timeline.measures).indexOf(measure);
}

describe("wrong input is told beside what is wrong, and mended", () => {
  test("a lever out of its range", async () => {
    const { page, close } = await open({ link: linkTo() });
    await answered(page);
    const input = page.locator("#levers .lever input[type=number]").first();
    await input.fill("7");
    // The first lever of all is a choice of words.
    const lever = page.locator("#levers .lever").filter({ has: page.locator("input[type=number]") }).first();
    await lever.locator(".problems").waitFor();
    assert.equal(await input.getAttribute("aria-invalid"), "true");
    assert.equal(await page.locator(".wrong").count(), 1);
    assert.equal(await page.locator("#keep a").count(), 0, "nothing is offered that answers something else");
    await lever.getByRole("button", { name: /^Put back/ }).click();
    await answered(page);
    assert.equal(await page.locator(".problems").count(), 0);
    await close();
  });

  test("a month that is none, or outside the run", async () => {
    const { page, close } = await open({ link: linkTo() });
    await answered(page);
    for (const [typed, told] of [["someday", /is not a month/], ["year 9, May", /outside the 60 months/]]) {
      await page.locator(".when").fill(typed);
      await page.locator(".when").press("Enter");
      await page.locator(".when").blur();
      assert.match(await page.locator("#events .problems").textContent(), told);
    }
    await answeredAnew(page, async () => {
      await page.locator(".when").fill("year 3, Sept");
      await page.locator(".when").blur();
    });
    assert.equal(await page.getByRole("slider", { name: /superintendent disengages/i }).getAttribute("aria-valuetext"), "year 3, September");
    assert.equal(await page.locator("#events .problems").count(), 0);
    await close();
  });

  test("a table without schools, a damaged link, a scenario file that is none", async () => {
    const { page, close } = await open({ link: "#s=bm90aGluZw" });
    assert.match(await page.locator(".gone").textContent(), /damaged/);
    const bad = join(folder, "bad.csv");
    writeFileSync(bad, "a,b\n1,2\n");
    const file = join(folder, "broken.toml");
    writeFileSync(file, "format = 1\ntitel = \"x\"\n");
    await page.locator(".open-file input").setInputFiles(file);
    await page.locator(".wrong .problems").waitFor();
    await page.locator(".drop input[type=file]").setInputFiles(bad);
    await page.locator(".drop .problems").waitFor();
    await close();
  });
});

test("a real district is found by name in a table", async () => {
  const { page, close } = await open({ link: linkTo() });
  await answered(page);
  const table = join(root, "tests/data/districts.csv");
  await page.locator(".drop input[type=file]").setInputFiles(table);
  await page.getByRole("searchbox", { name: "Name of the district" }).fill("three riv");
  await answeredAnew(page, () => page.locator(".found button", { hasText: "Three Rivers" }).click());
  assert.match(await page.locator("#district").textContent(), /Three Rivers Unified \(from districts.csv\)/);
  await close();
});

test("all is done with the keyboard, and a reloaded page is as it was", async () => {
  const { page, close } = await open({ link: linkTo() });
  await answered(page);
  const mark = page.getByRole("slider", { name: /superintendent disengages/i });
  await answeredAnew(page, async () => {
    await mark.focus();
    await page.keyboard.press("PageUp");
    await page.keyboard.press("ArrowLeft");
  });
  assert.equal(await mark.getAttribute("aria-valuenow"), "25");
  assert.ok(await mark.evaluate((e) => document.activeElement === e), "the focus stays");
  const slider = page.locator("#levers .lever input[type=range]").first();
  await answeredAnew(page, async () => {
    await slider.focus();
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
  });
  const [told, value] = [await headline(page), await slider.inputValue()];
  await page.waitForFunction(() => document.querySelector("#announce").textContent.startsWith("New answer"));
  await page.reload();
  await answered(page);
  assert.equal(await headline(page), told);
  assert.equal(await slider.inputValue(), value);
  assert.equal(await mark.getAttribute("aria-valuenow"), "25");
  await close();
});

test("an event is dragged, and only the answer to the last place is drawn", async () => {
  const { page, close } = await open({ link: linkTo() });
  await answered(page);
  const jobs = [];
  page.on("response", async (reply) => {
    if (reply.url().endsWith("/api/jobs") && reply.request().method() === "POST") jobs.push((await reply.json()).id);
  });
  const mark = page.getByRole("slider", { name: /superintendent disengages/i });
  await answeredAnew(page, async () => {
    const track = await page.locator(".track").boundingBox();
    for (const share of [0.8, 0.5, 0.65]) {
      await mark.hover();
      await page.mouse.down();
      await page.mouse.move(track.x + track.width * share, track.y + 20, { steps: 4 });
      await page.mouse.up();
    }
  });
  assert.equal(await mark.getAttribute("aria-valuenow"), "39");
  assert.equal(await jobOf(page), jobs.at(-1));
  await close();
});

test("scenarios stand side by side, up to four", async () => {
  const { page, close } = await open({ link: linkTo() });
  await answered(page);
  for (const count of [3, 4]) {
    await answeredAnew(page, () => page.getByRole("button", { name: "Add a scenario to compare" }).click());
    assert.equal(await page.locator("#figure-fans .panel").count(), count);
    assert.equal(await page.locator("#figure-difference .panel").count(), count - 1);
  }
  assert.equal(await page.getByRole("button", { name: "Add a scenario to compare" }).count(), 0);
  await close();
});

test("a typical future is told, and what it would be without a cause", async () => {
  const { page, complaints, close } = await open({ link: linkTo() });
  await answered(page);
  await page.locator(".tell button").nth(1).click();
  await page.locator(".told p").first().waitFor({ timeout: PATIENCE });
  await page.getByRole("button", { name: "And without it?" }).first().click();
  await page.locator(".but-for").first().waitFor({ timeout: PATIENCE });
  assert.ok((await page.locator(".but-for").first().textContent()).length > 20);
  assert.deepEqual(complaints, []);
  await close();
});

test("two tabs do not disturb each other", async () => {
  const [one, other] = [await open({ link: linkTo() }), await open({ link: linkTo({ question: "Another?", every: layer({ settings: { "district.pupils": 2000 } }) }) })];
  await Promise.all([answered(one.page), answered(other.page)]);
  assert.notEqual(await headline(one.page), await headline(other.page));
  const kept = await jobOf(other.page);
  await answeredAnew(one.page, () => one.page.locator("#levers .lever input[type=range]").first().press("ArrowLeft"));
  assert.equal(await jobOf(other.page), kept);
  await one.close();
  await other.close();
});

test("when the program stops in mid-run the page says so, and goes on when it is back", async () => {
  const { page, close } = await open({ link: linkTo() });
  await answered(page);
  await page.getByRole("button", { name: /^More futures/ }).click();
  await page.waitForSelector("#answer[aria-busy=true]", { timeout: PATIENCE });
  server.kill("SIGKILL");
  await ended(server);
  await page.locator(".gone").waitFor();
  assert.match(await page.locator(".gone").textContent(), /does not answer/);
  server = await serve(Number(new URL(home).port), FAST);
  await page.getByRole("button", { name: "Try again now" }).click().catch(() => undefined);
  await page.waitForSelector(".gone", { state: "detached" });
  await page.waitForSelector("#answer[aria-busy=true]", { timeout: PATIENCE });
  await page.getByRole("button", { name: /^Fewer futures/ }).click();
  await answered(page);
  await close();
});

describe("for everyone", () => {
  for (const width of [360, 768, 1440]) {
    test(`nothing is cut at ${width} pixels`, async () => {
      const { page, close } = await open({ width });
      assert.deepEqual(await page.evaluate(faultsOfLayout), []);
      await page.goto(home + linkTo());
      await page.reload();
      await answered(page);
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
      await page.waitForTimeout(100);
      assert.ok(await page.locator("figure svg text:visible").count() > 30);
      assert.deepEqual(await page.evaluate(faultsOfLayout), []);
      await close();
    });
  }

  test("axe finds nothing serious, light and dark, wide and narrow", async () => {
    for (const [width, scheme] of [[1440, "light"], [360, "dark"]]) {
      for (const link of ["", linkTo()]) {
        const { page, close } = await open({ width, scheme, link });
        if (link) {
          await answered(page);
          await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
          await page.waitForTimeout(100);
        }
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => axe.run());
        const serious = violations.filter((v) => ["serious", "critical"].includes(v.impact));
        const told = serious.map((v) => `${v.id}: ${v.help} ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160))}`);
        assert.deepEqual(told, [], `${width} ${scheme}`);
        await close();
      }
    }
  });

  test("paper holds the answer in ink on white, from a dark screen too", async () => {
    const { page, close } = await open({ scheme: "dark", link: linkTo() });
    await answered(page);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    const [paper, ink] = await page.evaluate(() => {
      const { backgroundColor, color } = getComputedStyle(document.body);
      return [backgroundColor, color];
    });
    assert.deepEqual([paper, ink], ["rgb(255, 255, 255)", "rgb(27, 31, 36)"]);
    assert.ok(await page.locator(".headline").isVisible());
    assert.equal(await page.locator("#levers").isVisible(), false);
    const pdf = await page.pdf({ format: "Letter" });
    const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g) ?? []).length;
    assert.ok(pages >= 2 && pages <= 8, `${pages} pages`);
    await close();
  });
});
