"""The shipping dialogue: each parcel into its carrier's cage, and what is missing before it leaves.

`answer_dock` is pure: state and scan in, next prompt and effects or a refusal out. Effects are
applied by `app.services.shipping`, each in one transaction.
"""

from __future__ import annotations

from dataclasses import replace

from app.domain.dialogues import Outcome, at_the_door, choice_of, not_for_this, proceed, stop
from app.domain.lanes import CageRule, cage_for
from app.domain.manifests import RollReason
from app.domain.readings import Command
from app.domain.refusals import NoSuchChoice, NotAskedForHere, Refusal
from app.domain.scanned import (
    Scanned,
    ScannedCarton,
    ScannedCommand,
    ScannedItem,
    ScannedLocation,
    ScannedQuantity,
    ScannedUnknown,
    code_of,
)
from app.domain.shipping_refusals import (
    DriverUnnamed,
    LoadedAlready,
    ManifestEmpty,
    NoCage,
    NoSuchParcel,
    NotACage,
    NothingToShip,
    NotLabelled,
    ParcelGone,
    ParcelStopped,
    ParcelVoided,
    WrongCage,
    WrongCarrier,
)
from app.domain.shipping_state import (
    CageCount,
    CloseManifest,
    DockEffect,
    DockPrompt,
    DockState,
    LoadParcel,
    Outgoing,
    ReopenManifest,
    RollParcel,
    SignManifest,
    WaitingList,
)
from app.domain.tasks import CartonState

ROLL_REASONS = tuple(RollReason)

LONGEST_DRIVER = 128

DockOutcome = Outcome[DockState, DockEffect]

_PROVEN = frozenset({CartonState.LABELLED, CartonState.SHIPPED})


def answer_dock(state: DockState, scanned: Scanned, parcel: Outgoing | None = None) -> DockOutcome:
    """Answer one scan, key or button at the dock.

    Transitions: each prompt documents its own below.

    Args:
        state: The dock.
        scanned: What came.
        parcel: What is known of the parcel scanned; None where it is none of ours.
    """
    is_name = state.prompt is DockPrompt.DRIVER and isinstance(scanned, ScannedUnknown)
    is_list = _waiting_list(state, scanned) is not None
    refused = None if is_name or is_list else at_the_door(state, scanned)
    if refused is not None:
        return refused
    match state.prompt:
        case DockPrompt.SCAN_CAGE:
            return _at_scan_cage(state, scanned)
        case DockPrompt.MISSING:
            return _at_missing(state, scanned, parcel)
        case DockPrompt.DRIVER:
            return _at_driver(state, scanned)
        case DockPrompt.SIGNED:
            return _at_signed(state, scanned, parcel)
    return _at_scan_parcel(state, scanned, parcel)


def _at_scan_parcel(state: DockState, scanned: Scanned, parcel: Outgoing | None) -> DockOutcome:
    """Ask for the next parcel.

    Transitions: a parcel that may go -> scan_cage; a cage -> only that one is collected; FULL ->
    driver if nothing is missing, else missing; UNDO -> nothing is being loaded any more; as long as
    nothing is, the number of a list that waits for its driver, or its code -> driver.
    """
    waiting = _waiting_list(state, scanned)
    if waiting is not None:
        return proceed(_to_driver(state, waiting))
    match scanned:
        case ScannedQuantity(quantity=number) if state.waiting and not state.carrier:
            return stop(state, NoSuchChoice(number, len(state.waiting)))
        case ScannedCarton():
            return _take_in_hand(state, scanned, parcel)
        case ScannedLocation(location_id=location_id, code=code):
            cage = next((each for each in state.cages if each.location_id == location_id), None)
            if cage is None:
                return stop(state, NotACage(code))
            return proceed(replace(state, carrier=cage.carrier, only_cage=cage.code))
        case ScannedCommand(command=Command.FULL):
            return _close(state)
        case ScannedCommand(command=Command.UNDO) if state.carrier:
            return proceed(DockState(state.cages))
    return not_for_this(state, scanned)


def _waiting_list(state: DockState, scanned: Scanned) -> WaitingList | None:
    """The list that waits for its driver and that was chosen or scanned; None if none was."""
    if state.carrier or state.prompt not in (DockPrompt.SCAN_PARCEL, DockPrompt.SIGNED):
        return None
    match scanned:
        case ScannedQuantity(quantity=number) if 1 <= number <= len(state.waiting):
            return state.waiting[number - 1]
        case ScannedUnknown(code=code):
            named = code.strip().upper()
            return next((each for each in state.waiting if each.number.upper() == named), None)
    return None


def _to_driver(state: DockState, waiting: WaitingList) -> DockState:
    """The dock with a closed list whose driver has come."""
    return replace(
        DockState(state.cages),
        carrier=waiting.carrier,
        manifest_id=waiting.manifest_id,
        manifest=waiting.number,
        counts=(CageCount(waiting.number, "", waiting.parcels, waiting.parcels),),
        prompt=DockPrompt.DRIVER,
    )


def _take_in_hand(state: DockState, scanned: ScannedCarton, parcel: Outgoing | None) -> DockOutcome:
    if parcel is None:
        return stop(state, NoSuchParcel(scanned.sscc))
    cage = cage_for(parcel.destination, state.cages)
    refusal = _refusal(parcel, cage)
    if refusal is not None or cage is None:
        return stop(state, refusal or NoSuchParcel(scanned.sscc))
    in_hand = replace(state, parcel=parcel, prompt=DockPrompt.SCAN_CAGE)
    if state.carrier and state.carrier != cage.carrier:
        # It may go on into its own cage once the STOP is acknowledged.
        wrong = WrongCarrier(parcel.sscc, cage.carrier, state.carrier, cage.name)
        return stop(in_hand, wrong)
    return proceed(replace(in_hand, carrier=cage.carrier))


