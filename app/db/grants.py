"""What each group of rights may do in the database, and no more: one table, written as GRANTs.

Reading is every station's, but for what proves who somebody is. Writing is by group and by
column. Nobody but the owner of the tables changes or deletes a row of the ledger or of the event
log, and the triggers of `append_only` stop even the owner. What a row of these two may say is
bound by the policies of `grant_policies`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text

from app.db.grant_policies import POLICIES
from app.db.roles import role_name
from app.db.schema import Row
from app.domain.permissions import Group

SECRETS = ("pin_hash", "badge_hash", "wrong_pins", "locked_until")
"""Columns of `operator` that no login reads: functions judge by them, see `queries.people`."""


@dataclass(frozen=True)
class Writes:
    """What a group may change in a table; `columns` of existing rows, all of them if it is "*"."""

    columns: str = ""
    adds: bool = False
    deletes: bool = False


_ADDS = Writes(adds=True)
_ALL = Writes("*", adds=True)
_ALL_AND_DELETES = Writes("*", adds=True, deletes=True)

WRITES: dict[Group, dict[str, Writes]] = {
    Group.STATION: {
        "event_log": _ADDS,
        "scan_log": _ADDS,
        "discrepancy": Writes("resolved_at resolved_by resolution", adds=True),
        "station": Writes("last_seen_at app_version session", adds=True),
        "printer": Writes("lamp words checked_at"),
        "print_job": Writes(
            "state reason attempt renderings payload sha256 worker lease_until not_before "
            "held_since printer_id moved_from sent_at confirmed_at",
            adds=True,  # the label of a parcel whose carrier has answered
        ),
        "pick_task": Writes("lease_until"),
        # The carriers' worker of a station acts for nobody, as its spoolers do.
        "carrier_purchase": Writes(
            "state carrier rate choice field reason attempt tracking_number tracking_url "
            "carrier_ref cost_cents currency label label_format label_width_mm label_height_mm "
            "label_dpi worker lease_until not_before asked_at bought_at voided_at track_after"
        ),
        "manifest": Writes("telling telling_words tell_after carrier_ref carrier_document"),
        "shipment": Writes("carrier service why"),
        "carton": Writes("tracking_number"),
        "parcel_event": _ADDS,
    },
    Group.PICKER: {
        "pick_task": Writes(
            "state operator_id paused_by parked_at_id station epoch revision lease_until lapsed_at "
            "started_at "
            "finished_at equipment",
            adds=True,  # for units that turn out to be missing after the pick
        ),
        "pick_task_tote": Writes(
            "task_id position tote_id carton_id handed_over_at arrived_at", adds=True, deletes=True
        ),
        # Units that are picked straight into their shipping carton are packed with that.
        "location": _ADDS,
        "shipment": _ADDS,
        "carton": Writes("state revision", adds=True),
        "carton_line": Writes("quantity", adds=True),
        "pick_line": Writes(
            "task_id picked short skips state short_reason picked_at quantity location_id sequence "
            "lot_id",
            adds=True,
        ),
        "tote": Writes("order_id task_id bound_at place_id seen_at seen_by seen_station"),
        "put_wall": Writes("revision"),
        "cubby": Writes("order_id bound_at"),
        "consolidation_slot": Writes("order_id bound_at", adds=True),
        "orders": Writes("state version shipped_at"),
        "order_line": Writes(
            "allocated picked short packed", adds=True
        ),  # an item instead of another
        # Goods that come back to the shelf let orders go on that lacked them.
        "order_hold": Writes("lifted_at", adds=True),
        "allocation": Writes("quantity location_id lot_id", adds=True),
        "serial_number": Writes("order_line_id location_id seen_at", adds=True),
        "stock": Writes("on_hand allocated", adds=True),
        "stock_move": _ADDS,
        # How far a wave has come is noticed by whichever station looks first.
        "wave": Writes("state started_at ended_at version"),
        "count_task": Writes(
            "state reason is_doubt operator_id station held_until skips progress expected counted "
            "counted_by counted_at",
            adds=True,
        ),
        "replenish_task": Writes(
            "state quantity due_at moved operator_id station held_until skips progress "
            "finished_by finished_at",
            adds=True,
        ),
        "put_away_task": Writes(
            "state quantity moved to_location_id operator_id station held_until skips progress "
            "finished_by finished_at",
            adds=True,
        ),
        "inspection": Writes(
            "state operator_id station held_until skips progress finished_by finished_at",
            adds=True,
        ),
        "inspection_line": _ADDS,
        # How they like the screen. PostgreSQL locks only rows that may be changed somewhere, and
        # two claims of one operator come one after the other.
        "operator": Writes("language theme volume left_handed text_scale zone"),
    },
    Group.PACKER: {
        "orders": Writes("state version packing_started_at shipped_at"),
        "order_line": Writes("packed shipped"),
        "order_hold": _ADDS,
        "shipment": Writes("carrier service why", adds=True),
        "carton": Writes(
            "state revision packaging_code sscc tracking_number weight_g instructions_read_at "
            "operator_id station closed_at label_confirmed_at shipped_at reopened_at",
            adds=True,
        ),
        "carton_line": Writes("quantity", adds=True),
        "serial_number": Writes("order_line_id location_id seen_at"),
        "location": _ADDS,
        "tote": Writes("order_id task_id bound_at place_id seen_at seen_by seen_station"),
        "cubby": Writes("order_id bound_at"),
        "consolidation_slot": Writes("order_id bound_at"),
        "stock": Writes("on_hand allocated", adds=True),
        "stock_move": _ADDS,
        "sscc_range": Writes("next_serial"),
        "packaging_tally": Writes("filled overruled", adds=True),
        "carrier_purchase": Writes(
            "state carrier rate choice field reason tracking_number cost_cents currency bought_at "
            "voided_at not_before track_after",
            adds=True,
        ),
        "parcel_event": _ADDS,
        "manifest": Writes(
            "number state version closed_at closed_by signed_at driver_name reopen_reason "
            "carrier_ref telling telling_words tell_after carrier_document",
            adds=True,
        ),
        # A parcel that is opened again comes off the list that is being filled.
        "manifest_parcel": Writes(
            "manifest_id state cage_id reason station operator_id at", adds=True, deletes=True
        ),
        "packaging_habit": Writes("packaging_code times_running overrules last_at", adds=True),
        "print_job": _ADDS,
        "weighing": Writes("is_lesson learnt_at", adds=True),
        "weighed_item": _ADDS,
        "learnt_weight": Writes(
            "grams spread_g doubt_g parcels since_weighing_id updated_at", adds=True
        ),
    },
    Group.LEAD: {
        "address": _ALL_AND_DELETES,
        "aisle_closure": _ALL,
        "allocation": _ALL_AND_DELETES,
        "cage": _ALL_AND_DELETES,
        "carrier_account": _ALL,
        "carrier_purchase": _ALL,
        "count_rule": _ALL_AND_DELETES,
        "count_task": _ALL,
        "cubby": _ALL,
        "floor_layout": _ALL,
        "import_file": _ADDS,
        "inspection": _ALL,
        "inspection_rule": _ALL_AND_DELETES,
        "item": _ALL,
        "item_barcode": _ALL,
        "item_substitute": _ALL_AND_DELETES,
        "location": _ALL,
        "lot": _ALL,
        "operator": Writes("badge_hash"),
        "operator_skill": _ALL_AND_DELETES,
        "order_hold": _ALL,
        "order_line": _ALL_AND_DELETES,
        "orders": _ALL,
        "packaging": _ALL,
        "pick_line": _ALL,
        "pick_task": _ALL,
        "pick_task_tote": _ALL_AND_DELETES,
        "planner_setting": _ALL,
        "print_route": _ALL_AND_DELETES,
        "printer": _ALL,
        "print_job": _ALL,
        "put_away_task": _ALL,
        "put_wall": _ALL,
        "shipping_policy": _ALL,
        "shop_stationery": _ALL_AND_DELETES,
        "receipt": _ALL,
        "receipt_line": _ALL_AND_DELETES,
        "replenish_rule": _ALL_AND_DELETES,
        "replenish_task": _ALL,
        "site": _ALL,
        "sscc_range": _ADDS,
        "serial_number": _ALL,
        "station": _ALL,
        "stock": _ALL,
        "tote": _ALL,
        "wave": _ALL,
        "wave_template": _ALL,
        "zone": _ALL,
        "channel": _ALL,
        "confirmation_rule": _ALL_AND_DELETES,
    },
    Group.ADMIN: {"operator": _ALL},
}
"""By group and table. A group has what those have that it is a member of: see `MEMBER_OF`."""

MEMBER_OF: dict[Group, tuple[Group, ...]] = {
    Group.STATION: (),
    Group.SCANNER: (Group.STATION,),
    Group.PICKER: (Group.SCANNER,),
    Group.PACKER: (Group.STATION,),
    Group.LEAD: (Group.PICKER, Group.PACKER),
    Group.ADMIN: (Group.LEAD,),
}

FUNCTIONS: dict[Group, tuple[str, ...]] = {
    Group.STATION: ("pin_settings", "judge_pin", "badge_owner"),
    Group.SCANNER: ("pick_claim", "pick_apply"),
}
"""Functions that run with the owner's rights and check for themselves what they are asked."""

