// The ground that every check stands on: the binary, temporary sites, a file server, the browser, a watch over a page.
//
// All of it is ended when the tests of the file that asked for it are over.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, isAbsolute, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium as playwright } from "playwright-core";

/** The folder of the repository, which is the demo site. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** No wait in the browser is longer than this, in milliseconds. */
const PATIENCE = 10_000;

const ends = [];

after(async () => {
  while (ends.length > 0) await ends.pop()();
});

/** Has `end` called when the tests of this file are over; what was begun last ends first. */
export function atEnd(end) {
  ends.push(end);
}

// ---- The binary

/** The absolute path of the binary, from the variable GEN. */
export function binary() {
  const path = process.env.GEN;
  if (!path) throw new Error("set GEN to the path of the binary, for instance ../../target/release/gen");
  // Relative to where the suite was started, so that a child with another folder finds it, too.
  return isAbsolute(path) ? path : join(process.cwd(), path);
}

/** Runs the binary with `args` to its end; returns what it printed; throws when it fails. */
export function gen(args) {
  const run = spawnSync(binary(), args, { encoding: "utf8", timeout: 60_000 });
  if (run.error) throw run.error;
  if (run.status !== 0) throw new Error(`gen ${args.join(" ")} ended with ${run.status}:\n${run.stderr}`);
  return run.stdout + run.stderr;
}

/** A new folder that is removed at the end. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "evenhand-browser-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Copies the site in `source` to a temporary folder and returns that.
 *
 * The copy gets the theme as it is in the repository; the one inside the binary may be older.
 */
export function copySite(source) {
  const folder = temporaryFolder();
  cpSync(source, folder, { recursive: true });
  cpSync(join(ROOT, "themes"), join(folder, "themes"), { recursive: true });
  return folder;
}

/** Builds the site in `root`; returns the folder of the finished site. */
export function build(root, ...options) {
  const out = temporaryFolder();
  gen(["build", "--root", root, "--out", out, "--quiet", ...options]);
  return out;
}

// ---- The server

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};

/** The file that a static host would send for `path`, or null. */
function fileAt(folder, path) {
  if (path.split(/[/\\]/).includes("..") || path.includes("\0")) return null;
  const file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
}

function answer(folder, base, request, response) {
  const path = decodeURIComponent(new URL(request.url, "http://host").pathname);
  const found = path.startsWith(base) ? fileAt(folder, path.slice(base.length - 1)) : null;
  const file = found ?? fileAt(folder, "/404.html");
  response.writeHead(found ? 200 : 404, {
    "Content-Type": (file && TYPES[extname(file)]) || "application/octet-stream",
    // What the pages promise to work under. A breach is a message on the console, and that is a failure.
    "Content-Security-Policy": "default-src 'self'",
  });
  response.end(file ? readFileSync(file) : "");
}

/**
 * Serves `folder` on the loopback interface below the path `base`, like a static host.
 * Returns the address, without a slash at its end: `http://127.0.0.1:4000/news`.
 */
export async function serveFolder(folder, base = "/") {
  const server = createServer((request, response) => {
    try {
      answer(folder, base, request, response);
    } catch (fault) {
      response.writeHead(500).end(String(fault));
    }
  });
  await new Promise((ready, failed) => server.once("error", failed).listen(0, "127.0.0.1", ready));
  atEnd(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });
  return `http://127.0.0.1:${server.address().port}${base.slice(0, -1)}`;
}

// ---- The browser

let browser = null;

/** The one browser of a file of tests, with a new profile; started when it is first asked for. */
export function chromium() {
  browser ??= launch();
  return browser;
}

async function launch() {
  const started = await playwright.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    timeout: 30_000,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--no-proxy-server",
      // No name is looked up: a page that asks for another host fails, and nothing leaves the machine.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    ],
  });
  atEnd(() => started.close());
  return started;
}

/** A page in a new context: nothing is remembered from others. `options` are those of Playwright's `newContext`. */
export async function openPage(options = {}) {
  const context = await (await chromium()).newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(PATIENCE);
  return context.newPage();
}

/**
 * Collects what a page should not have: messages on the console of any level, errors of scripts, requests that
 * fail, and requests to another host than the one that the page itself came from.
 */
export function watchPage(page) {
  const seen = [];
  let home = null;
  page.on("console", (message) => seen.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => seen.push(`page error: ${error.message}`));
  page.on("requestfailed", (request) => {
    const { errorText } = request.failure() ?? {};
    // Given up by the browser itself, because the page was left before its icon came.
    if (errorText !== "net::ERR_ABORTED") seen.push(`failed: ${request.url()} (${errorText})`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) seen.push(`${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const origin = new URL(request.url()).origin;
    home ??= origin;
    if (origin !== home) seen.push(`another host: ${request.url()}`);
  });
  return {
    seen,
    /** What was seen since the last call. */
    take: () => seen.splice(0),
  };
}
