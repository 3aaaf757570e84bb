// What is looked for on a page: faults that axe finds, a page that scrolls sideways, controls and texts that show.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** All rules of these are on; none is switched off. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** The widths that nothing may scroll sideways at, in CSS pixels. */
export const WIDTHS = [320, 390, 768, 1280];

/** What axe has against the page as it is shown now: a line for each rule and element. */
export async function axeFaults(page) {
  await page.evaluate((source) => {
    if (globalThis.axe) return;
    // axe takes joined letters for the pictures of an icon font, and does not look at their contrast: all Arabic would
    // go unseen. With this measure no text is wider or narrower than its letters, and so none is taken for a picture.
    CanvasRenderingContext2D.prototype.measureText = (text) => ({ width: 10 * [...text].length });
    (0, eval)(source);
  }, AXE);
  return page.evaluate(async (rules) => {
    const { violations } = await globalThis.axe.run({
      runOnly: { type: "tag", values: rules },
      resultTypes: ["violations"],
    });
    const why = (node) => node.failureSummary.split("\n").slice(1, 3).join("; ").trim();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${why(node)}`));
  }, RULES);
}

/** The elements that reach out of the page at its present width; empty when it does not scroll sideways. */
export function sidewaysFaults(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.right > clientWidth || box.left < 0;
    });
    const names = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 80));
    return [`scrolls sideways at ${clientWidth}: ${scrollWidth} wide; ${names.join(" and ")}`];
  });
}

/** The same at each of `WIDTHS`. */
export async function sidewaysFaultsAtAllWidths(page) {
  const faults = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    faults.push(...await sidewaysFaults(page));
  }
  return faults;
}

/** Buttons, tabs and fields that a reader sees, as their opening tags. */
export function visibleControls(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll("button, input, select, textarea, [role=button], [role=tab], [role=tablist]")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
      .map((element) => element.cloneNode(false).outerHTML));
}

/**
 * The texts of the elements that `selector` finds, as far as a reader sees them: what is clipped away to a point,
 * skipped or hidden has none.
 */
export function shownTexts(page, selector) {
  return page.evaluate((found) =>
    [...document.querySelectorAll(found)].map((element) => {
      const box = element.getBoundingClientRect();
      const all = { visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true };
      const shown = element.checkVisibility(all) && box.width > 1 && box.height > 1
        && getComputedStyle(element).clipPath === "none";
      return shown ? element.innerText.trim() : "";
    }), selector);
}

/** Presses Tab until `selector` matches the element with the focus; that it comes to pass is part of the check. */
export async function tabTo(page, selector) {
  for (let presses = 0; presses < 200; presses += 1) {
    await page.keyboard.press("Tab");
    if (await hasFocus(page, selector)) return;
  }
  throw new Error(`the Tab key never leads to ${selector}`);
}

/** Whether the element with the focus matches `selector`, and shows by an outline that it has it. */
export function hasFocus(page, selector) {
  return page.evaluate((wanted) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
    const outlined = outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    return outlined && document.activeElement.matches(`${wanted}:focus-visible`);
  }, selector);
}