_SEQUENCES = text(
    """
    SELECT sequence.relname FROM pg_depend AS tie
    JOIN pg_class AS sequence ON sequence.oid = tie.objid AND sequence.relkind = 'S'
    WHERE tie.refobjid = to_regclass(:table) AND tie.deptype IN ('a', 'i')
    """
)

_OWN_FUNCTIONS = text(
    """
    SELECT function.proname, CAST(CAST(function.oid AS regprocedure) AS text)
    FROM pg_proc AS function
    WHERE function.pronamespace = to_regnamespace(current_schema())
      AND function.proowner = (SELECT relowner FROM pg_class WHERE oid = to_regclass('operator'))
    """
)


def apply_grants(connection: Connection, database: str) -> None:
    """Give each group what the table says, and take away what it does not; inside a transaction.

    Tables and functions that this schema does not have (yet) are passed over.
    """
    _Grants(connection, database).apply()


class _Grants:
    """The grants of one database, being written."""

    def __init__(self, connection: Connection, database: str) -> None:
        self._connection = connection
        self._database = self._quote(database)
        self._schema = self._quote(connection.execute(text("SELECT current_schema()")).scalar_one())
        self._names = {group: role_name(database, group.value) for group in Group}
        self._roles = {group: self._quote(name) for group, name in self._names.items()}
        known = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        )
        self._tables = frozenset(known.scalars())

    def apply(self) -> None:
        self._take_everything()
        self._let_in()
        self._let_read()
        for group, tables in WRITES.items():
            for table, writes in tables.items():
                if table in self._tables:
                    self._let_write(self._roles[group], table, writes)
        self._let_call()
        self._bind_rows()

    def _take_everything(self) -> None:
        everyone = ", ".join(["PUBLIC", *self._roles.values()])
        for kind in ("TABLES", "SEQUENCES"):
            self._do(f"REVOKE ALL ON ALL {kind} IN SCHEMA {self._schema} FROM {everyone}")
        self._do(f"REVOKE ALL ON SCHEMA {self._schema} FROM {everyone}")
        self._do(f"REVOKE ALL ON DATABASE {self._database} FROM {everyone}")

    def _let_in(self) -> None:
        """A station connects; it makes nothing, not even a temporary table."""
        station = self._roles[Group.STATION]
        self._do(f"GRANT CONNECT ON DATABASE {self._database} TO {station}")
        self._do(f"GRANT USAGE ON SCHEMA {self._schema} TO {station}")

    def _let_read(self) -> None:
        station = self._roles[Group.STATION]
        for table in sorted(self._tables - {"operator"}):
            self._do(f"GRANT SELECT ON {self._quote(table)} TO {station}")
        columns = [column.name for column in Row.metadata.tables["operator"].columns]
        shown = ", ".join(self._quote(name) for name in columns if name not in SECRETS)
        self._do(f"GRANT SELECT ({shown}) ON operator TO {station}")

    def _let_write(self, role: str, table: str, writes: Writes) -> None:
        name = self._quote(table)
        if writes.adds:
            self._do(f"GRANT INSERT ON {name} TO {role}")
            for sequence in self._connection.execute(_SEQUENCES, {"table": table}).scalars():
                self._do(f"GRANT USAGE ON SEQUENCE {self._quote(sequence)} TO {role}")
        if writes.columns == "*":
            self._do(f"GRANT UPDATE ON {name} TO {role}")
        elif writes.columns:
            known = {column.name for column in Row.metadata.tables[table].columns}
            columns = [self._quote(one) for one in writes.columns.split() if one in known]
            self._do(f"GRANT UPDATE ({', '.join(columns)}) ON {name} TO {role}")
        if writes.deletes:
            self._do(f"GRANT DELETE ON {name} TO {role}")

    def _let_call(self) -> None:
        everyone = ", ".join(["PUBLIC", *self._roles.values()])
        for name, signature in self._connection.execute(_OWN_FUNCTIONS).all():
            self._do(f"REVOKE ALL ON FUNCTION {signature} FROM {everyone}")
            for group, names in FUNCTIONS.items():
                if name in names:
                    self._do(f"GRANT EXECUTE ON FUNCTION {signature} TO {self._roles[group]}")

    def _bind_rows(self) -> None:
        for policy in POLICIES:
            name, table = self._quote(policy.name), self._quote(policy.table)
            self._do(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            self._do(f"DROP POLICY IF EXISTS {name} ON {table}")
            self._do(
                f"CREATE POLICY {name} ON {table} FOR {policy.command} "
                f"TO {self._roles[policy.group]} {policy.clause(self._names[policy.group])}"
            )

    def _quote(self, name: str) -> str:
        return self._connection.dialect.identifier_preparer.quote_identifier(name)

    def _do(self, statement: str) -> None:
        self._connection.exec_driver_sql(statement)
