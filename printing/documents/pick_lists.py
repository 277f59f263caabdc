"""Paper that stands in for a scanner: lists to pick and to count by."""

from dataclasses import dataclass
from enum import StrEnum

from printing.paper import Paper
from printing.stationery.model import PLAIN_PICK_LIST, PickListTemplate


class PickMethod(StrEnum):
    """How a pick task is worked, which decides where picked units go."""

    SINGLE = "single"
    BATCH = "batch"
    CLUSTER = "cluster"
    ZONE = "zone"


@dataclass(frozen=True)
class PickTarget:
    """Where units of a line go: a tote, or a position of the cart."""

    name: str
    quantity: int


@dataclass(frozen=True)
class PickListLine:
    """One stop: so many units of an item from a location.

    Attributes:
        location: Its code; `location_payload` is what its label says.
        check_digits: Of the location, for typing in place of a scan; empty where it has none.
        item_payload: A code of the item that a scanner knows, or empty.
        quantity: Units to take here.
        targets: Where they go; empty where all go into the one tote of the list.
        note: What a picker has to mind, such as a handling mark.
    """

    number: int
    location: str
    location_payload: str
    sku: str
    description: str
    quantity: int
    item_payload: str = ""
    check_digits: str = ""
    lot: str = ""
    expiry: str = ""
    targets: tuple[PickTarget, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class PickCarrier:
    """A tote of the list: where it stands on the cart, its code, and whose order is in it."""

    tote: str
    payload: str = ""
    position: str = ""
    order_number: str = ""


@dataclass(frozen=True)
class PickList:
    """A pick task on paper, for when a scanner's battery is dead.

    Attributes:
        task: What the task is called; `payload` is what its barcode says, or empty.
        lines: In walking order.
        totes: The totes to pick into; for a cluster one at each position of the cart.
        zone, next_zone: For zone picking: where this list is picked, and where the tote goes on.
        sort_at: For a batch: the put wall at which its units are sorted later.
        language: BCP 47 tag of the picker's language.
    """

    task: str
    method: PickMethod
    lines: tuple[PickListLine, ...]
    payload: str = ""
    totes: tuple[PickCarrier, ...] = ()
    wave: str = ""
    zone: str = ""
    next_zone: str = ""
    sort_at: str = ""
    picker: str = ""
    ship_by: str = ""
    printed_at: str = ""
    language: str = "en"
    paper: Paper = Paper.A4
    template: PickListTemplate = PLAIN_PICK_LIST


@dataclass(frozen=True)
class CountLine:
    """One thing to count: an item at a location, or the location alone where it should be empty.

    Attributes:
        expected: Units the books say; None for a blind count, which is the honest one.
    """

    number: int
    location: str
    location_payload: str
    sku: str = ""
    description: str = ""
    item_payload: str = ""
    check_digits: str = ""
    lot: str = ""
    expected: int | None = None


@dataclass(frozen=True)
class CountSheet:
    """What somebody counts on paper, location by location in walking order."""

    title: str
    lines: tuple[CountLine, ...]
    payload: str = ""
    zone: str = ""
    reason: str = ""
    counter: str = ""
    printed_at: str = ""
    language: str = "en"
    paper: Paper = Paper.A4
