"""The people of the demo shift: orders picked each way, sorted and packed, and all loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.db.queries.inquiry import OrderSummary
from app.demo.inspector import Inspector
from app.demo.loader import Loader
from app.demo.mistakes import Stops, WrongCodes
from app.demo.packer import Packer
from app.demo.picker import Picked, Picker, as_scanned
from app.demo.player import Player
from app.demo.sorter import Sorter
from app.demo.walked import Walks
from app.demo.warehouse import LEAD, PACKER, PICKER, WALL
from app.demo.ways import Way, release_part, release_parts
from app.domain.inspection_rules import RuleKind
from app.domain.pick_state import PickMethod
from app.services.inquiry import some_codes
from app.services.inspection_board import inspections_open
from app.services.raising_inspections import set_rules
from app.services.workplace import Workplace


@dataclass(frozen=True)
class WayFigures:
    """What a way of picking took, from release to packed parcels.

    Attributes:
        orders: worked so.
        lines: of these orders.
        units: of these orders.
        scans: of all who worked on them, wrong ones included.
        wrong_scans: made on purpose among them.
        metres: walked by the picker, from the depot past all stops and back, for each task.
        tasks: by pick method, how many tasks its orders became.
    """

    orders: int
    lines: int
    units: int
    scans: int
    wrong_scans: int
    metres: float
    tasks: Mapping[str, int]


class Crew:
    """Picker, sorter, packer and loader, who share one station."""

    def __init__(
        self, workplace: Workplace, player: Player, labels: Path, stops: Stops, seed: int
    ) -> None:
        """Come to work; `labels` is the folder the label printer writes into."""
        items, locations, totes = some_codes(workplace)
        codes = WrongCodes(tuple(as_scanned(code) for code in items), locations, totes[-10:])
        self._workplace = workplace
        self._player = player
        self._stops = stops
        self._sorter = Sorter(player, WALL, stops, seed)
        self._packer = Packer(player, codes, labels, stops, seed)
        close = self._packer.close_picked
        self._picker = Picker(player, codes, list(totes[:-10]), close, stops, seed)
        self._inspector = Inspector(player, stops)
        self._walks = Walks(workplace)
        self._parcels: list[str] = []

    def play(
        self, shares: Mapping[Way, Sequence[OrderSummary]], say: Callable[[str], None]
    ) -> dict[Way, WayFigures]:
        """Work the orders of each way, then load all parcels; returns what each way took.

        Raises:
            PlayerStuck: the program does not do what it should.
            CannotOpen: an order cannot be released any more.
        """
        # The first order of whoever is new is looked at; what goes straight into its carton cannot.
        set_rules(self._workplace, {RuleKind.NEW_ORDERS: int(Way.SINGLE in shares)})
        played = {way: self._play_way(way, orders, say) for way, orders in shares.items()}
        Loader(self._player, self._stops).work_shift(PACKER.badge, self._parcels)
        say(f"loaded {len(self._parcels)} parcels")
        self._player.photograph_setup()
        return played

    def _play_way(
        self, way: Way, orders: Sequence[OrderSummary], say: Callable[[str], None]
    ) -> WayFigures:
        scans, wrong = self._player.scans, self._stops.made
        metres = 0.0
        worked: Counter[str] = Counter()
        for part in release_parts(way, orders):
            tasks = release_part(self._workplace, way, part)
            picked = self._picker.work_shift(PICKER.badge, tasks)
            metres += sum(self._walks.metres(task.stops) for task in picked)
            worked += Counter(task.method.value for task in picked)
            is_sorted = way is Way.BATCH and any(
                order.lines > 1 for order in orders if order.order_id in part
            )
            self._pack(way, picked, is_sorted=is_sorted)
        told = ", ".join(f"{count} {method}" for method, count in sorted(worked.items()))
        say(f"{way.value}: {len(orders)} orders are picked ({told}) and packed")
        return WayFigures(
            orders=len(orders),
            lines=sum(order.lines for order in orders),
            units=sum(order.units for order in orders),
            scans=self._player.scans - scans,
            wrong_scans=self._stops.made - wrong,
            metres=round(metres, 1),
            tasks=dict(worked),
        )

    def _pack(self, way: Way, picked: Sequence[Picked], *, is_sorted: bool) -> None:
        if waiting := inspections_open(self._workplace):
            self._inspector.work_shift(LEAD.badge, len(waiting))
        if way is Way.CARTON:
            self._parcels += [sscc for task in picked for sscc in task.parcels]
            return
        in_bulk = [task for task in picked if task.method is PickMethod.BATCH and not is_sorted]
        for task in in_bulk:
            self._parcels += self._packer.work_bulk_shift(PACKER.badge, task)
        for_bench = list(
            dict.fromkeys(place for task in picked if task not in in_bulk for place in task.places)
        )
        if is_sorted:
            for_bench = self._sorter.work_shift(PACKER.badge, for_bench)
        if for_bench:
            self._parcels += self._packer.work_shift(PACKER.badge, for_bench)
