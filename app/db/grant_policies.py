"""Which rows a group of rights may add, see or change in tables that hold more than its own.

A picker's login adds no received goods to the ledger, and writes into no one's record that an
administrator gave out rights.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.permissions import Group

_ABOUT_PEOPLE = (
    "'OperatorAdded', 'PinSet', 'RoleChanged', 'OperatorDeactivated', 'OperatorReactivated'"
)
_BY_LEADS = (
    "'OrdersImported', 'OrdersReleased', 'BadgeReplaced', 'BadgeRevoked', 'LayoutChanged', "
    "'AisleClosed', 'AisleOpened', 'WaveActed', 'WaveActUndone'"
)


_LINE_OF_MOVE = (
    "SELECT FROM pick_line AS line WHERE line.id = pick_line_id "
    "AND line.item_id = stock_move.item_id AND line.lot_id = stock_move.lot_id"
)
_ORDER_LINE_OF_MOVE = (
    "SELECT FROM order_line AS line WHERE line.id = order_line_id "
    "AND line.item_id = stock_move.item_id"
)


_COUNT_OF_MOVE = (
    "SELECT FROM count_task AS task WHERE task.item_id = stock_move.item_id "
    "AND task.lot_id = stock_move.lot_id AND task.state = 'done' "
    "AND task.location_id IN (from_location_id, to_location_id)"
)
_REFILL_OF_MOVE = (
    "SELECT FROM replenish_task AS task WHERE task.item_id = stock_move.item_id "
    "AND task.lot_id = stock_move.lot_id AND task.from_location_id = stock_move.from_location_id "
    "AND task.to_location_id = stock_move.to_location_id"
)
_PUT_AWAY_OF_MOVE = (
    "SELECT FROM put_away_task AS task WHERE task.item_id = stock_move.item_id "
    "AND task.lot_id = stock_move.lot_id AND task.from_location_id = stock_move.from_location_id"
)


@dataclass(frozen=True)
class Policy:
    """A rule for the rows of a table that a group may see (SELECT), add (INSERT) or change.

    `@group@` in a rule stands for the name of the group's role.
    """

    table: str
    command: str
    group: Group
    rule: str
    name: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", f"{self.group.value}_{self.command.lower()}")

    def clause(self, role: str) -> str:
        """The rule as PostgreSQL wants it for this command."""
        rule = self.rule.replace("@group@", role.replace("'", "''"))
        return {
            "SELECT": f"USING ({rule})",
            "INSERT": f"WITH CHECK ({rule})",
            "UPDATE": f"USING ({rule}) WITH CHECK ({rule})",
        }[self.command]


POLICIES = (
    Policy("stock_move", "SELECT", Group.STATION, "true"),
    Policy(
        "stock_move",
        "INSERT",
        Group.PICKER,
        f"reason IN ('picked', 'put_back') AND EXISTS ({_LINE_OF_MOVE} AND line.location_id = "
        "CASE reason WHEN 'picked' THEN from_location_id ELSE to_location_id END) "
        f"OR reason IN ('sorted', 'unsorted') AND EXISTS ({_ORDER_LINE_OF_MOVE}) "
        f"OR reason = 'lost' AND EXISTS ({_LINE_OF_MOVE}) "
        "OR reason = 'set_aside' AND EXISTS (SELECT FROM location AS place "
        "WHERE place.id = to_location_id AND place.kind IN ('quarantine', 'staging')) "
        f"OR reason = 'adjusted' AND EXISTS ({_COUNT_OF_MOVE}) "
        f"OR reason = 'replenished' AND EXISTS ({_REFILL_OF_MOVE}) "
        f"OR reason IN ('put_away', 'lost') AND EXISTS ({_PUT_AWAY_OF_MOVE})",
    ),
    Policy(
        "stock_move",
        "INSERT",
        Group.PACKER,
        f"reason IN ('packed', 'unpacked', 'shipped') AND EXISTS ({_ORDER_LINE_OF_MOVE})",
    ),
    Policy(
        "stock_move",
        "INSERT",
        Group.LEAD,
        "reason IN ('received', 'lost', 'adjusted', 'put_away', 'transferred')",
    ),
    # Goods that come in let an order go on that lacked them; any other hold is a lead's to lift.
    Policy("order_hold", "SELECT", Group.STATION, "true"),
    Policy("order_hold", "INSERT", Group.PICKER, "true"),
    Policy("order_hold", "INSERT", Group.PACKER, "true"),
    Policy("order_hold", "UPDATE", Group.PICKER, "reason = 'short'"),
    Policy("order_hold", "UPDATE", Group.LEAD, "true"),
    Policy("event_log", "SELECT", Group.STATION, "true"),
    Policy("event_log", "INSERT", Group.STATION, f"kind NOT IN ({_ABOUT_PEOPLE}, {_BY_LEADS})"),
    # Goods that come back to the shelf become work for the orders that lacked them.
    Policy("event_log", "INSERT", Group.PICKER, "kind = 'OrdersReleased'"),
    Policy("event_log", "INSERT", Group.LEAD, f"kind NOT IN ({_ABOUT_PEOPLE})"),
    Policy("event_log", "INSERT", Group.ADMIN, "true"),
    Policy("operator", "SELECT", Group.STATION, "true"),
    # Groups that are members of the pickers' must not come by this rule to other people's badges.
    Policy("operator", "UPDATE", Group.PICKER, "current_user = '@group@'"),
    Policy("operator", "UPDATE", Group.LEAD, "role IN ('picker', 'packer')"),
    Policy("operator", "UPDATE", Group.ADMIN, "true"),
    Policy("operator", "INSERT", Group.ADMIN, "true"),
)
"""Rules for rows; the owner of the tables is not bound by them."""
