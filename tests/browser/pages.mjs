// Which pages are visited: one of every kind, so that every template and every branch of it that shows is seen.

/**
 * The demo site, by kind. The briefs are chosen for what they hold: three narratives with providers and a prediction;
 * a correction; a series with code, background and earlier coverage; a resolved prediction;
 * a prediction with readings.
 */
export const DEMO = {
  home: "/",
  brief: "/2023/12/09/us-japan-south-korea-north-korea-cyber/",
  "brief with a correction": "/2019/03/26/eu-clock-changes/",
  "brief of a series": "/2022/11/18/leap-second-cgpm-2022/",
  "brief with a resolution": "/2016/06/24/uk-eu-referendum/",
  "brief with readings": "/2004/12/28/asteroid-2004-mn4/",
  tags: "/tags/",
  tag: "/tags/time/",
  outlets: "/outlets/",
  outlet: "/outlets/nbc-news/",
  providers: "/providers/",
  provider: "/providers/metaculus/",
  stances: "/stances/",
  stance: "/stances/nerd/",
  "all series": "/series/",
  series: "/series/the-leap-second/",
  archive: "/archive/",
  year: "/archive/2019/",
  month: "/archive/2019/03/",
  corrections: "/corrections/",
  "plain page": "/about/",
  "page with a table": "/method/",
  404: "/404.html",
};

/** What the demo site lacks, from the small site. */
export const SMALL = {
  home: "/",
  "numbered page": "/page/2/",
  "numbered page of a tag": "/tags/transport/page/2/",
  "brief with everything": "/2026/03/02/tunnel/",
  "brief in another language": "/2026/02/01/foreign/",
  "brief with one narrative": "/2026/01/15/one-sided/",
  draft: "/2026/01/01/draft/",
  "scheduled brief": "/2030/01/01/scheduled/",
  "outlet with ratings": "/outlets/gazette/",
  "outlet that is not registered": "/outlets/city-council/",
  "corrections with one entry": "/corrections/",
  "plain page with a wide table and code": "/about/",
};

/** The Arabic site: one page of each template. */
export const ARABIC = {
  home: "/",
  "numbered page": "/page/1/",
  brief: "/2026/03/02/tunnel/",
  draft: "/2026/01/01/draft/",
  "scheduled brief": "/2030/01/01/scheduled/",
  tags: "/tags/",
  tag: "/tags/transport/",
  outlet: "/outlets/gazette/",
  provider: "/providers/غرفة-التجارة/",
  stance: "/stances/nerd/",
  series: "/series/قصة-النفق/",
  archive: "/archive/",
  year: "/archive/2026/",
  month: "/archive/2026/03/",
  corrections: "/corrections/",
  "plain page": "/about/",
  404: "/404.html",
};

/** One page of each template, of the demo site and the small one: for what need not be looked at on every page. */
export const TEMPLATES = {
  demo: [
    "home", "brief", "tags", "tag", "outlet", "provider", "stance", "series", "archive", "year", "month",
    "corrections", "page with a table", "404",
  ],
  small: ["numbered page", "brief with everything", "draft", "outlet with ratings"],
};

/** The old addresses: each is a page that leads on at once. */
export const REDIRECTS = { "/brexit/": "/2016/06/24/uk-eu-referendum/", "/science/pluto-vote/": "/2006/08/25/pluto/" };
