"""Fuzzing at length: ``python tests/bench/fuzz.py 100000 --seed 1 --to FOLDER``.

Prints the cases of each kind, what became of them, the time, and each way to fail once; the smallest case found for
each is written to the folder. ``--jobs 2`` uses two processes. The same seed makes the same cases.
"""

from __future__ import annotations

import argparse
import pprint
import sys
import time
import traceback
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[2])]

from fuzz_cases import Case, case  # noqa: E402
from fuzz_checks import check, signature  # noqa: E402
from fuzz_smaller import smaller  # noqa: E402

_BATCH = 250
_KEPT = 20  # numbers of cases that are printed for each way to fail
Found = dict[str, list[tuple[int, Case, str]]]


def batch(first: int, seed: int, most: int, thorough: int) -> tuple[Counter[str], Found, float]:
    """Run the cases from one number on; the cases of each way to fail."""
    warnings.simplefilter("error")
    counts: Counter[str] = Counter()
    found: Found = {}
    slowest = 0.0
    for number in range(first, min(first + _BATCH, most)):
        made = case(Random(f"{seed}/{number}"))
        counts[f"case {made.form if made.kind == 'file' else made.kind}"] += 1
        began = time.process_time()
        try:
            counts += check(made, thorough=number % thorough == 0)
        except Exception as error:
            what = signature(error)
            counts[f"failed {what}"] += 1
            found.setdefault(what, []).append((number, made, traceback.format_exc()))
        slowest = max(slowest, time.process_time() - began)
    return counts, found, slowest


def _fails(what: str, made: Case) -> bool:
    try:
        check(made)
    except Exception as error:
        return signature(error) == what
    return False


def keep(folder: Path, what: str, number: int, made: Case, trace: str) -> None:
    """Write the smallest case that fails so, and how the first one did."""
    folder.mkdir(parents=True, exist_ok=True)
    least = smaller(made, partial(_fails, what))
    name = "".join(c if c.isalnum() else "-" for c in what)[:80]
    text = f"{what}\ncase {number}\n\n{pprint.pformat(least, width=120)}\n\n{least.data()!r}\n\n{trace}"
    (folder / f"{name}.txt").write_text(text, encoding="utf-8", errors="backslashreplace")


def main() -> None:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--thorough", type=int, default=8, help="every how many cases all is done twice")
    parser.add_argument("--to", type=Path, default=Path("fuzz-failures"))
    args = parser.parse_args()
    run = partial(batch, seed=args.seed, most=args.cases, thorough=args.thorough)
    counts: Counter[str] = Counter()
    known: dict[str, list[int]] = {}
    slowest, began = 0.0, time.perf_counter()
    with ProcessPoolExecutor(args.jobs) as pool:
        for more, found, slow in (
            pool.map(run, range(0, args.cases, _BATCH))
            if args.jobs > 1
            else map(run, range(0, args.cases, _BATCH))
        ):
            counts += more
            slowest = max(slowest, slow)
            for what, failures in found.items():
                if what not in known:
                    keep(args.to, what, *failures[0])
                known.setdefault(what, []).extend(number for number, _, _ in failures)
            done = sum(n for what, n in counts.items() if what.startswith("case "))
            failed = sum(n for what, n in counts.items() if what.startswith("failed "))
            print(
                f"\r{done} cases, {failed} failed, {time.perf_counter() - began:.0f} s",
                end="",
                file=sys.stderr,
                flush=True,
            )
    print(file=sys.stderr)
    for what, n in sorted(counts.items()):
        print(f"{what:40} {n:10,}")
    for what, numbers in known.items():
        print(f"{what}: cases {', '.join(map(str, numbers[:_KEPT]))}")
    print(f"{'slowest case':40} {slowest:10.2f} s")
    print(f"{'all':40} {time.perf_counter() - began:10.0f} s")
    sys.exit(bool(known))


if __name__ == "__main__":
    main()
