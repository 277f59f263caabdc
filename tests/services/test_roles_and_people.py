"""Roles are asked for in every verb, and whoever looks after people leaves a record of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from app.db.queries.people import judge_pin
from app.db.unit_of_work import UnitOfWork
from app.domain.operators import OperatorRole, PinFault
from app.domain.permissions import Verb
from app.domain.refusals import (
    BadgeTaken,
    LastAdministrator,
    NoLongerActive,
    NotAllowed,
    Refusal,
    Refused,
    SignInLocked,
    StaffNumberTaken,
    UnfitPin,
    UnknownBadge,
    UnknownStaffNumber,
)
from app.exchange.model import Kind
from app.services import (
    allocating,
    floor_labels,
    importing,
    label_requests,
    people_care,
    picking,
    releasing,
    short_desk,
    signing_in,
    spooling,
    station_setup,
)
from app.services.workplace import Workplace
from printing.documents import ToteLabel
from tests import builders
from tests.services import books, shift

PIN = "471108"
PICKER, PACKER, LEAD, ADMIN = OperatorRole


def hire(floor: Workplace, role: OperatorRole, number: str, pin: str = "") -> tuple[int, str]:
    """Add somebody; return their number in the books and their badge. A PIN takes its time."""
    token = people_care.add_operator(
        floor, staff_number=number, name=f"The {role}", role=role, pin=pin
    )
    return signing_in.sign_in_by_badge(floor, token).operator_id, token


def judged(station: Workplace, proof: bytes) -> int | None:
    """Try a hashed PIN of account 1; return how long the next try has to wait."""

    def verb(work: UnitOfWork) -> int | None:
        verdict = judge_pin(work.session, "1", proof, work.now)
        return None if verdict is None else verdict.locked_seconds

    return station.database.run(verb)


def refusal_of(attempt: Callable[[], object]) -> Refusal:
    with pytest.raises(Refused) as refused:
        attempt()
    return refused.value.refusal


def desk_work(floor: Workplace, who: int, tmp_path: Path) -> dict[Verb, Callable[[], object]]:
    """One verb of each kind that is a lead's or an administrator's."""
    items = tmp_path / "items.csv"
    items.write_text("sku,name\nMUG,Mug\n", encoding="utf-8")
    printer = station_setup.PrinterSettings("G", "folder", str(tmp_path), "pdf")
    request = importing.ImportRequest(items, Kind.ITEMS)
    return {
        Verb.PROMISE_STOCK: partial(allocating.allocate_waiting_orders, floor, operator_id=who),
        Verb.RELEASE: partial(releasing.release_ready_orders, floor, operator_id=who),
        Verb.CHANGE_ORDERS: partial(short_desk.retry_short_orders, floor, operator_id=who),
        Verb.IMPORT: partial(importing.import_file, floor, request, operator_id=who),
        Verb.SET_UP: partial(station_setup.save_printer, floor, printer, operator_id=who),
        Verb.PRINT_LABELS: partial(
            spooling.print_document, floor, ToteLabel("0001"), printer_name="F", operator_id=who
        ),
        Verb.BADGES: partial(people_care.replace_badge, floor, "1", operator_id=who),
        Verb.USERS: partial(people_care.set_pin, floor, "1", "4823", operator_id=who),
    }


@pytest.mark.parametrize("role", OperatorRole)
def test_a_desks_work_is_done_for_those_who_may_and_refused_to_the_others(
    floor: Workplace, role: OperatorRole, tmp_path: Path
) -> None:
    hire(floor, PICKER, "1")
    who, _ = hire(floor, role, "2")
    refused = set()
    for attempt in desk_work(floor, who, tmp_path).values():
        try:
            attempt()
        except Refused as error:
            refused.add(error.refusal)

    verbs = set(desk_work(floor, who, tmp_path))
    not_theirs = {PICKER: verbs, PACKER: verbs, LEAD: {Verb.USERS}, ADMIN: set()}[role]
    assert refused == {NotAllowed(verb, role) for verb in not_theirs}
    audit = "select payload, station, operator_id from event_log where kind = 'VerbRefused'"
    told = books.rows(floor, audit)
    assert len(told) == len(refused)
    assert {(station, operator) for _, station, operator in told} <= {("P-01", who)}


def test_somebody_who_is_switched_off_is_refused_with_the_next_scan(floor: Workplace) -> None:
    ana, _ = hire(floor, PICKER, "1")
    goods, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (goods, 2))
    tote = builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state

    people_care.deactivate_operator(floor, "1")

    assert shift.refused(floor, ana, state, goods.barcode) == NoLongerActive()
    assert refusal_of(partial(picking.claim_work, floor, ana)) == NoLongerActive()
    bench = partial(shift.open_bench, floor, ana, tote)
    assert refusal_of(bench) == NoLongerActive()
    moved = "select count(*) from stock_move where reason = 'picked'"
    assert books.rows(floor, moved) == [(0,)]
    people_care.reactivate_operator(floor, "1")
    assert shift.pick(floor, ana, state, goods.barcode).refusal is None
    books.audit(floor.database)


def test_a_role_that_is_taken_away_counts_from_the_next_verb_on(floor: Workplace) -> None:
    hire(floor, ADMIN, "9")
    mara, _ = hire(floor, LEAD, "1")
    releasing.release_ready_orders(floor, operator_id=mara)
    people_care.change_role(floor, "1", PICKER)
    again = partial(releasing.release_ready_orders, floor, operator_id=mara)
    assert refusal_of(again) == NotAllowed(Verb.RELEASE, PICKER)


def test_an_old_badge_is_dead_once_there_is_a_new_one_or_none(floor: Workplace) -> None:
    _, first = hire(floor, PICKER, "1", PIN)
    second = people_care.replace_badge(floor, "1")
    assert refusal_of(partial(signing_in.sign_in_by_badge, floor, first)) == UnknownBadge()
    assert signing_in.sign_in_by_badge(floor, second).staff_number == "1"
    people_care.revoke_badge(floor, "1")
    assert refusal_of(partial(signing_in.sign_in_by_badge, floor, second)) == UnknownBadge()
    assert signing_in.sign_in_by_pin(floor, "1", PIN).staff_number == "1"


def test_who_is_switched_off_signs_in_by_nothing_and_gets_no_badge_back(floor: Workplace) -> None:
    _, badge = hire(floor, PICKER, "1", PIN)
    people_care.deactivate_operator(floor, "1")
    people_care.reactivate_operator(floor, "1")
    assert refusal_of(partial(signing_in.sign_in_by_badge, floor, badge)) == UnknownBadge()
    assert signing_in.sign_in_by_pin(floor, "1", PIN).staff_number == "1"


def test_a_new_pin_frees_a_locked_sign_in(floor: Workplace) -> None:
    hire(floor, PICKER, "1", PIN)
    for _ in range(4):
        judged(floor, b"wrong")
    refusal_of(partial(signing_in.sign_in_by_pin, floor, "1", "0000"))
    locked = refusal_of(partial(signing_in.sign_in_by_pin, floor, "1", PIN))
    assert isinstance(locked, SignInLocked)
    people_care.set_pin(floor, "1", "4823")
    assert signing_in.sign_in_by_pin(floor, "1", "4823").staff_number == "1"
    tried = books.rows(floor, "select payload from event_log where kind = 'SignInRefused'")
    assert len(tried) == 2


def test_many_stations_at_once_have_no_more_tries_than_one(
    floor: Workplace, open_station: Callable[[str], Workplace]
) -> None:
    hire(floor, PICKER, "1", PIN)
    stations = [floor, open_station("P-02"), open_station("P-03")]

    with ThreadPoolExecutor(6) as pool:
        waits = list(pool.map(lambda number: judged(stations[number % 3], b"wrong"), range(30)))

    assert waits.count(0) == 4
    assert books.rows(floor, "select wrong_pins from operator") == [(5,)]


def test_pins_that_are_tried_first_are_not_taken_and_never_told(floor: Workplace) -> None:
    hire(floor, LEAD, "1", PIN)
    weak = {"123456": PinFault.TOO_EASY, "4711": PinFault.TOO_SHORT, "pin-is": PinFault.NOT_DIGITS}
    for pin, fault in weak.items():
        refusal = refusal_of(partial(people_care.set_pin, floor, "1", pin))
        assert refusal == UnfitPin(fault, LEAD)
        assert pin not in str(dataclasses.asdict(refusal))
    assert signing_in.sign_in_by_pin(floor, "1", PIN).staff_number == "1"


def test_who_rises_to_decide_over_others_needs_a_new_pin(floor: Workplace) -> None:
    _, badge = hire(floor, PICKER, "1", PIN)
    people_care.change_role(floor, "1", LEAD)
    refusal_of(partial(signing_in.sign_in_by_pin, floor, "1", PIN))
    assert signing_in.sign_in_by_badge(floor, badge).role is LEAD


def test_the_last_administrator_stays_one(floor: Workplace) -> None:
    hire(floor, ADMIN, "1")
    last = LastAdministrator("The admin")
    assert refusal_of(partial(people_care.deactivate_operator, floor, "1")) == last
    assert refusal_of(partial(people_care.change_role, floor, "1", LEAD)) == last
    hire(floor, ADMIN, "2")
    people_care.deactivate_operator(floor, "1")
    assert refusal_of(partial(people_care.deactivate_operator, floor, "2")) == last


def test_a_lead_cares_for_the_floor_and_not_for_those_who_decide(floor: Workplace) -> None:
    mara, _ = hire(floor, LEAD, "1")
    admin, _ = hire(floor, ADMIN, "2")
    ana, badge = hire(floor, PICKER, "3")
    not_hers = NotAllowed(Verb.USERS, LEAD)
    for number in ("1", "2"):
        for care in (people_care.replace_badge, people_care.revoke_badge):
            attempt = partial(care, floor, number, operator_id=mara)
            assert refusal_of(attempt) == not_hers
    badges = label_requests.LabelRequest(label_requests.WhatToPrint.BADGES, ("2", "3"))
    made = floor_labels.floor_labels(floor, badges)
    hand_out = partial(floor_labels.hand_badges_out, floor, made.new_badges, operator_id=mara)
    assert refusal_of(hand_out) == not_hers
    assert signing_in.sign_in_by_badge(floor, badge).operator_id == ana
    people_care.replace_badge(floor, "1", operator_id=admin)
    people_care.replace_badge(floor, "3", operator_id=mara)


def test_accounts_are_named_once_and_unknown_ones_are_told(floor: Workplace) -> None:
    _, badge = hire(floor, PICKER, "1")
    add = partial(people_care.add_operator, floor, name="Ed", role=PACKER)
    assert refusal_of(partial(add, staff_number="1")) == StaffNumberTaken("1")
    assert refusal_of(partial(add, staff_number="2", badge=badge)) == BadgeTaken()
    assert refusal_of(partial(people_care.revoke_badge, floor, "7")) == UnknownStaffNumber("7")
    assert refusal_of(partial(people_care.set_pin, floor, "7", "4823")) == UnknownStaffNumber("7")
    assert [account.staff_number for account in people_care.accounts(floor)] == ["1"]


def test_every_change_to_people_is_on_record_with_who_did_it_and_without_secrets(
    floor: Workplace,
) -> None:
    boss, _ = hire(floor, ADMIN, "1")
    _, badge = hire(floor, PICKER, "2")
    tokens = [badge, people_care.replace_badge(floor, "2", operator_id=boss)]
    people_care.set_pin(floor, "2", "4823", operator_id=boss)
    people_care.change_role(floor, "2", PACKER, operator_id=boss)
    people_care.revoke_badge(floor, "2", operator_id=boss)
    people_care.deactivate_operator(floor, "2", operator_id=boss)
    people_care.reactivate_operator(floor, "2", operator_id=boss)

    log = books.rows(
        floor,
        "select kind, payload, station, operator_id from event_log where operator_id = :boss "
        "and kind <> 'OperatorSignedIn' order by id",
        boss=boss,
    )
    assert [kind for kind, *_ in log] == [
        "BadgeReplaced",
        "PinSet",
        "RoleChanged",
        "BadgeRevoked",
        "OperatorDeactivated",
        "OperatorReactivated",
    ]
    everything = str(books.rows(floor, "select payload from event_log"))
    assert not any(secret in everything for secret in (*tokens, "4823"))
