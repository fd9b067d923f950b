"""Compares our rounds a second with those of NegMAS (pip install negmas), side by side on the same domains.

    python benches/peers/negmas_rounds.py [folder for the domains]

Ours are measured by `cargo bench --bench rounds -- write <folder>`; then NegMAS plays the same domains with its
BoulwareTBNegotiator, the tactic that ours are set to: whole runs from the making of the mechanism to its end, in time of
the processor on both sides. Both take turns, for a machine that others use too may be slow for a while, and of either the
best counts. The last column says whether both ended in the same step on the same utilities.
"""

import json
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")

from negmas.outcomes import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.preferences.value_fun import TableFun
from negmas.sao import SAOMechanism
from negmas.sao.negotiators import BoulwareTBNegotiator

# How often both are measured, and how many runs NegMAS plays each time.
TURNS = 5
PLAYS = 2


def play(domain, rounds):
    """The step in which a run ends, the utilities agreed on, and the seconds it took."""
    start = time.process_time()
    issues = [make_issue(list(range(size)), f"i{at}") for at, size in enumerate(domain["sizes"])]
    space = make_os(issues)
    mechanism = SAOMechanism(outcome_space=space, n_steps=rounds)
    utilities = []
    for party in domain["parties"]:
        utility = LinearAdditiveUtilityFunction(
            values=[TableFun(dict(enumerate(values))) for values in party["values"]],
            weights=party["weights"],
            outcome_space=space,
            reserved_value=0.0,
        )
        utilities.append(utility)
        mechanism.add(BoulwareTBNegotiator(), preferences=utility)
    mechanism.run()
    seconds = time.process_time() - start
    agreed = mechanism.agreement
    worth = None if agreed is None else [float(utility(agreed)) for utility in utilities]
    return mechanism.state.step, worth, seconds


def ends_alike(run, step, worth):
    """Whether NegMAS ended where ours did."""
    if step != run["ended"] or (worth is None) != (run["agreed"] is None):
        return False
    return worth is None or all(abs(one - two) < 1e-9 for one, two in zip(worth, run["agreed"]))


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    rows = {}
    for _ in range(TURNS):
        subprocess.run(["cargo", "bench", "--bench", "rounds", "--", "write", str(folder)], check=True)
        for path in sorted(folder.glob("*.json"), key=lambda path: int(path.stem)):
            domain = json.loads(path.read_text())
            for run in domain["runs"]:
                ours, theirs, alike = rows.get((domain["deals"], run["rounds"]), (0.0, 0.0, True))
                ours = max(ours, run["rounds_a_second"])
                for _ in range(PLAYS):
                    step, worth, seconds = play(domain, run["rounds"])
                    theirs = max(theirs, step / seconds)
                    alike = alike and ends_alike(run, step, worth)
                rows[domain["deals"], run["rounds"]] = (ours, theirs, alike)
    print("| deals | rounds | ours, rounds/s | NegMAS, rounds/s | ratio | same ending |")
    print("|---|---|---|---|---|---|")
    for (deals, rounds), (ours, theirs, alike) in rows.items():
        print(
            f"| {deals:,} | {rounds:,} | {ours:,.0f} | {theirs:,.0f} | {ours / theirs:,.0f} "
            f"| {'yes' if alike else 'no'} |"
        )


if __name__ == "__main__":
    main()
