// The checks see what is wrong: a page with a fault of each kind.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { axeFaults, shownTexts, sidewaysFaults, visibleControls } from "./checks.mjs";
import { openPage, serveFolder, temporaryFolder, watchPage } from "./support.mjs";

const FAULTY = `<!doctype html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>x</title><link rel="stylesheet" href="x.css"></head>
<body><main><h1>x</h1>
<p class="pale">نص لا يكاد يرى</p>
<div class="wide">x</div>
<button></button><button hidden></button>
<p class="text">shown</p><p class="text clipped">x</p><section hidden="until-found"><p class="text">x</p></section>
<img alt="" src="http://elsewhere.example/x.png"><img alt="" src="lost.png">
</main><script>1</script><script src="x.js"></script></body></html>`;

const STYLE = ".pale { color: #ddd; } .wide { inline-size: 2000px; } .clipped { clip-path: inset(50%); }";

test("the checks see what is wrong", { timeout: 30_000 }, async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "index.html"), FAULTY);
  writeFileSync(join(folder, "x.css"), STYLE);
  writeFileSync(join(folder, "x.js"), "console.debug('said'); nothing();");
  const page = await openPage();
  const watch = watchPage(page);
  await page.goto(`${await serveFolder(folder)}/`);

  const seen = watch.take().join("\n");
  const messages = ["console debug: said", "page error: nothing is not", "Content Security Policy"];
  for (const part of [...messages, "another host: http://elsewhere", "404: "]) {
    assert.ok(seen.includes(part), `${part} in:\n${seen}`);
  }
  const axe = (await axeFaults(page)).join("\n");
  for (const part of ["color-contrast: .pale", "button-name: "]) assert.ok(axe.includes(part), `${part} in:\n${axe}`);
  assert.match((await sidewaysFaults(page)).join(), /wide/);
  assert.deepEqual(await visibleControls(page), ["<button></button>"]);
  assert.deepEqual(await shownTexts(page, ".text"), ["shown", "", ""]);
});
