"""The database's own functions keep to what the program says elsewhere: rights, roles, hints."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest

from app.db.fast_path import NeedsReference, call_apply, call_claim
from app.db.hints import CHANNEL, QUIET
from app.db.migrations.pick_functions import SIGNATURES
from app.db.queries.pick_claims import HARMLESS_HOLDS
from app.db.schema import Operator, OrderHold
from app.domain.operators import OperatorRole
from app.domain.orders import HoldReason
from app.domain.permissions import Verb, may
from app.domain.pick_state import PickState
from app.services import picking
from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.services import books, shift

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def floor(postgresql_server: PostgresqlServer) -> Iterator[Workplace]:
    """A station at a PostgreSQL database; these tests leave their work in it."""
    database = builders.a_database(postgresql_server.new_database())
    workplace = builders.a_workplace(database)
    builders.a_site(workplace)
    yield workplace
    database.close()


def test_only_the_owner_may_call_them_until_somebody_is_granted_it(floor: Workplace) -> None:
    found = books.rows(
        floor,
        "select proname, proacl::text, prosecdef, proconfig from pg_proc "
        "where proname like 'pick\\_%'",
    )
    rights = {name: acl for name, acl, _, _ in found}
    assert {*rights} == {signature.split("(")[0] for signature in SIGNATURES}
    public = [name for name, acl in rights.items() if acl is None or "{=" in acl or ",=" in acl]
    assert public == []
    as_owner = {name: settings for name, _, is_definer, settings in found if is_definer}
    assert as_owner == {
        name: ["search_path=public, pg_temp"] for name in ("pick_apply", "pick_claim")
    }


@pytest.mark.parametrize("role", OperatorRole)
def test_they_work_for_those_roles_that_may_pick(floor: Workplace, role: OperatorRole) -> None:
    person = builders.an_operator(floor)
    set_up(floor, person, role=role)
    assert accepts_claims_of(floor, person) == may(role, Verb.PICK)


def test_they_do_not_work_for_somebody_who_was_switched_off(floor: Workplace) -> None:
    person = builders.an_operator(floor)
    set_up(floor, person, active=False)
    assert not accepts_claims_of(floor, person)


def set_up(floor: Workplace, person: int, **fields: object) -> None:
    with floor.database.begin() as work:
        operator = work.session.get_one(Operator, person)
        for name, value in fields.items():
            setattr(operator, name, value)


def accepts_claims_of(floor: Workplace, person: int) -> bool:
    try:
        call_claim(floor.database, person, "P-01", 90)
    except NeedsReference:
        return False
    return True


@pytest.mark.parametrize("reason", HoldReason)
def test_a_hold_keeps_work_from_being_claimed_unless_it_is_harmless(
    floor: Workplace, reason: HoldReason
) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.a_released_order(floor, (mug, 1))
    with floor.database.begin() as work:
        order = books.value(floor, "select id from orders where number = :n", n=number)
        work.session.add(OrderHold(order_id=order, reason=reason, held_at=work.now))
    person = builders.an_operator(floor)
    if reason not in HARMLESS_HOLDS:
        assert call_claim(floor.database, person, "P-01", 90)["task"] is None
        return
    with pytest.raises(NeedsReference):  # its order is held and stays so, which is not plain
        call_claim(floor.database, person, "P-01", 90)
    state = picking.claim_work(floor, person)
    assert state.order_number == number
    finish(floor, person, state)


def finish(floor: Workplace, person: int, state: PickState) -> None:
    shift.pick_to_end(floor, person, state, builders.a_tote(floor))


def test_a_request_that_is_given_up_leaves_no_trace(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    entry = builders.entry(mug.barcode)
    request = picking.request_of(
        floor, ana, state, entry, picking.judge(floor, ana, state, builders.typed(1))
    ).as_record()
    put = {"kind": "PutInTote", "pick_line_id": 1, "quantity": 1, "tote": tote}
    assert state.line is not None
    line = state.line.pick_line_id
    too_many = put | {"pick_line_id": line, "quantity": 9}
    other_tote = put | {"pick_line_id": line, "tote": "T-99999"}
    before = books.everything(floor)
    for effects in ([too_many], [other_tote], [put | {"pick_line_id": 0}], [put, put]):
        with pytest.raises(NeedsReference):
            call_apply(floor.database, request | {"effects": effects, "refusal": None}, 90)
        assert books.everything(floor) == before
    finish(floor, ana, state)


def test_other_stations_are_told_at_once_of_what_deserves_it_and_of_nothing_else(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    lamp, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (mug, 1), (lamp, 1))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    url = floor.database.engine.url.set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as listener:
        listener.execute(f"listen {CHANNEL}")

        def take_one() -> list[psycopg.Notify]:
            """A notice that must come, however loaded the machine is."""
            return list(listener.notifies(timeout=90, stop_after=1))

        def hints(act: Callable[[], object]) -> tuple[int, bool]:
            """How many notices an act sends, and whether its events deserve one."""
            before = books.value(floor, "select max(id) from event_log")
            act()
            kinds = books.rows(floor, "select kind from event_log where id > :id", id=before)
            deserves_one = any(kind not in QUIET for (kind,) in kinds)
            told = take_one() if deserves_one else []
            return len(told) + len(list(listener.notifies(timeout=0.2))), deserves_one

        state = picking.claim_work(floor, ana)
        take_one()

        def scan(raw: str) -> Callable[[], None]:
            def act() -> None:
                nonlocal state
                state = shift.pick(floor, ana, state, raw).state

            return act

        assert hints(lambda: picking.claim_work(floor, ana)) == (1, True)
        state = picking.claim_work(floor, ana)
        take_one()
        assert hints(scan(tote)) == (0, False)
        assert hints(scan(mug.barcode)) == (0, False)
        assert hints(scan(lamp.barcode)) == (1, True)
