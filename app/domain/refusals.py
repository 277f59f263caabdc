"""What the floor may not do: each refusal is a fact with its data, never a sentence.

The screens turn a refusal into words, colour and sound (`app.ui.messages`); the scan log stores
its name. `severe` refusals stay until they are acknowledged with OK.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.domain.operators import OperatorRole, PinFault
from app.domain.permissions import Verb
from app.domain.readings import Command, GarbledWhy


@dataclass(frozen=True)
class Refusal:
    """Base of all refusals."""

    severe: ClassVar[bool] = False

    @property
    def name(self) -> str:
        """The refusal's name, as logs and tests know it."""
        return type(self).__name__


class Refused(Exception):
    """Raised by services when a verb of the floor is refused; the transaction is rolled back."""

    def __init__(self, refusal: Refusal) -> None:
        """Carry the refusal to the screen or command that asked."""
        super().__init__(refusal)
        self.refusal = refusal


# Reading ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnknownCode(Refusal):
    """A readable code that nothing on this floor has."""

    code: str


@dataclass(frozen=True)
class UnreadableCode(Refusal):
    """Damaged, over-long or empty input."""

    code: str
    why: GarbledWhy


@dataclass(frozen=True)
class CodesRunTogether(Refusal):
    """Two codes arrived as one: nothing can be counted from it."""

    code: str


@dataclass(frozen=True)
class NotAskedForHere(Refusal):
    """A code of a kind, or a command, that this prompt has no use for."""

    code: str


@dataclass(frozen=True)
class CommandNotPossible(Refusal):
    """A command that has no meaning at this prompt."""

    command: Command


@dataclass(frozen=True)
class NoSuchChoice(Refusal):
    """A number outside the choices shown."""

    number: int
    highest: int


# Picking ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WrongItem(Refusal):
    """Another item than the line asks for; `scanned_lives_at` is where it should be put back."""

    scanned_sku: str
    scanned_name: str
    scanned_code: str
    needed_sku: str
    needed_name: str
    needed_location: str
    scanned_lives_at: str | None = None


@dataclass(frozen=True)
class WrongLocation(Refusal):
    """Another location than the line's."""

    scanned: str
    needed: str


@dataclass(frozen=True)
class WrongCheckDigits(Refusal):
    """Typed check digits that are not those of the location."""

    typed: int
    needed: str


@dataclass(frozen=True)
class WrongTote(Refusal):
    """Another tote than the one that `quantity` units have to go into.

    The labels are those of the cart's positions; empty for a tote that is not on the cart, and for
    the only tote of a task.
    """

    scanned: str
    needed: str
    scanned_label: str = ""
    needed_label: str = ""
    quantity: int = 0


@dataclass(frozen=True)
class ToteInUse(Refusal):
    """The tote carries another order's goods, or those of a batch: of the task with this number."""

    tote: str
    order_number: str
    batch_task_id: int = 0


@dataclass(frozen=True)
class ToteFirst(Refusal):
    """Goods were scanned before a tote was chosen to put them in."""

    code: str


@dataclass(frozen=True)
class TooMany(Refusal):
    """More units than the line still needs."""

    offered: int
    needed: int
    item_name: str


@dataclass(frozen=True)
class WrongLot(Refusal):
    """Another lot than the one promised."""

    scanned: str
    needed: str
    item_name: str


@dataclass(frozen=True)
class ExpiredLot(Refusal):
    """A unit past its expiry date; `is_promised`: the whole lot that was promised here is."""

    severe: ClassVar[bool] = True
    expiry: date
    item_name: str
    is_promised: bool = False


@dataclass(frozen=True)
class NothingToUndo(Refusal):
    """No step of this task is left to take back."""


@dataclass(frozen=True)
class TaskTakenOver(Refusal):
    """The task was claimed elsewhere since: this station's copy is out of date."""

    severe: ClassVar[bool] = True
    task_id: int


@dataclass(frozen=True)
class WorkInHands(Refusal):
    """Somebody works on it at a station that lives: it is taken over only by a lead."""

    operator_name: str
    station: str
    tote: str


