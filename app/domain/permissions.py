"""Who may do what: one table of verbs by role, read by the services and by the database's grants.

Cross-trained people are normal on a floor: whoever picks in the morning packs in the afternoon, and
in a small house one person does both. So a picker may pack and a packer may pick; the two roles say
what somebody is here for. What decides over other people's work or over the house (release, import,
printers, cards) is a lead's, and who works here at all is an administrator's. Which of it a
*station* can do is a second question, answered by its own database login: a station that is only
set up for picking packs for nobody.
"""

from __future__ import annotations

from enum import StrEnum

from app.domain.operators import OperatorRole


class Verb(StrEnum):
    """What somebody wants to do; every service that acts for an operator names one."""

    PICK = "pick"
    SORT = "sort"
    PACK = "pack"
    SHIP = "ship"
    COUNT = "count"
    REPLENISH = "replenish"
    PUT_AWAY = "put_away"
    INSPECT = "inspect"
    WRITE_OFF = "write_off"
    STOCK_DESK = "stock_desk"
    PROMISE_STOCK = "promise_stock"
    RELEASE = "release"
    CHANGE_ORDERS = "change_orders"
    REASSIGN = "reassign"
    SETTLE = "settle"
    IMPORT = "import"
    REPRINT = "reprint"
    PRINT_LABELS = "print_labels"
    OVERRIDE_WEIGHT = "override_weight"
    SET_UP = "set_up"
    CLOSE_AISLES = "close_aisles"
    BADGES = "badges"
    USERS = "users"


class Group(StrEnum):
    """Groups of rights in the database: a station reads, the others also write what is theirs.

    A scanner is a station for picking: it may call the two functions that claim and scan in one
    round trip, which have no time to put on other rights first.
    """

    STATION = "station"
    SCANNER = "scanner"
    PICKER = "picker"
    PACKER = "packer"
    LEAD = "lead"
    ADMIN = "admin"


_PICKER, _PACKER, _LEAD, _ADMIN = OperatorRole

_FLOOR = frozenset({_PICKER, _PACKER, _LEAD, _ADMIN})
_DESK = frozenset({_LEAD, _ADMIN})

TABLE: dict[Verb, frozenset[OperatorRole]] = {
    Verb.PICK: _FLOOR,
    # Whoever takes units out of a tote sorts: at a put wall, or onto the consolidation shelf.
    Verb.SORT: _FLOOR,
    # The label of the parcel in hand is reprinted by its packer, with a reason: jams are normal.
    Verb.PACK: _FLOOR,
    # Loading is anybody's; a closed list is opened again by a lead, who settles what went wrong.
    Verb.SHIP: _FLOOR,
    # Whoever walks the aisles counts; a large difference is a lead's to believe.
    Verb.COUNT: _FLOOR,
    Verb.REPLENISH: _FLOOR,
    Verb.PUT_AWAY: _FLOOR,
    # Who may judge others' picks is a matter of trust and training, and no secret is behind it.
    Verb.INSPECT: _FLOOR,
    Verb.WRITE_OFF: _DESK,
    Verb.STOCK_DESK: _DESK,
    Verb.PROMISE_STOCK: _DESK,
    Verb.RELEASE: _DESK,
    Verb.CHANGE_ORDERS: _DESK,
    Verb.REASSIGN: _DESK,
    Verb.SETTLE: _DESK,
    Verb.IMPORT: _DESK,
    Verb.REPRINT: _DESK,
    Verb.PRINT_LABELS: _DESK,
    Verb.OVERRIDE_WEIGHT: _DESK,
    Verb.SET_UP: _DESK,
    # A picker says so of a stop, by skipping it; a closed aisle changes everybody's walk.
    Verb.CLOSE_AISLES: _DESK,
    Verb.BADGES: _DESK,
    Verb.USERS: frozenset({_ADMIN}),
}
"""Who may do each verb."""

WORKING_GROUPS = (Group.PICKER, Group.PACKER, Group.LEAD, Group.ADMIN)
"""What a station can be for."""

_GROUPS = {
    Verb.PICK: Group.PICKER,
    Verb.SORT: Group.PICKER,
    Verb.COUNT: Group.PICKER,
    Verb.REPLENISH: Group.PICKER,
    Verb.PUT_AWAY: Group.PICKER,
    Verb.INSPECT: Group.PICKER,
    Verb.PACK: Group.PACKER,
    Verb.SHIP: Group.PACKER,
    Verb.USERS: Group.ADMIN,
}


def may(role: OperatorRole, verb: Verb) -> bool:
    """Whether somebody with this role may do it."""
    return role in TABLE[verb]


def roles_that_may(verb: Verb) -> tuple[OperatorRole, ...]:
    """The roles that may do it, the most modest first."""
    return tuple(role for role in OperatorRole if role in TABLE[verb])


def group_of(verb: Verb) -> Group:
    """The group of database rights that a transaction of this verb needs, and no more."""
    return _GROUPS.get(verb, Group.LEAD)


def may_care_for(role: OperatorRole, subject: OperatorRole) -> bool:
    """Whether a role may give out or take away badges of somebody with the `subject` role.

    A lead cares for the people on the floor. A lead who could print an administrator's badge would
    be one.
    """
    return role is _ADMIN or (role is _LEAD and subject in (_PICKER, _PACKER))
