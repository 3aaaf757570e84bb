// Changes in place, on random trees: what comes out is what was served, and what scripts have added stays.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { openPage, ROOT } from "./support.mjs";

/** Runs in the page: `runs` times a tree, an edited one and a living one. Returns what came of them. */
function tryAll([source, runs, touched]) {
  const edits = new Function(`${source}; return edits;`)();
  document.documentElement.dataset.preview = "in-place";
  let seed = 1;
  const random = (below) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  const TAGS = ["p", "em", "ol", "li", "a", "p", "li", "button"];
  const grow = (depth) => {
    if (depth === 0 || random(4) === 0) return document.createTextNode(`w${random(6)}`);
    const node = document.createElement(TAGS[random(TAGS.length)]);
    if (node.nodeName === "A") node.setAttribute("role", "doc-noteref");
    if (random(3) === 0) node.setAttribute(["href", "id", "class"][random(3)], `v${random(4)}`);
    for (let n = random(5); n > 0; n--) node.append(grow(depth - 1));
    return node;
  };
  const change = (tree) => {
    const all = [...tree.querySelectorAll("*"), tree];
    const at = all[random(all.length)];
    const child = at.childNodes[random(Math.max(1, at.childNodes.length))];
    const kind = random(4);
    if (kind === 0) at.insertBefore(grow(2), child ?? null);
    else if (kind === 1) child?.remove();
    else if (kind === 2) child?.replaceWith(grow(2));
    else at.setAttribute(["href", "id", "class"][random(3)], `v${random(4)}`);
  };
  const result = { inPlace: 0, loaded: 0, wrong: [] };
  for (let run = 0; run < runs; run++) {
    const before = document.createElement("main");
    for (let n = 1 + random(5); n > 0; n--) before.append(grow(3));
    // Neighbouring texts are one in a page that was parsed.
    before.normalize();
    const after = before.cloneNode(true);
    for (let n = 1 + random(3); n > 0; n--) change(after);
    after.normalize();
    const body = document.createElement("body");
    let live = before.cloneNode(true);
    body.append(live);
    if (touched) {
      const all = [...live.querySelectorAll("*"), live];
      const mark = document.createElement("mark");
      all[random(all.length)].append(mark);
    }
    const was = live.outerHTML;
    const all = edits(before, after, live);
    if (live.outerHTML !== was) result.wrong.push(`edited before its time: ${was}`);
    result[all ? "inPlace" : "loaded"] += 1;
    if (!all) continue;
    for (const edit of all) edit();
    live = body.firstChild;
    if (touched) {
      if (!live.querySelector("mark")) result.wrong.push(`what a script added is gone: ${was} ${after.outerHTML}`);
      live.querySelector("mark")?.remove();
    }
    if (!live.isEqualNode(after)) result.wrong.push(`${was} ${after.outerHTML} ${live.outerHTML}`);
  }
  return result;
}

const SOURCE = readFileSync(join(ROOT, "src/serve/patch.js"), "utf8");

test("a tree that is changed in place is the one that was served", { timeout: 60_000 }, async () => {
  const page = await openPage();
  const { inPlace, loaded, wrong } = await page.evaluate(tryAll, [SOURCE, 5000, false]);
  assert.deepEqual(wrong.slice(0, 3), []);
  assert.ok(inPlace > 2000 && loaded > 300, `${inPlace} in place, ${loaded} loaded`);
});

test("what a script has added is neither lost nor moved", { timeout: 60_000 }, async () => {
  const page = await openPage();
  const { inPlace, loaded, wrong } = await page.evaluate(tryAll, [SOURCE, 5000, true]);
  assert.deepEqual(wrong.slice(0, 3), []);
  assert.ok(inPlace > 300 && loaded > 1000, `${inPlace} in place, ${loaded} loaded`);
});
