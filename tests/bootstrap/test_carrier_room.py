"""A station asks the house's carriers by itself; a bought label is in the spool then."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.carrier_room import CarrierRoom
from app.db.schema import PrintJob
from app.domain.pack_state import PackPrompt
from app.services import own_slips, transports
from app.services.shipping_setup import AccountView, carrier_accounts, save_carrier_account
from app.services.workplace import Workplace
from tests import builders
from tests.carriers.test_karrio_carrier import SETTINGS
from tests.services import books, shift

VAN = AccountView(
    "van", "Van", "karrio", "", {**SETTINGS, "carrier": "generic", "return_service": "parcel"}, True
)


@pytest.fixture
def floor(tmp_path: Path) -> Workplace:
    """An embedded database with a site and its printers."""
    workplace = builders.a_workplace(builders.a_database(f"sqlite:///{tmp_path / 'floor.sqlite'}"))
    builders.a_site(workplace)
    builders.a_printer(workplace, tmp_path)
    return workplace


def no_secrets(_: str) -> dict[str, Any]:
    return {}


def close_one(floor: Workplace) -> tuple[int, str]:
    goods, _ = builders.some_stock(floor, weight_g=400)
    builders.a_released_order(floor, (goods, 2), shipping_method="")
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    state = shift.open_bench(floor, ana, tote)
    state = shift.pack_until(floor, ana, state, PackPrompt.SCAN_LABEL)
    return state.carton_id, state.sscc or ""


def test_room_without_carriers_is_idle(floor: Workplace, tmp_path: Path) -> None:
    room = CarrierRoom(floor, no_secrets, tmp_path / "journal")
    close_one(floor)
    assert room.work_off() == 0
    assert books.rows(floor, "select state, carrier from carrier_purchase") == [("bought", "house")]


def test_label_of_a_real_carrier_comes_by_itself_and_its_scan_ships_the_parcel(
    floor: Workplace, tmp_path: Path
) -> None:
    save_carrier_account(floor, VAN)
    assert [each.code for each in carrier_accounts(floor)] == ["van"]
    told: list[int] = []
    room = CarrierRoom(floor, no_secrets, tmp_path / "journal", lambda: told.append(1))
    carton_id, sscc = close_one(floor)
    waiting = [view for view in own_slips.carton_papers(floor, carton_id) if view.job_id < 0]
    assert [view.reason for view in waiting] == ["carrier_asked"]
    try:
        room.start()
        until_bought(floor, room)
    finally:
        room.stop()
    assert told
    assert books.rows(floor, "select carrier from shipment") == [("van",)]
    with floor.database.begin() as work:
        labels = work.session.query(PrintJob).filter_by(document_kind="shipping_label").all()
        assert [job.document["carrier_format"] for job in labels] == ["pdf"]
    number = books.value(floor, "select tracking_number from carton")
    assert number
    ana = builders.an_operator(floor)
    state = shift.open_bench(floor, ana, f"]C100{sscc}")
    done = shift.pack(floor, ana, state, str(number))
    assert done.refusal is None
    assert done.state is not None
    assert done.state.prompt is PackPrompt.DONE
    assert transports.tracking_page(floor, str(number)) is not None


def until_bought(floor: Workplace, room: CarrierRoom) -> None:
    """Let the room's own thread work until the transport is bought."""
    for _ in range(3000):
        room.wake()
        if books.value(floor, "select count(*) from carrier_purchase where state='bought'"):
            return
        threading.Event().wait(0.1)
    raise AssertionError(books.rows(floor, "select state, reason from carrier_purchase"))


def test_station_that_cannot_ask_a_carrier_leaves_it_to_another(
    floor: Workplace, tmp_path: Path
) -> None:
    bad = replace(VAN, settings={"label_mm": [1]})
    save_carrier_account(floor, bad)
    close_one(floor)
    room = CarrierRoom(floor, no_secrets, tmp_path / "journal")
    assert room.work_off() == 0
    assert books.rows(floor, "select state from carrier_purchase") == [("queued",)]
