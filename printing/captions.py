"""Words printed on paper in the customer's language; screens have their own."""

from dataclasses import dataclass
from datetime import date

from printing.text import clean


@dataclass(frozen=True)
class Captions:
    """Every fixed word of slips and labels in one language.

    Attributes:
        page, parcel: Templates with `{number}` and `{count}`.
        totals: Template with `{lines}` and `{units}`.
        date: strftime pattern; `%b` becomes the English short name of the month.
        decimal: Decimal sign.
    """

    packing_slip: str
    order: str
    order_date: str
    reference: str
    parcel: str
    sender: str
    ship_to: str
    bill_to: str
    sku: str
    description: str
    ordered: str
    shipped: str
    to_follow: str
    lot: str
    expiry: str
    totals: str
    back_orders_follow: str
    gift_message: str
    note: str
    returns: str
    picked_by: str
    packed_by: str
    page: str
    see_order: str
    weight: str
    contents: str
    tracking: str
    command_sheet: str
    command_hint: str
    date: str
    decimal: str


ENGLISH = Captions(
    packing_slip="Packing slip",
    order="Order",
    order_date="Order date",
    reference="Your reference",
    parcel="Parcel {number} of {count}",
    sender="From",
    ship_to="Ship to",
    bill_to="Bill to",
    sku="SKU",
    description="Description",
    ordered="Ordered",
    shipped="Shipped",
    to_follow="To follow",
    lot="Lot",
    expiry="Best before",
    totals="Lines: {lines}   Units in this parcel: {units}",
    back_orders_follow="Units listed under “To follow” will be sent in another parcel.",
    gift_message="Gift message",
    note="Note",
    returns="Returns",
    picked_by="Picked by",
    packed_by="Packed by",
    page="Page {number} of {count}",
    see_order="(see order)",
    weight="Weight",
    contents="Contents",
    tracking="Tracking",
    command_sheet="Commands",
    command_hint="Scan a code instead of touching the screen.",
    date="%d %b %Y",
    decimal=".",
)

GERMAN = Captions(
    packing_slip="Lieferschein",
    order="Bestellung",
    order_date="Bestelldatum",
    reference="Ihr Zeichen",
    parcel="Paket {number} von {count}",
    sender="Absender",
    ship_to="Lieferanschrift",
    bill_to="Rechnungsanschrift",
    sku="Art.-Nr.",
    description="Bezeichnung",
    ordered="Bestellt",
    shipped="Geliefert",
    to_follow="Folgt",
    lot="Charge",
    expiry="Mindestens haltbar bis",
    totals="Positionen: {lines}   Stück in diesem Paket: {units}",
    back_orders_follow="Was unter „Folgt“ steht, kommt mit einem weiteren Paket.",
    gift_message="Geschenkbotschaft",
    note="Hinweis",
    returns="Rücksendung",
    picked_by="Kommissioniert",
    packed_by="Gepackt",
    page="Seite {number} von {count}",
    see_order="(siehe Bestellung)",
    weight="Gewicht",
    contents="Inhalt",
    tracking="Sendungsnummer",
    command_sheet="Befehle",
    command_hint="Code scannen, statt den Bildschirm zu berühren.",
    date="%d.%m.%Y",
    decimal=",",
)

FRENCH = Captions(
    packing_slip="Bon de livraison",
    order="Commande",
    order_date="Date de commande",
    reference="Votre référence",
    parcel="Colis {number} sur {count}",
    sender="Expéditeur",
    ship_to="Adresse de livraison",
    bill_to="Adresse de facturation",
    sku="Réf.",
    description="Désignation",
    ordered="Commandé",
    shipped="Livré",
    to_follow="À suivre",
    lot="Lot",
    expiry="À consommer avant",
    totals="Lignes : {lines}   Unités dans ce colis : {units}",
    back_orders_follow="Les unités « À suivre » seront expédiées dans un autre colis.",
    gift_message="Message cadeau",
    note="Remarque",
    returns="Retours",
    picked_by="Préparé par",
    packed_by="Emballé par",
    page="Page {number} sur {count}",
    see_order="(voir commande)",
    weight="Poids",
    contents="Contenu",
    tracking="N° de suivi",
    command_sheet="Commandes",
    command_hint="Scanner un code au lieu de toucher l'écran.",
    date="%d/%m/%Y",
    decimal=",",
)

SPANISH = Captions(
    packing_slip="Albarán",
    order="Pedido",
    order_date="Fecha de pedido",
    reference="Su referencia",
    parcel="Bulto {number} de {count}",
    sender="Remitente",
    ship_to="Dirección de envío",
    bill_to="Dirección de facturación",
    sku="Ref.",
    description="Descripción",
    ordered="Pedido",
    shipped="Enviado",
    to_follow="Pendiente",
    lot="Lote",
    expiry="Consumir antes de",
    totals="Líneas: {lines}   Unidades en este bulto: {units}",
    back_orders_follow="Las unidades «Pendiente» llegarán en otro bulto.",
    gift_message="Mensaje de regalo",
    note="Nota",
    returns="Devoluciones",
    picked_by="Preparado por",
    packed_by="Embalado por",
    page="Página {number} de {count}",
    see_order="(véase el pedido)",
    weight="Peso",
    contents="Contenido",
    tracking="N.º de seguimiento",
    command_sheet="Órdenes",
    command_hint="Escanee un código en lugar de tocar la pantalla.",
    date="%d/%m/%Y",
    decimal=",",
)

_LANGUAGES = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH}
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"


def captions(language: str) -> Captions:
    """Words for a BCP 47 language tag such as `de-AT`; English where there are none."""
    return _LANGUAGES.get(language.replace("_", "-").split("-")[0].lower(), ENGLISH)


def shown_date(iso: str, words: Captions) -> str:
    """An ISO date or time stamp as a day in the language's way; other text as it is."""
    try:
        day = date.fromisoformat(iso[:10])
    except ValueError:
        return clean(iso)
    # Months are named here and not by %b, which would follow the machine's locale.
    return day.strftime(words.date.replace("%b", _MONTHS.split(" ")[day.month - 1]))


def shown_weight(grams: int, words: Captions) -> str:
    """Weight in kilograms with two decimals, rounded up so that it never promises too little."""
    hundredths = -(-grams // 10)
    return f"{hundredths // 100}{words.decimal}{hundredths % 100:02} kg"
