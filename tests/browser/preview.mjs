// Starts `gen serve` on a site and ends it when the tests of the file are over.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { atEnd, binary } from "./support.mjs";

/** Serves the site in `root`; returns the address, which ends in `/`, and all that the terminal shows. */
export async function preview(root, ...options) {
  const child = spawn(binary(), ["serve", "--port", "0", "--now", "2026-11-01", "--root", root, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const terminal = [];
  const ended = new Promise((gone) => child.once("exit", gone));
  atEnd(() => {
    child.kill("SIGINT");
    return ended;
  });
  child.stderr.on("data", (text) => terminal.push(String(text)));
  const address = new Promise((found, failed) => {
    createInterface(child.stdout).on("line", (line) => {
      terminal.push(line);
      const match = /^Preview: (\S+)/.exec(line);
      if (match) found(match[1]);
    });
    child.once("exit", () => failed(new Error(`gen serve ended:\n${terminal.join("\n")}`)));
    setTimeout(() => failed(new Error(`gen serve says no address:\n${terminal.join("\n")}`)), 30_000).unref();
  });
  return { address: await address, terminal };
}
