"""The Pareto frontier by NegMAS, timed beside the library's.

    pip install negmas==0.16.0
    cargo run --release --features genius --example genius -- --json --times FOLDER > times.json
    python benches/peers/negmas_frontier.py FOLDER times.json

FOLDER holds scenarios in the XML of GENIUS, at any depth; those of more outcomes than --most (default 400,000) are left
out. Both sides have the files read before the clock starts. NegMAS works out the utility of every outcome and then the
frontier, as its `pareto_frontier` does when it is given the utility functions; the library merges issues. The least of
several runs is taken on either side, NegMAS' own caches emptied by reading the files anew.
"""

import argparse
import json
import time
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

from negmas.inout import load_genius_domain  # noqa: E402
from negmas.preferences.ops import pareto_frontier  # noqa: E402


def least(run, repeats, seconds=20.0):
    """The least time of several runs; fewer where they take long."""
    best, spent = float("inf"), 0.0
    for _ in range(repeats):
        took = run()
        best, spent = min(best, took), spent + took
        if spent > seconds:
            break
    return best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("times", type=Path)
    parser.add_argument("--most", type=float, default=4e5)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    ours = json.loads(options.times.read_text())
    rows = []
    print("| scenario | parties | outcomes | NegMAS, ms | here, ms | ratio |")
    print("|---|---|---|---|---|---|")
    for name, entry in ours.items():
        if "frontier_ms" not in entry or not entry["outcomes"] or entry["outcomes"] > options.most:
            continue
        folder = options.folder / name

        def run():
            scenario = load_genius_domain(
                folder / entry["domain"],
                [folder / profile for profile in entry["profiles"]],
                ignore_discount=True,
            )
            start = time.perf_counter()
            pareto_frontier(scenario.ufuns, issues=scenario.outcome_space.issues)
            return time.perf_counter() - start

        try:
            theirs = least(run, options.repeats) * 1e3
        except Exception as error:
            print(f"| {name} | | {entry['outcomes']} | {type(error).__name__} | | |")
            continue
        own = entry["frontier_ms"]
        rows.append(theirs / own)
        parties = len(entry["profiles"])
        print(f"| {name} | {parties} | {entry['outcomes']} | {theirs:.3f} | {own:.4f} | {theirs / own:.0f} |")
    rows.sort()
    if rows:
        print(f"\n{len(rows)} scenarios; ratio least {rows[0]:.0f}, median {rows[len(rows) // 2]:.0f}, most {rows[-1]:.0f}")


if __name__ == "__main__":
    main()