@dataclass(frozen=True)
class WorkMovedOn(Refusal):
    """The station's copy was behind the books, as after a lost answer: it has been brought up."""

    order_number: str


@dataclass(frozen=True)
class StockMissing(Refusal):
    """The books do not hold the units at that location any more."""

    severe: ClassVar[bool] = True
    location: str
    item_name: str
    wanted: int
    on_hand: int


@dataclass(frozen=True)
class OrderStopped(Refusal):
    """The order was held or cancelled while it was worked on."""

    severe: ClassVar[bool] = True
    order_number: str
    state: str


# Packing ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ItemNotInOrder(Refusal):
    """A unit that does not belong to the order on the bench."""

    scanned_sku: str
    scanned_name: str
    order_number: str


@dataclass(frozen=True)
class AlreadyPacked(Refusal):
    """All units of that item are in the carton already: this one is surplus."""

    item_name: str
    quantity: int
    order_number: str


@dataclass(frozen=True)
class NothingToPack(Refusal):
    """What was scanned leads to no order that can be packed now."""

    code: str
    order_number: str | None
    state: str | None


@dataclass(frozen=True)
class AmbiguousOrder(Refusal):
    """Orders of two shops have this number: only a tote or a label tells them apart."""

    number: str


@dataclass(frozen=True)
class AnotherOrderOpen(Refusal):
    """A second order was scanned while one is on the bench."""

    severe: ClassVar[bool] = True
    open_order: str
    scanned: str


@dataclass(frozen=True)
class UnknownPackaging(Refusal):
    """A packaging card that this site does not use."""

    code: str


@dataclass(frozen=True)
class WrongLabel(Refusal):
    """The label on the parcel belongs to another parcel."""

    severe: ClassVar[bool] = True
    scanned: str
    needed: str
    order_number: str
    scanned_order: str | None


@dataclass(frozen=True)
class PackagingTooSmall(Refusal):
    """The packaging is too weak for the weight of the goods."""

    code: str
    weight_g: int
    limit_g: int


@dataclass(frozen=True)
class NotPrintable(Refusal):
    """The parcel's papers cannot be made: a field is missing or does not fit."""

    document: str
    field: str
    reason: str


@dataclass(frozen=True)
class StillPrinting(Refusal):
    """The document is on its way into the printer: it may come out any moment."""

    document: str


# Signing in ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnknownBadge(Refusal):
    """No operator has this badge, or it was revoked."""


@dataclass(frozen=True)
class WrongPin(Refusal):
    """Staff number and PIN do not belong together."""

    tries_left: int


@dataclass(frozen=True)
class SignInLocked(Refusal):
    """Too many wrong PINs; wait or use the badge."""

    seconds: int


@dataclass(frozen=True)
class NoWork(Refusal):
    """Nothing is released that this operator could do now."""


@dataclass(frozen=True)
class NotAllowed(Refusal):
    """The operator's role does not permit it."""

    verb: Verb
    role: OperatorRole


@dataclass(frozen=True)
class NotAtThisStation(Refusal):
    """The operator may, but this station's database login may not."""

    verb: Verb


@dataclass(frozen=True)
class NoLongerActive(Refusal):
    """The operator was switched off since they signed in, or does not exist."""

    severe: ClassVar[bool] = True


# People -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnfitPin(Refusal):
    """Nobody may have this PIN in this role; the PIN itself is told to nobody."""

    fault: PinFault
    role: OperatorRole


@dataclass(frozen=True)
class UnknownStaffNumber(Refusal):
    """Nobody here has this staff number."""

    staff_number: str


@dataclass(frozen=True)
class StaffNumberTaken(Refusal):
    """Somebody has this staff number, or had it."""

    staff_number: str


@dataclass(frozen=True)
class LastAdministrator(Refusal):
    """Nobody could look after people and their rights any more."""

    name_of_person: str


@dataclass(frozen=True)
class BadgeTaken(Refusal):
    """The token of this badge belongs to somebody already."""
