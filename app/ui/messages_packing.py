"""Words for what a packer may not do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.domain.bench_changes import OrderEditedHere
from app.domain.bench_refusals import (
    CustomsDataMissing,
    ImpossibleWeight,
    LeadsBadge,
    NoPlaceToUnpack,
    NoWeightYet,
    OtherCartonOpen,
    ParcelLeft,
)
from app.domain.refusals import (
    AlreadyPacked,
    AmbiguousOrder,
    AnotherOrderOpen,
    ItemNotInOrder,
    NothingToPack,
    NotPrintable,
    PackagingTooSmall,
    Refusal,
    StillPrinting,
    UnknownPackaging,
    WrongLabel,
)
from app.ui.floor_words import document_word, order_state_words, scanned_word, units_words
from app.ui.message import Asked, Message, Severity, Thing, Words, code_end, translate


def _not_in_order(refusal: ItemNotInOrder, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT IN THIS ORDER"),
        scanned=Thing(refusal.scanned_name, refusal.scanned_sku),
        needed=asked.needed,
        action=translate("messages", "Put it on the return shelf. {0}").format(asked.action),
    )


def _already_packed(refusal: AlreadyPacked, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ONE TOO MANY"),
        scanned=Thing(
            refusal.item_name,
            place=translate("messages", "all {0} are in").format(refusal.quantity),
        ),
        needed=asked.needed,
        action=translate("messages", "Put this one on the return shelf. {0}").format(asked.action),
    )


def _nothing_to_pack(refusal: NothingToPack, _asked: Asked) -> Message:
    number = refusal.order_number
    if number is None:
        place = translate("messages", "carries no order")
        action = translate("messages", "Scan another tote, order or packing slip.")
    else:
        state = order_state_words(refusal.state or "")
        place = translate("messages", "order {0}: {1}").format(number, state)
        action = translate("messages", "Put it aside for the shift lead, scan another tote.")
    return Message(
        title=translate("messages", "NOTHING TO PACK"),
        scanned=Thing(scanned_word(refusal.code), place=place),
        action=action,
    )


def _another_order(refusal: AnotherOrderOpen, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ANOTHER ORDER IS OPEN"),
        scanned=Thing(refusal.scanned),
        needed=Thing(translate("messages", "order {0}").format(refusal.open_order)),
        action=translate("messages", "Put {0} away, press OK, finish order {1} first.").format(
            refusal.scanned, refusal.open_order
        ),
        hint=translate("messages", "To set order {0} aside instead: OK, then F8 Park.").format(
            refusal.open_order
        ),
    )


def _edited_here(refusal: OrderEditedHere, asked: Asked) -> Message:
    order = translate("messages", "order {0}").format(refusal.order_number)
    whose = Thing(order, label=translate("messages", "changed"))
    if not refusal.fewer:
        wants = translate("messages", "wants {0} more").format(units_words(refusal.more))
        return Message(
            title=translate("messages", "ORDER CHANGED"),
            scanned=replace(whose, place=wants),
            needed=asked.needed,
            action=translate("messages", "Press OK, then pack what the screen asks for."),
        )
    first, *others = refusal.fewer
    rest = translate("messages", " and {0} more").format(len(others)) if others else ""
    item = translate("messages", "{0} x {1}").format(first.units, first.item_name)
    return Message(
        title=translate("messages", "TAKE BACK"),
        scanned=replace(whose, place=translate("messages", "wants fewer now")),
        needed=Thing(
            f"{item}{rest}",
            place=translate("messages", "in {0}").format(first.place),
            label=translate("messages", "leave out"),
        ),
        action=translate("messages", "Leave it in {0}, unpacked: it is put away. Press OK.").format(
            first.place
        ),
        hint=translate("messages", "It is on the put-away list. Pack what the screen asks for."),
    )


def _unknown_packaging(refusal: UnknownPackaging, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "UNKNOWN CARTON"),
        scanned=Thing(refusal.code),
        needed=asked.needed,
        action=translate("messages", "Take a carton of the list, scan its card or press its key."),
    )


def _wrong_label(refusal: WrongLabel, _asked: Asked) -> Message:
    number = refusal.scanned_order
    whose = (
        translate("messages", "label of order {0}").format(number)
        if number
        else translate("messages", "a label that is not ours")
    )
    return Message(
        title=translate("messages", "WRONG LABEL"),
        scanned=Thing(whose, code_end(refusal.scanned)),
        needed=Thing(
            translate("messages", "label of order {0}").format(refusal.order_number),
            code_end(refusal.needed),
        ),
        action=translate(
            "messages", "Pull that label off, press OK, stick and scan the label {0}."
        ).format(code_end(refusal.needed)),
    )


def _too_weak(refusal: PackagingTooSmall, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "CARTON TOO WEAK"),
        scanned=Thing(
            translate("messages", "carton {0}").format(refusal.code),
            place=translate("messages", "carries {0} kg").format(kilograms(refusal.limit_g)),
        ),
        needed=Thing(
            translate("messages", "a stronger carton"),
            place=translate("messages", "the goods weigh {0} kg").format(
                kilograms(refusal.weight_g)
            ),
        ),
        action=translate("messages", "Take a stronger carton and scan its card."),
    )


def _not_printable(refusal: NotPrintable, _asked: Asked) -> Message:
    document = document_word(refusal.document)
    if refusal.field == "printer":
        return Message(
            title=translate("messages", "NO PRINTER"),
            scanned=Thing(document, place=translate("messages", "no printer is chosen for it")),
            action=translate("messages", "Choose a printer in the set-up (F8 Park, then F10)."),
        )
    return Message(
        title=translate("messages", "LABEL NOT POSSIBLE"),
        scanned=Thing(
            document,
            place=translate("messages", "{0}: {1}").format(refusal.field, refusal.reason),
        ),
        action=translate("messages", "Park the order (F8) and give it to the shift lead."),
    )


def _ambiguous(refusal: AmbiguousOrder, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "TWO ORDERS"),
        scanned=Thing(
            translate("messages", "order {0}").format(refusal.number),
            place=translate("messages", "two shops use this number"),
        ),
        action=translate("messages", "Scan the tote instead, or the label on the parcel."),
    )


def _no_weight(_refusal: NoWeightYet, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NO WEIGHT YET"), needed=asked.needed, action=asked.action
    )


def _impossible_weight(refusal: ImpossibleWeight, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NO PARCEL WEIGHS THAT"),
        scanned=Thing(translate("messages", "{0} g").format(refusal.typed)),
        needed=asked.needed,
        action=translate("messages", "Type the grams anew, up to 5 digits, then OK."),
    )


def _leads_badge(_refusal: LeadsBadge, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "A LEAD HAS TO SAY THIS"),
        needed=asked.needed,
        action=translate("messages", "Let a lead scan their badge. To go back, scan UNDO."),
    )


def _other_carton(refusal: OtherCartonOpen, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ANOTHER CARTON IS OPEN"),
        scanned=Thing(translate("messages", "order {0}").format(refusal.order_number)),
        action=translate("messages", "Pack the order's open carton first, then open this one."),
    )


def _parcel_left(refusal: ParcelLeft, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "PARCEL HANDED OVER"),
        scanned=Thing(translate("messages", "order {0}").format(refusal.order_number)),
        action=translate("messages", "Leave it closed, press OK. Is it still here? Tell the lead."),
    )


def _no_place(refusal: NoPlaceToUnpack, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "TOTE IN USE ELSEWHERE"),
        scanned=Thing(
            scanned_word(refusal.place), place=translate("messages", "is not this order's")
        ),
        action=translate("messages", "Take an empty tote, scan it, then take the units out again."),
    )


def _customs(refusal: CustomsDataMissing, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "CUSTOMS DATA MISSING"),
        scanned=Thing(
            refusal.sku,
            place=translate("messages", "no {0}, needed for {1}").format(
                refusal.field, refusal.country_code
            ),
        ),
        action=translate(
            "messages", "Press OK, park order {0} (F8). A lead imports the item's data."
        ).format(refusal.order_number),
    )


def _still_printing(refusal: StillPrinting, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "STILL PRINTING"),
        scanned=Thing(document_word(refusal.document)),
        action=translate("messages", "Wait until it is out. Nothing comes? Ask for it again."),
        severity=Severity.LOOK,
    )


def kilograms(grams: int) -> str:
    """A weight in kilograms with two decimals."""
    return f"{grams / 1000:.2f}"


WORDS: Mapping[type[Refusal], Words] = {
    ItemNotInOrder: _not_in_order,
    AlreadyPacked: _already_packed,
    NothingToPack: _nothing_to_pack,
    AnotherOrderOpen: _another_order,
    OrderEditedHere: _edited_here,
    UnknownPackaging: _unknown_packaging,
    WrongLabel: _wrong_label,
    PackagingTooSmall: _too_weak,
    NotPrintable: _not_printable,
    AmbiguousOrder: _ambiguous,
    StillPrinting: _still_printing,
    NoWeightYet: _no_weight,
    ImpossibleWeight: _impossible_weight,
    LeadsBadge: _leads_badge,
    OtherCartonOpen: _other_carton,
    ParcelLeft: _parcel_left,
    NoPlaceToUnpack: _no_place,
    CustomsDataMissing: _customs,
}
