"""Words for work without the database: what waits, what was stored, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from app.domain.discrepancies import (
    AlreadySettled,
    CannotBeWritten,
    Deed,
    DiscrepancyFacts,
    DiscrepancyKind,
    Resolution,
)
from app.domain.offline import (
    Activity,
    JournalFailed,
    NeedsDatabase,
    OfflineTooLong,
    StillSending,
)
from app.domain.refusals import Refusal
from app.services.discrepancies import DiscrepancyView
from app.services.line_watch import LineStatus
from app.services.sending import Return
from app.ui.message import Asked, Message, Severity, Thing, Words, translate


def age_words(age: timedelta) -> str:
    """How long, in the largest unit that says it."""
    seconds = int(age.total_seconds())
    if seconds < 60:
        return translate("offline", "{0} s").format(seconds)
    return translate("offline", "{0} min").format(seconds // 60)


def notice(status: LineStatus, *, can_go_on: bool) -> str:
    """What is possible and what waits, for the strip over the work."""
    if not status.is_open:
        words = translate("offline", "WAITING FOR THE DATABASE: {0}")
        return words.format(status.problem or translate("offline", "it is being reached"))
    words = translate("offline", "OFFLINE: everything waits for the database.")
    if status.unsent:
        words = translate("offline", "OFFLINE: your scans are kept here. New work and labels wait.")
    if can_go_on:
        words = translate(
            "offline", "OFFLINE: go on, every scan is kept here. New work and labels wait."
        )
    return words


def next_try_words(status: LineStatus) -> str:
    """When the database is tried again."""
    if status.next_try_in < 1:
        return translate("offline", "trying now")
    return translate("offline", "next try in {0} s").format(round(status.next_try_in))


def activity_words(activity: Activity) -> str:
    """What waits, as a title says it."""
    words = {
        Activity.BIND_TOTE: translate("offline", "A NEW TOTE WAITS"),
        Activity.OPEN_CARTON: translate("offline", "ANOTHER CARTON WAITS"),
        Activity.SWITCH_LOT: translate("offline", "ANOTHER LOT WAITS"),
        Activity.LEAVE_ORDERS: translate("offline", "LEAVING ORDERS WAITS"),
        Activity.UNLOAD_CART: translate("offline", "UNLOADING WAITS"),
        Activity.SET_ASIDE: translate("offline", "TAKING IT OUT WAITS"),
        Activity.SET_DAMAGED: translate("offline", "DAMAGED GOODS WAIT"),
        Activity.SUBSTITUTE: translate("offline", "ANOTHER ITEM WAITS"),
        Activity.CLAIM: translate("offline", "NEW WORK WAITS"),
        Activity.SIGN_IN_ANOTHER: translate("offline", "SIGNING IN WAITS"),
        Activity.PACK: translate("offline", "PACKING WAITS"),
        Activity.LABEL: translate("offline", "THE LABEL WAITS"),
        Activity.REPORT_MISSING: translate("offline", "REPORTING IT WAITS"),
        Activity.OVERRIDE_WEIGHT: translate("offline", "THE LEAD'S WORD WAITS"),
        Activity.REOPEN: translate("offline", "OPENING THE PARCEL WAITS"),
        Activity.SETTLE: translate("offline", "SETTLING WAITS"),
        Activity.INSPECT: translate("offline", "INSPECTING WAITS"),
        Activity.HAND_OVER: translate("offline", "HANDING OVER WAITS"),
        Activity.LOOK_UP: translate("offline", "LOOKING UP WAITS"),
        Activity.REPRINT_SLIP: translate("offline", "THE SLIP WAITS"),
    }
    return words.get(activity, translate("offline", "THIS WAITS"))


def _database(place: str) -> Thing:
    return Thing(
        translate("offline", "the database"),
        place=place,
        label=translate("offline", "it needs"),
    )


def _needs_database(refusal: NeedsDatabase, _asked: Asked) -> Message:
    action = translate("offline", "Wait until the database is back, then scan it again.")
    hint = translate("offline", "Work you had begun goes on: every scan is kept here.")
    if refusal.activity is Activity.SIGN_IN_ANOTHER:
        action = translate("offline", "Wait until the database is back, then scan your badge.")
        hint = translate("offline", "Only who has begun work here can go on without it.")
    if refusal.activity is Activity.LABEL:
        action = translate("offline", "Put the parcel aside with its slip.")
        hint = translate("offline", "Scan the slip when the database is back.")
    if refusal.activity in (Activity.SET_DAMAGED, Activity.SUBSTITUTE):
        action = translate("offline", "Press F6 Back, then F2 Short: that goes on without it.")
    if refusal.activity is Activity.REPORT_MISSING:
        action = translate("offline", "Park the order (F8), report it when the line is back.")
    if refusal.activity in (Activity.OVERRIDE_WEIGHT, Activity.REOPEN):
        action = translate("offline", "Park it (F8), scan its slip when the database is back.")
    if refusal.activity is Activity.PACK:
        action = translate("offline", "Wait until the database is back, then scan it again.")
        hint = translate("offline", "Only the order that is on this bench goes on without it.")
    return Message(
        title=activity_words(refusal.activity),
        action=action,
        needed=_database(translate("offline", "which does not answer now")),
        hint=hint,
        severity=Severity.LOOK,
    )


def _too_long(refusal: OfflineTooLong, _asked: Asked) -> Message:
    counted = translate("offline", "This scan was not counted. {0} earlier ones are safe.")
    return Message(
        title=translate("offline", "TOO LONG OFFLINE"),
        action=translate("offline", "Put the cart aside, tell the shift lead, press OK."),
        needed=_database(translate("offline", "away for {0} min").format(refusal.minutes)),
        count_line=counted.format(refusal.unsent),
        hint=translate("offline", "F8 Pause is possible. All is sent when the database is back."),
    )


def _journal_failed(refusal: JournalFailed, _asked: Asked) -> Message:
    return Message(
        title=translate("offline", "NOT COUNTED"),
        action=translate("offline", "Leave it, tell the shift lead, press OK."),
        needed=Thing(
            translate("offline", "room to keep the scan"),
            place=refusal.why,
            label=translate("offline", "it needs"),
        ),
        count_line=translate("offline", "This scan was not counted. The others are safe."),
        hint=translate("offline", "Make room on the disk of this station, then go on."),
    )


def _still_sending(refusal: StillSending, _asked: Asked) -> Message:
    words = translate("offline", "{0} earlier scans are on their way and come first.")
    return Message(
        title=translate("offline", "ONE MOMENT"),
        action=translate("offline", "Wait a moment, then scan it again."),
        hint=words.format(refusal.unsent),
        severity=Severity.LOOK,
    )


def _already_settled(_refusal: AlreadySettled, _asked: Asked) -> Message:
    return Message(
        title=translate("offline", "SETTLED ALREADY"),
        action=translate("offline", "Press OK and look at the next one."),
        hint=translate("offline", "Somebody has said what became of it."),
        severity=Severity.LOOK,
    )


def _cannot_be_written(refusal: CannotBeWritten, _asked: Asked) -> Message:
    words = translate("offline", "order {0} does not take it now")
    return Message(
        title=translate("offline", "CANNOT BE WRITTEN"),
        action=translate("offline", "Put the goods back to {0}, then choose 1.").format(
            refusal.place
        ),
        needed=Thing(
            refusal.item_name,
            place=words.format(refusal.order_number),
            label=translate("offline", "it is about"),
        ),
        hint=translate("offline", "Somebody works on the order? Try again when they are done."),
        severity=Severity.LOOK,
    )


WORDS: Mapping[type[Refusal], Words] = {
    NeedsDatabase: _needs_database,
    OfflineTooLong: _too_long,
    JournalFailed: _journal_failed,
    StillSending: _still_sending,
    AlreadySettled: _already_settled,
    CannotBeWritten: _cannot_be_written,
}


# What became of it --------------------------------------------------------------------------


def what_happened(view: DiscrepancyView) -> str:
    """What the world did meanwhile, as a sentence."""
    facts = view.facts
    words = {
        DiscrepancyKind.TASK_TAKEN_OVER: translate(
            "offline", "Order {0} was taken over while you were off line"
        ),
        DiscrepancyKind.ORDER_STOPPED: _stop_words(facts),
        DiscrepancyKind.LINE_CHANGED: translate(
            "offline", "The line of order {0} was changed while you were off line"
        ),
        DiscrepancyKind.TOTE_CHANGED: translate(
            "offline", "Order {0} got another tote while you were off line"
        ),
        DiscrepancyKind.STOCK_MISSING: translate(
            "offline", "The books have too few units for order {0}"
        ),
        DiscrepancyKind.CARTON_CHANGED: translate(
            "offline", "The parcel of order {0} was changed while you were off line"
        ),
        DiscrepancyKind.LOST_IN_RESTORE: translate(
            "offline", "The restored database misses this work on order {0}"
        ),
    }
    fallback = translate("offline", "The books did not take it for order {0}")
    return words.get(view.kind, fallback).format(facts.order_number)


def _stop_words(facts: DiscrepancyFacts) -> str:
    by_state = {
        "cancelled": translate("offline", "Order {0} was cancelled while you were off line"),
        "held": translate("offline", "Order {0} was held while you were off line"),
        "packing": translate("offline", "Order {0} went to packing while you were off line"),
    }
    stopped = translate("offline", "Order {0} was stopped while you were off line")
    return by_state.get(facts.order_state, stopped)


def what_to_do(facts: DiscrepancyFacts) -> str:
    """Where the goods belong by the books, verb first."""
    goods = translate("offline", "{0} x {1}").format(facts.quantity, facts.item_name or facts.sku)
    if facts.deed is Deed.PUT:
        words = translate("offline", "Put {0} from {1} back to {2}.")
        return words.format(goods, facts.tote, facts.place)
    if facts.deed is Deed.TAKE_BACK:
        words = translate("offline", "Put {0} from {2} into {1} again.")
        return words.format(goods, facts.tote, facts.place)
    if facts.deed is Deed.PACK:
        words = translate("offline", "Take {0} out of the parcel, put them into {1}.")
        return words.format(goods, _tote(facts))
    if facts.deed is Deed.UNPACK:
        words = translate("offline", "Put {0} from {1} into the parcel again.")
        return words.format(goods, _tote(facts))
    if facts.deed is Deed.CLOSE:
        words = translate("offline", "Open the parcel of order {0}, tear its slip up.")
        return words.format(facts.order_number)
    return translate("offline", "Look whether {0} are missing in {1}.").format(goods, facts.place)


def _tote(facts: DiscrepancyFacts) -> str:
    """The tote of units that were packed off line; its order may have none any more."""
    return facts.place or translate("offline", "a tote")


def for_return(told: Return) -> Message | None:
    """What became of the work done off line; None where all of it is on record."""
    if not told.raised:
        return None
    first = told.raised[0]
    others = len(told.raised) - 1
    hint = translate("offline", "Then choose 14 at the start screen, and say that it is done.")
    if others:
        words = translate("offline", "{0} more like this: choose 14 at the start screen.")
        hint = words.format(others)
    return Message(
        title=translate("offline", "NOT ALL COUNTED"),
        action=what_to_do(first.facts),
        needed=Thing(what_happened(first), label=translate("offline", "meanwhile")),
        count_line=translate("offline", "{0} of {1} scans could not be written.").format(
            len(told.raised), told.sent
        ),
        hint=hint,
        severity=Severity.LOOK,
        needs_ok=True,
    )


def all_sent(told: Return) -> str:
    """That everything is on record, for the list of the last messages."""
    return translate("offline", "The database is back: {0} scans are on record").format(told.sent)


def resolution_words(resolution: Resolution, facts: DiscrepancyFacts) -> str:
    """What somebody can say became of the goods."""
    back = translate("offline", "They are back in {0}").format(facts.place)
    if facts.deed is Deed.TAKE_BACK:
        back = translate("offline", "They are in {0} again").format(facts.tote)
    if facts.deed is Deed.SHORT:
        back = translate("offline", "They are there after all")
    if facts.deed is Deed.PACK:
        back = translate("offline", "They are in {0} again").format(_tote(facts))
    if facts.deed is Deed.UNPACK:
        back = translate("offline", "They are in the parcel again")
    if facts.deed is Deed.CLOSE:
        back = translate("offline", "It is open, its slip is torn up")
    words = {
        Resolution.PUT_BACK: back,
        Resolution.WRITTEN: translate("offline", "It is true: write it"),
        Resolution.NOTHING_MOVED: translate("offline", "Nothing had moved"),
    }
    return words[resolution]


def journal_damaged(unsent: int) -> Message:
    """The words for a journal that was found damaged at the start."""
    return Message(
        title=translate("offline", "JOURNAL DAMAGED"),
        action=translate("offline", "Tell the shift lead before you go on, then press OK."),
        needed=Thing(
            translate("offline", "{0} unsent scans were saved").format(unsent),
            place=translate("offline", "the last ones may be missing"),
            label=translate("offline", "found"),
        ),
        hint=translate("offline", "Compare the tote with the screen: scan again what is missing."),
        needs_ok=True,
    )
