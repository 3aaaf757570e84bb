"""What a generator made: how many files, and the words of one page."""

import difflib
import html.parser
import pathlib


class Made:
    """Counts of an output folder. The manifest and the lock of gen count as files, too."""

    def __init__(self, html, files, megabytes):
        self.html = html
        self.files = files
        self.megabytes = megabytes


def count(folder):
    files = [path for path in pathlib.Path(folder).rglob("*") if path.is_file()]
    pages = sum(path.suffix == ".html" for path in files)
    return Made(pages, len(files), sum(path.stat().st_size for path in files) / 1e6)


class Page(html.parser.HTMLParser):
    """The words that a reader of a page sees, in their order."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.text = []
        self.hidden = 0
        self.feed(text)
        # Where a tag stands between two letters, some generators break the line and some do not.
        self.words = " ".join(self.text).split()

    def handle_starttag(self, tag, attributes):
        self.hidden += tag in ("script", "style", "head")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("script", "style", "head")

    def handle_data(self, data):
        if not self.hidden:
            self.text.append(data)


def some_brief(folder):
    """The page of the same brief in every output: the last one but five of its last full day."""
    found = sorted(pathlib.Path(folder).glob("2026/10/30/*/index.html"), key=lambda path: path.parent.name[-6:])
    return Page(found[-6].read_text(encoding="utf-8")) if len(found) >= 6 else None


def difference(one, other):
    lines = difflib.unified_diff(one.words, other.words, lineterm="", n=2)
    return "\n".join(list(lines)[:40])
