"""Shows the checker's teeth: takes each guard away in a run, and says what found it."""

from __future__ import annotations

import subprocess
import sys
import time

from tests.torture import campaign
from tests.torture.campaign import Order, Outcome
from tests.torture.command_line import REPOSITORY
from tests.torture.mutants import MUTANTS
from tests.torture.sometimes import never
from tests.torture.telling import say

LOOK_EVERY = 3.0

SILENT = {
    "no_fencing": "stale epoch refused",
    "no_owner": "stale epoch refused",
    "holds_ignored": "order stopped while it was picked",
    "never_reaps": "expired lease reaped",
}
"""What never happens where a guard is gone that would have counted it."""


def show_teeth(stations: int, seconds: float, seed: str) -> int:
    """Try every mutant and print a table: what found it after how many seconds.

    What the dice of a run miss is tried by the mutant's own scenario, which shows it every time.

    Returns:
        0 if all were found; 1 otherwise.
    """
    missed = []
    for name, mutant in MUTANTS.items():
        began = time.monotonic()
        order = Order("", stations, seconds, seed, mutant=name, look_every=LOOK_EVERY)
        found = _found_in(name, campaign.run(order)) or _found_by_scenario(name)
        say(f"{name:32} {time.monotonic() - began:6.1f} s  {found or 'NOT FOUND'}")
        if not found:
            missed.append(f"{name}: {mutant.guard}")
    say("\n".join([f"{len(MUTANTS) - len(missed)} of {len(MUTANTS)} found", *missed]))
    return 1 if missed else 0


def _found_in(name: str, outcome: Outcome) -> str:
    for sentence in outcome.verdict.found:
        return sentence
    path = SILENT.get(name, "")
    return f"never happened: {path}" if path in never(outcome.happened) else ""


def _found_by_scenario(name: str) -> str:
    tests = "tests/torture/test_guards_are_needed.py"
    words = ["-m", "pytest", "-q", tests, "-k", f"missed and {name} and postgresql"]
    done = subprocess.run([sys.executable, *words], cwd=REPOSITORY, check=False)
    return "" if done.returncode else f"its scenario: {MUTANTS[name].scenario}"
