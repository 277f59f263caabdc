"""The scale at the bench: what is known of weights, what was weighed, set aside and learnt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.db.queries.parcels import carton_lines
from app.db.queries.people import operator_by_id
from app.db.queries.weights import (
    forget_lessons,
    learnt_of_items,
    learnt_of_packagings,
    parcels_with,
    recorded_tares,
    recorded_weights,
    unlearnt,
    verdicts_since,
    weighings_of_carton,
)
from app.db.schema import Carton, LearntWeight, OrderLine, WeighedItem, Weighing
from app.db.unit_of_work import UnitOfWork
from app.domain.bench_weights import BenchWeights
from app.domain.events import ParcelWeighed, WeightOverridden
from app.domain.learnt_weights import (
    MOST_PARCELS,
    Estimate,
    Part,
    WeighedParcel,
    estimate,
    packaging_weight,
    unit_weight,
)
from app.domain.pack_effects import NoteWeight
from app.domain.permissions import Verb, may
from app.domain.refusals import NotAllowed, Refused
from app.domain.weigh_steps import Override, OverrideReason, teaches
from app.domain.weighing import (
    Expectation,
    KnownWeight,
    Parcel,
    Weighed,
    WeighedLine,
    WeightSource,
    WeightVerdict,
)
from app.services.authority import vouched_by_badge
from app.services.workplace import Workplace

LEARN_AT_ONCE = 20
"""Weighings learnt from in one transaction: the floor waits for none of them."""

# What is known -----------------------------------------------------------------------------------


def bench_weights(work: UnitOfWork, item_ids: Collection[int]) -> BenchWeights:
    """What is known of the weights of items and of all packagings."""
    learnt = learnt_of_items(work.session, item_ids)
    boxes = learnt_of_packagings(work.session)
    items = {
        item: _unit_weight(learnt.get(item), record)
        for item, record in recorded_weights(work.session, item_ids).items()
    }
    packagings = {
        code: packaging_weight(_estimate_of(boxes.get(code)), tare)
        for code, tare in recorded_tares(work.session).items()
    }
    return BenchWeights(items, packagings)


def weights_for(workplace: Workplace, item_ids: Collection[int]) -> BenchWeights:
    """What is known of the weights of items and of all packagings, in a transaction of its own."""
    with workplace.database.begin(workplace.actor()) as work:
        return bench_weights(work, item_ids)


# On record ---------------------------------------------------------------------------------------


def note_weighing(
    work: UnitOfWork,
    carton: Carton,
    parcel: Parcel,
    weighed: Weighed,
    override: Override | None = None,
) -> None:
    """Put a weighing on record, in the transaction of what it decides.

    A parcel that is not accepted stays where it is, and its weighing teaches nothing; the caller
    does not close it then. A parcel that goes on carries the weight that the scale said.

    Args:
        work: the transaction.
        carton: what was weighed.
        parcel: its box and contents, as they were judged.
        weighed: the answer of the gate.
        override: a lead's word that it goes on all the same.

    Raises:
        Refused: whoever overrides may not.
    """
    if override is not None:
        _require_lead(work, override.lead_id)
    forget_lessons(work.session, carton.id)  # what was weighed before is not what goes on
    row = _row_of(work, carton, parcel, weighed, override)
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        WeighedItem(weighing_id=row.id, item_id=line.item_id, units=line.quantity)
        for line in parcel.lines
    )
    if weighed.is_accepted or override is not None:
        carton.weight_g = round(weighed.measured_g)
    expected_g, verdict = weighed.expected.grams, weighed.verdict.value
    work.record(ParcelWeighed(carton.id, weighed.measured_g, expected_g, verdict))
    if override is not None:
        reason, lead_id = override.reason.value, override.lead_id
        work.record(WeightOverridden(carton.id, reason, lead_id, weighed.difference_g))


def weigh_carton(work: UnitOfWork, carton: Carton, noted: NoteWeight) -> None:
    """Put on record how a bench weighed a carton, as the bench judged it.

    Raises:
        Refused: nobody has the badge of whoever overrides, or they may not.
    """
    units: dict[int, int] = {}
    for row, _ in carton_lines(work.session, carton.id):
        item = work.session.get_one(OrderLine, row.order_line_id).item_id or 0
        units[item] = units.get(item, 0) + row.quantity
    lines = tuple(WeighedLine(item, "", "", count, _NOT_ASKED) for item, count in units.items())
    override = None
    if noted.override is not None:
        lead_id = vouched_by_badge(work, noted.lead_badge, Verb.OVERRIDE_WEIGHT)
        override = Override(noted.override, lead_id, noted.changed_item_id)
    parcel = Parcel(noted.packaging, _NOT_ASKED, lines)
    note_weighing(work, carton, parcel, noted.weighed, override)


_NOT_ASKED = KnownWeight(0.0, 0.0, 0.0, WeightSource.UNKNOWN)
"""The bench judged by what it knew; on record is only what lay on the scale, and the answer."""


def _row_of(
    work: UnitOfWork, carton: Carton, parcel: Parcel, weighed: Weighed, override: Override | None
) -> Weighing:
    goes_on = weighed.is_accepted or override is not None
    reason = None if override is None else override.reason
    return Weighing(
        carton_id=carton.id,
        packaging_code=parcel.packaging,
        measured_g=weighed.measured_g,
        expected_g=weighed.expected.grams,
        tolerance_g=weighed.expected.tolerance_g,
        verdict=weighed.verdict,
        override_reason=reason,
        override_by=None if override is None else override.lead_id,
        changed_item_id=None if override is None else override.changed_item_id,
        is_lesson=goes_on and teaches(reason),
        station=work.actor.station,
        operator_id=work.actor.operator_id,
        at=work.now,
    )


def weighings(work: UnitOfWork, carton: Carton) -> tuple[Weighed, ...]:
    """How a carton was weighed since it was opened, oldest first, without explanations."""
    return tuple(
        Weighed(row.verdict, row.measured_g, Expectation(row.expected_g, row.tolerance_g))
        for row in weighings_of_carton(work.session, carton.id)
        if carton.reopened_at is None or row.at > carton.reopened_at
    )


def void_weighing(work: UnitOfWork, carton: Carton) -> None:
    """Learn nothing from a carton that was opened again: its contents are about to change."""
    forget_lessons(work.session, carton.id)


def _require_lead(work: UnitOfWork, lead_id: int) -> None:
    lead = operator_by_id(work.session, lead_id)
    if not lead.active or not may(lead.role, Verb.OVERRIDE_WEIGHT):
        raise Refused(NotAllowed(Verb.OVERRIDE_WEIGHT, lead.role))


# Learning ----------------------------------------------------------------------------------------


def learn_weights(workplace: Workplace) -> int:
    """Learn from weighings that nobody has learnt from yet; beside the work, in any thread.

    Returns:
        From how many it was; call again while it is not 0.
    """

    def verb(work: UnitOfWork) -> int:
        rows = unlearnt(work.session, LEARN_AT_ONCE)
        for row in rows:
            _learn(work, row)
        return len(rows)

    return workplace.database.run(verb, workplace.actor(verb=Verb.PACK))


def _learn(work: UnitOfWork, row: Weighing) -> None:
    """Estimate each part of a parcel anew."""
    row.learnt_at = work.now
    work.session.flush()
    parcels = parcels_with(work.session, Part(packaging=row.packaging_code), row.id, 1)
    for part, _ in parcels[0].parts if parcels else ():
        begins_anew = part.item_id is not None and part.item_id == row.changed_item_id
        _relearn(work, part, since=row.id if begins_anew else None)


def _relearn(work: UnitOfWork, part: Part, *, since: int | None) -> None:
    """Estimate a part from its last parcels; from those since a weighing where it changed."""
    found = _learnt_row(work, part)
    first = since or (found.since_weighing_id if found is not None else None)
    parcels = parcels_with(work.session, part, first or 0, MOST_PARCELS)
    learnt = estimate(part, parcels, _known_of(work, parcels))
    if learnt is None:
        return
    if found is None:
        found = LearntWeight(item_id=part.item_id, packaging_code=part.packaging or None)
        work.session.add(found)
    found.grams, found.spread_g = learnt.grams, learnt.spread_g
    found.doubt_g, found.parcels = learnt.doubt_g, learnt.parcels
    found.since_weighing_id = first
    found.updated_at = work.now
    work.session.flush()


def _known_of(work: UnitOfWork, parcels: Sequence[WeighedParcel]) -> Mapping[Part, KnownWeight]:
    """What all parts of some parcels are held to weigh now."""
    parts = {part for parcel in parcels for part, _ in parcel.parts}
    weights = bench_weights(work, {part.item_id for part in parts if part.item_id is not None})
    known = {Part(item): weight for item, weight in weights.items.items()}
    known |= {Part(packaging=code): weight for code, weight in weights.packagings.items()}
    return known


def _learnt_row(work: UnitOfWork, part: Part) -> LearntWeight | None:
    if part.item_id is not None:
        return learnt_of_items(work.session, [part.item_id]).get(part.item_id)
    return learnt_of_packagings(work.session).get(part.packaging)


def _unit_weight(row: LearntWeight | None, record_g: int | None) -> KnownWeight:
    """What a unit weighs; the record of an item that has changed since is no witness any more."""
    has_changed = row is not None and row.since_weighing_id is not None
    return unit_weight(_estimate_of(row), None if has_changed else record_g)


def _estimate_of(row: LearntWeight | None) -> Estimate | None:
    return None if row is None else Estimate(row.grams, row.spread_g, row.doubt_g, row.parcels)


# What the lead sees ------------------------------------------------------------------------------


@dataclass(frozen=True)
class GateCounts:
    """How the gate did over some days.

    Attributes:
        verdicts: how often each was given.
        overrides: how often a lead set it aside, by reason.
    """

    verdicts: Mapping[WeightVerdict, int]
    overrides: Mapping[OverrideReason, int]


def gate_counts(workplace: Workplace, days: int = 7) -> GateCounts:
    """Count verdicts and overrides of the last days."""
    verdicts: dict[WeightVerdict, int] = dict.fromkeys(WeightVerdict, 0)
    overrides: dict[OverrideReason, int] = dict.fromkeys(OverrideReason, 0)
    with workplace.database.begin(workplace.actor()) as work:
        since = work.now - timedelta(days=days)
        for verdict, reason, count in verdicts_since(work.session, since):
            verdicts[WeightVerdict(verdict)] += count
            if reason is not None:
                overrides[OverrideReason(reason)] += count
    return GateCounts(verdicts, overrides)
