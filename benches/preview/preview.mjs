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
  // When the new page is laid out and painted; a frame is 16 ms at most.
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      window.there = performance.timeOrigin + performance.now();
      requestAnimationFrame(() => setTimeout(() => { window.painted = performance.timeOrigin + performance.now(); }));
    });
  });
  await page.goto(url);
  await page.waitForTimeout(500);
  const there = [], painted = [];
  for (const [n, { word, text }] of texts.entries()) {
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
    const { child, address, took, renewals } = await serve(folder);
    try {
      const file = middle(folder);
      const original = readFileSync(file, "utf8");
      const data = await (await fetch(`${address}sitemap.xml`)).text();
      if (!data.includes("<sitemap>")) throw new Error("no site");
      const edited = (pattern, word) => {
        const text = original.replace(pattern, (line) => `${line} ${word}`);
        if (text === original) throw new Error(`nothing to edit in ${file}`);
        return { word, text };
      };
      const words = Array.from({ length: SAVES + WARM }, (_, n) => `Saved${n}x`);
      const slug = /([^/]+)\.yaml$/.exec(file)[1];
      const date = /^date: "?(\d{4})-(\d\d)-(\d\d)/m.exec(original);
      const own = `${address}${date[1]}/${date[2]}/${date[3]}/${/^slug: "?([^"\n]+)/m.exec(original)?.[1] ?? slug}/`;
      const month = `${address}archive/${date[1]}/${date[2]}/`;
      const fact = await measure(browser, own, file, words.map((word) => edited(/^title: .*[^"\n]/m, word)));
      const list = await measure(browser, month, file, words.map((word) => edited(/^title: .*[^"\n]/m, `B${word}`)));
      const build = median(builds);
      console.log(`| ${briefs.toLocaleString("en")} | ${took.toFixed(0)} (${(took / build * 100).toFixed(0)} % of a build, ${build.toFixed(0)}) ` +
        `| ${shown(renewals)} | ${shown(fact.there)} | ${shown(fact.painted)} | ${shown(list.painted)} |`);
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
  console.log("| briefs | from start to address | program alone | brief's page parsed | brief's page painted | a list painted |");
  console.log("|---|---|---|---|---|---|");
  for (const briefs of sizes.length ? sizes : [1_000, 10_000]) await bench(browser, briefs);
} finally {
  await browser.close();
}
