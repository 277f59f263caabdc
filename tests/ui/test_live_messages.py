"""Which of the things that happen elsewhere are news to who works on a task or at a bench."""

from dataclasses import asdict
from datetime import UTC, datetime

import pytest

from app.domain import events
from app.domain.events import Event
from app.domain.exception_events import ShortDecided, UnitsCalledBack
from app.domain.pack_state import PackLine, PackPrompt, PackState
from app.domain.pick_cart import CarriedOrder, Position
from app.domain.pick_state import PickMethod, PickPrompt, PickState
from app.domain.shelf_events import LeadCalled
from app.services.live import StoredEvent
from app.ui.message import Severity
from app.ui.messages_live import for_lead, for_pack, for_pick

ANA, ED = 1, 2
CART = (Position(1, (CarriedOrder(11, "1001"),), "T-0001"),)
TASK = PickState(7, 1, PickMethod.SINGLE, CART, (), prompt=PickPrompt.SCAN_ITEM)
LINE = PackLine(31, 5, "MUG", "Mug", None, 2)
BENCH = PackState(11, "1001", 21, (LINE,), (), None)
AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def stored(*happened: Event, own: bool = False, operator_id: int | None = ED) -> list[StoredEvent]:
    """Events as they come out of the log."""
    return [
        StoredEvent(number, event.kind, asdict(event), "P-04", operator_id, AT, is_own=own)
        for number, event in enumerate(happened, start=1)
    ]


def moved(new: str, number: str = "1001", order_id: int = 11) -> Event:
    """An order that changed its state."""
    return events.OrderStateChanged(order_id, number, "picking", new)


@pytest.mark.parametrize(
    ("happened", "title"),
    [
        ([moved("cancelled")], "ORDER 1001 STOPPED"),
        ([moved("held")], "ORDER 1001 STOPPED"),
        ([moved("closed")], "ORDER 1001 STOPPED"),
        ([moved("held"), moved("picking")], None),
        ([moved("cancelled", number="1002")], None),
        ([events.OrderHeld(11, "1001", "short"), moved("held")], None),
        ([events.OrderHeld(11, "1001", "high_risk"), moved("held")], "ORDER 1001 STOPPED"),
        ([events.TaskClaimed(7, ANA, "P-04", 2)], "ORDER 1001 TAKEN OVER"),
        ([events.TaskTakenOver(7, ANA, ED, 2), moved("held")], "ORDER 1001 TAKEN OVER"),
        ([events.TaskClaimed(8, ED, "P-04", 1)], None),
        ([events.PackingStarted(11, "1001", "P-04")], "ORDER 1001 OPENED"),
        ([events.LinePicked(7, 1, 2, "A01", "T-0001")], "ORDER 1001 CHANGED"),
        ([events.LinePicked(8, 1, 2, "A01", "T-0001")], None),
        ([events.TaskLapsed(7, ANA, "P-03")], None),
        ([ShortDecided(11, "1001", "part_ship", 0)], "ORDER 1001: DESK DECIDED"),
        ([ShortDecided(12, "1002", "part_ship", 0)], None),
        ([UnitsCalledBack(11, "1001", "1007", "MUG", 2)], "ORDER 1001 GIVES UNITS BACK"),
        ([events.OrdersReleased(3, 3), events.CountRaised("A01", "MUG", "short")], None),
    ],
)
def test_a_picker_is_told_of_what_others_did_to_the_task(
    happened: list[Event], title: str | None
) -> None:
    message = for_pick(stored(*happened), TASK, ANA)
    assert (message and message.title) == title
    assert message is None or message.severity is Severity.LOOK


@pytest.mark.parametrize(
    ("happened", "title"),
    [
        ([moved("cancelled")], "ORDER 1001 STOPPED"),
        ([events.OrderHeld(11, "1001", "short"), moved("held")], "ORDER 1001 STOPPED"),
        ([moved("cancelled", order_id=12)], None),
        ([events.PackingStarted(11, "1001", "P-04")], "ORDER 1001 OPENED"),
        ([events.UnitsVerified(31, 1)], "ORDER 1001 CHANGED"),
        ([events.UnitsVerified(32, 1)], None),
        ([events.LabelConfirmed(21, "34012345")], "ORDER 1001 CHANGED"),
        ([events.LabelConfirmed(22, "34012345")], None),
    ],
)
def test_a_packer_is_told_of_what_others_did_to_the_order(
    happened: list[Event], title: str | None
) -> None:
    message = for_pack(stored(*happened), BENCH, ANA)
    assert (message and message.title) == title


def test_what_the_operator_did_here_is_no_news_but_a_command_at_the_same_computer_is() -> None:
    assert for_pick(stored(moved("held"), own=True, operator_id=ANA), TASK, ANA) is None
    assert for_pick(stored(moved("held"), own=True, operator_id=None), TASK, ANA) is not None
    assert for_pack(stored(moved("held"), own=True, operator_id=ANA), BENCH, ANA) is None


def test_finished_work_has_no_news() -> None:
    done = PickState(7, 1, PickMethod.SINGLE, CART, (), prompt=PickPrompt.TASK_DONE)
    packed = PackState(11, "1001", 21, (LINE,), (), None, prompt=PackPrompt.DONE)
    assert for_pick(stored(moved("cancelled")), done, ANA) is None
    assert for_pack(stored(moved("cancelled")), packed, ANA) is None


def test_a_lead_is_told_which_station_needs_one_and_never_of_their_own() -> None:
    called = LeadCalled(7, "WrongItem", "02000000000015", "A01-02L-1")
    message = for_lead(stored(moved("held"), called))
    assert message is not None
    assert (message.title, "A01-02L-1" in message.action) == ("STATION P-04 NEEDS YOU", True)
    assert for_lead(stored(called, own=True)) is None
    assert for_lead(stored(moved("held"))) is None
