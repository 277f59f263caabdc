"""An inspection as whoever inspects sees it: what was counted, what is wrong, what can be done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.dialogues import Outcome
from app.domain.inspection_rules import InspectionReason
from app.domain.pick_lines import PickItem
from app.domain.refusals import Refusal


class InspectPrompt(StrEnum):
    """The questions the inspection dialogue asks."""

    COUNT = "count"
    DAMAGED_UNIT = "damaged_unit"
    DAMAGED_WHY = "damaged_why"
    FINDING = "finding"
    BRING = "bring"
    PUT_ASIDE = "put_aside"
    DONE = "done"


class FindingKind(StrEnum):
    """What an inspection can find of an item; RIGHT is on record too, or nobody knew the share."""

    RIGHT = "right"
    MISSING = "missing"
    SURPLUS = "surplus"
    WRONG_ITEM = "wrong_item"
    DAMAGED = "damaged"


class DamageReason(StrEnum):
    """What is wrong with a unit; the order is that of the numbered choices."""

    CRUSHED = "crushed"
    DIRTY = "dirty"
    EXPIRED = "expired"


DAMAGES = tuple(DamageReason)


class Way(StrEnum):
    """What can be done about a finding; the numbers are those of the choices."""

    COUNT_AGAIN = "count_again"
    BACK_TO_PICKER = "back_to_picker"
    FIX_HERE = "fix_here"

    @property
    def number(self) -> int:
        """The figure that chooses it."""
        return tuple(Way).index(self) + 1


_WAYS = {
    FindingKind.MISSING: (Way.COUNT_AGAIN, Way.BACK_TO_PICKER, Way.FIX_HERE),
    FindingKind.DAMAGED: (Way.COUNT_AGAIN, Way.BACK_TO_PICKER),
    FindingKind.SURPLUS: (Way.COUNT_AGAIN, Way.FIX_HERE),
    FindingKind.WRONG_ITEM: (Way.COUNT_AGAIN, Way.FIX_HERE),
}


def ways_for(kind: FindingKind) -> tuple[Way, ...]:
    """The ways open for a finding, in the order of their numbers."""
    return _WAYS[kind]


@dataclass(frozen=True)
class Expected:
    """Units of an item that lie in the order's places by the books.

    Attributes:
        item: what.
        units: how many; never shown before the count is over.
        picked_at: the locations they were picked at, where a missing one may still lie.
    """

    item: PickItem
    units: int
    picked_at: tuple[str, ...] = ()


@dataclass(frozen=True)
class CountStep:
    """One scan of the count; `damage` says what is wrong with the unit."""

    item_id: int
    sku: str
    name: str
    units: int
    damage: str = ""


@dataclass(frozen=True)
class Finding:
    """Something wrong with an item: so many units, of which `counted` are there."""

    kind: FindingKind
    item_id: int
    sku: str
    name: str
    units: int
    counted: int = 0
    expected: int = 0


@dataclass(frozen=True)
class Inspecting:
    """An inspection; what was done of it is kept with its row.

    Attributes:
        inspection_id: the row.
        order_id: the order.
        order_number: as the customer calls it.
        reason: why it is inspected.
        places: the totes and slots its goods lie in.
        expected: what lies there by the books.
        steps: what was counted.
        damaged: a damaged unit whose fault is asked for.
        brought: units of the missing ones that were brought.
        is_recount: an item is counted again, and may be nowhere.
    """

    inspection_id: int
    order_id: int
    order_number: str
    reason: InspectionReason
    places: tuple[str, ...]
    expected: tuple[Expected, ...]
    steps: tuple[CountStep, ...] = ()
    damaged: CountStep | None = None
    brought: int = 0
    is_recount: bool = False
    prompt: InspectPrompt = InspectPrompt.COUNT
    refusal: Refusal | None = None
    same_refusals: int = 0

    @property
    def counted(self) -> int:
        """All units counted so far."""
        return sum(step.units for step in self.steps)

    def counted_of(self, item_id: int) -> int:
        """Units of an item counted so far, damaged ones too."""
        return sum(step.units for step in self.steps if step.item_id == item_id)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong, were the count over now: missing first, what does not belong there last.

        A damaged unit counts where it is one that the order needs; beside enough good ones it is
        one too many.
        """
        known = {each.item.item_id for each in self.expected}
        found = [finding for each in self.expected for finding in self._of(each)]
        others = {step.item_id: step for step in self.steps if step.item_id not in known}
        for item_id, step in others.items():
            units = self.counted_of(item_id)
            found.append(
                Finding(FindingKind.WRONG_ITEM, item_id, step.sku, step.name, units, units)
            )
        order = tuple(_WAYS)
        return tuple(sorted(found, key=lambda each: order.index(each.kind)))

    def _of(self, each: Expected) -> tuple[Finding, ...]:
        item = each.item
        mine = [step for step in self.steps if step.item_id == item.item_id]
        total = sum(step.units for step in mine)
        good = sum(step.units for step in mine if not step.damage)
        units = {
            FindingKind.MISSING: max(0, each.units - total),
            FindingKind.DAMAGED: min(total - good, max(0, each.units - good)),
            FindingKind.SURPLUS: max(0, total - each.units),
        }
        return tuple(
            Finding(kind, item.item_id, item.sku, item.name, number, total, each.units)
            for kind, number in units.items()
            if number
        )

    @property
    def finding(self) -> Finding | None:
        """The finding that is seen to now."""
        return next(iter(self.findings), None)

    def expected_of(self, item_id: int) -> Expected | None:
        """What the books say of an item; None where it is not the order's."""
        return next((each for each in self.expected if each.item.item_id == item_id), None)

    def with_expected(self, item_id: int, by: int) -> Inspecting:
        """The same with more or fewer units by the books."""
        expected = tuple(
            replace(each, units=each.units + by) if each.item.item_id == item_id else each
            for each in self.expected
        )
        return replace(self, expected=expected)

    def without(self, item_id: int, units: int, *, damaged: bool) -> Inspecting:
        """The same after counted units were taken out: damaged ones first, unless none is meant."""
        rest = units
        kept: list[CountStep] = []
        ranked = sorted(self.steps, key=lambda step: not step.damage)
        for step in ranked:
            is_meant = step.item_id == item_id and (bool(step.damage) or not damaged)
            taken = min(rest, step.units) if is_meant else 0
            rest -= taken
            if step.units > taken:
                kept.append(replace(step, units=step.units - taken))
        return replace(self, steps=tuple(kept))


@dataclass(frozen=True)
class InspectionNoted:
    """The inspection went on by a step, which is to be kept."""


@dataclass(frozen=True)
class BackToPicker:
    """Units are not there: they are given up where they were picked, and picked again."""

    item_id: int
    units: int


@dataclass(frozen=True)
class MissingBrought:
    """Missing units were brought to the order: fewer had been taken than was said."""

    item_id: int
    units: int


@dataclass(frozen=True)
class DamagedOut:
    """Damaged units were taken out of the order; others are picked in their place."""

    item_id: int
    units: int
    place_id: int
    place: str
    why: str


@dataclass(frozen=True)
class TakenOut:
    """Units that are too many, or of no line of the order, were taken out of it."""

    item_id: int
    kind: FindingKind
    units: int
    place_id: int
    place: str


@dataclass(frozen=True)
class InspectionOver:
    """All is counted, and all that was wrong is seen to."""


InspectEffect = (
    InspectionNoted | BackToPicker | MissingBrought | DamagedOut | TakenOut | InspectionOver
)
InspectOutcome = Outcome[Inspecting, InspectEffect]
