// From a save to the browser's new page: how long a writer waits.
//
//   node benches/preview/preview.mjs [briefs …]        by default 1000 and 10000
//
// Needs Chromium, the packages of tests/browser (npm ci there), and release builds of `gen` and of the corpus maker:
//   cargo build --release --example corpus && cargo build --release
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const { chromium } = createRequire(join(ROOT, "tests/browser/package.json"))("playwright-core");
const release = (name) => join(ROOT, "target/release", name);
const SAVES = 20;
const WARM = 5;

/** The time on the clock in milliseconds, with its fractions; pages have the same one. */
const clock = () => performance.timeOrigin + performance.now();

function run(program, ...args) {
  const done = spawnSync(program, args, { encoding: "utf8" });
  if (done.status !== 0) throw new Error(`${program} ${args.join(" ")}:\n${done.stderr}`);
}

/** The brief in the middle of the archive: neither its newest nor its oldest. */
function middle(folder) {
  const files = [];
  const walk = (path) => {
    for (const name of readdirSync(path).sort()) {
      const below = join(path, name);
      if (statSync(below).isDirectory()) walk(below);
      else files.push(below);
    }
  };
  walk(join(folder, "content/briefs"));
  const briefs = files.filter((file) => file.endsWith(".yaml"));
  return briefs[Math.floor(briefs.length / 2)];
}

async function serve(root) {
  const start = performance.now();
  const child = spawn(release("gen"), ["serve", "--port", "0", "--now", "2026-11-01", "--root", root], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout);
  const address = await new Promise((found) => lines.on("line", (line) => {
    const match = /^Preview: (\S+)/.exec(line);
    if (match) found(match[1]);
  }));
  const took = performance.now() - start;
  // How long the program itself needed from its first sight of the change.
  const renewals = [];
  lines.on("line", (line) => {
    const match = /^updated in ([\d.]+) (ms|s)/.exec(line);
    if (match) renewals.push(Number(match[1]) * (match[2] === "s" ? 1000 : 1));
  });
  return { child, address, took, renewals };
}

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
}

const shown = (numbers) =>
  `${median(numbers).toFixed(0)} (${Math.min(...numbers).toFixed(0)} to ${Math.max(...numbers).toFixed(0)})`;

/** Saves `file` with each of the texts, and measures until the page at `url` shows the word in it. */
async function measure(browser, url, file, texts) {
  const page = await browser.newPage();
  // When the new words are in the page, and when they are laid out and painted. They come in place or with a page
  // that is loaded anew.
  await page.addInitScript(() => {
    const clock = () => performance.timeOrigin + performance.now();
    const note = () => {
      window.there = clock();
      requestAnimationFrame(() => setTimeout(() => { window.painted = clock(); }));
    };
    addEventListener("DOMContentLoaded", note);
    document.addEventListener("evenhand:changed", note);
  });
  await page.goto(url);
  await page.waitForTimeout(1000);
  const there = [], painted = [];
  for (const [n, { word, text }] of texts.entries()) {
    await page.evaluate(() => { window.painted = 0; });
    writeFileSync(`${file}~`, text);
    const saved = clock();
    renameSync(`${file}~`, file);
    await page.waitForFunction((word) => window.painted && document.body.textContent.includes(word), word, { timeout: 30_000 });
    const times = await page.evaluate(() => [window.there, window.painted]);
    if (n >= WARM) {
      there.push(times[0] - saved);
      painted.push(times[1] - saved);
    }
    await page.waitForTimeout(150);
  }
  await page.close();
  return { there, painted };
}

async function bench(browser, briefs) {
  const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), "evenhand-bench-"));
  try {
    run(release("examples/corpus"), "--briefs", String(briefs), "--seed", "1", "--out", folder);
    const builds = [0, 1, 2].map(() => {
      const start = performance.now();
      run(release("gen"), "build", "--quiet", "--now", "2026-11-01", "--root", folder);
      const took = performance.now() - start;
      rmSync(join(folder, "public"), { recursive: true });
      return took;
    });
    const starts = [];
    for (let n = 0; n < 2; n++) {
      const { child, took } = await serve(folder);
      starts.push(took);
      child.kill("SIGINT");
      await new Promise((gone) => child.once("exit", gone));
    }
    const { child, address, took, renewals } = await serve(folder);
    starts.push(took);
    try {
      const file = middle(folder);
      const original = readFileSync(file, "utf8");
      const data = await (await fetch(`${address}sitemap.xml`)).text();
      if (!data.includes("<sitemap>")) throw new Error("no site");
      const edited = (pattern, word, marked = word) => {
        const text = original.replace(pattern, (line) => `${line} ${marked}`);
        if (text === original) throw new Error(`nothing to edit in ${file}`);
        return { word, text };
      };
      const words = Array.from({ length: SAVES + WARM }, (_, n) => `Saved${n}x`);
      const slug = /([^/]+)\.yaml$/.exec(file)[1];
      const date = /^date: "?(\d{4})-(\d\d)-(\d\d)/m.exec(original);
      const own = `${address}${date[1]}/${date[2]}/${date[3]}/${/^slug: "?([^"\n]+)/m.exec(original)?.[1] ?? slug}/`;
      const month = `${address}archive/${date[1]}/${date[2]}/`;
      // A word of a narrative, which only the brief's own page shows; the title, which lists show, too; and a
      // stress in the narrative, which is more than words, so that the page is loaded anew.
      const lastWord = / the (?!.* the )/s;
      const text = await measure(browser, own, file, words.map((word) => edited(lastWord, word, `${word} `)));
      const title = await measure(browser, month, file, words.map((word) => edited(/^title: .*[^"\n]/m, `B${word}`)));
      const anew = await measure(browser, own, file, words.map((word, n) => {
        const stress = "*".repeat(n % 3);
        return edited(lastWord, `C${word}`, `${stress}C${word}${stress} `);
      }));
      const build = median(builds);
      console.log(`| ${briefs.toLocaleString("en")} | ${median(starts).toFixed(0)} (${(median(starts) / build * 100).toFixed(0)} % of a build, ${build.toFixed(0)}) ` +
        `| ${shown(renewals)} | ${shown(text.there)} | ${shown(text.painted)} | ${shown(title.painted)} | ${shown(anew.painted)} |`);
    } finally {
      child.kill("SIGINT");
      await new Promise((gone) => child.once("exit", gone));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const sizes = process.argv.slice(2).map(Number);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
try {
  console.log("milliseconds: median (least to most)\n");
  console.log("| briefs | from start to address | program alone | a word: in the page | a word: painted | a title: painted in a list | more than words: painted |");
  console.log("|---|---|---|---|---|---|---|");
  for (const briefs of sizes.length ? sizes : [1_000, 10_000]) await bench(browser, briefs);
} finally {
  await browser.close();
}
