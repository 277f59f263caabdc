"""Shows the checker's teeth: takes each guard away in a run, and says what found it."""

from __future__ import annotations

import time

from tests.torture import campaign
from tests.torture.campaign import Order
from tests.torture.mutants import MUTANTS
from tests.torture.sometimes import never
from tests.torture.telling import say

LOOK_EVERY = 3.0


def show_teeth(stations: int, seconds: float, seed: str) -> int:
    """Try every mutant and print a table: what found it after how many seconds.

    Returns:
        0 if all were found; 1 otherwise. What the dice of a run miss, the mutant's own scenario in
        the suite shows every time.
    """
    missed = []
    for name, mutant in MUTANTS.items():
        began = time.monotonic()
        order = Order("", stations, seconds, seed, mutant=name, look_every=LOOK_EVERY)
        outcome = campaign.run(order)
        found = next(iter(outcome.verdict.found), "")
        if not found and (silent := never(outcome.happened)):
            found = f"never happened: {silent[0]}"
        say(f"{name:32} {time.monotonic() - began:6.1f} s  {found or 'NOT FOUND'}")
        if not found:
            missed.append(f"{name}: {mutant.guard}; shown by {mutant.scenario}")
    say("\n".join([f"{len(MUTANTS) - len(missed)} of {len(MUTANTS)} found", *missed]))
    return 1 if missed else 0
