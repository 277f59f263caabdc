"""Under its own login a picking station inspects, parks and hands over; a bench refuses to pack."""

from __future__ import annotations

import pytest

from app.domain.inspection_refusals import InspectFirst
from app.domain.inspection_rules import InspectionReason
from app.domain.inspection_state import InspectPrompt
from app.domain.locations import LocationKind
from app.domain.permissions import Verb
from app.domain.readings import Command
from app.domain.refusals import NotAtThisStation, Refused
from app.services import packing, picking
from app.services.checking import check_database
from app.services.inspecting import begin_inspection
from app.services.looking_up import where_is
from app.services.parking import leave_work
from app.services.raising_inspections import raise_inspections
from app.services.taking_over import take_over_here, take_over_work
from tests import builders
from tests.services import books, inspection_desk, shift, stock_work
from tests.services.test_sorting_by_roles import House, house

__all__ = ["house"]

pytestmark = pytest.mark.postgresql
OK, DAMAGED, PAUSE = Command.OK.value, Command.DAMAGED.value, Command.PAUSE.value


def test_a_picking_station_inspects_with_all_that_can_be_found(house: House) -> None:
    floor, who = house.picking, house.sorter
    builders.a_site(house.owner)
    mug, _ = builders.some_stock(house.owner, 9)
    lamp, _ = builders.some_stock(house.owner, 9)
    pen = stock_work.a_quarantine(house.owner)
    inspection_desk.inspect_all(house.owner)
    builders.a_released_order(house.owner, (mug, 3))
    tote = builders.a_tote(house.owner)
    shift.pick_order(floor, who, tote)
    assert raise_inspections(floor) == 1
    told = packing.open_order(house.bench, who, builders.entry(tote))
    assert isinstance(told.refusal, InspectFirst)
    assert told.refusal.reason is InspectionReason.SHARE
    with pytest.raises(Refused) as refused:
        begin_inspection(house.bench, who)
    assert refused.value.refusal == NotAtThisStation(Verb.INSPECT)
    state = begin_inspection(floor, who, builders.entry(tote))
    scans = (mug.barcode, DAMAGED, mug.barcode, OK, lamp.barcode, OK)
    found = inspection_desk.inspect(floor, who, state, *scans, 2)
    answer = inspection_desk.inspect(floor, who, found.state, 2, f"L-{pen}", 3, f"L-{pen}")
    assert (answer.refusal, answer.state.prompt) == (None, InspectPrompt.DONE)
    assert books.value(house.owner, "select count(*) from inspection_line") == 4
    assert check_database(house.owner).is_sound


def test_a_picking_station_parks_gives_and_takes_work_over(house: House) -> None:
    floor, ana = house.picking, house.sorter
    bo, cy = builders.an_operator(house.owner, "Bo Lund"), builders.an_operator(house.owner)
    mug, _ = builders.some_stock(house.owner, 9)
    lamp, _ = builders.some_stock(house.owner, 9)
    place = builders.a_location(house.owner, kind=LocationKind.STAGING)
    builders.a_released_order(house.owner, (mug, 1), (lamp, 1))
    tote = builders.a_tote(house.owner)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode, PAUSE).state
    assert leave_work(floor, ana, state.task_id, builders.entry(f"L-{place}")).place == place
    badge = builders.entry(f"B-{builders.badge_of(bo)}")
    assert leave_work(floor, ana, state.task_id, badge).for_name == "Bo Lund"
    mine = take_over_work(floor, bo, builders.entry(f"L-{place}"))
    assert mine is not None
    taken = take_over_here(floor, cy, bo, mine.task_id, mine.epoch)
    assert taken.lines_done == 1
    assert where_is(house.bench, ana, builders.entry(tote)) is not None
    assert check_database(house.owner).is_sound
