// The live preview in a browser: what is saved arrives by itself, and the reader stays where they were.
import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "node:test";
import { setTimeout as wait } from "node:timers/promises";

import { axeFaults } from "./checks.mjs";
import { preview } from "./preview.mjs";
import { copySite, openPage, ROOT, temporaryFolder, watchPage } from "./support.mjs";

const TIME = { timeout: 60_000 };

/** A brief that is longer than any window, with three narratives. */
function brief(fact, more = "") {
  const facts = Array.from({ length: 60 }, (_, n) => `- Fact number ${n}. [^ap]\n`).join("");
  return `---\ntitle: One\ndate: 2025-01-01\ntags: [X]\n${more}sources:\n  ap: AP News\n---\n\nSummary.\n\n` +
    `## Facts\n\n- ${fact} [^ap]\n${facts}\n## Narratives\n\n### Left\n\nIt is good.\n\n### Right\n\nIt is bad.\n\n` +
    "### Nerd\n\nIt is 12%.\n";
}

/** A small site with the theme of the repository; `write` saves a file as careful editors do. */
async function site(...options) {
  const root = copySite(join(ROOT, "tests/browser/sites/preview"));
  const write = (path, text) => {
    const beside = join(temporaryFolder(), "new");
    writeFileSync(beside, text);
    mkdirSync(dirname(join(root, path)), { recursive: true });
    renameSync(beside, join(root, path));
  };
  write("content/briefs/one.md", brief("It began."));
  return { root, write, ...(await preview(root, ...options)) };
}

const PAGE = "2025/01/01/one/";
const faults = (page) => page.locator("evenhand-faults");

/** Marks the document, so that a reload can be told from a change in place. */
const mark = (page) => page.evaluate(() => { window.marked = true; });
const isMarked = (page) => page.evaluate(() => window.marked === true);

/** Counts the changes in place that the page has seen. */
const countChanges = (page) => page.evaluate(() => {
  window.changes = 0;
  document.addEventListener("evenhand:changed", () => { window.changes += 1; });
});

/** Waits for change `n`; fails when the page was loaded anew instead. */
async function changed(page, n) {
  await page.waitForFunction((n) => window.changes >= n || !window.marked, n);
  assert.ok(await isMarked(page), `loaded anew at change ${n}`);
}

/** Whether the page shows what is served now, but for what scripts add. */
const isAsServed = (page) => page.evaluate(async () => {
  const served = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const parts = [".facts", ".sources", "header.head"];
  const shown = (tree) => parts.map((part) => tree.querySelector(part).outerHTML).join("") + tree.title +
    [...tree.querySelectorAll(".panel .text")].map((text) => text.outerHTML).join("");
  return shown(document) === shown(served);
});

test("an edit changes the page in place: it is not loaded anew, and the reader stays where they were", TIME, async () => {
  const { address, write } = await site();
  const page = await openPage();
  const watch = watchPage(page);
  await page.goto(address + PAGE);
  await page.getByRole("tab", { name: "Right" }).click();
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => scrollTo(0, 777));
  await mark(page);
  await countChanges(page);
  const texts = [
    brief("It went on."),
    // More than words: a stress, what looks like HTML, a paragraph and facts more, and again fewer.
    brief("It *ended* & <b>closed</b>."),
    brief("It *began* & was <b>opened</b>.\n\n  Another paragraph. [^ap]\n- A fact more."),
    brief("It began."),
    // A source comes first, so that every number after it is another one.
    brief("It was told twice. [^nk]").replace("  ap: AP News", "  ap: AP News\n  nk: NK News"),
    brief("It *stopped* & <b>rested</b>.").replace("title: One", "title: Two & more").replace("It is bad.", "It\n\nis *bad*."),
    brief("It began.", "").replace("tags: [X]", "tags: [X, Y]").replace("It is bad.", "It is worse."),
  ];
  for (const [n, text] of texts.entries()) {
    write("content/briefs/one.md", text);
    await changed(page, n + 1);
    assert.ok(await isAsServed(page), text);
    assert.equal(await page.locator("main b").count(), 0, "what a text says stays text");
    assert.equal(await page.evaluate(() => scrollY), 777);
    assert.equal(await page.getByRole("tab", { name: "Right" }).getAttribute("aria-selected"), "true");
  }
  assert.ok(await page.getByText("It is worse.").isVisible());
  // What has come works as what was there: the source is shown at its mark.
  await page.locator(".facts .cite a").first().hover();
  await page.locator("#note-box").waitFor();
  assert.deepEqual(await axeFaults(page), []);
  assert.deepEqual(watch.take(), []);
});

