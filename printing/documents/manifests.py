"""What is handed to a carrier's driver together with the parcels."""

from dataclasses import dataclass

from printing.documents.addresses import PostalAddress
from printing.paper import Paper


@dataclass(frozen=True)
class ManifestParcel:
    """One parcel of a manifest."""

    tracking_number: str
    sscc: str
    order_number: str
    postcode: str
    country_code: str
    service: str
    weight_g: int | None = None


@dataclass(frozen=True)
class CarrierManifest:
    """The list of parcels that a carrier takes over, to be signed by both.

    Attributes:
        number: What the manifest is called; `payload` is what its barcode says.
        account: Our number with the carrier.
        pickup_reference: The carrier's number of this collection.
        closed_at: ISO date or time.
        copy_for: Whose copy this is, in the words to print; empty where it does not matter.
        carrier_document: The carrier's own list, a PDF in base64, printed in place of ours.
    """

    number: str
    payload: str
    carrier: str
    sender: PostalAddress
    parcels: tuple[ManifestParcel, ...]
    account: str = ""
    pickup_reference: str = ""
    closed_at: str = ""
    closed_by: str = ""
    vehicle: str = ""
    copy_for: str = ""
    language: str = "en"
    paper: Paper = Paper.A4
    carrier_document: str = ""
