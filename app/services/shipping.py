"""The dock's verbs: load parcels into their carriers' cages, close their lists, hand them over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.db.queries.dock_papers import unsigned_manifests
from app.db.queries.docks import (
    DockParcel,
    accounted_for,
    cages,
    load_of,
    loads_of,
    open_manifest,
    parcel_with,
    parcels_due,
)
from app.db.queries.orders import open_holds_of
from app.db.unit_of_work import UnitOfWork
from app.domain.lanes import CageRule, Destination, cage_for
from app.domain.manifests import ManifestState
from app.domain.permissions import Verb
from app.domain.scanned import Scanned, ScannedCarton
from app.domain.shipping_dialogue import DockOutcome, answer_dock
from app.domain.shipping_state import (
    CageCount,
    DockPrompt,
    DockState,
    MissingParcel,
    Outgoing,
    WaitingList,
    Whereabouts,
)
from app.domain.tasks import CartonState
from app.services.dialogues import Answer, answer_scan
from app.services.identifying import Entry
from app.services.shipping_writing import DockWork, write_dock_effect
from app.services.workplace import Workplace

ABOUT = "ship"


def open_dock(workplace: Workplace, operator_id: int) -> DockState:
    """The dock before the first scan."""
    with workplace.database.begin(workplace.actor(operator_id, Verb.SHIP)) as work:
        workplace.clock.learn(work.now)
        return _brought_up(work, DockState(_rules(work)))


def look(workplace: Workplace, operator_id: int, state: DockState) -> DockState:
    """The dock as it is now, after something happened to its parcels; nothing is changed."""
    with workplace.database.begin(workplace.actor(operator_id, Verb.SHIP)) as work:
        return _brought_up(work, state)


def scan(
    workplace: Workplace, operator_id: int, state: DockState, entry: Entry
) -> Answer[DockState]:
    """Answer one scan at the dock and write down, in one transaction, what it changed.

    Raises:
        ScanIdReused: the entry's id came with another code before.
    """
    dialogue = _Dock(workplace)
    return answer_scan(workplace, operator_id, dialogue, state, entry, empty_hands=_empty_hands)


def _empty_hands(state: DockState) -> DockState:
    prompt = state.prompt
    if prompt is DockPrompt.SCAN_CAGE:
        prompt = DockPrompt.SCAN_PARCEL
    return replace(state, parcel=None, prompt=prompt)


class _Dock:
    """How a scan at the dock is read, answered and written; one for each scan."""

    about = ABOUT
    verb = Verb.SHIP

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._work: UnitOfWork | None = None

    def work_id(self, state: DockState) -> int | None:
        """The manifest."""
        return state.manifest_id

    def fresh(self, work: UnitOfWork, state: DockState) -> DockState:
        """Read the dock; what is in hand is the station's own."""
        self._work = work
        return _brought_up(work, state)

    def answer(self, state: DockState, scanned: Scanned, *, today: date) -> DockOutcome:  # noqa: ARG002 - the dock knows no expiry
        """The pure dialogue, told of the parcel that was scanned."""
        parcel = None
        if isinstance(scanned, ScannedCarton) and self._work is not None:
            parcel = outgoing(self._work, scanned.sscc)
        outcome = answer_dock(state, scanned, parcel)
        if self._work is None or outcome.effects or outcome.state.carrier == state.carrier:
            return outcome
        return replace(outcome, state=_brought_up(self._work, outcome.state))

    def write(self, work: UnitOfWork, outcome: DockOutcome, entry: Entry) -> DockState:
        """Write the effects and read the dock anew.

        Raises:
            Refused: the books do not allow it.
        """
        state = outcome.state
        for leg, effect in enumerate(outcome.effects):
            dock = DockWork(work, self._workplace, state, entry.scan_id, 1000 * (leg + 1))
            state = write_dock_effect(dock, effect)
        work.session.flush()
        return _brought_up(work, state)


def outgoing(work: UnitOfWork, sscc: str) -> Outgoing | None:
    """All that decides about a parcel at the dock; None if it is none of ours."""
    found = parcel_with(work.session, sscc)
    if found is None:
        return None
    carton, _, order, _ = found
    held = open_holds_of(work.session, [order.id])[order.id]
    stopped = held[0].reason.value if held else ""
    if order.cancelled_at is not None:
        stopped = order.state.value
    load = load_of(work.session, carton.id)
    gone_with, is_signed, loaded_in = "", False, ""
    if load is not None:
        row, manifest = load
        if manifest.state is ManifestState.OPEN:
            loaded_in = _code_of(work, row.cage_id)
        else:
            gone_with, is_signed = manifest.number, manifest.state is ManifestState.SIGNED
    return Outgoing(
        sscc=sscc,
        order_number=order.number,
        destination=_destination(found),
        state=carton.state,
        station=carton.station,
        stopped=stopped,
        gone_with=gone_with,
        is_signed=is_signed,
        loaded_in=loaded_in,
    )


