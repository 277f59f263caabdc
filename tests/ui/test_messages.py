"""Every refusal has words of its own: what happened, where it counts, what to do."""

import importlib
import pkgutil
import re
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

import pytest

import app.domain
from app.devices.scanner_card import CardFinding
from app.domain.events import OrderHeld
from app.domain.operators import OperatorRole
from app.domain.orders import HoldReason as OrderHold
from app.domain.orders import OrderState
from app.domain.readings import Command, GarbledWhy
from app.domain.refusals import (
    NothingToPack,
    NotPrintable,
    Refusal,
    SignInLocked,
    UnreadableCode,
    WrongItem,
    WrongLabel,
)
from app.ui import messages
from app.ui.floor_words import command_word, order_state_words, role_word
from app.ui.item_words import differing_words
from app.ui.message import Asked, Message, Severity, Thing
from app.ui.paper_words import lamp_word, reason_words
from app.ui.reading_words import card_words, garbled_words
from app.ui.tokens import State
from printing.jobs import HoldReason

ASKED = Asked(
    Thing("Blue Mug 330 ml", "..4471", "in A01-02L-1"),
    "Take Blue Mug 330 ml, scan it.",
    "Nothing was counted: still 0/3.",
)
VERBS = frozenset(
    [
        "Ask",
        "Choose",
        "Count",
        "Give",
        "Go",
        "Have",
        "Leave",
        "Let",
        "Look",
        "Pack",
        "Park",
        "Pick",
        "Press",
        "Pull",
        "Put",
        "Scan",
        "Take",
        "Tell",
        "Type",
        "Use",
        "Wait",
    ]
)
LONGEST = 110
"""Characters of two lines of the instruction bar on a 24 inch screen."""


for module in pkgutil.iter_modules(app.domain.__path__):
    importlib.import_module(f"app.domain.{module.name}")  # all of them, whoever else needs them


def all_refusals(base: type[Refusal] = Refusal) -> list[type[Refusal]]:
    """Every kind of refusal there is."""
    found: list[type[Refusal]] = []
    for kind in base.__subclasses__():
        found += [kind, *all_refusals(kind)]
    return found


def example(kind: type[Refusal]) -> Refusal:
    """A refusal of a kind, with a plausible value in each field."""
    hints = get_type_hints(kind)
    values = {field.name: plausible(hints[field.name]) for field in fields(kind)}
    if "needed_role" in values:
        values["needed_role"] = OperatorRole.LEAD.value
    return kind(**values)


def plausible(hint: Any) -> Any:
    """A value of a type, as a refusal might tell it."""
    if get_origin(hint) is tuple:
        return (plausible(get_args(hint)[0]),)
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{field.name: plausible(hints[field.name]) for field in fields(hint)})
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    known = {int: 3, date: date(2026, 1, 31)}
    return known.get(hint, "4711")


KINDS = pytest.mark.parametrize("kind", all_refusals(), ids=lambda kind: kind.__name__)


def said(message: Message) -> str:
    """All words of a message."""
    things = [thing for thing in (message.scanned, message.needed) if thing is not None]
    parts = [part for thing in things for part in (thing.text, thing.code, thing.place)]
    return " ".join((message.title, *parts, message.count_line, message.action, message.hint))


def test_every_refusal_has_words() -> None:
    assert set(all_refusals()) == messages.refusals_with_words()


@KINDS
def test_the_action_begins_with_a_verb_and_ends_as_a_sentence(kind: type[Refusal]) -> None:
    action = messages.for_refusal(example(kind), ASKED).action
    assert action.split()[0] in VERBS
    assert action.endswith(".")


@KINDS
def test_the_action_fits_into_two_lines(kind: type[Refusal]) -> None:
    message = messages.for_refusal(example(kind), ASKED)
    assert len(message.action) <= LONGEST
    assert len(message.title) <= 24


@KINDS
def test_no_words_of_the_program_reach_the_operator(kind: type[Refusal]) -> None:
    words = said(messages.for_refusal(example(kind), ASKED))
    assert not re.search(r"[{}_]|\b[a-z]+[A-Z]|None|error|invalid|exception", words)
    assert kind.__name__ not in words


@KINDS
def test_it_says_what_was_counted_unless_it_says_something_better(kind: type[Refusal]) -> None:
    assert messages.for_refusal(example(kind), ASKED).count_line


