"""The tables, one module per part of the floor."""

from app.db.schema.base import Row
from app.db.schema.carrying import PutAwayTask, ReplenishRule, ReplenishTask
from app.db.schema.counting import CountRuleRow, CountTask
from app.db.schema.floor import AisleClosure, FloorLayout, PlannerSetting
from app.db.schema.inspections import Inspection, InspectionLine, InspectionRule
from app.db.schema.items import (
    NO_LOT,
    ConfirmationRule,
    Item,
    ItemBarcode,
    ItemSubstitute,
    Lot,
    SerialNumber,
)
from app.db.schema.locations import Location, Tote, Zone
from app.db.schema.manifests import Cage, Manifest, ManifestParcel
from app.db.schema.marks import DatabaseMark
from app.db.schema.orders import Address, Allocation, Order, OrderHold, OrderLine
from app.db.schema.packing import (
    Carton,
    CartonLine,
    Packaging,
    PackagingHabit,
    PackagingTally,
    Shipment,
    SsccRange,
)
from app.db.schema.paper import Printer, PrintJob, PrintRoute, ShopStationery
from app.db.schema.people import Operator, OperatorSkill, Site, Station
from app.db.schema.picking import PickLine, PickTask, PickTaskTote
from app.db.schema.receiving import Receipt, ReceiptLine
from app.db.schema.records import Discrepancy, EventLog, ImportFile, ScanLog
from app.db.schema.sorting import ConsolidationSlot, Cubby, PutWall
from app.db.schema.stock import Stock, StockMove
from app.db.schema.transports import (
    CarrierAccount,
    CarrierPurchase,
    ParcelEvent,
    ShippingPolicy,
)
from app.db.schema.waves import Channel, Wave, WaveTemplate
from app.db.schema.weights import LearntWeight, WeighedItem, Weighing

__all__ = [
    "NO_LOT",
    "Address",
    "AisleClosure",
    "Allocation",
    "Cage",
    "CarrierAccount",
    "CarrierPurchase",
    "Carton",
    "CartonLine",
    "Channel",
    "ConfirmationRule",
    "ConsolidationSlot",
    "CountRuleRow",
    "CountTask",
    "Cubby",
    "DatabaseMark",
    "Discrepancy",
    "EventLog",
    "FloorLayout",
    "ImportFile",
    "Inspection",
    "InspectionLine",
    "InspectionRule",
    "Item",
    "ItemBarcode",
    "ItemSubstitute",
    "LearntWeight",
    "Location",
    "Lot",
    "Manifest",
    "ManifestParcel",
    "Operator",
    "OperatorSkill",
    "Order",
    "OrderHold",
    "OrderLine",
    "Packaging",
    "PackagingHabit",
    "PackagingTally",
    "ParcelEvent",
    "PickLine",
    "PickTask",
    "PickTaskTote",
    "PlannerSetting",
    "PrintJob",
    "PrintRoute",
    "Printer",
    "PutAwayTask",
    "PutWall",
    "Receipt",
    "ReceiptLine",
    "ReplenishRule",
    "ReplenishTask",
    "Row",
    "ScanLog",
    "SerialNumber",
    "Shipment",
    "ShippingPolicy",
    "ShopStationery",
    "Site",
    "SsccRange",
    "Station",
    "Stock",
    "StockMove",
    "Tote",
    "Wave",
    "WaveTemplate",
    "WeighedItem",
    "Weighing",
    "Zone",
]
