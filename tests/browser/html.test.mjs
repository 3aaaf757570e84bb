// Every HTML file of the sites is valid.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { HtmlValidate, StaticConfigLoader } from "html-validate";

import rules from "./html-rules.mjs";
import { buildArabic, buildDemo, buildSmall } from "./sites.mjs";

const checker = new HtmlValidate(new StaticConfigLoader(rules));

for (const [name, build, least] of [["demo", buildDemo, 150], ["small", buildSmall, 30], ["arabic", buildArabic, 25]]) {
  test(`every page of the ${name} site is valid HTML`, { timeout: 60_000 }, async () => {
    const folder = build();
    const files = readdirSync(folder, { recursive: true }).filter((path) => path.endsWith(".html"));
    assert.ok(files.length >= least, `${files.length} pages`);
    const faults = [];
    for (const file of files) {
      const { results } = await checker.validateFile(join(folder, file));
      for (const { line, column, ruleId, message } of results.flatMap((result) => result.messages)) {
        faults.push(`${file}:${line}:${column}: ${ruleId}: ${message}`);
      }
    }
    assert.deepEqual(faults, []);
  });
}
