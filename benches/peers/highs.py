"""Compares our verdicts with those of HiGHS (pip install highspy), instance by instance.

    python benches/peers/highs.py 6000 3000 800 200 [--limit SECONDS] [--runs N]

The numbers are of instances at K = 10, 20, 50 and 100 choices. Each is settled by us and then by HiGHS before the next
is begun, so that both meet the same machine; the time of either is the least of three runs by the wall clock (of
HiGHS where one takes a second, of that one), with the model in memory when the clock starts. HiGHS runs on one thread and is asked for no more than we are: it is stopped as
soon as its incumbent or its bound tells the sign of z*. Where z* is within its own tolerance of zero it has no verdict.
With `--again SECONDS` it is then asked once more, with its finest tolerances and that much time; times are of the first.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import highspy

TOLERANCE = 1e-6
FINEST = 1e-9
VERDICTS = ("exists", "empty")
SIZES = (10, 20, 50, 100)


def solve(path, limit, tolerance=TOLERANCE):
    """What HiGHS says of the sign of z*, and the milliseconds it took."""
    highs = highspy.Highs()
    highs.silent()
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", limit)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", tolerance / 2)
    if tolerance < TOLERANCE:
        for kind in ("primal", "dual", "mip"):
            highs.setOptionValue(f"{kind}_feasibility_tolerance", tolerance / 10)
    highs.readModel(str(path))

    bounds = [float("-inf"), float("inf")]

    def watch(event):
        bounds[:] = [event.data_out.mip_primal_bound, event.data_out.mip_dual_bound]
        if bounds[0] >= tolerance or bounds[1] <= -tolerance:
            event.interrupt()

    highs.cbMipInterrupt.subscribe(watch)
    start = time.perf_counter()
    highs.run()
    elapsed = (time.perf_counter() - start) * 1e3
    status = highs.getModelStatus()
    if status == highspy.HighsModelStatus.kInfeasible:
        return "empty", elapsed
    if status == highspy.HighsModelStatus.kOptimal:
        bounds = [highs.getObjectiveValue()] * 2
    if bounds[0] >= tolerance:
        return "exists", elapsed
    if bounds[1] <= -tolerance:
        return "empty", elapsed
    near = bounds[0] > -tolerance and bounds[1] < tolerance
    return ("too near zero" if near else "out of time"), elapsed


def least(path, limit, runs):
    """The verdict, and the least time of the runs; what takes a second is run once."""
    verdict, ms = solve(path, limit)
    for _ in range(runs - 1):
        if ms < 1e3:
            ms = min(ms, solve(path, limit)[1])
    return verdict, ms


def compare(ours, path, limit, runs, again):
    """The verdicts on the next instance, and the milliseconds that they took: ours and theirs."""
    ours.stdin.write("next\n")
    row = ours.stdout.readline().strip().split(",")
    verdict, mine = row[-2], float(row[-1])
    theirs, other = least(path, limit, runs)
    if theirs not in VERDICTS and again > 0:
        print("asked once more:", row, theirs, file=sys.stderr, flush=True)
        theirs, took = solve(path, again, FINEST)
        print("and then:", theirs, f"{took:.0f} ms", file=sys.stderr, flush=True)
    if theirs not in VERDICTS:
        print("no verdict:", row, theirs, file=sys.stderr)
    elif theirs != verdict:
        print("differs:", row, theirs, file=sys.stderr)
    if other < mine:
        print("slower:", row, theirs, f"{other:.1f} ms", file=sys.stderr)
    return verdict, theirs, mine, other


def tell(choices, rows):
    """One line of the table. Where HiGHS is out of time the time it had counts, and so the ratio is at least that."""
    if not rows:
        return
    told = [row for row in rows if row[1] in VERDICTS]
    agree = sum(ours == theirs for ours, theirs, _, _ in told)
    ratios = [theirs / ours for _, _, ours, theirs in rows]
    mine, other = [row[2] for row in rows], [row[3] for row in rows]
    print(f"| {choices} | {len(rows)} | {agree} | {len(told) - agree} | {len(rows) - len(told)}"
          f" | {statistics.median(mine):.3f}, {max(mine):.1f}"
          f" | {statistics.median(other):.1f}, {max(other):.0f}"
          f" | {statistics.median(ratios):.0f}, {min(ratios):.1f} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("counts", nargs=4, type=int, metavar="INSTANCES")
    parser.add_argument("--limit", type=float, default=2.0, help="seconds that HiGHS may take for one")
    parser.add_argument("--runs", type=int, default=3, help="runs of HiGHS of which the fastest counts; 1 for verdicts")
    parser.add_argument("--again", type=float, default=0.0, help="seconds for one more try, where it had no verdict")
    options = parser.parse_args()
    root = Path(__file__).resolve().parents[2]
    print("| K | instances | agree | differ | no verdict of HiGHS | ours: median, worst ms"
          " | HiGHS: median, worst ms | ratio: median, least |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instance.lp"
        command = ["cargo", "bench", "--bench", "peer", "--", "serve", str(path)]
        ours = subprocess.Popen(
            command + [str(count) for count in options.counts],
            cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1,
        )
        for choices, count in zip(SIZES, options.counts):
            tell(choices, [compare(ours, path, options.limit, options.runs, options.again) for _ in range(count)])
        ours.stdin.close()
        ours.wait()


if __name__ == "__main__":
    main()
