"""Each parcel into its carrier's cage; nothing leaves unseen, and nothing that must not."""

from dataclasses import replace

import pytest

from app.domain.dialogues import Outcome
from app.domain.lanes import CageRule, Destination
from app.domain.locations import LocationKind
from app.domain.manifests import RollReason
from app.domain.readings import Command
from app.domain.refusals import (
    CommandNotPossible,
    NoSuchChoice,
    NotAskedForHere,
    Refusal,
    UnknownCode,
)
from app.domain.scanned import (
    Scanned,
    ScannedCarton,
    ScannedCommand,
    ScannedItem,
    ScannedLocation,
    ScannedQuantity,
    ScannedUnknown,
)
from app.domain.shipping_dialogue import DockOutcome, answer_dock
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
    DockPrompt,
    DockState,
    LoadParcel,
    MissingParcel,
    Outgoing,
    ReopenManifest,
    RollParcel,
    SignManifest,
    WaitingList,
    Whereabouts,
)
from app.domain.tasks import CartonState

P = DockPrompt
NORTH = CageRule(11, "CAGE-4", "dhl", lane="DE-N", country_code="DE")
REST = CageRule(12, "CAGE-5", "dhl", lane="EU")
UPS = CageRule(21, "UPS-2", "ups")
SSCC = "376104250021234569"
PARCEL = Outgoing(
    SSCC, "1001", Destination("dhl", "parcel", "DE", "24103"), CartonState.LABELLED, "P-01"
)
EMPTY = DockState((NORTH, REST, UPS))
LOADING = replace(
    EMPTY,
    carrier="dhl",
    manifest_id=7,
    manifest="M-000007",
    counts=(CageCount("CAGE-4", "", 2, 2),),
)
GONE = MissingParcel("376104250021234576", "1002", Whereabouts.AT_BENCH, "P-02")
ALSO = MissingParcel("376104250021234583", "1003", Whereabouts.LABELLED, "P-01")

LABEL = ScannedCarton(SSCC, "1001")
CAGE, OTHER = (
    ScannedLocation(rule.location_id, rule.code, LocationKind.CAGE) for rule in (NORTH, REST)
)
UPS_CAGE = ScannedLocation(UPS.location_id, UPS.code, LocationKind.CAGE)
SHELF = ScannedLocation(99, "A01-02L-1")
FULL, UNDO, OK, SKIP, NEXT = (
    ScannedCommand(command)
    for command in (Command.FULL, Command.UNDO, Command.OK, Command.SKIP, Command.NEXT)
)


def ask(state: DockState, *scans: Scanned, parcel: Outgoing | None = PARCEL) -> DockOutcome:
    outcome: DockOutcome = Outcome(state)
    for scan in scans:
        assert outcome.refusal is None, outcome.refusal
        outcome = answer_dock(outcome.state, scan, parcel)
    return outcome


def test_parcel_is_sent_to_its_cage_and_loaded_by_the_cage_s_scan() -> None:
    taken = ask(EMPTY, LABEL)
    assert (taken.state.prompt, taken.state.carrier, taken.effects) == (P.SCAN_CAGE, "dhl", ())
    loaded = ask(EMPTY, LABEL, CAGE)
    assert loaded.effects == (LoadParcel(SSCC, 11, "CAGE-4"),)
    assert (loaded.state.prompt, loaded.state.last_sscc) == (P.SCAN_PARCEL, SSCC)


def test_parcel_that_was_shipped_at_the_bench_is_loaded_all_the_same() -> None:
    shipped = replace(PARCEL, state=CartonState.SHIPPED)
    assert ask(EMPTY, LABEL, CAGE, parcel=shipped).effects


