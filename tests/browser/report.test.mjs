// The coverage report: valid, accessible, narrow enough, and no request to anybody.
import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";

import { HtmlValidate, StaticConfigLoader } from "html-validate";

import { axeFaults, sidewaysFaults, sidewaysFaultsAtAllWidths, WIDTHS } from "./checks.mjs";
import rules from "./html-rules.mjs";
import { gen, openPage, ROOT, temporaryFolder } from "./support.mjs";

const file = join(temporaryFolder(), "report.html");
gen(["report", "--root", ROOT, "--now", "2026-11-01", "--out", file]);

/** A page that shows the report as a reader has it, from a file. */
async function openReport(colorScheme) {
  const page = await openPage({ colorScheme });
  const seen = [];
  page.on("console", (message) => seen.push(message.text()));
  page.on("request", (request) => seen.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  assert.deepEqual(seen.filter((url) => !url.startsWith("data:")), [pathToFileURL(file).href]);
  return page;
}

const openAll = (page) =>
  page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));

for (const colorScheme of ["light", "dark"]) {
  test(`the report, in ${colorScheme}, at every width`, { timeout: 60_000 }, async () => {
    const page = await openReport(colorScheme);
    const faults = await sidewaysFaultsAtAllWidths(page);
    await openAll(page);
    faults.push(...await sidewaysFaultsAtAllWidths(page));
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      faults.push(...await axeFaults(page));
    }
    assert.deepEqual(faults, []);
  });
}

test("no letters of a chart lie over others or out of it, at any width", { timeout: 60_000 }, async () => {
  const page = await openReport("light");
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const faults = await page.evaluate(() => [...document.querySelectorAll("svg")].flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
      const shown = texts.filter(([, box]) => box.width > 0);
      const out = shown.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1);
      const over = shown.filter(([, a], place) => shown.slice(place + 1).some(([, b]) =>
        a.left < b.right && b.left < a.right && a.top + 3 < b.bottom && b.top + 3 < a.bottom));
      return [...out, ...over].map(([text]) => text);
    }));
    assert.deepEqual(faults, [], `${width} px`);
  }
});

test("the report, in print, is light and whole", { timeout: 60_000 }, async () => {
  const page = await openReport("dark");
  await page.setViewportSize({ width: 718, height: 900 });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), "rgb(28, 31, 36)");
  assert.deepEqual([...await axeFaults(page), ...await sidewaysFaults(page)], []);
});

test("the report is valid HTML", async () => {
  const { results } = await new HtmlValidate(new StaticConfigLoader(rules)).validateFile(file);
  const messages = results.flatMap((result) => result.messages);
  assert.deepEqual(messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`), []);
});
