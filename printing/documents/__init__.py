"""What can be printed, as plain frozen values that services fill and the spool stores.

Dates and times are ISO 8601 strings; paper shows dates the way the document's language does.
Weights are grams, quantities are units. Text is taken as it is: cleaning, ordering right-to-left
scripts and fitting belong to rendering.
"""

from collections.abc import Mapping

from printing.documents.addresses import PostalAddress
from printing.documents.amounts import Money
from printing.documents.customs import (
    CommercialInvoice,
    CustomsCategory,
    CustomsDeclaration,
    CustomsLine,
)
from printing.documents.floor_labels import (
    BadgeLabel,
    CommandCard,
    CommandSheet,
    LocationLabel,
    PackagingLabel,
    PlaceKind,
    PlaceLabel,
    TestPage,
    ToteLabel,
)
from printing.documents.manifests import CarrierManifest, ManifestParcel
from printing.documents.parcel_labels import ReturnLabel, ShippingLabel
from printing.documents.pick_lists import (
    CountLine,
    CountSheet,
    PickCarrier,
    PickList,
    PickListLine,
    PickMethod,
    PickTarget,
)
from printing.documents.refusal import Unprintable, UnprintableDocument
from printing.documents.reports import Report, ReportColumn, ReportSection
from printing.documents.slips import PackingSlip, SlipLine
from printing.documents.unit_labels import CartonLabel, PalletLabel, UnitContents
from printing.paper import Paper
from printing.records import RecordError, decode, encode

__all__ = [
    "BadgeLabel",
    "CarrierManifest",
    "CartonLabel",
    "CommandCard",
    "CommandSheet",
    "CommercialInvoice",
    "CountLine",
    "CountSheet",
    "CustomsCategory",
    "CustomsDeclaration",
    "CustomsLine",
    "Document",
    "LocationLabel",
    "ManifestParcel",
    "Money",
    "PackagingLabel",
    "PackingSlip",
    "PalletLabel",
    "Paper",
    "PickCarrier",
    "PickList",
    "PickListLine",
    "PickMethod",
    "PickTarget",
    "PlaceKind",
    "PlaceLabel",
    "PostalAddress",
    "RecordError",
    "Report",
    "ReportColumn",
    "ReportSection",
    "ReturnLabel",
    "ShippingLabel",
    "SlipLine",
    "TestPage",
    "ToteLabel",
    "UnitContents",
    "Unprintable",
    "UnprintableDocument",
    "document_kind",
    "from_record",
    "to_record",
]

Document = (
    PackingSlip
    | ShippingLabel
    | ReturnLabel
    | CartonLabel
    | PalletLabel
    | PickList
    | CountSheet
    | CarrierManifest
    | CustomsDeclaration
    | CommercialInvoice
    | LocationLabel
    | ToteLabel
    | PackagingLabel
    | BadgeLabel
    | PlaceLabel
    | CommandSheet
    | Report
    | TestPage
)

_KINDS: dict[str, type[Document]] = {
    "packing_slip": PackingSlip,
    "shipping_label": ShippingLabel,
    "return_label": ReturnLabel,
    "carton_label": CartonLabel,
    "pallet_label": PalletLabel,
    "pick_list": PickList,
    "count_sheet": CountSheet,
    "carrier_manifest": CarrierManifest,
    "customs_declaration": CustomsDeclaration,
    "commercial_invoice": CommercialInvoice,
    "location_label": LocationLabel,
    "tote_label": ToteLabel,
    "packaging_label": PackagingLabel,
    "badge_label": BadgeLabel,
    "place_label": PlaceLabel,
    "command_sheet": CommandSheet,
    "report": Report,
    "test_page": TestPage,
}
_NAMES = {cls: kind for kind, cls in _KINDS.items()}


def document_kind(document: Document) -> str:
    """Name of the document's kind, such as `shipping_label`."""
    return _NAMES[type(document)]


def to_record(document: Document) -> dict[str, object]:
    """Document as a JSON-safe dict, with its kind under `kind`."""
    record = encode(document)
    assert isinstance(record, dict)  # noqa: S101 - encode() makes a dict of every dataclass
    return {"kind": document_kind(document), **record}


def from_record(record: Mapping[str, object]) -> Document:
    """Document described by what `to_record` returned.

    Raises:
        RecordError: The kind or a field is unknown, or a field is missing or of a wrong type.
    """
    kind = record.get("kind")
    if not isinstance(kind, str) or kind not in _KINDS:
        raise RecordError("kind", f"{kind!r} is none of {', '.join(_KINDS)}")
    fields = {name: value for name, value in record.items() if name != "kind"}
    document: Document = decode(_KINDS[kind], fields, kind)
    return document
