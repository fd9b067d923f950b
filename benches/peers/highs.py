"""Compares our verdicts with those of HiGHS (pip install highspy) on the instances of one folder.

    cargo bench --bench peer -- write <folder> 6000 3000 800 200
    python benches/peers/highs.py <folder> [seconds an instance may take]

HiGHS runs on one thread and is asked for no more than we are: it is stopped as soon as its incumbent or its bound tells
the sign of z*. Its time is that of its process, without reading the file. Where z* is within its own tolerance of zero
it has no verdict.
"""

import csv
import statistics
import sys
import time
from pathlib import Path

import highspy

TOLERANCE = 1e-6


def solve(path, limit):
    """What HiGHS says of the sign of z*, and the milliseconds it took."""
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", limit)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", TOLERANCE / 2)
    highs.readModel(str(path))

    bounds = [float("-inf"), float("inf")]

    def watch(event):
        bounds[:] = [event.data_out.mip_primal_bound, event.data_out.mip_dual_bound]
        if bounds[0] >= TOLERANCE or bounds[1] <= -TOLERANCE:
            event.interrupt()

    highs.cbMipInterrupt.subscribe(watch)
    start = time.process_time()
    highs.run()
    elapsed = (time.process_time() - start) * 1e3
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return "empty", elapsed
    if status == highspy.HighsModelStatus.kOptimal:
        bounds = [highs.getObjectiveValue()] * 2
    if bounds[0] >= TOLERANCE:
        return "exists", elapsed
    if bounds[1] <= -TOLERANCE:
        return "empty", elapsed
    near = bounds[0] > -TOLERANCE and bounds[1] < TOLERANCE
    return ("too near zero" if near else "out of time"), elapsed


def main():
    folder = Path(sys.argv[1])
    limit = float(sys.argv[2]) if len(sys.argv) > 2 else 20.0
    groups = {}
    with open(folder / "verdicts.csv", newline="") as file:
        for row in csv.DictReader(file):
            theirs, ms = solve(folder / row["file"], limit)
            if theirs in ("exists", "empty") and theirs != row["verdict"]:
                print("differs:", row, theirs, file=sys.stderr)
            groups.setdefault(int(row["choices"]), []).append(
                (row["verdict"], theirs, float(row["ms"]), ms)
            )
    print("| K | instances | agree | differ | no verdict of HiGHS | ours: median, worst ms"
          " | HiGHS: median, worst ms | ratio: median, least |")
    print("|---|---|---|---|---|---|---|---|")
    for choices, rows in sorted(groups.items()):
        told = [row for row in rows if row[1] in ("exists", "empty")]
        agree = sum(ours == theirs for ours, theirs, _, _ in told)
        ratios = [theirs / ours for _, _, ours, theirs in rows]
        mine, other = [row[2] for row in rows], [row[3] for row in rows]
        print(f"| {choices} | {len(rows)} | {agree} | {len(told) - agree} | {len(rows) - len(told)}"
              f" | {statistics.median(mine):.3f}, {max(mine):.1f}"
              f" | {statistics.median(other):.1f}, {max(other):.0f}"
              f" | {statistics.median(ratios):.0f}, {min(ratios):.1f} |")


if __name__ == "__main__":
    main()