test("what scripts hold on to is loaded anew, in the same place and with the same narrative", TIME, async () => {
  const { address, write } = await site();
  const page = await openPage();
  const watch = watchPage(page);
  await page.goto(address + PAGE);
  await page.getByRole("tab", { name: "Right" }).click();
  await page.evaluate(() => scrollTo(0, 777));
  await page.waitForLoadState("networkidle");
  await mark(page);
  write("content/briefs/one.md", `${brief("It began.")}\n### Cynical\n\nIt is a game.\n`);
  await page.waitForFunction(() => window.marked === undefined && document.readyState === "complete" && scrollY === 777);
  assert.equal(await page.getByRole("tab").count(), 4);
  assert.equal(await page.getByRole("tab", { name: "Right" }).getAttribute("aria-selected"), "true");
  assert.ok(await page.getByText("It is bad.").isVisible());
  assert.deepEqual(watch.take(), []);
});

test("what a script of the page has changed is not changed in place", TIME, async () => {
  const { address, write } = await site();
  const page = await openPage();
  await page.goto(address + PAGE);
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => document.querySelector(".facts li div").append("by a script"));
  await mark(page);
  write("content/briefs/one.md", brief("It *went* on."));
  await page.waitForFunction(() => window.marked === undefined);
  await page.getByText("It went on.").waitFor();
});

test("where a theme does not say that its scripts bear it, elements do not come or go in place", TIME, async () => {
  const { address, write } = await site();
  const page = await openPage();
  await page.goto(address + PAGE);
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => { delete document.documentElement.dataset.preview; });
  await mark(page);
  await countChanges(page);
  write("content/briefs/one.md", brief("It went on."));
  await changed(page, 1);
  write("content/briefs/one.md", brief("It *went* on."));
  await page.waitForFunction(() => window.marked === undefined);
  await page.getByText("It went on.").waitFor();
});

test("a theme can ask for its pages to be loaded anew", TIME, async () => {
  const { address, write } = await site();
  write("templates/brief.html", "{% extends \"theme/brief.html\" %}{% block header %}<script src=\"/ask.js\"></script>{% endblock header %}");
  write("static/ask.js", "document.documentElement.dataset.preview = 'reload';");
  const page = await openPage();
  await page.goto(address + PAGE);
  await page.waitForLoadState("networkidle");
  await mark(page);
  write("content/briefs/one.md", brief("It went on."));
  await page.waitForFunction(() => window.marked === undefined);
  await page.getByText("It went on.").waitFor();
});

test("a page that does not show what was edited is left alone", TIME, async () => {
  const { address, write } = await site();
  const page = await openPage();
  await page.goto(`${address}about/`);
  await mark(page);
  const other = await openPage();
  await other.goto(address + PAGE);
  write("content/briefs/one.md", brief("It went on."));
  await other.getByText("It went on.").waitFor();
  // A style sheet reaches every page: when it is there, the edit before it has been dealt with.
  write("assets/main.css", "body { background: rgb(1, 2, 3) }");
  await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "rgb(1, 2, 3)");
  assert.ok(await isMarked(page), "the page was not loaded anew");
});

test("a style sheet is changed in place", TIME, async () => {
  const { address, write } = await site();
  const page = await openPage();
  const watch = watchPage(page);
  await page.goto(address + PAGE);
  await page.evaluate(() => scrollTo(0, 300));
  await mark(page);
  for (const color of ["rgb(10, 20, 30)", "rgb(30, 20, 10)"]) {
    write("assets/main.css", `body { background: ${color}; min-height: 3000px }`);
    await page.waitForFunction((color) => getComputedStyle(document.body).backgroundColor === color, color);
  }
  await page.waitForFunction(() => document.querySelectorAll("link[rel=stylesheet]").length === 1);
  assert.ok(await isMarked(page));
  assert.equal(await page.evaluate(() => scrollY), 300);
  assert.deepEqual(watch.take(), []);
});

