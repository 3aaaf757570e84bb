// Footnotes by keyboard and pointer: the source in place, the way to it and back, and that every way leads somewhere.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import test from "node:test";

import { axeFaults, hasFocus, sidewaysFaults, tabTo } from "./checks.mjs";
import { ARABIC, DEMO, SMALL } from "./pages.mjs";
import { ARABIC_BASE, buildArabic, buildDemo, buildSmall } from "./sites.mjs";
import { openPage, serveFolder, watchPage } from "./support.mjs";

const TIME = { timeout: 60_000 };
const demoFolder = buildDemo();
const demo = await serveFolder(demoFolder);
const small = await serveFolder(buildSmall());
const arabic = await serveFolder(buildArabic(), ARABIC_BASE);
const BRIEF = demo + DEMO.brief;

const NOTE = ".note-box";
const MARK = ".cite a";

/** The addresses of all briefs of the demo site. */
function allBriefs() {
  return readdirSync(demoFolder, { recursive: true })
    .filter((path) => /^\d{4}\/\d\d\/\d\d\/[^/]+\/index\.html$/.test(path))
    .map((path) => `${demo}/${path.replace("index.html", "")}`);
}

/** The id of the element with the focus. */
const focusedId = (page) => page.evaluate(() => document.activeElement.id);

function inWindow(page, id) {
  return page.evaluate((wanted) => {
    const { top, bottom } = document.getElementById(wanted).getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }, id);
}

test("with the focus on a mark its source shows in place, and Escape hides it", TIME, async () => {
  const page = await openPage();
  const watch = watchPage(page);
  await page.goto(BRIEF);
  await tabTo(page, MARK);
  const note = page.locator(NOTE);
  assert.equal(await note.count(), 1);
  const source = page.locator(await page.evaluate(() => document.activeElement.getAttribute("href")));
  assert.equal(await note.innerText(), await source.locator(".entry").innerText());
  const described = await page.evaluate(() => document.activeElement.getAttribute("aria-describedby"));
  assert.equal(await note.getAttribute("id"), described, "the mark names it as its description");
  const [box, mark] = [await note.boundingBox(), await page.locator(`${MARK}:focus`).boundingBox()];
  assert.ok(box.y > mark.y + mark.height - 1 || box.y + box.height < mark.y + 1, "it does not cover the mark");
  const apart = Math.min(Math.abs(box.y - mark.y - mark.height), Math.abs(mark.y - box.y - box.height));
  assert.ok(apart < 12, "it stands beside it");
  assert.equal(await note.locator("a:not([tabindex='-1'])").count(), 0, "its links are no stops between the marks");
  assert.deepEqual(await axeFaults(page), []);

  const id = await focusedId(page);
  await page.keyboard.press("Escape");
  assert.equal(await note.count(), 0);
  assert.equal(await focusedId(page), id, "the focus stays");
  assert.equal(await page.locator("[aria-describedby]").count(), 0, "no description is left that does not exist");
  await tabTo(page, MARK);
  assert.notEqual(await focusedId(page), id);
  assert.equal(await note.count(), 1);
  assert.deepEqual(watch.take(), []);
});

test("the source goes away with the focus", TIME, async () => {
  const page = await openPage();
  await page.goto(BRIEF);
  await tabTo(page, MARK);
  await page.keyboard.press("Shift+Tab");
  assert.ok(!await hasFocus(page, MARK));
  await page.locator(NOTE).waitFor({ state: "detached" });
});

