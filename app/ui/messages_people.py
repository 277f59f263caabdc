"""Words for what a role does not permit, and for what cannot be done to people's accounts."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.operators import (
    LONGEST_PIN,
    SHORTEST_DESK_PIN,
    SHORTEST_PIN,
    OperatorRole,
    PinFault,
)
from app.domain.permissions import Verb, roles_that_may
from app.domain.refusals import (
    BadgeTaken,
    LastAdministrator,
    NoLongerActive,
    NotAllowed,
    NotAtThisStation,
    Refusal,
    StaffNumberTaken,
    UnfitPin,
    UnknownStaffNumber,
)
from app.ui.floor_words import role_word
from app.ui.message import Asked, Message, Thing, Words, translate


def verb_words(verb: Verb) -> str:
    """What somebody wanted to do, as a noun."""
    words = {
        Verb.PICK: translate("words", "picking"),
        Verb.SORT: translate("words", "sorting"),
        Verb.PACK: translate("words", "packing"),
        Verb.COUNT: translate("words", "counting stock"),
        Verb.REPLENISH: translate("words", "refilling pick faces"),
        Verb.PUT_AWAY: translate("words", "putting goods away"),
        Verb.WRITE_OFF: translate("words", "writing goods off"),
        Verb.STOCK_DESK: translate("words", "deciding about stock"),
        Verb.PROMISE_STOCK: translate("words", "promising stock to orders"),
        Verb.RELEASE: translate("words", "releasing orders"),
        Verb.CHANGE_ORDERS: translate("words", "changing orders"),
        Verb.REASSIGN: translate("words", "giving work to somebody else"),
        Verb.SETTLE: translate("words", "settling what went wrong"),
        Verb.IMPORT: translate("words", "reading files in"),
        Verb.REPRINT: translate("words", "printing papers again"),
        Verb.PRINT_LABELS: translate("words", "printing labels for the floor"),
        Verb.OVERRIDE_WEIGHT: translate("words", "letting a parcel of a wrong weight go"),
        Verb.SET_UP: translate("words", "changing printers and stations"),
        Verb.BADGES: translate("words", "giving badges out"),
        Verb.USERS: translate("words", "changing who works here"),
    }
    return words[verb]


def _not_allowed(refusal: NotAllowed, _asked: Asked) -> Message:
    who = " / ".join(role_word(role) for role in roles_that_may(refusal.verb))
    return Message(
        title=translate("messages", "NOT ALLOWED"),
        scanned=Thing(
            translate("messages", "{0} wants: {1}").format(
                role_word(refusal.role), verb_words(refusal.verb)
            )
        ),
        needed=Thing(who),
        action=translate("messages", "Ask this person to do it: {0}.").format(who),
    )


def _not_at_this_station(refusal: NotAtThisStation, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT AT THIS STATION"),
        scanned=Thing(verb_words(refusal.verb)),
        action=translate("messages", "Go to a station that is set up for it."),
        hint=translate("messages", "The administrator decides what each station may do."),
    )


def _no_longer_active(_refusal: NoLongerActive, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "SIGNED OFF"),
        scanned=Thing(translate("messages", "this account was switched off")),
        action=translate("messages", "Leave the goods where they are, press OK, tell the lead."),
    )


def _unfit_pin(refusal: UnfitPin, _asked: Asked) -> Message:
    desk = refusal.role in (OperatorRole.LEAD, OperatorRole.ADMIN)
    shortest = SHORTEST_DESK_PIN if desk else SHORTEST_PIN
    faults = {
        PinFault.NOT_DIGITS: translate("messages", "a PIN has digits only"),
        PinFault.TOO_SHORT: translate("messages", "a PIN for this role has {0} digits or more"),
        PinFault.TOO_LONG: translate("messages", "a PIN has {1} digits or fewer"),
        PinFault.TOO_EASY: translate("messages", "this PIN is one of the first that are tried"),
    }
    return Message(
        title=translate("messages", "PIN NOT TAKEN"),
        scanned=Thing(faults[refusal.fault].format(shortest, LONGEST_PIN)),
        action=translate("messages", "Choose another PIN: {0} to {1} mixed digits.").format(
            shortest, LONGEST_PIN
        ),
    )


def _unknown_staff_number(refusal: UnknownStaffNumber, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "STAFF NUMBER NOT KNOWN"),
        scanned=Thing(refusal.staff_number),
        action=translate("messages", "Type the staff number as it stands on the list."),
    )


def _staff_number_taken(refusal: StaffNumberTaken, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "STAFF NUMBER TAKEN"),
        scanned=Thing(refusal.staff_number),
        action=translate("messages", "Choose a staff number that nobody has or had."),
    )


def _last_administrator(refusal: LastAdministrator, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "LAST ADMINISTRATOR"),
        scanned=Thing(refusal.name_of_person),
        action=translate("messages", "Choose another administrator first."),
    )


def _badge_taken(_refusal: BadgeTaken, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "BADGE TAKEN"),
        scanned=Thing(translate("messages", "a badge that somebody has already")),
        action=translate("messages", "Take a new badge for this person."),
    )


WORDS: Mapping[type[Refusal], Words] = {
    NotAllowed: _not_allowed,
    NotAtThisStation: _not_at_this_station,
    NoLongerActive: _no_longer_active,
    UnfitPin: _unfit_pin,
    UnknownStaffNumber: _unknown_staff_number,
    StaffNumberTaken: _staff_number_taken,
    LastAdministrator: _last_administrator,
    BadgeTaken: _badge_taken,
}
