// The tabs of the narratives by keyboard, as the ARIA Authoring Practices describe them; their addresses; the switch.
import assert from "node:assert/strict";
import test from "node:test";

import { axeFaults, hasFocus, shownTexts, tabTo } from "./checks.mjs";
import { ARABIC, DEMO } from "./pages.mjs";
import { ARABIC_BASE, buildArabic, buildDemo } from "./sites.mjs";
import { openPage, serveFolder, watchPage } from "./support.mjs";

const TIME = { timeout: 30_000 };
const BRIEF = await serveFolder(buildDemo()) + DEMO.brief;
const BRIEF_IN_ARABIC = await serveFolder(buildArabic(), ARABIC_BASE) + ARABIC.brief;

/** What the tabs and panels tell a reader who does not see them. */
function tabsOf(page) {
  return page.evaluate(() => [...document.querySelectorAll("[role=tablist] > [role=tab]")].map((tab) => {
    const panel = document.getElementById(tab.getAttribute("aria-controls"));
    return {
      selected: tab.getAttribute("aria-selected"),
      tabindex: tab.tabIndex,
      role: panel.getAttribute("role"),
      labelledByTab: panel.getAttribute("aria-labelledby") === tab.id,
      panelShows: panel.checkVisibility() && panel.querySelector(".text").checkVisibility(),
      name: tab.textContent.trim(),
    };
  }));
}

/** Tab number `chosen` of three, and only it, is selected, in the order of the Tab key, and shows its panel. */
async function assertChosen(page, chosen) {
  const tabs = await tabsOf(page);
  assert.equal(tabs.length, 3);
  for (const [i, { name, ...tab }] of tabs.entries()) {
    const on = i === chosen;
    assert.notEqual(name, "");
    assert.deepEqual(tab, {
      selected: String(on), tabindex: on ? 0 : -1, role: "tabpanel", labelledByTab: true, panelShows: on,
    }, `tab ${i}`);
  }
}

/** Presses `key`; the focus and the choice go to tab `to`. */
async function assertMoves(page, key, to) {
  await page.keyboard.press(key);
  assert.ok(await hasFocus(page, `[role=tab]:nth-child(${to + 1})`), `${key} takes the focus to tab ${to}`);
  await assertChosen(page, to);
}

test("the tabs have roles and names, and are one stop of the Tab key", TIME, async () => {
  const page = await openPage();
  const watch = watchPage(page);
  await page.goto(BRIEF);
  await assertChosen(page, 0);
  const list = page.getByRole("tablist", { name: "Narratives" });
  assert.equal(await list.getByRole("tab").count(), 3);
  assert.equal(await list.getAttribute("aria-orientation") ?? "horizontal", "horizontal");

  await tabTo(page, "button.together");
  await page.keyboard.press("Tab");
  assert.ok(await hasFocus(page, "[role=tab][aria-selected=true]"), "Tab leads to the selected tab");
  await page.keyboard.press("Tab");
  assert.ok(await hasFocus(page, "[role=tabpanel]:not([hidden])"), "and from it to its panel");
  await page.keyboard.press("Shift+Tab");
  assert.ok(await hasFocus(page, "[role=tab][aria-selected=true]"), "and back");
  assert.deepEqual(watch.take(), []);
});

test("arrows go round, Home and End to the ends, and others leave the tabs alone", TIME, async () => {
  const page = await openPage();
  await page.goto(BRIEF);
  await tabTo(page, "[role=tab]");
  await assertMoves(page, "ArrowRight", 1);
  await assertMoves(page, "ArrowRight", 2);
  await assertMoves(page, "ArrowRight", 0);
  await assertMoves(page, "ArrowLeft", 2);
  await assertMoves(page, "ArrowLeft", 1);
  await assertMoves(page, "Home", 0);
  await assertMoves(page, "End", 2);
  await assertMoves(page, "ArrowUp", 2);
  await assertMoves(page, "ArrowDown", 2);
  await assertMoves(page, "Shift+Home", 2);
  await page.keyboard.press("Tab");
  assert.ok(await hasFocus(page, "[role=tabpanel]:nth-child(3)"), "the Tab key leads to the panel of the last tab");
  assert.deepEqual(await axeFaults(page), []);
});