@KINDS
def test_severe_refusals_wait_for_ok_and_say_so(kind: type[Refusal]) -> None:
    message = messages.for_refusal(example(kind), ASKED)
    assert message.needs_ok is kind.severe
    if kind.severe:
        assert "press ok" in message.action.casefold()
        assert message.severity is Severity.STOP


def test_two_kinds_never_share_title_and_action() -> None:
    told = [messages.for_refusal(example(kind), ASKED) for kind in all_refusals()]
    assert len({(message.title, message.action) for message in told}) == len(told)


def test_a_wrong_item_marks_the_words_that_tell_the_two_apart() -> None:
    refusal = WrongItem(
        scanned_sku="119",
        scanned_name="Red Mug 330 ml",
        scanned_code="4488",
        needed_sku="118",
        needed_name="Blue Mug 330 ml",
        needed_location="A-1",
        scanned_lives_at="A-2",
    )
    message = messages.for_refusal(refusal, ASKED)
    assert message.scanned is not None
    assert message.scanned == Thing("Red Mug 330 ml", "4488", "lives in A-2", ("Red",))
    assert message.needed == Thing("Blue Mug 330 ml", "..4471", "in A-1", ("Blue",))
    assert message.action == "Put it back, take Blue Mug 330 ml, scan it."


def test_where_all_words_differ_none_stands_out() -> None:
    assert differing_words("Blue Mug", "Napkins Set") == ()


def test_the_third_same_wrong_code_calls_the_lead() -> None:
    refusal = example(WrongItem)
    assert "shift lead" not in messages.for_refusal(refusal, ASKED, 2).hint
    assert "3 times: call the shift lead" in messages.for_refusal(refusal, ASKED, 3).hint


def test_garbage_is_shown_by_its_beginning_only() -> None:
    message = messages.for_refusal(UnreadableCode("x" * 64, GarbledWhy.TOO_LONG), ASKED)
    assert message.scanned is not None
    assert len(message.scanned.text) < 30


def test_a_label_of_nobody_is_named_as_such() -> None:
    message = messages.for_refusal(WrongLabel("340", "341", "10881", None), ASKED)
    assert message.scanned is not None
    assert message.scanned.text == "a label that is not ours"


def test_a_held_order_says_why_it_is_held() -> None:
    message = messages.for_refusal(NothingToPack("T-0001", "10881", OrderHold.SHORT.value), ASKED)
    assert message.scanned is not None
    assert message.scanned.place == "order 10881: held: units missing"


def test_a_missing_printer_leads_to_the_set_up() -> None:
    message = messages.for_refusal(NotPrintable("shipping_label", "printer", "none"), ASKED)
    assert "set-up" in message.action


@pytest.mark.parametrize(("seconds", "words"), [(60, "60 seconds"), (3600, "60 minutes")])
def test_a_lock_tells_how_long_it_lasts(seconds: int, words: str) -> None:
    message = messages.for_refusal(SignInLocked(seconds), ASKED)
    assert words in message.count_line
    assert words in message.action


def test_an_order_held_by_an_event_is_told() -> None:
    message = messages.for_event(OrderHeld(1, "10881", OrderHold.SHORT.value))
    assert message is not None
    assert message.title == "ORDER 10881 HELD"


def test_every_state_and_reason_has_words_of_its_own() -> None:
    assert len({command_word(command) for command in Command}) == len(Command)
    assert all(role_word(role) != role.value for role in OperatorRole)
    # "held", "picked", "cancelled" and "closed" are words of the floor as they are.
    for state in (*OrderState, *OrderHold):
        assert "_" not in order_state_words(state.value)
    assert all("_" not in reason_words(reason.value) for reason in HoldReason)
    assert all(garbled_words(why) for why in GarbledWhy)
    assert all(card_words(finding) for finding in CardFinding)


def test_a_printers_lamp_is_a_word_and_a_state() -> None:
    assert lamp_word("ready", "") == ("OK", State.OK)
    assert lamp_word("attention", "paper_out") == ("NO PAPER", State.LOOK)
    assert lamp_word("offline", "") == ("OFFLINE", State.LOOK)
    assert lamp_word("unknown", "") == ("not checked", State.NEXT)