test("Enter follows a mark to its source, and the way back returns to the mark", TIME, async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await openPage({ javaScriptEnabled });
    await page.goto(BRIEF);
    await tabTo(page, MARK);
    await tabTo(page, MARK);
    const mark = await focusedId(page);
    const source = (await page.locator(`#${mark}`).getAttribute("href")).slice(1);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**#${source}`);
    await page.locator(NOTE).waitFor({ state: "detached" });
    assert.ok(await inWindow(page, source), "the source is in the window");
    const ground = await page.locator(`#${source}`).evaluate((item) => getComputedStyle(item).backgroundColor);
    assert.notEqual(ground, "rgba(0, 0, 0, 0)", "and marked");

    await page.keyboard.press("Tab");
    const next = await page.evaluate(() => document.activeElement.closest(".sources li")?.id);
    assert.equal(next, source, "the Tab key goes on there");
    await tabTo(page, `#${source} .back[href="#${mark}"]`);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**#${mark}`);
    assert.equal(await focusedId(page), mark, "the mark has the focus again");
    assert.ok(await inWindow(page, mark));
  }
});

test("the pointer shows a source, may go to it, and hides it by going away", TIME, async () => {
  const page = await openPage();
  await page.goto(BRIEF);
  const note = page.locator(NOTE);
  await page.locator(MARK).first().hover();
  await note.waitFor();
  await note.hover();
  await page.waitForTimeout(500);
  assert.equal(await note.count(), 1, "it stays under the pointer");
  await page.keyboard.press("Escape");
  assert.equal(await note.count(), 0, "Escape hides it without the focus, too");
  await page.locator("h1").hover();
  await page.locator(MARK).first().hover();
  await note.waitFor();
  await page.locator("h1").hover();
  await note.waitFor({ state: "detached" });
});

for (const [name, address] of Object.entries({
  "left to right": small + SMALL["brief with everything"],
  "right to left": arabic + ARABIC.brief,
})) {
  test(`every source that shows in place stays in the window, ${name}`, TIME, async () => {
    for (const width of [320, 1280]) {
      const page = await openPage({ viewport: { width, height: 700 } });
      await page.goto(address);
      const marks = await page.locator(`${MARK}:visible`).count();
      assert.ok(marks > 3);
      for (let i = 0; i < marks; i += 1) {
        await tabTo(page, MARK);
        const { x, y, width: wide, height } = await page.locator(NOTE).boundingBox();
        assert.ok(x >= 0 && x + wide <= width, `from ${x} to ${x + wide} of ${width}`);
        assert.ok(y >= 0 && y + height <= 700, `from ${y} to ${y + height} of 700`);
        assert.deepEqual(await sidewaysFaults(page), []);
      }
    }
  });
}

test("in every brief each mark leads to a source, and each source back to every mark", TIME, async () => {
  const briefs = [...allBriefs(), small + SMALL["brief with everything"], arabic + ARABIC.brief];
  assert.ok(briefs.length >= 15);
  const page = await openPage({ javaScriptEnabled: false });
  for (const address of briefs) {
    await page.goto(address);
    const seen = await page.evaluate(() => {
      const all = (selector) => [...document.querySelectorAll(selector)];
      const target = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
      const name = (link) => link.getAttribute("aria-label")?.trim();
      const marks = all(".cite a");
      const backs = all("[role=doc-backlink]");
      const ends = document.querySelector("[role=doc-endnotes]");
      const told = (links, fault) => links.map((link) => `${fault}: ${link.outerHTML}`);
      return {
        marks: marks.length,
        sources: ends?.querySelectorAll("li[id]").length ?? 0,
        faults: [
          ...told(marks.filter((mark) => mark.getAttribute("role") !== "doc-noteref"), "no doc-noteref"),
          ...told([...marks, ...backs].filter((link) => !name(link)), "no name"),
          ...told(marks.filter((mark) => !target(mark)?.matches("[role=doc-endnotes] li")), "leads to no source"),
          ...told(backs.filter((back) => !target(back)?.matches(".cite a")), "leads to no mark"),
          ...told(backs.filter((back) => target(target(back)) !== back.closest("li")), "its mark is of another source"),
          ...told(marks.filter((mark) => !backs.some((back) => target(back) === mark)), "no way back"),
        ],
      };
    });
    assert.deepEqual(seen.faults, [], address);
    assert.ok(seen.marks > 0 && seen.sources > 0, address);
  }
});