test("from right to left the arrows are mirrored", TIME, async () => {
  const page = await openPage();
  await page.goto(BRIEF_IN_ARABIC);
  await tabTo(page, "[role=tab]");
  const x = (at) => page.locator("[role=tab]").nth(at).boundingBox().then((box) => box.x);
  assert.ok(await x(0) > await x(1), "the second tab stands to the left of the first");
  await assertMoves(page, "ArrowLeft", 1);
  await assertMoves(page, "ArrowLeft", 2);
  await assertMoves(page, "ArrowLeft", 0);
  await assertMoves(page, "ArrowRight", 2);
  await assertMoves(page, "Home", 0);
  await assertMoves(page, "End", 2);
});

test("a choice becomes the address, and the address opens it again", TIME, async () => {
  const page = await openPage();
  await page.goto(BRIEF);
  await tabTo(page, "[role=tab]");
  await page.keyboard.press("End");
  const panel = await page.locator("[role=tab]").last().getAttribute("aria-controls");
  assert.equal(new URL(page.url()).hash, `#${panel}`);

  const again = await openPage();
  await again.goto(page.url());
  await assertChosen(again, 2);
  assert.ok(await again.locator(`#${panel}`).evaluate((element) => {
    const { top } = element.getBoundingClientRect();
    return top >= 0 && top < innerHeight;
  }), "the panel is in the window");
});

test("an address opens the panel that holds what it names, on the page and when it changes", TIME, async () => {
  const page = await openPage();
  await page.goto(BRIEF_IN_ARABIC);
  const marks = await page.evaluate(() =>
    [...document.querySelectorAll(".panel")].map((panel) => panel.querySelector(".cite a")?.id));
  assert.ok(marks[0] && marks[1], "the first two narratives of the Arabic brief cite a source");
  await page.goto(`${BRIEF_IN_ARABIC}#${marks[1]}`);
  await page.reload();
  await assertChosen(page, 1);
  await page.evaluate((hash) => { location.hash = hash; }, marks[0]);
  await page.waitForFunction(() => document.querySelector("[role=tab]").ariaSelected === "true");
  await assertChosen(page, 0);
  // The way back from a source leads into a panel that is shut.
  await page.locator(`.back[href="#${marks[1]}"]`).focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelectorAll("[role=tab]")[1].ariaSelected === "true");
  await assertChosen(page, 1);
  assert.ok(await hasFocus(page, `.cite a[id="${marks[1]}"]`), "the mark has the focus");
});

test("an address that names nothing, or nothing in a panel, leaves the first panel open", TIME, async () => {
  for (const hash of ["nothing", "%E0%A4%A", "sources"]) {
    const page = await openPage();
    const watch = watchPage(page);
    await page.goto(`${BRIEF}#${hash}`);
    await assertChosen(page, 0);
    assert.deepEqual(watch.take(), []);
  }
});

test("the switch shows all narratives side by side, by keyboard, and is remembered", TIME, async () => {
  const page = await openPage();
  const texts = async () => (await shownTexts(page, ".panel .text")).filter((text) => text !== "").length;
  const pressed = () => page.locator("button.together").getAttribute("aria-pressed");
  await page.goto(BRIEF);
  await tabTo(page, "button.together");
  assert.equal(await pressed(), "false");
  await page.keyboard.press("Space");
  assert.equal(await pressed(), "true");
  assert.equal(await texts(), 3);
  assert.deepEqual(await axeFaults(page), []);
  assert.equal(await page.getByRole("tab").count(), 0, "no tab is left");
  assert.equal(await page.getByRole("tabpanel").count(), 0, "and no panel of one");
  const panels = page.locator(".panel");
  const [left, right] = await panels.evaluateAll((all) => all.map((panel) => panel.getBoundingClientRect()));
  assert.ok(left.right <= right.left && left.top === right.top, "they stand side by side");

  await page.reload();
  assert.equal(await pressed(), "true", "after the page has come again");
  assert.equal(await texts(), 3);
  await tabTo(page, "button.together");
  await page.keyboard.press("Enter");
  assert.equal(await pressed(), "false");
  await assertChosen(page, 0);
});

test("words that an address asks the browser to search for open the panel that holds them", TIME, async () => {
  const page = await openPage();
  await page.goto(BRIEF);
  const text = await page.locator(".panel .text").nth(1).evaluate((element) => element.textContent);
  const words = text.trim().split(/\s+/).slice(2, 8).join(" ");
  const again = await openPage();
  await again.goto(`${BRIEF}#:~:text=${encodeURIComponent(words)}`);
  await again.waitForFunction(() => document.querySelectorAll("[role=tab]")[1].ariaSelected === "true");
  await assertChosen(again, 1);
});
