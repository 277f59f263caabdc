"""Words on the command line for what the desk may not do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from app.domain import count_refusals, custody_refusals, desk_refusals, inspection_refusals
from app.domain import exception_refusals as gone
from app.domain import floor_refusals as floor
from app.domain import order_refusals as no
from app.domain import shipping_refusals as shipping
from app.domain import stock_desk_refusals as stock
from app.domain import wave_refusals as wave
from app.domain.order_release import Why, WhyNot
from app.domain.refusals import (
    AmbiguousOrder,
    BadgeTaken,
    LastAdministrator,
    NotAllowed,
    NotAskedForHere,
    NotPrintable,
    Refusal,
    StaffNumberTaken,
    StillPrinting,
    StockMissing,
    TaskTakenOver,
    UnknownBadge,
    UnknownCode,
    UnknownStaffNumber,
    UnreadableCode,
    WorkInHands,
)
from app.domain.stock_refusals import LotsMixed
from app.domain.unit_refusals import NoSuchItem

WORDS: Mapping[type[Refusal], str] = {
    desk_refusals.NoteEmpty: "the note has no words; say what the next lead should know",
    desk_refusals.NoteTooLong: "the note has {length} characters; at most {most} fit the report",
    no.UnknownOrder: "no order has the number {number}; write it as the packing slip does",
    AmbiguousOrder: "two shops have an order {number}; name one with --source",
    no.OrderEnded: "order {order_number} is {state}; settle it with the customer",
    no.UnknownOrderLine: "order {order_number} has no line {line}",
    no.AlreadySent: "order {order_number}, line {line}: {shipped} are sent, {wanted} wanted",
    no.UnknownSku: "no item has the SKU {sku}, or nothing may stand in for it; name one with --sku",
    NoSuchItem: "no item has the SKU {sku}, nothing was changed; write it as the item list does",
    no.NothingHeld: "order {order_number} is not held for this",
    no.HoldStays: "order {order_number} stays held: {why} is not settled",
    no.NothingMissing: "order {order_number} lacks nothing: stock is promised to each unit",
    no.NothingWouldShip: "nothing of order {order_number} would be left; wait, or cancel it",
    no.SubstituteNotAgreed: "order {order_number}: ask the customer for another item than {sku}, "
    "then say --agreed",
    no.UnitsNotFound: "order {order_number}, line {line}: so many units are not on the way to the "
    "bench",
    gone.AlreadyDecided: "order {order_number}: {decided_by} decided meanwhile; look again",
    gone.ExceptionGone: "{subject}: nothing waits for this decision (any more); "
    "`pickstation exceptions list` shows what does",
    gone.NothingInTotes: "order {order_number}: no less urgent order has units of it in a tote",
    gone.NoDecisionToUndo: "nothing was decided about an exception that could be undone",
    gone.DecisionStands: "{subject}: {way} can't be undone; see to what follows from it",
    gone.DecisionOvertaken: "{subject}: {way} can't be undone any more: others went on with it",
    no.AddressIncomplete: "the address has no {part}",
    wave.UnknownWave: "no wave {code}; `pickstation wave list` shows them",
    wave.WaveNotInState: "wave {code} is {state}; in this state it cannot be done",
    wave.WaveEmpty: "wave {code} has no order; add some first",
    wave.WaveBegun: "{orders} orders of wave {code} were begun; leave it, or abort it",
    wave.FedByChannel: "channel {channel} feeds wave {code}; lock the channel instead",
    wave.NothingToSplit: "wave {code} has no part that could leave it, {begun} of its orders were "
    "begun; name orders, or another way to split it",
    wave.NotWithItself: "wave {code} can't be merged with itself; name another one",
    wave.NothingMoved: "none of the {orders} orders can come into or leave wave {code}; "
    "`pickstation wave show` says how far they are",
    wave.NoDeskActToUndo: "nothing was done to a wave that could be undone",
    wave.CannotUndo: "the {act} of wave {code} can't be undone: its work was on the floor; put its "
    "orders into a new wave",
    wave.UndoTooLate: "the {act} of wave {code} can't be undone any more: others went on with its "
    "orders",
    wave.NothingToChoose: "wave {code} is picked by {method} and has {orders} orders that can be "
    "released: there are no carts to choose",
    wave.NoFloorPlan: "no floor plan: {why}",
    wave.NobodyPicks: "{people} pickers pick nothing; name at least one",
    wave.CodeTaken: "the code {code} is taken; choose another one",
    wave.UnknownTemplate: "no template {code}; `pickstation template list` shows them",
    wave.UnknownChannel: "no channel {code}; `pickstation channel list` shows them",
    wave.UnfitSettings: "{setting} can't be {value}",
    floor.UnknownAisle: "no location is in aisle {aisle}; write zone and aisle as the locations "
    "have them",
    floor.WhichZone: "zones {zones} have an aisle {aisle}; name one with --zone",
    floor.AisleIsOpen: "aisle {aisle} is not closed; `pickstation aisle list` shows those that are",
    floor.TimeIsPast: "{until} is past; name a later time, or none",
    count_refusals.CountGone: "this count waits for nobody's decision (any more)",
    count_refusals.OwnCount: "{location}: whoever counted can't approve it; ask another lead",
    count_refusals.CountTooOld: "{location}: units of {item_name} left it since the count; have it "
    "counted again",
    UnreadableCode: "{code} is damaged, too long or empty; give it as the label prints it",
    UnknownBadge: "nobody has this badge (any more); `pickstation operator list` shows who works "
    "here",
    UnknownCode: "nothing in this house has the code {code}",
    UnknownStaffNumber: "nobody has the staff number {staff_number}; `pickstation operator list` "
    "shows them",
    StaffNumberTaken: "the staff number {staff_number} is taken; people who left keep theirs",
    LastAdministrator: "{name_of_person} is the last administrator; make another one first",
    BadgeTaken: "this badge belongs to somebody already; make another one",
    NotAllowed: "as {role} nobody may do this; ask an administrator",
    TaskTakenOver: "somebody else went on with the work; look again where it is",
    WorkInHands: "{operator_name} is at the work of {tote} at station {station}; let them hand it "
    "over",
    custody_refusals.SeveralParked: "{carts} carts stand at {place}; name a tote of the one you "
    "mean",
    custody_refusals.CannotTakeOver: "{operator_name} may not pick orders; name somebody else",
    custody_refusals.NobodyThere: "the list has {most} people, not {number}; choose one of them",
    custody_refusals.NotAParkingPlace: "no cart may stand at {code}; name a lane or a staging "
    "place",
    custody_refusals.MayNotOperate: "the work needs {equipment}, which {operator_name} may not "
    "operate; `pickstation operator skills` says who may what",
    inspection_refusals.PackedMeanwhile: "order {order_number} is {state}; it is too late for an "
    "inspection, have its parcel opened instead",
    stock.NotLooseGoods: "what lies in {code} belongs to an order or a carrier; name a pick face, "
    "reserve, quarantine or staging location",
    stock.SamePlace: "{code} is where the goods lie already; name another location",
    stock.PromisedToPickers: "pickers are on the way for {item_name} in {code}: {movable} units at "
    "the most can go",
    stock.CountWaits: "{item_name} in {code} is to be counted first; `pickstation count list` "
    "shows it",
    stock.ExpiredIntoStorage: "{item_name}: its last day was {last_day}; put it into quarantine, "
    "or receive it as damaged",
    stock.WrongWay: "{by} units do not go with the reason {reason}; choose another one",
    stock.WhichLot: "several lots of {item_name} lie in {code}: {lots}; name one with --lot",
    stock.LotUnknown: "{item_name}: no such lot {lot!r}; name it with --lot, as its label does",
    stock.OtherLastDay: "{item_name}: lot {lot} is known with the last day {last_day}",
    stock.NoUnits: "{units} units: give 1 or more",
    stock.NotAnItem: "{code} is no item; give a SKU or an item's barcode",
    stock.UnknownReceipt: "no receipt {number}; `pickstation receive list` shows them",
    stock.ReceiptTaken: "there is a receipt {number} already; give another number",
    stock.ReceiptClosed: "receipt {number} is closed; begin another one",
    stock.DifferenceUnexplained: "receipt {number}: {sku}: {expected} expected, {came} came; say "
    "why with --reason {sku}=...",
    stock.NoReceivingPlace: "goods are received at a staging location; name one with --at, or "
    "import one ({code})",
    shipping.NoSuchParcel: "no parcel of this house has the number {code}",
    shipping.NoTransport: "{sscc}: there is no transport this can be done with; wait until its "
    "carrier has answered, `pickstation carriers trouble` shows what did not work",
    shipping.TransportKept: "{sscc}: too late to void, it is on its way; have {carrier} call it "
    "back",
    shipping.NothingInDoubt: "{sscc}: nothing is in doubt (any more); `pickstation carriers "
    "trouble` shows what is",
    shipping.NotACage: "{code} is no cage of the dock",
    desk_refusals.ChangedMeanwhile: "{record}: somebody changed it meanwhile; look again, then "
    "repeat it",
    StockMissing: "{location}: the books hold {on_hand} units of {item_name}, not {wanted}",
    LotsMixed: "{code} holds lot {lot} of {item_name}; lots lie apart, choose another location",
    NotAskedForHere: "{code} is not what can be used here",
    desk_refusals.UnknownPlace: "{code} is no location where this can be done",
    desk_refusals.ImpossibleBounds: "bounds are two numbers, the second above the first; not "
    "{minimum} and {maximum}",
    NotPrintable: "the {document} cannot be printed ({reason}); name a printer of this house",
    StillPrinting: "a paper of it is coming out of a printer at this moment; try again",
}
"""What is wrong, and what to do; the names in braces are the refusal's own."""


def refusal_words(refusal: Refusal) -> str:
    """One sentence about a refusal; its bare name where the desk never meets it."""
    return WORDS.get(type(refusal), refusal.name).format(**asdict(refusal))


def why_words(why: Sequence[Why]) -> str:
    """All that keeps an order from a wave or from the floor, in one line."""
    return "; ".join(_reason(one) for one in why)


def _reason(one: Why) -> str:
    match one.reason:
        case WhyNot.HELD:
            return f"held: {', '.join(hold.replace('_', ' ') for hold in one.holds)}"
        case WhyNot.NOT_PAID:
            return f"not paid: {str(one.payment).replace('_', ' ')}"
        case WhyNot.NOTHING_ALLOCATED | WhyNot.PARTLY_ALLOCATED:
            lines = ", ".join(map(str, one.lines))
            return f"{one.missing} units have no stock (lines {lines})"
        case WhyNot.IN_ANOTHER_WAVE:
            return f"in wave {one.wave}"
    return one.reason.value.replace("_", " ")
