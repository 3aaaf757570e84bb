"""The same briefs in the spelling of each generator, made from the `brief.json` that gen writes.

The others get ready-made what gen works out and checks: the numbers of the sources, the footnote marks in the texts,
the ids of the marks that lead back, and the even order of the narratives.
"""

import html
import json
import pathlib
import re
import shutil

MARK = re.compile(r" ?\[\^([^\]]+)\]")


def write_all(finished, root, themes, site):
    """Writes a site for each generator below `root` and tells their folders by name."""
    sites = {name: root / name for name in ("hugo", "hugo-json", "eleventy")}
    if root.is_dir():
        shutil.rmtree(root)
    for name, folder in sites.items():
        shutil.copytree(themes / name.removesuffix("-json"), folder)
        (folder / "content/b").mkdir(parents=True, exist_ok=True)
    about = (site / "content/pages/about.md").read_text(encoding="utf-8").split("---\n", 2)[2]
    for name in ("hugo", "hugo-json"):
        (sites[name] / "content/about.md").write_text(f"---\ntitle: About\noutputs: [html]\n---\n{about}", encoding="utf-8")
    for path in sorted(pathlib.Path(finished).glob("*/*/*/*/brief.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        brief = spelled(data)
        name = brief["url"].strip("/").replace("/", "-") + ".md"
        yaml = "---\n" + "".join(lines(brief, "")) + "---\n"
        (sites["hugo"] / "content/b" / name).write_text(yaml, encoding="utf-8")
        text = json.dumps(brief, ensure_ascii=False, indent=1) + "\n"
        (sites["hugo-json"] / "content/b" / name).write_text(text, encoding="utf-8")
        # Eleventy makes a collection of everything called `tags`; nobody with ten thousand pages would want that.
        for old, new in (("tags", "topics"), ("url", "permalink")):
            brief = {new if key == old else key: value for key, value in brief.items()}
        brief["permalink"] += "index.html"
        yaml = "---\n" + "".join(lines(brief, "")) + "---\n"
        (sites["eleventy"] / "content/b" / name).write_text(yaml, encoding="utf-8")
    return sites


def spelled(data):
    """A brief as a desk would write it for a generator that knows nothing of briefs."""
    sources = {source["id"]: source for source in data["sources"]}
    used = {source: [] for source in sources}

    def marked(text):
        def mark(found):
            source = sources[found[1]]
            used[found[1]].append(f"cite-{found[1]}-{len(used[found[1]]) + 1}")
            label = html.escape(f"Source {source['number']}: {source['outlet']}")
            return (
                f'<sup class="cite"><a id="{used[found[1]][-1]}" href="#source-{found[1]}" role="doc-noteref" '
                f'aria-label="{label}">{source["number"]}</a></sup>'
            )

        return MARK.sub(mark, text)

    facts = [marked(fact["text"]) for fact in data["facts"]]
    narratives = [narrative(one, marked) for one in data["narratives"]]
    background = [{"title": section["title"], "text": marked(section["text"])} for section in data["sections"]]
    outlets = [source["outlet"] for source in data["sources"]]
    brief = {
        "title": data["title"],
        "date": data["date"],
        "url": data["url"].removeprefix("https://example.org"),
        "description": " ".join(data["summary"].split()),
        "standfirst": data["summary"],
        "tags": data["tags"],
        "outlets": once(outlets),
        "providers": once(one["provider"] for one in narratives),
        "stances": once(one["stance"] for one in narratives),
        "series": [data["series"]] if "series" in data else [],
        "revised": data.get("updated"),
        "authors": data["authors"],
        "facts": facts,
        "narratives": narratives,
        "background": background,
        "predictions": [prediction(one) for one in data["predictions"]],
        "corrections": data["corrections"],
        "sources": [source_entry(one, used) for one in data["sources"]],
    }
    return {key: value for key, value in brief.items() if value}


def once(names):
    return list(dict.fromkeys(names))


def narrative(one, marked):
    told = {"stance": one["stance"], "provider": one["provider"], "text": marked(one["text"])}
    return told | ({"link": one["provider_url"]} if "provider_url" in one else {})


def percent(probability):
    return f"{probability * 100:.4g}%"


def prediction(one):
    told = {
        "question": one["question"],
        "forecaster": one["forecaster"],
        "link": one["url"],
        "as_of": one["as_of"],
        "resolves_by": one["resolves_by"],
    }
    if "probability" in one:
        told["percent"] = percent(one["probability"])
    if "readings" in one:
        readings = one["readings"]
        told["readings"] = [{"as_of": reading["as_of"], "percent": percent(reading["probability"])} for reading in readings]
    return told


def source_entry(source, used):
    told = {"id": source["id"], "outlet": source["outlet"], "title": source["title"], "link": source["url"]}
    told |= {"published": source["published"], "marks": used[source["id"]]}
    return told | ({"kind": source["kind"]} if "kind" in source else {})


def lines(value, indent):
    """A map as YAML in block style, as people write it."""
    for key, part in value.items():
        yield from entry(f"{indent}{key}:", part, indent)


def entry(head, part, indent):
    if isinstance(part, list) and part and not isinstance(part[0], (dict, str)):
        raise TypeError("lists hold maps or texts")
    if isinstance(part, list) and all(isinstance(item, str) and "\n" not in item and len(item) < 60 for item in part):
        yield f"{head} [{', '.join(map(scalar, part))}]\n"
    elif isinstance(part, list):
        yield f"{head}\n"
        for item in part:
            yield from item_lines(item, indent + "  ")
    elif "\n" in part or '"' in part and len(part) > 60:
        yield f"{head} |-\n" + "".join(f"{indent}  {line}\n" if line else "\n" for line in part.split("\n"))
    else:
        yield f"{head} {scalar(part)}\n"


def item_lines(item, indent):
    if isinstance(item, str):
        yield from entry(f"{indent}-", item, indent)
        return
    mark = "- "
    for key, part in item.items():
        yield from entry(f"{indent}{mark}{key}:", part, indent + "  ")
        mark = "  "


def scalar(text):
    """Plain where no reader of YAML could take it for anything else, else quoted as in JSON."""
    # Dates stay quoted: one reader makes times of them, another texts.
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9 .'-]*[A-Za-z0-9.]", text) and not re.fullmatch(
        r"(?i)y|n|yes|no|on|off|true|false|null|none", text
    )
    return text if plain else json.dumps(text, ensure_ascii=False)