test("faults come over the page with their places, as text, and go by themselves", TIME, async () => {
  const { address, write } = await site();
  const page = await openPage();
  const watch = watchPage(page);
  await page.goto(address + PAGE);
  await mark(page);
  assert.equal(await faults(page).count(), 0);
  const bad = brief("It broke.", "colour: <img src=x onerror=alert(1)>\n<b>bold</b>: x\n").replaceAll(" [^ap]\n", "\n");
  write("content/briefs/one.md", bad);
  await faults(page).waitFor({ state: "attached" });
  await faults(page).getByText("unsourced-fact").first().waitFor();
  const shown = await page.evaluate(() => {
    const tree = document.querySelector("evenhand-faults").shadowRoot;
    return {
      places: [...tree.querySelectorAll(".place")].map((place) => place.textContent),
      text: tree.textContent,
      foreign: tree.querySelectorAll("img, b, script").length,
    };
  });
  // 61 facts without a source, and two fields that are unknown.
  assert.equal(shown.places.length, 63);
  for (const place of shown.places) assert.match(place, /^content\/briefs\/one\.md:\d+:\d+$/);
  assert.ok(shown.text.includes("<b>bold</b>") && shown.foreign === 0, "what a text says stays text");
  assert.ok(await page.getByText("It began.").isVisible(), "the last good version stays");
  assert.ok(await isMarked(page), "the page is not loaded anew for a fault");
  assert.deepEqual(await axeFaults(page), []);
  // It can be folded by keyboard, and stays folded.
  const button = faults(page).getByRole("button");
  await button.focus();
  await page.keyboard.press("Enter");
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  write("content/briefs/one.md", brief("It was mended."));
  await page.getByText("It was mended.").waitFor();
  await page.waitForFunction(() => !document.querySelector("evenhand-faults"));
  assert.deepEqual(watch.take(), []);
});

test("a template with a fault is told and changes nothing", TIME, async () => {
  const { address, write } = await site();
  const page = await openPage();
  await page.goto(address + PAGE);
  write("templates/brief.html", "{% extends \"base.html\" %}{% block main %}{{ nothing.at.all }}{% endblock main %}");
  await faults(page).getByText("templates/brief.html:1:").first().waitFor();
  assert.ok(await page.getByText("It began.").isVisible());
  write("templates/brief.html", "{% extends \"base.html\" %}{% block main %}<p>Another template.</p>{% endblock main %}");
  await page.getByText("Another template.").waitFor();
  await page.waitForFunction(() => !document.querySelector("evenhand-faults"));
});

test("ten tabs that are all seen work, and each gets the edit", TIME, async () => {
  const { address, write } = await site();
  const first = await openPage();
  const pages = [first];
  // Pages of one window: they share its connections, of which there are six.
  while (pages.length < 10) pages.push(await first.context().newPage());
  for (const page of pages) await page.goto(address + PAGE);
  for (const fact of ["It went on.", "It ended."]) {
    write("content/briefs/one.md", brief(fact));
    for (const page of pages) await page.getByText(fact).waitFor();
  }
  // The one that listens goes; another one takes its place.
  for (const page of pages.splice(0, 5)) await page.close();
  write("content/briefs/one.md", brief("Five are left."));
  for (const page of pages) await page.getByText("Five are left.").waitFor();
});

