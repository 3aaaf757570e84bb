// The skip link and the button for dark colours, by keyboard.
import assert from "node:assert/strict";
import test from "node:test";

import { axeFaults, hasFocus, tabTo } from "./checks.mjs";
import { ARABIC, DEMO } from "./pages.mjs";
import { ARABIC_BASE, buildArabic, buildDemo } from "./sites.mjs";
import { openPage, serveFolder, watchPage } from "./support.mjs";

const TIME = { timeout: 30_000 };
const demo = await serveFolder(buildDemo());
const arabic = await serveFolder(buildArabic(), ARABIC_BASE);

for (const [name, address] of Object.entries({
  "on the front page": demo + DEMO.home,
  "on a brief": demo + DEMO.brief,
  "from right to left": arabic + ARABIC.brief,
})) {
  test(`the skip link is the first stop, shows with the focus, and leads to the text: ${name}`, TIME, async () => {
    for (const javaScriptEnabled of [true, false]) {
      const page = await openPage({ javaScriptEnabled, viewport: { width: 390, height: 700 } });
      await page.goto(address);
      const skip = page.locator(".skip");
      const size = async () => (await skip.boundingBox()).width;
      assert.ok(await size() <= 1, "it does not show before");
      await page.keyboard.press("Tab");
      assert.ok(await hasFocus(page, ".skip"));
      const box = await skip.boundingBox();
      assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= 390, `in the window: ${JSON.stringify(box)}`);
      assert.ok(box.width > 40 && box.height >= 24, `large enough: ${JSON.stringify(box)}`);
      const covered = await skip.evaluate((link) => {
        const { left, top, width, height } = link.getBoundingClientRect();
        return document.elementFromPoint(left + width / 2, top + height / 2) !== link;
      });
      assert.ok(!covered, "nothing lies over it");
      await page.keyboard.press("Enter");
      await page.waitForURL("**#main");
      await page.keyboard.press("Tab");
      const inText = await page.evaluate(() => document.activeElement.closest("main") !== null);
      assert.ok(inText, "the next stop is in the text");
      assert.ok(await size() <= 1, "it is gone again");
    }
  });
}

for (const [system, other] of [["light", "dark"], ["dark", "light"]]) {
  test(`the button turns ${system} into ${other} and back, and is remembered`, TIME, async () => {
    const page = await openPage({ colorScheme: system });
    const watch = watchPage(page);
    const button = page.getByRole("button", { name: "Dark colours" });
    const shown = async () => {
      const light = await page.evaluate(() => {
        const [red] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g);
        return Number(red) > 128;
      });
      assert.equal(await button.getAttribute("aria-pressed"), String(!light), "the button says what shows");
      return light ? "light" : "dark";
    };
    await page.goto(demo + DEMO.home);
    assert.equal(await shown(), system);

    await tabTo(page, "button.theme");
    await page.keyboard.press("Space");
    assert.equal(await shown(), other);
    assert.deepEqual(await axeFaults(page), []);
    await page.reload();
    assert.equal(await shown(), other, "after the page has come again");
    await page.goto(demo + DEMO.brief);
    assert.equal(await shown(), other, "on another page");
    await page.emulateMedia({ colorScheme: other });
    assert.equal(await shown(), other, "when the system changes");
    await page.emulateMedia({ colorScheme: system });

    await tabTo(page, "button.theme");
    await page.keyboard.press("Enter");
    assert.equal(await shown(), system);
    await page.reload();
    assert.equal(await shown(), system);
    assert.deepEqual(watch.take(), []);
  });
}

test("without a choice the colours follow the system, and the button says so", TIME, async () => {
  const page = await openPage({ colorScheme: "light" });
  await page.goto(demo + DEMO.home);
  const button = page.getByRole("button", { name: "Dark colours" });
  assert.equal(await button.getAttribute("aria-pressed"), "false");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.waitForFunction(() => document.querySelector("button.theme").ariaPressed === "true");
});

test("paper is light, also for a reader who chose dark", TIME, async () => {
  const page = await openPage({ colorScheme: "dark" });
  await page.addInitScript(() => localStorage.setItem("evenhand-theme", "dark"));
  await page.goto(demo + DEMO.brief);
  await page.emulateMedia({ media: "print" });
  const colours = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.documentElement);
    return { backgroundColor, color };
  });
  assert.deepEqual(colours, { backgroundColor: "rgb(255, 255, 255)", color: "rgb(29, 27, 24)" });
});