@pytest.mark.parametrize(
    ("parcel", "refusal"),
    [
        (None, NoSuchParcel(SSCC)),
        (replace(PARCEL, state=CartonState.VOIDED), ParcelVoided(SSCC, "1001")),
        (replace(PARCEL, stopped="short"), ParcelStopped(SSCC, "1001", "short")),
        (replace(PARCEL, state=CartonState.CLOSED), NotLabelled(SSCC, "1001", "P-01")),
        (replace(PARCEL, state=CartonState.OPEN), NotLabelled(SSCC, "1001", "P-01")),
        (replace(PARCEL, gone_with="M-000006"), ParcelGone(SSCC, "M-000006", False)),
        (
            replace(PARCEL, gone_with="M-000006", is_signed=True, stopped="short"),
            ParcelGone(SSCC, "M-000006", True),
        ),
        (replace(PARCEL, loaded_in="DE-N CAGE-4"), LoadedAlready(SSCC, "DE-N CAGE-4")),
        (
            replace(PARCEL, destination=Destination("van", "", "DE", "24103")),
            NoCage(SSCC, "van", "DE", "24103"),
        ),
    ],
)
def test_what_must_not_go_is_stopped_each_in_its_own_words(
    parcel: Outgoing | None, refusal: Refusal
) -> None:
    outcome = ask(LOADING, LABEL, parcel=parcel)
    assert outcome.refusal == refusal
    assert outcome.state == replace(LOADING, refusal=refusal, same_refusals=1)
    assert outcome.effects == ()


def test_parcel_of_another_carrier_is_a_stop_and_goes_into_its_own_cage_after_ok() -> None:
    ups = replace(PARCEL, destination=Destination("ups", "saver", "DE", "24103"))
    stopped = ask(LOADING, LABEL, parcel=ups)
    assert stopped.refusal == WrongCarrier(SSCC, "ups", "dhl", "UPS-2")
    assert answer_dock(stopped.state, UPS_CAGE).refusal == stopped.refusal
    cleared = answer_dock(stopped.state, OK)
    loaded = ask(cleared.state, UPS_CAGE)
    assert loaded.effects == (LoadParcel(SSCC, 21, "UPS-2"),)
    assert loaded.state.carrier == "dhl"


def test_wrong_cage_is_a_severe_stop_and_loads_nothing() -> None:
    outcome = ask(EMPTY, LABEL, OTHER)
    assert outcome.refusal == WrongCage(SSCC, "CAGE-5", "DE-N CAGE-4")
    assert outcome.effects == ()
    assert ask(answer_dock(outcome.state, OK).state, CAGE).effects


def test_parcel_in_hand_can_be_put_down_again() -> None:
    assert ask(EMPTY, LABEL, UNDO).state.parcel is None
    assert ask(EMPTY, LABEL, LABEL).refusal == NotAskedForHere(SSCC)


def test_cage_scanned_first_is_collected_by_itself() -> None:
    outcome = ask(EMPTY, UPS_CAGE)
    assert (outcome.state.carrier, outcome.state.only_cage) == ("ups", "UPS-2")
    assert ask(EMPTY, SHELF).refusal == NotACage("A01-02L-1")
    assert ask(outcome.state, UNDO).state == EMPTY


def test_complete_list_is_closed_and_asks_for_its_driver() -> None:
    outcome = ask(LOADING, FULL)
    assert (outcome.effects, outcome.state.prompt) == ((CloseManifest(),), P.DRIVER)
    only = replace(LOADING, only_cage="CAGE-4")
    assert ask(only, FULL).effects == (CloseManifest("CAGE-4"),)


def test_nothing_loaded_is_nothing_to_close() -> None:
    assert ask(EMPTY, FULL).refusal == NothingToShip()
    assert ask(replace(LOADING, counts=()), FULL).refusal == ManifestEmpty("dhl")


