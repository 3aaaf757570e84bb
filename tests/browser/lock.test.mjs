// The lock file fixes versions and checksums, and leaves it to the reader's own settings where packages come from.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

test("the lock file names no address", () => {
  assert.deepEqual(read("package-lock.json").match(/.*(https?:|"resolved").*/g) ?? [], []);
});

test("every version is exact, and every package has its checksum", () => {
  const { devDependencies } = JSON.parse(read("package.json"));
  for (const version of Object.values(devDependencies)) assert.match(version, /^\d+\.\d+\.\d+$/);
  const { packages } = JSON.parse(read("package-lock.json"));
  for (const [path, { integrity }] of Object.entries(packages)) {
    if (path !== "") assert.match(integrity, /^sha512-/, path);
  }
});
