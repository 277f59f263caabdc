"""Which words paper has: one field for each, filled by one module a language."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Captions:
    """Every fixed word of documents in one language.

    Attributes:
        page, parcel, part: Templates with `{number}` and `{count}`; `cartons` with `{count}`.
        totals, pick_totals: Templates with `{lines}` and `{units}`.
        manifest_totals: Template with `{parcels}` and `{weight}`; `unweighed` with `{parcels}`.
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
    serial: str
    instead_of: str
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
    gift_slip: str
    quantity: str
    unit_price: str
    amount: str
    enclosed: str
    return_parcel: str
    return_to: str
    return_number: str
    carton: str
    pallet: str
    part: str
    cartons: str
    mixed: str
    pick_list: str
    method_single: str
    method_batch: str
    method_cluster: str
    method_zone: str
    task: str
    wave: str
    zone: str
    next_zone: str
    sort_at: str
    picker: str
    ship_by: str
    printed: str
    location: str
    item: str
    take: str
    into: str
    picked: str
    totes: str
    pick_totals: str
    pick_hint: str
    finished_at: str
    count_sheet: str
    reason: str
    expected: str
    counted: str
    remark: str
    counted_by: str
    count_hint: str
    manifest: str
    carrier: str
    account: str
    pickup_reference: str
    closed: str
    vehicle: str
    postcode: str
    country: str
    service: str
    manifest_totals: str
    unweighed: str
    handed_over: str
    taken_over: str
    date_and_time: str
    parcels_counted: str
    customs_declaration: str
    may_be_opened: str
    commercial_invoice: str
    invoice_number: str
    invoice_date: str
    exporter: str
    recipient: str
    buyer: str
    category: str
    category_sale: str
    category_gift: str
    category_documents: str
    category_sample: str
    category_return: str
    category_other: str
    net_weight: str
    gross_weight: str
    value: str
    tariff_number: str
    origin: str
    total: str
    postage: str
    freight: str
    insurance: str
    terms: str
    parcels: str
    customs_statement: str
    invoice_statement: str
    signature: str
    place_cart: str
    place_cart_position: str
    place_put_wall: str
    place_cubby: str
    place_consolidation_slot: str
    place_lane: str
    place_carton: str
    place_cage: str
    place_station: str
    date: str
    decimal: str
