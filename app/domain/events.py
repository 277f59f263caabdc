"""What happened, in the past tense: recorded with each transaction and shown to other stations."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """Base of all events; fields are plain values so that they can be stored as JSON."""

    @property
    def kind(self) -> str:
        """The event's name in the event log."""
        return type(self).__name__


@dataclass(frozen=True)
class OrdersImported(Event):
    """An order file was read in."""

    source: str
    file: str
    new: int
    changed: int


@dataclass(frozen=True)
class OrderStateChanged(Event):
    """An order moved along its life cycle."""

    order_id: int
    number: str
    old: str
    new: str


@dataclass(frozen=True)
class OrderHeld(Event):
    """A hold was put on an order."""

    order_id: int
    number: str
    reason: str


@dataclass(frozen=True)
class OrdersAllocated(Event):
    """Stock was promised to order lines."""

    orders: int
    lines: int
    shortages: int


@dataclass(frozen=True)
class OrdersReleased(Event):
    """Pick tasks were made for orders."""

    tasks: int
    orders: int


@dataclass(frozen=True)
class TaskClaimed(Event):
    """An operator took a pick task, anew or resumed."""

    task_id: int
    operator_id: int
    station: str
    epoch: int


@dataclass(frozen=True)
class ToteBound(Event):
    """A tote was chosen to carry an order."""

    task_id: int
    tote: str
    order_number: str


@dataclass(frozen=True)
class LinePicked(Event):
    """Units went from their location into the tote."""

    task_id: int
    pick_line_id: int
    quantity: int
    location: str
    tote: str


@dataclass(frozen=True)
class LineShorted(Event):
    """Fewer units were found than promised."""

    task_id: int
    pick_line_id: int
    missing: int
    reason: str
    location: str


@dataclass(frozen=True)
class LineSkipped(Event):
    """A line was postponed to the end of the path; the second time with a reason."""

    task_id: int
    pick_line_id: int
    skips: int
    reason: str | None


@dataclass(frozen=True)
class PickUndone(Event):
    """Units went back from the tote to their location."""

    task_id: int
    pick_line_id: int
    quantity: int


@dataclass(frozen=True)
class TaskPaused(Event):
    """A pick task was put aside with what was picked so far."""

    task_id: int
    operator_id: int


@dataclass(frozen=True)
class TaskLapsed(Event):
    """Nobody heard of a task for a lease: it waits for its holder, or for anybody."""

    task_id: int
    operator_id: int
    station: str


@dataclass(frozen=True)
class TaskTakenOver(Event):
    """Somebody went on with a task that another one had begun, with what was picked so far."""

    task_id: int
    from_operator_id: int
    operator_id: int
    epoch: int


@dataclass(frozen=True)
class TaskFinished(Event):
    """No line of the task is open any more."""

    task_id: int


@dataclass(frozen=True)
class PackingStarted(Event):
    """An order came onto a pack bench."""

    order_id: int
    number: str
    station: str


@dataclass(frozen=True)
class UnitsVerified(Event):
    """Units went from the tote into the carton."""

    order_line_id: int
    quantity: int


@dataclass(frozen=True)
class CartonClosed(Event):
    """A carton was sealed and got its SSCC and papers."""

    carton_id: int
    sscc: str
    order_number: str


@dataclass(frozen=True)
class PackagingOverruled(Event):
    """A packer took another packaging than was proposed."""

    carton_id: int
    proposed: str
    chosen: str


@dataclass(frozen=True)
class TransportWanted(Event):
    """A carrier is to be asked for a transport."""

    purchase_id: int
    carton_id: int


@dataclass(frozen=True)
class TransportBought(Event):
    """A carrier sold a transport."""

    purchase_id: int
    carton_id: int
    carrier: str
    tracking_number: str


@dataclass(frozen=True)
class TransportRefused(Event):
    """A carrier will not take a parcel as it is, or nobody can say whether it took it."""

    purchase_id: int
    carton_id: int
    field: str


@dataclass(frozen=True)
class TransportVoided(Event):
    """A transport was taken back, or never bought and is not wanted any more."""

    purchase_id: int
    carton_id: int


@dataclass(frozen=True)
class LabelConfirmed(Event):
    """The label on the parcel was scanned and belongs to it."""

    carton_id: int
    sscc: str


@dataclass(frozen=True)
class CartonShipped(Event):
    """A carton was handed to its carrier."""

    carton_id: int
    sscc: str
    order_number: str


@dataclass(frozen=True)
class LabelReprinted(Event):
    """A document was asked for again, with the reason."""

    carton_id: int
    reason: str


@dataclass(frozen=True)
class PrintJobMoved(Event):
    """A paper of which no byte had left goes to another printer; by itself, or a person's wish."""

    job_id: int
    document_kind: str
    from_printer: str
    to_printer: str
    by_itself: bool


@dataclass(frozen=True)
class PrintJobCancelled(Event):
    """Somebody no longer wants a paper that had not come out."""

    job_id: int
    document_kind: str


@dataclass(frozen=True)
class PaperAnswered(Event):
    """Somebody said whether a paper came out of which nobody knew."""

    job_id: int
    document_kind: str
    came_out: bool


@dataclass(frozen=True)
class ParcelWeighed(Event):
    """A parcel lay on the scale; weights in grams."""

    carton_id: int
    measured_g: float
    expected_g: float
    verdict: str


@dataclass(frozen=True)
class WeightOverridden(Event):
    """A lead let a parcel go on although its weight is wrong."""

    carton_id: int
    reason: str
    lead_id: int
    difference_g: float


@dataclass(frozen=True)
class CountRaised(Event):
    """A location's stock is in doubt and has to be counted."""

    location: str
    sku: str
    reason: str


@dataclass(frozen=True)
class OperatorSignedIn(Event):
    """An operator signed in at a station."""

    operator_id: int
    station: str
    way: str


@dataclass(frozen=True)
class SignInRefused(Event):
    """Somebody tried a wrong PIN, or any PIN while they were locked out."""

    operator_id: int
    station: str
    locked_seconds: int


@dataclass(frozen=True)
class VerbRefused(Event):
    """Somebody wanted what they may not do, or not here; `refusal` says which."""

    verb: str
    refusal: str


@dataclass(frozen=True)
class OperatorAdded(Event):
    """Somebody new works here."""

    subject_id: int
    staff_number: str
    role: str


@dataclass(frozen=True)
class BadgeReplaced(Event):
    """An operator got a new badge; the one before stopped working."""

    subject_id: int


@dataclass(frozen=True)
class BadgeRevoked(Event):
    """An operator's badge stopped working, and there is no new one."""

    subject_id: int


@dataclass(frozen=True)
class PinSet(Event):
    """An operator got another PIN; a lock on the old one is gone."""

    subject_id: int


@dataclass(frozen=True)
class RoleChanged(Event):
    """An operator may do other things from now on."""

    subject_id: int
    old: str
    new: str


@dataclass(frozen=True)
class OperatorDeactivated(Event):
    """Somebody does not work here any more; their badge is revoked."""

    subject_id: int


@dataclass(frozen=True)
class OperatorReactivated(Event):
    """Somebody works here again; they need a new badge."""

    subject_id: int
