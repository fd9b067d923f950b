"""Compares our rounds a second with those of NegMAS (pip install negmas), side by side on the same domains.

    python benches/peers/negmas_rounds.py [folder for the domains]

Ours are measured first, by `cargo bench --bench rounds -- write <folder>`; then NegMAS plays the same domains with its
BoulwareTBNegotiator, the tactic that ours are set to: whole runs from the making of the mechanism to its end, the best
of several, in time of the processor on both sides. The last column says whether both ended in the same step on the same utilities.
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


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp())
    subprocess.run(["cargo", "bench", "--bench", "rounds", "--", "write", str(folder)], check=True)
    print("| deals | rounds | ours, rounds/s | NegMAS, rounds/s | ratio | same ending |")
    print("|---|---|---|---|---|---|")
    for path in sorted(folder.glob("*.json"), key=lambda path: int(path.stem)):
        domain = json.loads(path.read_text())
        for run in domain["runs"]:
            best = 0.0
            for _ in range(3):
                step, worth, seconds = play(domain, run["rounds"])
                best = max(best, step / seconds)
            same = step == run["ended"] and (worth is None) == (run["agreed"] is None)
            if same and worth is not None:
                same = all(abs(one - two) < 1e-9 for one, two in zip(worth, run["agreed"]))
            ours = run["rounds_a_second"]
            print(
                f"| {domain['deals']:,} | {run['rounds']:,} | {ours:,.0f} | {best:,.0f} "
                f"| {ours / best:,.0f} | {'yes' if same else 'no'} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
