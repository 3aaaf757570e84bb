// The pages of the comparison, as one who knows Eleventy would make them: whatever many pages ask for is made once.
import markdownIt from "markdown-it";

const PAGE = 20;
const GROUPINGS = [
  ["tags", "topics"],
  ["outlets", "outlets"],
  ["providers", "providers"],
  ["stances", "stances"],
  ["series", "series"],
];
const MONTHS = "January February March April May June July August September October November December".split(" ");
const markdown = markdownIt({ html: true });

function once(make) {
  const made = new Map();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key);
  };
}

const slug = once((name) => name.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, ""));
const day = once((iso) => `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`);
const iso = (date) => (date instanceof Date ? date.toISOString().replace(".000", "") : String(date));

function pagesOf(name, root, briefs, size = PAGE) {
  const total = Math.max(1, Math.ceil(briefs.length / size));
  const url = (number) => (number === 1 ? root : `${root}page/${number}/`);
  return Array.from({ length: total }, (_, index) => ({
    name,
    url: url(index + 1),
    number: index + 1,
    total,
    briefs: briefs.slice(index * size, (index + 1) * size),
    newer: index > 0 ? url(index) : null,
    older: index + 1 < total ? url(index + 2) : null,
  }));
}

export default function (eleventy) {
  eleventy.setQuietMode(true);
  eleventy.addPassthroughCopy("content/style.css");
  if (!process.env.BRIEF_DATA) eleventy.ignores.add("content/data.njk");
  eleventy.addFilter("data", ({ data, url }) => {
    const { title, topics, series, standfirst, authors, revised, page, site } = data;
    const { facts, narratives, background, predictions, sources, corrections } = data;
    const brief = {
      schema: 1,
      url: site.url + url,
      title,
      date: iso(page.date),
      updated: revised ? iso(revised) : undefined,
      lang: "en",
      authors,
      tags: topics,
      series: series?.[0],
      summary: standfirst,
      facts,
      narratives,
      sections: background,
      predictions,
      sources,
      corrections,
    };
    return JSON.stringify(brief);
  });
  eleventy.addFilter("block", (text) => markdown.render(text));
  eleventy.addFilter("inline", (text) => markdown.renderInline(text));
  eleventy.addFilter("slugged", slug);
  eleventy.addFilter("day", (date) => day(iso(date)));
  eleventy.addFilter("iso", iso);

  let newest = [];
  const neighbours = new Map();
  eleventy.addFilter("neighbours", (page) => neighbours.get(page.inputPath));
  eleventy.addCollection("briefs", (api) => {
    newest = api.getFilteredByGlob("content/b/*.md").sort((one, other) => other.date - one.date);
    newest.forEach((brief, index) =>
      neighbours.set(brief.inputPath, { previous: newest[index + 1], next: newest[index - 1] }),
    );
    return newest;
  });

  const sorted = (api) => api.getFilteredByGlob("content/b/*.md").sort((one, other) => other.date - one.date);
  const terms = (api, key) => {
    const found = new Map();
    for (const brief of sorted(api))
      for (const name of new Set(brief.data[key] || [])) {
        if (!found.has(name)) found.set(name, []);
        found.get(name).push(brief);
      }
    return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
  };
  eleventy.addCollection("lists", (api) => [
    ...pagesOf("Latest briefs", "/", sorted(api)),
    ...GROUPINGS.flatMap(([folder, key]) =>
      terms(api, key).flatMap(([name, briefs]) => {
        const root = `/${folder}/${slug(name)}/`;
        return folder === "series"
          ? pagesOf(name, root, [...briefs].reverse(), briefs.length)
          : pagesOf(name, root, briefs);
      }),
    ),
  ]);
  eleventy.addCollection("indexes", (api) =>
    GROUPINGS.map(([folder, key]) => ({
      folder,
      name: folder[0].toUpperCase() + folder.slice(1),
      terms: terms(api, key).map(([name]) => ({ name, url: `/${folder}/${slug(name)}/` })),
    })),
  );
  eleventy.addCollection("feeds", (api) => [
    { name: "Evenhand sample corpus", root: "/", briefs: sorted(api).slice(0, PAGE) },
    ...terms(api, "topics").map(([name, briefs]) => ({
      name,
      root: `/tags/${slug(name)}/`,
      briefs: briefs.slice(0, PAGE),
    })),
  ]);
  eleventy.addFilter("jsonld", function (sources) {
    const { title, description, topics, authors, revised, page, site } = this.ctx;
    const publisher = { "@type": "Organization", name: site.publisher, url: `${site.url}/` };
    const article = {
      "@context": "https://schema.org",
      "@type": "NewsArticle",
      mainEntityOfPage: site.url + page.url,
      headline: title,
      datePublished: iso(page.date),
      dateModified: revised ? iso(revised) : iso(page.date),
      inLanguage: "en",
      description,
      author: authors || publisher,
      publisher,
      keywords: topics,
      citation: sources.map((source) => ({
        "@type": "CreativeWork",
        name: source.title,
        publisher: { "@type": "Organization", name: source.outlet },
        url: source.link,
        datePublished: iso(source.published).slice(0, 10),
      })),
    };
    return JSON.stringify(article).replace(/</g, "\\u003c");
  });
  return {
    dir: { input: "content", includes: "../_includes", output: "public" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: false,
  };
}
