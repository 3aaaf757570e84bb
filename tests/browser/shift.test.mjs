// Nothing moves on a brief while it loads, also when its script comes late.
import assert from "node:assert/strict";
import test from "node:test";
import { setTimeout as wait } from "node:timers/promises";

import { DEMO, SMALL } from "./pages.mjs";
import { buildDemo, buildSmall } from "./sites.mjs";
import { openPage, serveFolder } from "./support.mjs";

const TIME = { timeout: 30_000 };
const demo = await serveFolder(buildDemo());
const small = await serveFolder(buildSmall());

/** Higher than any of the briefs: what lies below the window would not be counted. */
const HIGH = 6000;

/** Waits until something is painted. Asks again and again, for the page cannot tell by itself. */
async function painted(page) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await page.evaluate(() => performance.getEntriesByName("first-contentful-paint").length > 0)) return;
    await wait(25);
  }
  throw new Error("nothing was painted without the late script");
}

/** Loads the page, its deferred script and pictures only after the first paint; returns each shift of the layout. */
async function shifts(width, height, address, stored = {}) {
  const page = await openPage({ viewport: { width, height } });
  await page.addInitScript((choices) => {
    for (const [key, value] of Object.entries(choices)) localStorage.setItem(key, value);
    globalThis.shifts = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) {
        globalThis.shifts.push(`${value}: ${sources.map(({ node }) => node?.outerHTML?.slice(0, 80)).join(" and ")}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
  }, stored);
  let late = 0;
  await page.route(/main\..*\.js|\.png$/, async (route) => {
    await painted(page);
    late += 1;
    await route.continue();
  });
  await page.goto(address);
  assert.equal(await page.locator("html.alive").count(), 1, "the late script has run");
  assert.ok(late > 0);
  // The observer is told of a shift after the frame that it happens in.
  await wait(200);
  const seen = await page.evaluate(() => globalThis.shifts);
  await page.context().close();
  return seen;
}

for (const width of [390, 1280]) {
  test(`a brief does not move, ${width} px`, TIME, async () => {
    assert.deepEqual(await shifts(width, HIGH, demo + DEMO.brief), []);
  });
  test(`nor one with a picture and four narratives, ${width} px`, TIME, async () => {
    assert.deepEqual(await shifts(width, HIGH, small + SMALL["brief with everything"]), []);
  });
  test(`nor for a reader who chose side by side and dark, ${width} px`, TIME, async () => {
    const stored = { "evenhand-view": "together", "evenhand-theme": "dark" };
    assert.deepEqual(await shifts(width, HIGH, demo + DEMO.brief, stored), []);
  });
  test(`nor with an address that opens the last narrative, ${width} px`, TIME, async () => {
    assert.deepEqual(await shifts(width, 900, `${demo}${DEMO.brief}#narrative-nerd`), []);
  });
}