def test_each_missing_parcel_is_found_or_left_with_a_reason_before_the_list_is_closed() -> None:
    state = replace(LOADING, missing=(GONE, ALSO))
    listed = ask(state, FULL)
    assert (listed.state.prompt, listed.effects) == (P.MISSING, ())
    skipped = ask(state, FULL, SKIP)
    assert skipped.state.missing == (ALSO, GONE)
    rolled = ask(state, FULL, ScannedQuantity(2))
    assert rolled.effects == (RollParcel(GONE.sscc, RollReason.NOT_FOUND),)
    assert (rolled.state.prompt, rolled.state.missing) == (P.MISSING, (ALSO,))
    found = ask(state, FULL, LABEL)
    assert (found.state.prompt, found.state.parcel) == (P.SCAN_CAGE, PARCEL)
    last = ask(rolled.state, OK)
    assert last.effects == (RollParcel(ALSO.sscc, RollReason.NOT_PACKED_YET),)
    assert last.state.prompt is P.SCAN_PARCEL
    assert ask(state, FULL, ScannedQuantity(9)).refusal == NoSuchChoice(9, 4)
    assert ask(state, FULL, UNDO).state.prompt is P.SCAN_PARCEL
    assert ask(state, FULL, NEXT).refusal == CommandNotPossible(Command.NEXT)


AT_DRIVER = replace(LOADING, prompt=P.DRIVER)


@pytest.mark.parametrize(
    "scan", [ScannedUnknown("Jo  SMITH "), ScannedItem(1, "JO", "x", "Jo Smith")]
)
def test_driver_is_named_by_typing_or_by_a_card(scan: Scanned) -> None:
    outcome = ask(AT_DRIVER, scan)
    (effect,) = outcome.effects
    assert isinstance(effect, SignManifest)
    assert effect.driver.casefold() == "jo smith"
    assert outcome.state.prompt is P.SIGNED


@pytest.mark.parametrize("scan", [OK, ScannedQuantity(3), ScannedUnknown("1234"), LABEL, CAGE])
def test_what_is_no_name_signs_nothing(scan: Scanned) -> None:
    assert ask(AT_DRIVER, scan).refusal == DriverUnnamed("M-000007")


def test_closed_list_is_opened_again_by_undo() -> None:
    outcome = ask(AT_DRIVER, UNDO)
    assert (outcome.effects, outcome.state.prompt) == ((ReopenManifest(),), P.SCAN_PARCEL)


def test_after_the_signature_the_next_collection_begins() -> None:
    signed = replace(LOADING, prompt=P.SIGNED, driver="Jo")
    assert ask(signed, OK).state == EMPTY
    assert ask(signed, LABEL).state.prompt is P.SCAN_CAGE
    assert ask(signed, UPS_CAGE).state.carrier == "ups"
    assert ask(signed, SKIP).refusal == NotAskedForHere(Command.SKIP.value)


def test_unknown_codes_are_refused_everywhere_but_where_a_name_is_asked_for() -> None:
    for prompt in (P.SCAN_PARCEL, P.SCAN_CAGE, P.MISSING, P.SIGNED):
        state = replace(LOADING, prompt=prompt, parcel=PARCEL, missing=(GONE,))
        assert ask(state, ScannedUnknown("what")).refusal == UnknownCode("what")


WAITING = (WaitingList(7, "M-000007", "ups", 3), WaitingList(9, "M-000009", "dhl", 1))


def test_a_closed_list_that_nobody_signed_is_reached_by_its_code_or_its_number() -> None:
    state = DockState((NORTH,), waiting=WAITING)
    for scan in (ScannedUnknown("m-000009"), ScannedQuantity(2)):
        found = answer_dock(state, scan).state
        assert (found.prompt, found.manifest_id, found.carrier) == (P.DRIVER, 9, "dhl")
        assert found.loaded == 1
    signed = answer_dock(found, ScannedUnknown("Jo Smith"))
    assert signed.effects == (SignManifest("Jo Smith"),)
    assert answer_dock(found, ScannedUnknown("M-000009")).refusal == DriverUnnamed("M-000009")
    assert answer_dock(state, ScannedQuantity(3)).refusal == NoSuchChoice(3, 2)
    assert answer_dock(state, ScannedUnknown("M-1")).refusal == UnknownCode("M-1")
    busy = replace(state, carrier="ups")
    assert answer_dock(busy, ScannedQuantity(1)).refusal == NotAskedForHere("1")
