"""Proposes the packaging for goods on a bench, and counts what packers make of the proposals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from app.db.queries.packagings import (
    habit_with,
    items_in_carton,
    lock_tally,
    packagings,
    tallies,
)
from app.db.schema import Carton, Item, PackagingHabit, PackagingTally
from app.db.unit_of_work import UnitOfWork
from app.domain.cartonization import NoneFits, Proposal, Shelf, propose
from app.domain.cartonization_learning import (
    Contents,
    Habit,
    Tally,
    band_of,
    contents_key,
    contents_of,
    habit_after,
    learnt_limits,
    packed_before,
)
from app.domain.events import PackagingOverruled
from app.domain.packaging import Packaging, UnitSize, room_of, units_in

Goods = Sequence[tuple[Item, int]]
"""Items with their units, in the order of the order's lines."""


def size_of(item: Item, quantity: int) -> UnitSize:
    """What units of an item measure; an item nobody measured counts as very small."""
    return UnitSize(
        length_mm=item.length_mm or 1,
        width_mm=item.width_mm or 1,
        height_mm=item.height_mm or 1,
        weight_g=item.weight_g or 0,
        quantity=quantity,
        fragile=item.fragile,
        upright=item.this_side_up,
    )


def kinds_on_shelf(work: UnitOfWork) -> tuple[Packaging, ...]:
    """The packagings there are, the smallest first."""
    return tuple(
        Packaging(
            kind.code,
            kind.name,
            kind.length_mm,
            kind.width_mm,
            kind.height_mm,
            kind.max_weight_g,
            kind.tare_g,
        )
        for kind in packagings(work.session)
    )


def propose_boxes(work: UnitOfWork, goods: Goods) -> Proposal | NoneFits | None:
    """The packaging for goods, by arithmetic and by what packers did; None without goods."""
    units = tuple(size_of(item, quantity) for item, quantity in goods)
    if units_in(units) < 1:
        return None
    limits = learnt_limits(
        Tally(row.packaging_code, row.contents, row.band, row.filled, row.overruled)
        for row in tallies(work.session)
    )
    habit = habit_with(work.session, _key(goods))
    known = None if habit is None else Habit(habit.packaging_code, habit.times_running)
    return _proposed(units, Shelf(kinds_on_shelf(work), limits), packed_before(known))


@lru_cache(maxsize=256)
def _proposed(units: tuple[UnitSize, ...], shelf: Shelf, before: str | None) -> Proposal | NoneFits:
    """The proposal; a bench asks for the same one when an order is opened, read anew and closed."""
    return propose(units, shelf, packed_before=before)


def note_choice(work: UnitOfWork, carton: Carton, chosen: str) -> None:
    """Count what a packer put a carton's goods into, beside what was proposed for them.

    Called in the transaction that closes the carton. A proposal of several parcels, or of none,
    is no proposal for what happens to be in one of them: then only the filling counts.
    """
    goods = items_in_carton(work.session, carton.id)
    proposal = propose_boxes(work, goods)
    if proposal is None:
        return
    kinds = {kind.code: kind for kind in kinds_on_shelf(work)}
    units = [size_of(item, quantity) for item, quantity in goods]
    contents = contents_of(units)
    if units_in(units) > 1:
        _count(work, (chosen, contents, _band(units, kinds[chosen])), is_filled=True)
    if isinstance(proposal, NoneFits) or len(proposal.parcels) > 1:
        return
    proposed = proposal.parcels[0].packaging
    is_overruled = proposed != chosen
    if is_overruled:
        work.record(PackagingOverruled(carton.id, proposed, chosen))
        is_larger = kinds[chosen].volume_mm3 > kinds[proposed].volume_mm3
        if is_larger and units_in(units) > 1:
            _count(work, (proposed, contents, _band(units, kinds[proposed])), is_filled=False)
    _remember(work, _key(goods), chosen, is_overruled=is_overruled)


def _count(work: UnitOfWork, key: tuple[str, Contents, int], *, is_filled: bool) -> None:
    row = lock_tally(work.session, *key)
    if row is None:
        packaging, contents, band = key
        row = PackagingTally(
            packaging_code=packaging, contents=contents, band=band, filled=0, overruled=0
        )
        work.session.add(row)
    if is_filled:
        row.filled += 1
    else:
        row.overruled += 1
    work.session.flush()


def _remember(work: UnitOfWork, key: str, chosen: str, *, is_overruled: bool) -> None:
    row = habit_with(work.session, key, lock=True)
    if row is None:
        if not is_overruled:
            return
        row = PackagingHabit(
            contents_key=key, packaging_code=chosen, times_running=0, overrules=0, last_at=work.now
        )
        work.session.add(row)
    habit = habit_after(Habit(row.packaging_code, row.times_running), chosen)
    row.packaging_code, row.times_running = habit.packaging, habit.times_running
    row.overrules += is_overruled
    row.last_at = work.now
    work.session.flush()


def _band(units: Sequence[UnitSize], kind: Packaging) -> int:
    return band_of(room_of(units) / kind.volume_mm3)


def _key(goods: Goods) -> str:
    counts: dict[int, int] = {}
    for item, quantity in goods:
        counts[item.id] = counts.get(item.id, 0) + quantity
    return contents_key(counts)
