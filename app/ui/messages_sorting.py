"""Words for what a sorter may not do, at the put wall and at the consolidation shelf."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.refusals import Refusal
from app.domain.sort_refusals import (
    AtAnotherWall,
    CubbyAtBench,
    CubbyWaitsForPacker,
    GoesToPacking,
    ItemFirst,
    NoCubbyFree,
    NoOrderWants,
    NotABatchTote,
    NothingToSort,
    NoWall,
    PutFirst,
    SlotWaits,
    StillAtWall,
    StillBeingPicked,
    ToBeSorted,
    ToteUsedAgain,
    WhichTote,
    WhichWall,
    WrongAsidePlace,
    WrongCubby,
)
from app.ui.message import Asked, Message, Severity, Thing, Words, translate


def _wrong_cubby(refusal: WrongCubby, _asked: Asked) -> Message:
    what = translate("messages", "{0} x {1}").format(refusal.quantity, refusal.item_name)
    return Message(
        title=translate("messages", "WRONG CUBBY"),
        scanned=Thing(refusal.scanned),
        needed=Thing(refusal.needed, place=what),
        action=translate("messages", "Take {0} out of there again, go to {1}, scan {1}.").format(
            refusal.quantity, refusal.needed
        ),
    )


def _put_first(refusal: PutFirst, _asked: Asked) -> Message:
    what = translate("messages", "{0} x {1}").format(refusal.quantity, refusal.item_name)
    return Message(
        title=translate("messages", "PUT THESE FIRST"),
        scanned=Thing(refusal.scanned),
        needed=Thing(refusal.cubby, place=what),
        action=translate("messages", "Put {0} into {1}, scan {1}. Then take the next.").format(
            refusal.quantity, refusal.cubby
        ),
        hint=translate("messages", "Not in your hands? F6 Undo: it goes back into the tote."),
    )


def _no_cubby_free(refusal: NoCubbyFree, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NO CUBBY FREE"),
        scanned=Thing(
            refusal.item_name,
            place=translate("messages", "for order {0}").format(refusal.order_number),
        ),
        needed=asked.needed,
        action=translate("messages", "Put it back into the tote, take another item, scan it."),
        hint=translate("messages", "{0} orders wait, {1} cubbies are ready to be packed.").format(
            refusal.waiting, refusal.ready
        ),
        severity=Severity.LOOK,
    )


def _item_first(refusal: ItemFirst, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ITEM FIRST"),
        scanned=Thing(refusal.cubby),
        needed=asked.needed,
        action=translate("messages", "Take an item out of the tote and scan it: it names a cubby."),
    )


def _waits_for_packer(refusal: CubbyWaitsForPacker, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "READY TO PACK"),
        scanned=Thing(
            refusal.cubby,
            place=translate("messages", "order {0} is complete").format(refusal.order_number),
        ),
        needed=asked.needed,
        action=translate("messages", "Leave {0} to the packer: nothing more goes in.").format(
            refusal.cubby
        ),
        severity=Severity.LOOK,
    )


def _not_a_batch(refusal: NotABatchTote, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ONE ORDER ONLY"),
        scanned=Thing(
            refusal.tote,
            place=translate("messages", "carries order {0}").format(refusal.order_number),
        ),
        needed=asked.needed,
        action=translate("messages", "Take {0} to a pack bench: there is nothing to sort.").format(
            refusal.tote
        ),
        severity=Severity.LOOK,
    )


def _nothing_to_sort(refusal: NothingToSort, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "EMPTY TOTE"),
        scanned=Thing(refusal.tote, place=translate("messages", "carries nothing")),
        needed=asked.needed,
        action=translate("messages", "Put {0} with the empty totes, scan another one.").format(
            refusal.tote
        ),
        severity=Severity.LOOK,
    )


def _still_picked(refusal: StillBeingPicked, asked: Asked) -> Message:
    who = refusal.operator_name or translate("messages", "nobody")
    return Message(
        title=translate("messages", "STILL BEING PICKED"),
        scanned=Thing(
            refusal.tote, place=translate("messages", "{0} picks this batch").format(who)
        ),
        needed=asked.needed,
        action=translate("messages", "Leave {0} there until the batch is picked.").format(
            refusal.tote
        ),
        hint=translate("messages", "Paused and left behind? Scan it at the start screen."),
        severity=Severity.LOOK,
    )


def _to_packing(refusal: GoesToPacking, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "STRAIGHT TO PACKING"),
        scanned=Thing(
            refusal.tote, place=translate("messages", "single-line orders: no sorting needed")
        ),
        needed=asked.needed,
        action=translate("messages", "Take {0} to a pack bench, scan it there.").format(
            refusal.tote
        ),
        severity=Severity.LOOK,
    )


def _at_another_wall(refusal: AtAnotherWall, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ANOTHER WALL"),
        scanned=Thing(
            refusal.tote, place=translate("messages", "its orders are in {0}").format(refusal.wall)
        ),
        needed=asked.needed,
        action=translate("messages", "Take {0} to wall {1}, scan it there.").format(
            refusal.tote, refusal.wall
        ),
    )


def _wrong_aside(refusal: WrongAsidePlace, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT A PLACE FOR IT"),
        scanned=Thing(refusal.scanned),
        needed=Thing(refusal.needed, place=refusal.item_name),
        action=translate("messages", "Put it on {0}, scan {0}.").format(refusal.needed),
    )


def _tote_used_again(refusal: ToteUsedAgain, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "TOTE IN USE AGAIN"),
        scanned=Thing(refusal.tote, place=translate("messages", "carries other goods now")),
        needed=asked.needed,
        action=translate("messages", "Leave it in {0}, press F6 Undo, tell the packer.").format(
            refusal.cubby
        ),
    )


def _at_bench(refusal: CubbyAtBench, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "BEING PACKED"),
        scanned=Thing(
            refusal.cubby,
            place=translate("messages", "order {0} is open at a bench").format(
                refusal.order_number
            ),
        ),
        needed=asked.needed,
        action=translate("messages", "Leave {0} alone, press F6 Undo, tell the packer.").format(
            refusal.cubby
        ),
        severity=Severity.LOOK,
    )


def _no_wall(refusal: NoWall, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NO PUT WALL"),
        scanned=Thing(refusal.name_of_wall) if refusal.name_of_wall else None,
        action=translate("messages", "Ask the shift lead to set a put wall up."),
        severity=Severity.LOOK,
    )


def _which_wall(refusal: WhichWall, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WHICH WALL?"),
        needed=Thing(refusal.walls),
        action=translate("messages", "Scan the label of the wall you stand at."),
        severity=Severity.LOOK,
    )


# Bench --------------------------------------------------------------------------------------


def _to_be_sorted(refusal: ToBeSorted, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "TO BE SORTED FIRST"),
        scanned=Thing(
            refusal.code, place=translate("messages", "goods of orders of several lines")
        ),
        needed=asked.needed,
        action=translate("messages", "Take the tote to the put wall, scan it there."),
        severity=Severity.LOOK,
    )


def _still_at_wall(refusal: StillAtWall, asked: Asked) -> Message:
    place = translate("messages", "{0} units are still to be sorted").format(refusal.units)
    where = translate("messages", "Leave it until the put wall has sorted all of it.")
    if refusal.cubby:
        words = translate("messages", "Leave {0} until the put wall has sorted all of it.")
        where = words.format(refusal.cubby)
    return Message(
        title=translate("messages", "NOT ALL SORTED YET"),
        scanned=Thing(translate("messages", "order {0}").format(refusal.order_number), place=place),
        needed=asked.needed,
        action=where,
        severity=Severity.LOOK,
    )


def _slot_waits(refusal: SlotWaits, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "PARTS MISSING"),
        scanned=Thing(
            refusal.slot,
            place=translate("messages", "order {0} waits for zone {1}").format(
                refusal.order_number, refusal.zones
            ),
        ),
        needed=asked.needed,
        action=translate("messages", "Leave {0} alone, scan another slot or tote.").format(
            refusal.slot
        ),
        severity=Severity.LOOK,
    )


def _which_tote(refusal: WhichTote, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WHICH TOTE?"),
        scanned=Thing(refusal.item_name, place=translate("messages", "lies in several bulk totes")),
        needed=asked.needed,
        action=translate("messages", "Scan the tote you took it out of, then the item again."),
        severity=Severity.LOOK,
    )


def _no_order_wants(refusal: NoOrderWants, asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NO ORDER WANTS IT"),
        scanned=Thing(
            refusal.item_name,
            place=translate("messages", "out of {0}").format(refusal.tote),
        ),
        needed=asked.needed,
        action=translate("messages", "Leave it in {0}, take {0} to the put wall.").format(
            refusal.tote
        ),
        hint=translate("messages", "There, what is left over is set aside or sorted."),
    )


WORDS: Mapping[type[Refusal], Words] = {
    WrongCubby: _wrong_cubby,
    PutFirst: _put_first,
    NoCubbyFree: _no_cubby_free,
    ItemFirst: _item_first,
    CubbyWaitsForPacker: _waits_for_packer,
    NotABatchTote: _not_a_batch,
    NothingToSort: _nothing_to_sort,
    StillBeingPicked: _still_picked,
    GoesToPacking: _to_packing,
    AtAnotherWall: _at_another_wall,
    WrongAsidePlace: _wrong_aside,
    ToteUsedAgain: _tote_used_again,
    CubbyAtBench: _at_bench,
    NoWall: _no_wall,
    ToBeSorted: _to_be_sorted,
    StillAtWall: _still_at_wall,
    SlotWaits: _slot_waits,
    WhichTote: _which_tote,
    NoOrderWants: _no_order_wants,
    WhichWall: _which_wall,
}
