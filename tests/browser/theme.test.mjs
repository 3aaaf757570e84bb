// Every kind of page: no fault of accessibility, nothing on the console, no other host, no scrolling sideways.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { axeFaults, sidewaysFaults, sidewaysFaultsAtAllWidths, WIDTHS } from "./checks.mjs";
import { ARABIC, DEMO, REDIRECTS, SMALL, TEMPLATES } from "./pages.mjs";
import { ARABIC_BASE, buildArabic, buildDemo, buildSmall } from "./sites.mjs";
import { openPage, ROOT, serveFolder, watchPage } from "./support.mjs";

const TIME = { timeout: 60_000 };

/** A site with one page to visit all of it: a new page for each address would take twice the time. */
async function visit(name, folder, pages, base) {
  const origin = await serveFolder(folder, base);
  const page = await openPage();
  const tools = await page.context().newCDPSession(page);
  return { name, origin, pages, page, watch: watchPage(page), tools };
}

const demo = await visit("demo", buildDemo(), DEMO);
const small = await visit("small", buildSmall(), SMALL);
const arabic = await visit("arabic", buildArabic(), ARABIC, ARABIC_BASE);

/** Shows the page as `media` says, at `width`, and returns what axe has against it. */
async function axeAt(page, width, media) {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia(media);
  const faults = await axeFaults(page);
  return faults.map((fault) => `${width} px, ${Object.values(media).join(" ")}: ${fault}`);
}

/** The same in light and dark, at each of the widths. */
async function axeAtAllWidths(page) {
  const faults = [];
  for (const colorScheme of ["light", "dark"]) {
    for (const width of WIDTHS) faults.push(...await axeAt(page, width, { colorScheme }));
  }
  return faults;
}

/** Loads an address while scripts cannot run; they can later, for axe needs them, but the page's own had their time. */
async function goWithoutScript({ page, tools }, address) {
  await tools.send("Emulation.setScriptExecutionDisabled", { value: true });
  await page.goto(address);
  await tools.send("Emulation.setScriptExecutionDisabled", { value: false });
}

function assertNone(faults, watch) {
  assert.deepEqual([...faults, ...watch.take()], []);
}

const kinds = new Set();
for (const site of [demo, small]) {
  for (const [name, path] of Object.entries(site.pages)) {
    test(`${site.name}: ${name}, in light and dark, at every width`, TIME, async () => {
      const { page, origin, watch } = site;
      await page.emulateMedia({ media: "screen", colorScheme: "light" });
      await page.goto(origin + path);
      kinds.add((await page.locator("body").getAttribute("class")).replace("k-", ""));
      const faults = await sidewaysFaultsAtAllWidths(page);
      faults.push(...await axeAtAllWidths(page));
      assertNone(faults, watch);
    });
  }
}

test("a page of each template was among them", () => {
  const templates = readdirSync(join(ROOT, "themes/broadsheet/templates"))
    .map((file) => file.replace(".html", ""))
    .filter((name) => name !== "base" && name !== "components");
  assert.deepEqual([...kinds].sort(), templates.sort());
});

for (const site of [demo, small]) {
  for (const name of TEMPLATES[site.name]) {
    const { page, origin, pages, watch } = site;

    test(`${site.name}: ${name}, without script`, TIME, async () => {
      await page.emulateMedia({ media: "screen", colorScheme: "light" });
      await goWithoutScript(site, origin + pages[name]);
      assert.equal(await page.locator("html.js").count(), 0);
      const faults = await sidewaysFaultsAtAllWidths(page);
      faults.push(...await axeAtAllWidths(page));
      assertNone(faults, watch);
    });

    test(`${site.name}: ${name}, in print`, TIME, async () => {
      await page.goto(origin + pages[name]);
      // The width of a sheet of A4 between its margins. A reader of dark pages prints them, too.
      const faults = await axeAt(page, 718, { media: "print", colorScheme: "dark" });
      faults.push(...await sidewaysFaults(page));
      assertNone(faults, watch);
    });
  }
}

for (const [name, path] of Object.entries(ARABIC)) {
  test(`arabic: ${name}, from right to left`, TIME, async () => {
    const { page, origin, watch } = arabic;
    await page.emulateMedia({ media: "screen", colorScheme: "light" });
    await page.goto(origin + path);
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).direction), "rtl");
    const faults = await sidewaysFaultsAtAllWidths(page);
    faults.push(...await axeAtAllWidths(page));
    assertNone(faults, watch);
  });
}

for (const [old, now] of Object.entries(REDIRECTS)) {
  test(`the old address ${old} leads on, with and without script`, TIME, async () => {
    const { page, origin, watch } = demo;
    await page.goto(origin + old);
    await page.waitForURL(origin + now);
    await goWithoutScript(demo, origin + old);
    await page.waitForURL(origin + now);
    assertNone([], watch);
  });
}

test("a redirect page is fit to be read where it does not lead on", TIME, async () => {
  const { page, origin, watch } = demo;
  // Without the line that leads on: else the page is gone before anything can be looked at.
  await page.route("**/brexit/", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace(/<meta http-equiv="refresh"[^>]*>/, "");
    await route.fulfill({ response, body });
  });
  await page.goto(`${origin}/brexit/`);
  assert.equal(new URL(page.url()).pathname, "/brexit/");
  const faults = await sidewaysFaultsAtAllWidths(page);
  faults.push(...await axeAt(page, 390, { media: "screen", colorScheme: "dark" }));
  assertNone(faults, watch);
});

test("an address that does not exist gets the page that says so, with its style", TIME, async () => {
  const page = await openPage();
  const response = await page.goto(`${demo.origin}/no/such/page/`);
  assert.equal(response.status(), 404);
  assert.equal(await page.locator("body").getAttribute("class"), "k-404");
  assert.equal(await page.evaluate(() => document.styleSheets.length), 1);
});
