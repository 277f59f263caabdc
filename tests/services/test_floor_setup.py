"""The floor's layout is brought in whole or not at all, and aisles are closed and opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.domain.floor_refusals import AisleIsOpen, TimeIsPast, UnknownAisle, WhichZone
from app.domain.refusals import NotAllowed, Refusal, Refused
from app.planning.aisle_layout import UnusableLayout
from app.services import floor_setup
from app.services.allocating import allocate_waiting_orders
from app.services.floor_setup import CartRules
from app.services.releasing import release_ready_orders
from app.services.workplace import Workplace
from tests import builders
from tests.services import books
from tests.services.floor_plan import on_a_grid

THREE_CROSS = """
[[cross_aisle]]
at = 0.0
[[cross_aisle]]
at = 2.5
[[cross_aisle]]
at = 5.0
[[depot]]
name = "packing"
x = 0.0
y = -2.0
"""


def events(floor: Workplace) -> list[str]:
    """What happened to the floor itself, in turn."""
    kinds = ("LayoutChanged", "AisleClosed", "AisleOpened")
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    query = f"select kind from event_log where kind in ({listed}) order by id"  # noqa: S608 - ours
    return [row[0] for row in books.rows(floor, query)]


def test_a_layout_is_kept_shown_again_and_told_to_stations(
    floor: Workplace, open_station: Callable[[str], Workplace]
) -> None:
    on_a_grid(floor, aisles=3, bays=4)
    tried = floor_setup.import_layout(floor, THREE_CROSS, "hall.toml", dry_run=True)
    assert (tried.blocks, floor_setup.layout_content(floor), events(floor)) == (2, None, [])
    brought = floor_setup.import_layout(floor, THREE_CROSS, "hall.toml")
    assert (brought.locations, brought.aisles, brought.blocks) == (12, 3, 2)
    assert brought.depots == ("packing",)
    elsewhere = open_station("P-02")
    assert floor_setup.layout_content(elsewhere) == THREE_CROSS
    assert floor_setup.layout_now(elsewhere) == brought
    floor_setup.import_layout(elsewhere, "[[depot]]\nname='d'\nx=0.0\ny=0.0\n", "new.toml")
    assert floor_setup.layout_now(floor).depots == ("d",)
    assert events(floor) == ["LayoutChanged", "LayoutChanged"]


WRONG = (
    ("[[cross_aisle]\nat = 1", "hall.toml: the file: this is no TOML"),
    ("[[cross_aisle]]\nat = 'front'", "[[cross_aisle]] 1: at = 'front'. Write metres as a"),
    (
        "[[cross_aisle]]\nat = 5.0\n[[cross_aisle]]\nat = 40.0",
        "cross aisle at 40: no aisle reaches it. Mend its place",
    ),
    # A hole: the third aisle is reached by no cross aisle.
    (
        "[[cross_aisle]]\nat = 0.0\nto = 4.0\n",
        "A03-01, A03-02, A03-03, A03-04 cannot be reached: no way leads there from depot",
    ),
    # Behind a closed stretch without a cross aisle at the far end.
    (
        "[[cross_aisle]]\nat = 0.0\n[[aisle]]\naisle = '2'\nclosed = [[1.5, 2.5]]\n",
        "A02-02, A02-03, A02-04 cannot be reached: no way leads there",
    ),
    # A trap: one may walk in and never out.
    (
        "[[cross_aisle]]\nat = 0.0\n[[aisle]]\naisle = '2'\none_way = 'up'\n",
        "A02-04 cannot be reached: one can walk there from depot depot and never back",
    ),
)
"""Layout files, and the words that refuse each."""


def test_a_layout_with_a_hole_or_a_trap_is_refused_by_name_and_changes_nothing(
    floor: Workplace,
) -> None:
    on_a_grid(floor, aisles=3, bays=4)
    for content, words in WRONG:
        with pytest.raises(UnusableLayout) as refused:
            floor_setup.import_layout(floor, content, "hall.toml")
        assert words in str(refused.value)
    assert floor_setup.layout_content(floor) is None
    assert events(floor) == []


def test_a_closed_aisle_says_why_and_until_when_and_what_waits_there(floor: Workplace) -> None:
    goods, _ = on_a_grid(floor, aisles=3, bays=2)
    builders.an_order(floor, (goods[2], 1), (goods[0], 1))
    allocate_waiting_orders(floor)
    release_ready_orders(floor)
    later = floor.clock.now() + timedelta(hours=1)
    closed = floor_setup.close_aisle(floor, "2", "spill", until=later)
    assert (closed.reason, closed.until, closed.locations) == ("spill", later, 2)
    assert closed.open_lines == 1
    again = floor_setup.close_aisle(floor, "2", "forklift", zone="A")
    assert (again.reason, again.until) == ("forklift", None)
    assert floor_setup.aisles_closed(floor) == (again,)
    floor_setup.open_aisle(floor, "2")
    assert floor_setup.aisles_closed(floor) == ()
    assert events(floor) == ["AisleClosed", "AisleClosed", "AisleOpened"]


def test_what_cannot_be_closed_or_opened_is_refused(floor: Workplace) -> None:
    on_a_grid(floor, aisles=2, bays=2)
    on_a_grid(floor, aisles=1, bays=2, zone="B", x=20.0)
    past = floor.clock.now() - timedelta(minutes=1)

    def refusal_of(act: Callable[[], object]) -> Refusal:
        with pytest.raises(Refused) as refused:
            act()
        return refused.value.refusal

    assert refusal_of(lambda: floor_setup.close_aisle(floor, "9", "x")) == UnknownAisle("9")
    assert refusal_of(lambda: floor_setup.close_aisle(floor, "2", "x", zone="B")) == UnknownAisle(
        "B 2"
    )
    assert refusal_of(lambda: floor_setup.close_aisle(floor, "1", "x")) == WhichZone("1", "A, B")
    assert refusal_of(lambda: floor_setup.open_aisle(floor, "2")) == AisleIsOpen("A 2")
    assert isinstance(
        refusal_of(lambda: floor_setup.close_aisle(floor, "2", "x", until=past)), TimeIsPast
    )
    picker = builders.an_operator(floor)
    told = refusal_of(lambda: floor_setup.close_aisle(floor, "2", "x", operator_id=picker))
    assert isinstance(told, NotAllowed)
    assert floor_setup.aisles_closed(floor) == ()


def test_what_a_cart_takes_is_said_once_for_all(floor: Workplace) -> None:
    assert floor_setup.cart_rules(floor) == CartRules()
    wanted = CartRules(lines=60, grams=80_000, small_first=True)
    assert floor_setup.set_cart_rules(floor, wanted) == wanted
    assert floor_setup.cart_rules(floor) == wanted
    with pytest.raises(ValueError, match="a cart takes 0 lines; name more than 0, or no limit"):
        floor_setup.set_cart_rules(floor, CartRules(lines=0))
    assert floor_setup.cart_rules(floor) == wanted