def _refusal(parcel: Outgoing, cage: CageRule | None) -> Refusal | None:
    """What keeps a parcel from being loaded, the gravest first; None if nothing does."""
    sscc, order = parcel.sscc, parcel.order_number
    if parcel.state is CartonState.VOIDED:
        return ParcelVoided(sscc, order)
    if parcel.gone_with:
        return ParcelGone(sscc, parcel.gone_with, parcel.is_signed)
    if parcel.stopped:
        return ParcelStopped(sscc, order, parcel.stopped)
    if parcel.state not in _PROVEN:
        return NotLabelled(sscc, order, parcel.station)
    if parcel.loaded_in:
        return LoadedAlready(sscc, parcel.loaded_in)
    if cage is None:
        there = parcel.destination
        return NoCage(sscc, there.carrier, there.country_code, there.postcode)
    return None


def _at_scan_cage(state: DockState, scanned: Scanned) -> DockOutcome:
    """Ask for the cage that the parcel in hand was put into.

    Transitions: its own cage -> scan_parcel, the parcel loaded; another one is a severe stop;
    UNDO -> scan_parcel, nothing loaded.
    """
    parcel = state.parcel
    cage = None if parcel is None else cage_for(parcel.destination, state.cages)
    if parcel is None or cage is None:
        return proceed(replace(state, parcel=None, prompt=DockPrompt.SCAN_PARCEL))
    match scanned:
        case ScannedLocation(location_id=location_id, code=code):
            if location_id != cage.location_id:
                return stop(state, WrongCage(parcel.sscc, code, cage.name))
            done = replace(state, parcel=None, last_sscc=parcel.sscc, prompt=DockPrompt.SCAN_PARCEL)
            return proceed(done, LoadParcel(parcel.sscc, cage.location_id, cage.code))
        case ScannedCommand(command=Command.UNDO):
            return proceed(replace(state, parcel=None, prompt=DockPrompt.SCAN_PARCEL))
    return not_for_this(state, scanned)


def _close(state: DockState) -> DockOutcome:
    if not state.carrier:
        return stop(state, NothingToShip())
    if state.missing:
        return proceed(replace(state, prompt=DockPrompt.MISSING))
    if not state.loaded:
        return stop(state, ManifestEmpty(state.carrier))
    return proceed(replace(state, prompt=DockPrompt.DRIVER), CloseManifest(state.only_cage))


def _at_missing(state: DockState, scanned: Scanned, parcel: Outgoing | None) -> DockOutcome:
    """Ask what became of the first parcel that is missing.

    Transitions: 1 to 4 -> it is left to the next collection for that reason; a parcel scanned was
    found -> scan_cage; SKIP -> the next missing one; UNDO, or nothing missing -> scan_parcel.
    """
    match scanned:
        case ScannedCarton():
            return _take_in_hand(replace(state, prompt=DockPrompt.SCAN_PARCEL), scanned, parcel)
        case ScannedCommand(command=Command.UNDO):
            return proceed(replace(state, prompt=DockPrompt.SCAN_PARCEL))
        case ScannedCommand(command=Command.SKIP) if state.missing:
            first, *rest = state.missing
            return proceed(replace(state, missing=(*rest, first)))
        case ScannedCommand(command=Command.FULL) if not state.missing:
            return _close(state)
    chosen = choice_of(scanned)
    if chosen is None or not state.missing:
        return not_for_this(state, scanned)
    if not 1 <= chosen <= len(ROLL_REASONS):
        return stop(state, NoSuchChoice(chosen, len(ROLL_REASONS)))
    first, *rest = state.missing
    prompt = DockPrompt.MISSING if rest else DockPrompt.SCAN_PARCEL
    rolled = replace(state, missing=tuple(rest), prompt=prompt)
    return proceed(rolled, RollParcel(first.sscc, ROLL_REASONS[chosen - 1]))


def _at_driver(state: DockState, scanned: Scanned) -> DockOutcome:
    """Ask who takes the parcels over.

    Transitions: a name, typed or scanned -> signed; UNDO -> scan_parcel, the list open again, which
    is a lead's to do.
    """
    match scanned:
        case ScannedCommand(command=Command.UNDO):
            again = replace(state, prompt=DockPrompt.SCAN_PARCEL)
            return proceed(again, ReopenManifest())
        case ScannedUnknown(code=code) | ScannedItem(code=code):  # a name that is also an SKU
            name = " ".join(code.split())[:LONGEST_DRIVER]
            is_list = name.upper() == state.manifest.upper()
            if any(letter.isalpha() for letter in name) and not is_list:
                signed = replace(state, driver=name, prompt=DockPrompt.SIGNED)
                return proceed(signed, SignManifest(name))
    return stop(state, DriverUnnamed(state.manifest))


def _at_signed(state: DockState, scanned: Scanned, parcel: Outgoing | None) -> DockOutcome:
    """Transitions: OK, NEXT, a parcel or a cage -> the next collection begins."""
    match scanned:
        case ScannedCommand(command=Command.OK | Command.NEXT):
            return proceed(DockState(state.cages))
        case ScannedCarton() | ScannedLocation():
            return _at_scan_parcel(DockState(state.cages), scanned, parcel)
    return stop(state, NotAskedForHere(code_of(scanned)))
