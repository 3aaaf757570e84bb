// All narratives can be read without script, when a script is lost, and on paper; and nothing there is dead.
import assert from "node:assert/strict";
import test from "node:test";

import { shownTexts, visibleControls } from "./checks.mjs";
import { DEMO, SMALL } from "./pages.mjs";
import { buildDemo, buildSmall } from "./sites.mjs";
import { openPage, serveFolder } from "./support.mjs";

const TIME = { timeout: 30_000 };
const demo = await serveFolder(buildDemo());
const small = await serveFolder(buildSmall());

/** Briefs with one, two, three and four narratives. */
const BRIEFS = [
  [demo + DEMO.brief, 3],
  [demo + DEMO["brief with a resolution"], 2],
  [small + SMALL["brief with everything"], 4],
  [small + SMALL["brief with one narrative"], 1],
];

/** Each narrative shows under its heading. */
async function assertAllShow(page, count) {
  for (const part of [".panel .text", ".panel h3"]) {
    const texts = await shownTexts(page, part);
    assert.equal(texts.length, count);
    assert.deepEqual(texts.filter((text) => text === ""), [], `each ${part} shows`);
  }
}

test("without script all narratives show, and no control that would do nothing", TIME, async () => {
  const page = await openPage({ javaScriptEnabled: false });
  for (const [address, count] of BRIEFS) {
    await page.goto(address);
    await assertAllShow(page, count);
    assert.deepEqual(await visibleControls(page), []);
  }
});

test("with script one of several narratives shows, and a tab for each", TIME, async () => {
  const page = await openPage();
  for (const [address, count] of BRIEFS) {
    await page.goto(address);
    const texts = await shownTexts(page, ".panel .text");
    assert.equal(texts.filter((text) => text !== "").length, 1);
    assert.equal((await shownTexts(page, "[role=tab]")).filter((text) => text !== "").length, count > 1 ? count : 0);
  }
});

test("when the main script is lost or breaks, the page goes back to the one without script", TIME, async () => {
  const [address, count] = BRIEFS[0];
  for (const body of ["", "throw new Error('broken')"]) {
    const page = await openPage();
    // The page's checksum refuses the other text; the reader is left with as much script as after a fault in it.
    await page.route("**/main.*.js", (route) =>
      (body ? route.fulfill({ body, contentType: "text/javascript" }) : route.abort()));
    await page.goto(address);
    await assertAllShow(page, count);
    assert.deepEqual(await visibleControls(page), []);
  }
});

for (const [way, before] of Object.entries({
  "as it is": async () => {},
  "after another tab was chosen": (page) => page.locator("[role=tab]").last().click(),
  "after side by side was chosen": (page) => page.locator("button.together").click(),
})) {
  test(`in print all narratives show, and no control: ${way}`, TIME, async () => {
    for (const [address, count] of BRIEFS.filter(([, count]) => count > 1)) {
      const page = await openPage();
      await page.goto(address);
      await before(page);
      await page.emulateMedia({ media: "print" });
      await assertAllShow(page, count);
      assert.deepEqual(await visibleControls(page), []);
      await page.emulateMedia({ media: "screen" });
      const shown = (await shownTexts(page, ".panel .text")).filter((text) => text !== "").length;
      assert.equal(shown, way.includes("side by side") ? count : 1, "afterwards all is as before");
      await page.context().close();
    }
  });
}

test("printed to a file, as many paragraphs are there for those who listen as without script", TIME, async () => {
  const paragraphs = [];
  for (const javaScriptEnabled of [true, false]) {
    const page = await openPage({ javaScriptEnabled });
    await page.goto(BRIEFS[0][0]);
    const file = await page.pdf({ tagged: true });
    paragraphs.push(file.toString("latin1").match(/\/S \/P\b/g)?.length ?? 0);
  }
  assert.ok(paragraphs[1] > 10, "the structure of the file can be read");
  assert.equal(paragraphs[0], paragraphs[1]);
});

test("a listener is told of the panel that shows, and of no other", TIME, async () => {
  const page = await openPage();
  await page.goto(BRIEFS[0][0]);
  const tools = await page.context().newCDPSession(page);
  const { nodes } = await tools.send("Accessibility.getFullAXTree");
  const panels = nodes.filter((node) => !node.ignored && node.role.value === "tabpanel");
  assert.equal(panels.length, 1);
  assert.ok(panels[0].childIds.length > 0);
});
