"""Looks for better carts before waves of templates release themselves; nothing here waits.

A station that finds such a wave full or due has its carts looked for beside it and lets it go at
its next turn; meanwhile all others leave the wave alone. A station that ends in the middle delays
the release by less than a minute: then the wave goes with the carts that are there at once.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from datetime import timedelta

from app.domain.refusals import Refused
from app.planning.plan_progress import Budget
from app.services.wave_search import KeptCarts, WaveSearch, search_carts
from app.services.wave_templates import TemplateRun, run_templates, wait_no_longer
from app.services.workplace import Workplace

LOOK = Budget(seconds=10.0)
"""How long is looked; a wave of some hundred orders gains little after that."""

LEFT_ALONE = timedelta(seconds=45)
"""How long others leave a wave alone for it: the search, and the time until the next turn."""

_log = logging.getLogger(__name__)


class SearchingAhead:
    """The searches of one station for waves that are about to release themselves."""

    def __init__(self, budget: Budget = LOOK) -> None:
        """Begin without any search; `budget` is how long each looks."""
        self._budget = budget
        self._searches: dict[str, WaveSearch] = {}

    @property
    def searches(self) -> tuple[WaveSearch, ...]:
        """Those under way, the first begun first."""
        return tuple(self._searches.values())

    def go_on(self, workplace: Workplace) -> TemplateRun:
        """Keep what was found, run the templates, and begin to search for waves that now wait.

        Raises:
            Refused: nobody may release from here.
        """
        for code, search in list(self._searches.items()):
            if search.ended:
                del self._searches[code]
                keep_found(search)
        run = run_templates(workplace, left_alone=LEFT_ALONE)
        for code in run.waiting:
            begun = begin_search(workplace, code, self._budget)
            if begun is not None:
                self._searches[code] = begun
        return run

    def stop(self) -> None:
        """End all searches; their waves go with the carts that are there at once."""
        with ExitStack() as ending:
            for search in self._searches.values():
                ending.enter_context(search)
        self._searches.clear()


def run_with_search(workplace: Workplace, seconds: float) -> TemplateRun:
    """Run the templates once, and wait meanwhile for carts of waves that release themselves.

    Args:
        workplace: where this is done.
        seconds: how long is looked for each wave's; 0 for none.

    Raises:
        Refused: nobody may release from here.
    """
    if seconds <= 0:
        return run_templates(workplace)
    run = run_templates(workplace, left_alone=LEFT_ALONE + timedelta(seconds=seconds))
    for code in run.waiting:
        search = begin_search(workplace, code, Budget(seconds=seconds))
        if search is not None:
            search.wait()
            keep_found(search)
    run.released += run_templates(workplace).released if run.waiting else []
    return run


def begin_search(workplace: Workplace, code: str, budget: Budget) -> WaveSearch | None:
    """Begin to look for carts of a wave; None where there is nothing to choose or no floor plan.

    Then it waits no longer.
    """
    try:
        return search_carts(workplace, code, budget)
    except Refused as refused:
        _log.info("no carts are looked for before %s is released: %s", code, refused)
        wait_no_longer(workplace, code)
        return None


def keep_found(search: WaveSearch) -> KeptCarts | None:
    """Let a wave go with what was found; None if somebody released or cancelled it meanwhile."""
    with search:
        try:
            return search.keep()
        except Refused as refused:
            _log.info("%s goes without the carts found for it: %s", search.code, refused)
            return None