def _destination(parcel: DockParcel) -> Destination:
    address = parcel.address
    return Destination(
        parcel.shipment.carrier,
        parcel.shipment.service,
        "" if address is None else address.country_code,
        "" if address is None else address.postcode,
    )


def _rules(work: UnitOfWork) -> tuple[CageRule, ...]:
    return tuple(
        CageRule(
            location_id=place.id,
            code=place.code,
            carrier=cage.carrier,
            lane=cage.lane,
            service=cage.service,
            country_code=cage.country_code,
            postcodes=tuple(cage.postcodes.split()),
            cut_off=cage.cut_off,
        )
        for cage, place in cages(work.session)
    )


def _code_of(work: UnitOfWork, location_id: int | None) -> str:
    return next((rule.name for rule in _rules(work) if rule.location_id == location_id), "")


def _brought_up(work: UnitOfWork, state: DockState) -> DockState:
    """The dock with the rows as they are; prompt and hands stay."""
    rules = _rules(work)
    if not state.carrier:
        return replace(state, cages=rules, waiting=_waiting(work))
    if state.prompt in (DockPrompt.DRIVER, DockPrompt.SIGNED):
        return replace(state, cages=rules, missing=())
    manifest = open_manifest(work.session, state.carrier)
    manifest_id = None if manifest is None else manifest.id
    missing = _missing(work, state, rules, manifest_id)
    order = {each.sscc: number for number, each in enumerate(state.missing)}
    missing.sort(key=lambda each: order.get(each.sscc, len(order)))
    prompt = state.prompt
    if prompt is DockPrompt.MISSING and not missing:
        prompt = DockPrompt.SCAN_PARCEL
    return replace(
        state,
        cages=rules,
        prompt=prompt,
        manifest_id=manifest_id,
        manifest="" if manifest is None else manifest.number,
        counts=_counts(work, state, rules, manifest_id, missing),
        missing=tuple(missing),
    )


def _waiting(work: UnitOfWork) -> tuple[WaitingList, ...]:
    """Lists that are closed and not signed, the oldest first."""
    return tuple(
        WaitingList(row.id, row.number, row.carrier, len(loads_of(work.session, row.id)))
        for row in unsigned_manifests(work.session)
    )


def _missing(
    work: UnitOfWork, state: DockState, rules: tuple[CageRule, ...], manifest_id: int | None
) -> list[MissingParcel]:
    """The carrier's parcels that are packed, and neither loaded nor left out."""
    known = accounted_for(work.session, manifest_id)
    due = [each for each in parcels_due(work.session, state.carrier) if each.carton.id not in known]
    holds = open_holds_of(work.session, [each.order.id for each in due])
    found: list[MissingParcel] = []
    for parcel in due:
        cage = cage_for(_destination(parcel), rules)
        if state.only_cage and (cage is None or cage.code != state.only_cage):
            continue
        held = holds[parcel.order.id]
        where = Whereabouts.LABELLED
        if held:
            where = Whereabouts.STOPPED
        elif parcel.carton.state is CartonState.CLOSED:
            where = Whereabouts.AT_BENCH
        closed_at = parcel.carton.closed_at
        found.append(
            MissingParcel(
                sscc=parcel.carton.sscc or "",
                order_number=parcel.order.number,
                where=where,
                station=parcel.carton.station,
                packed_at="" if closed_at is None else closed_at.isoformat(),
                reason=held[0].reason.value if held else "",
                cage="" if cage is None else cage.code,
            )
        )
    return found


def _counts(
    work: UnitOfWork,
    state: DockState,
    rules: tuple[CageRule, ...],
    manifest_id: int | None,
    missing: list[MissingParcel],
) -> tuple[CageCount, ...]:
    loads = [] if manifest_id is None else loads_of(work.session, manifest_id)
    counts: list[CageCount] = []
    for rule in rules:
        if rule.carrier != state.carrier:
            continue
        if state.only_cage and rule.code != state.only_cage:
            continue
        loaded = sum(1 for load, _, _ in loads if load.cage_id == rule.location_id)
        waiting = sum(1 for each in missing if each.cage == rule.code)
        counts.append(CageCount(rule.code, rule.lane, loaded, loaded + waiting))
    return tuple(counts)