test("a hidden tab does not listen, and catches up when it is seen", TIME, async () => {
  const { address, write } = await site();
  const page = await openPage();
  await page.addInitScript(() => {
    const Native = EventSource;
    window.streams = 0;
    window.EventSource = class extends Native {
      constructor(...given) { super(...given); window.streams += 1; }
      close() { super.close(); window.streams -= 1; }
    };
    window.pretend = (state) => {
      Object.defineProperty(document, "visibilityState", { get: () => state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    };
  });
  await page.goto(address + PAGE);
  await page.waitForFunction(() => window.streams === 1);
  await page.evaluate(() => window.pretend("hidden"));
  await page.waitForFunction(() => window.streams === 0);
  const other = await openPage();
  await other.goto(address + PAGE);
  write("content/briefs/one.md", brief("It went on."));
  await other.getByText("It went on.").waitFor();
  assert.ok(await page.getByText("It began.").isVisible(), "nothing happens while it is hidden");
  await page.evaluate(() => window.pretend("visible"));
  await page.getByText("It went on.").waitFor();
});

test("a tab that was opened in the background shows what has changed since, when it is looked at", TIME, async () => {
  const { address, write } = await site();
  const drawing = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"/>`;
  write("static/logo.svg", drawing(10));
  write("templates/page.html", "{% extends \"base.html\" %}{% block main %}<img src=\"/logo.svg\" alt=\"\">{% endblock main %}");
  const page = await openPage();
  await page.addInitScript(() => {
    let state = sessionStorage.getItem("seen") ? "visible" : "hidden";
    Object.defineProperty(document, "visibilityState", { get: () => state, configurable: true });
    window.look = () => {
      sessionStorage.setItem("seen", "yes");
      state = "visible";
      document.dispatchEvent(new Event("visibilitychange"));
    };
  });
  const width = (wanted) => page.waitForFunction((wanted) => document.querySelector("img")?.naturalWidth === wanted, wanted);
  await page.goto(`${address}about/`);
  await width(10);
  write("static/logo.svg", drawing(20));
  const other = await openPage();
  await other.goto(`${address}about/`);
  await other.waitForFunction(() => document.querySelector("img")?.naturalWidth === 20);
  await page.evaluate(() => window.look());
  await width(20);
});

test("an edit after a changed style sheet changes the page in place", TIME, async () => {
  const { address, write } = await site();
  const page = await openPage();
  await page.goto(address + PAGE);
  await page.waitForLoadState("networkidle");
  await mark(page);
  await countChanges(page);
  write("assets/main.css", "body { background: rgb(1, 2, 3) }");
  await page.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "rgb(1, 2, 3)");
  await page.waitForFunction(() => document.querySelectorAll("link[rel=stylesheet]").length === 1);
  await page.waitForLoadState("networkidle");
  write("content/briefs/one.md", brief("It *went* on."));
  await changed(page, 1);
  assert.ok(await isAsServed(page));
});

test("a brief that is removed and made again is never seen missing", TIME, async () => {
  const { address, root, write } = await site();
  const page = await openPage();
  await page.goto(address + PAGE);
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => scrollTo(0, 777));
  await mark(page);
  await countChanges(page);
  // As some editors save; and slower than any does.
  rmSync(join(root, "content/briefs/one.md"));
  await wait(30);
  write("content/briefs/one.md", brief("It went on."));
  await changed(page, 1);
  rmSync(join(root, "content/briefs/one.md"));
  await page.waitForFunction(() => window.marked === undefined && document.body.className === "k-404");
  write("content/briefs/one.md", brief("It is back."));
  await page.getByText("It is back.").waitFor();
  await page.waitForFunction(() => scrollY === 777);
});

test("a missing page appears when its brief does, and a page that goes shows that", TIME, async () => {
  const { address, root, write } = await site();
  const page = await openPage();
  await page.goto(`${address}2025/02/02/two/`);
  assert.equal(await page.getByText("Two is here.").count(), 0);
  write("content/briefs/two.md", brief("Two is here.").replace("title: One\ndate: 2025-01-01", "title: Two\ndate: 2025-02-02"));
  await page.getByText("Two is here.").waitFor();
  rmSync(join(root, "content/briefs/two.md"));
  await page.waitForFunction(() => document.body.className === "k-404");
});

test("a picture of the site is shown anew when it changes", TIME, async () => {
  const { address, write } = await site();
  const drawing = (width) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="10"/>`;
  const page = await openPage();
  write("static/logo.svg", drawing(10));
  write("templates/page.html", "{% extends \"base.html\" %}{% block main %}<img src=\"/logo.svg\" alt=\"\">{% endblock main %}");
  await page.goto(`${address}about/`);
  const width = (wanted) => page.waitForFunction((wanted) => document.querySelector("img")?.naturalWidth === wanted, wanted);
  await width(10);
  write("static/logo.svg", drawing(20));
  await width(20);
});
