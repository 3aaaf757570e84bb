// The sites that are looked at: the demo site, a small one with what the demo lacks, and one from right to left.
import { fileURLToPath } from "node:url";

import { build, copySite, ROOT } from "./support.mjs";

/** The time of every build, so that a run today and one in a year see the same pages. */
const NOW = ["--now", "2026-11-01"];

const folder = (name) => fileURLToPath(new URL(`sites/${name}/`, import.meta.url));

/** The site of this repository. */
export const buildDemo = () => build(ROOT, ...NOW);

/** Drafts, a scheduled brief, numbered pages, old addresses, a picture, wide tables, long words, four narratives. */
export const buildSmall = () => build(copySite(folder("small")), "--drafts", ...NOW);

/** A site in Arabic, hosted below the path `/news/`. */
export const buildArabic = () => build(copySite(folder("arabic")), "--drafts", ...NOW);

/** The path that the Arabic site is hosted below. */
export const ARABIC_BASE = "/news/";
