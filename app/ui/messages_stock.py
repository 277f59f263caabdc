"""Words for what counts, refills and put-aways may not do."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.count_refusals import (
    AnotherItemHere,
    CountFirst,
    CountGone,
    CountTooOld,
    InOthersHands,
    MoreThanBooks,
    MovedMeanwhile,
    NotForDamaged,
    NothingToCount,
    OwnCount,
)
from app.domain.refusals import Refusal
from app.domain.stock_refusals import (
    LotsMixed,
    NotAStorage,
    NothingToPutAway,
    NothingToRefill,
    ScanItemFirst,
    WorkGone,
)
from app.ui.message import Asked, Message, Severity, Thing, Words, translate
from app.ui.stock_words import place_kind_words


def _in(place: str) -> str:
    return translate("messages", "in {0}").format(place)


def _nothing(title: str, hint: str) -> Message:
    return Message(
        title=title,
        action=translate("messages", "Press OK to go back."),
        hint=hint,
        severity=Severity.LOOK,
    )


def _nothing_to_count(_refusal: NothingToCount, _asked: Asked) -> Message:
    return _nothing(
        translate("messages", "NOTHING TO COUNT"),
        translate("messages", "To count a place all the same: choose 0, scan it."),
    )


def _nothing_to_refill(_refusal: NothingToRefill, _asked: Asked) -> Message:
    return _nothing(
        translate("messages", "NOTHING TO REFILL"),
        translate("messages", "No pick face needs anything that lies in reserve."),
    )


def _nothing_to_put_away(refusal: NothingToPutAway, _asked: Asked) -> Message:
    if refusal.place is None:
        return _nothing(
            translate("messages", "NOTHING TO PUT AWAY"),
            translate("messages", "Nothing waits outside of its place."),
        )
    return Message(
        title=translate("messages", "NOTHING TO PUT AWAY"),
        scanned=Thing(refusal.place, place=translate("messages", "nothing waits there")),
        action=translate("messages", "Scan another tote or place, or press OK to go back."),
        severity=Severity.LOOK,
    )


def _count_first(refusal: CountFirst, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "COUNT FIRST"),
        needed=asked.needed,
        action=translate("messages", "Count what lies in {0}: scan it or type how many.").format(
            refusal.location
        ),
        hint=translate("messages", "Is it empty? Type 0, then press OK."),
        severity=Severity.LOOK,
    )


def _moved_meanwhile(refusal: MovedMeanwhile, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "COUNT AGAIN"),
        scanned=Thing(
            refusal.item_name,
            place=translate("messages", "came or went in {0} while you counted").format(
                refusal.location
            ),
        ),
        action=translate("messages", "Count {0} from the beginning.").format(refusal.location),
        count_line=translate("messages", "What you had counted is void. Nothing was written."),
        severity=Severity.LOOK,
    )


def _count_gone(refusal: CountGone, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "COUNTED ALREADY"),
        scanned=Thing(
            refusal.location, place=translate("messages", "somebody else settled this count")
        ),
        action=translate("messages", "Press OK and take the next one."),
    )


def _others_hands(refusal: InOthersHands, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WORKED ON NOW"),
        scanned=Thing(
            refusal.place,
            place=translate("messages", "{0} is at it").format(refusal.operator_name),
        ),
        action=translate("messages", "Leave it to {0}, press F8, take the next one.").format(
            refusal.operator_name
        ),
        severity=Severity.LOOK,
    )


def _another_item(refusal: AnotherItemHere, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ANOTHER ITEM"),
        scanned=Thing(refusal.item_name, place=_in(refusal.location)),
        needed=asked.needed,
        action=translate("messages", "Scan what you count, if that was a mistake."),
        hint=translate("messages", "Does it lie there? Scan it once more: it is counted next."),
    )


def _more_than_books(refusal: MoreThanBooks, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "TOO MANY DAMAGED"),
        scanned=Thing(f"{refusal.units} x {refusal.item_name}", place=_in(refusal.location)),
        needed=asked.needed,
        action=translate("messages", "Press F6, count all of them first, damaged ones too."),
        hint=translate("messages", "The books hold fewer there: the lead will see the difference."),
    )


def _not_for_damaged(refusal: NotForDamaged, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT FOR DAMAGED"),
        scanned=Thing(refusal.code, place=translate("messages", "good units lie there")),
        needed=Thing(translate("messages", "a quarantine place")),
        action=translate("messages", "Put them into quarantine, scan its label."),
    )


def _own_count(refusal: OwnCount, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "YOUR OWN COUNT"),
        scanned=Thing(refusal.location, place=translate("messages", "you counted it yourself")),
        action=translate("messages", "Let another lead approve it, or have it counted again."),
        severity=Severity.LOOK,
    )


def _count_too_old(refusal: CountTooOld, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "COUNT TOO OLD"),
        scanned=Thing(refusal.item_name, place=_in(refusal.location)),
        action=translate("messages", "Have {0} counted again: more has left it since.").format(
            refusal.location
        ),
        severity=Severity.LOOK,
    )


def _item_first(refusal: ScanItemFirst, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ITEM FIRST"),
        needed=asked.needed or Thing(refusal.item_name, place=_in(refusal.place)),
        action=translate("messages", "Take {0} from {1}, scan it, then go on.").format(
            refusal.item_name, refusal.place
        ),
    )


def _work_gone(refusal: WorkGone, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT NEEDED NOW"),
        scanned=Thing(
            refusal.item_name,
            place=translate("messages", "somebody else has seen to it"),
        ),
        action=translate("messages", "Leave it in {0}, press OK, take the next one.").format(
            refusal.place
        ),
    )


def _not_a_storage(refusal: NotAStorage, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT A SHELF"),
        scanned=Thing(refusal.code, place=place_kind_words(refusal.place_kind)),
        needed=asked.needed or Thing(translate("messages", "a shelf")),
        action=translate("messages", "Put the goods on a shelf, scan its label."),
    )


def _lots_mixed(refusal: LotsMixed, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ANOTHER LOT THERE"),
        scanned=Thing(
            refusal.code,
            place=translate("messages", "holds lot {0} of {1}").format(
                refusal.lot, refusal.item_name
            ),
        ),
        needed=asked.needed,
        action=translate("messages", "Take another shelf: lots of one item lie apart."),
    )


WORDS: Mapping[type[Refusal], Words] = {
    NothingToCount: _nothing_to_count,
    NothingToRefill: _nothing_to_refill,
    NothingToPutAway: _nothing_to_put_away,
    CountFirst: _count_first,
    MovedMeanwhile: _moved_meanwhile,
    CountGone: _count_gone,
    InOthersHands: _others_hands,
    AnotherItemHere: _another_item,
    MoreThanBooks: _more_than_books,
    NotForDamaged: _not_for_damaged,
    OwnCount: _own_count,
    CountTooOld: _count_too_old,
    ScanItemFirst: _item_first,
    WorkGone: _work_gone,
    NotAStorage: _not_a_storage,
    LotsMixed: _lots_mixed,
}
