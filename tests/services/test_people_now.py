"""A lead sees who is there and what they do; breaks and words reach the one they are about."""

from __future__ import annotations

import pytest

from app.domain.people_state import LeadMessage, PersonState
from app.domain.refusals import Refused
from app.services import picking
from app.services.allocating import allocate_waiting_orders
from app.services.board_forecast import PaceMemory
from app.services.people_effects import HALF, takers, wave_offers
from app.services.people_now import (
    PersonNow,
    has_seen_messages,
    messages_for,
    people_now,
    say_break,
    send_message,
)
from app.services.signing_in import sign_in_by_badge
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift, wave_desk
from tests.services.test_reassigning import Crew


def signed_in(floor: Workplace) -> Crew:
    """Ana, Bo and Lea at the station."""
    crew = Crew(floor)
    for person in (crew.ana, crew.bo, crew.lea):
        sign_in_by_badge(floor, builders.badge_of(person))
    return crew


def by_name(floor: Workplace, crew: Crew) -> dict[str, PersonNow]:
    return {person.name: person for person in people_now(floor, crew.lea)}


def test_who_is_there_what_they_hold_and_where_they_were_last(floor: Workplace) -> None:
    crew = signed_in(floor)
    item, place = builders.some_stock(floor)
    other, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (item, 1), (other, 1))
    state = picking.claim_work(floor, crew.ana)
    shift.pick(floor, crew.ana, state, builders.a_tote(floor), item.barcode)
    people = by_name(floor, crew)
    assert set(people) == {"Ana Kovac", "Bo Lund", "Lea Roth"}
    ana = people["Ana Kovac"]
    assert ana.task is not None
    assert (ana.task.lines, ana.task.lines_left) == (2, 1)
    assert (ana.state, ana.place, ana.station) == (PersonState.AT_WORK, place, "P-01")
    assert people["Bo Lund"].task is None


def test_a_break_is_said_and_ends_by_the_next_scan(floor: Workplace) -> None:
    crew = signed_in(floor)
    item, _ = builders.some_stock(floor)
    builders.a_released_order(floor, (item, 2))
    state = picking.claim_work(floor, crew.ana)
    say_break(floor, crew.ana, crew.ana)
    assert by_name(floor, crew)["Ana Kovac"].state is PersonState.ON_BREAK
    shift.pick(floor, crew.ana, state, builders.a_tote(floor))
    assert by_name(floor, crew)["Ana Kovac"].state is PersonState.AT_WORK
    say_break(floor, crew.lea, crew.bo)
    assert by_name(floor, crew)["Bo Lund"].state is PersonState.ON_BREAK
    with pytest.raises(Refused):
        say_break(floor, crew.bo, crew.ana)


def test_words_of_a_lead_wait_until_they_are_seen(floor: Workplace) -> None:
    crew = signed_in(floor)
    send_message(floor, crew.lea, crew.bo, LeadMessage.CALL_ME)
    send_message(floor, crew.lea, crew.bo, LeadMessage.THANK_YOU)
    told = messages_for(floor, crew.bo)
    assert [one.message for one in told] == [LeadMessage.CALL_ME, LeadMessage.THANK_YOU]
    assert told[0].sender == "Lea Roth"
    assert messages_for(floor, crew.ana) == ()
    has_seen_messages(floor, crew.bo)
    assert messages_for(floor, crew.bo) == ()
    with pytest.raises(Refused):
        send_message(floor, crew.ana, crew.bo, LeadMessage.CALL_ME)


def test_who_could_take_half_is_offered_with_its_effect(floor: Workplace) -> None:
    crew = signed_in(floor)
    goods = [builders.some_stock(floor, 20)[0] for _ in range(6)]
    number = builders.an_order(floor, *((each, 2) for each in goods))
    allocate_waiting_orders(floor)
    wave_desk.a_released_wave(floor, number)
    state = picking.claim_work(floor, crew.ana)
    memory = PaceMemory()
    found = takers(floor, crew.lea, state.task_id, crew.ana, HALF, memory)
    assert [taker.person.name for taker in found] == ["Bo Lund", "Lea Roth"]
    (effect,) = found[0].effects
    assert effect.before is not None
    assert effect.after is not None
    assert effect.after < effect.before
    waiting = wave_desk.an_order(floor, goods[0])
    code = wave_desk.a_released_wave(floor, waiting)
    (offer,) = wave_offers(floor, crew.lea, crew.bo, memory)
    assert (offer.code, offer.stops) == (code, 1)
