"""What a packer sees and does at the bench while the database is away, and when it is back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from app.db.schema import Order
from app.domain.floor_work import FloorWork
from app.domain.own_codes import quantity_payload
from app.domain.pack_state import PackPrompt
from app.services.order_states import refresh_states
from app.ui.screens.settle_screen import SettleScreen
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.services import shift
from tests.services.offline_floor import OfflineFloor, offline_floor
from tests.ui.test_offline_screens import Stand, a_stand

pytestmark = pytest.mark.postgresql


@dataclass
class Parcel:
    """A picked order of two mugs, its tote and who packs it."""

    mug: str
    tote: str
    badge: str
    number: str
    prints: Path

    @property
    def slips(self) -> int:
        """How many slips came out."""
        return len(list(self.prints.glob("packing_slip-*.pdf")))


@pytest.fixture
def net(postgresql_server: PostgresqlServer, tmp_path: Path) -> Iterator[OfflineFloor]:
    with offline_floor(postgresql_server, tmp_path) as floor:
        yield floor


@pytest.fixture
def parcel(net: OfflineFloor, tmp_path: Path) -> Parcel:
    goods, _ = builders.some_stock(net.desk, name="Blue Mug 330 ml")
    number = builders.a_released_order(net.desk, (goods, 2))
    operator, tote = builders.an_operator(net.desk), builders.a_tote(net.desk)
    shift.pick_order(net.desk, operator, tote)
    badge = f"B-{builders.badge_of(operator)}"
    return Parcel(goods.barcode, tote, badge, number, tmp_path / "prints")


def begin(stand: Stand, parcel: Parcel) -> None:
    """Sign in, open the order at the bench."""
    window = stand.window
    builders.a_printer(window.context.workplace, parcel.prints)
    stand.scan(parcel.badge, stand.is_at(window.home))
    stand.scan(f"O-{parcel.number}", lambda: window.pack.state is not None)


def prompt(stand: Stand) -> PackPrompt | None:
    state = stand.window.pack.state
    return None if state is None else state.prompt


def close_off_line(stand: Stand, parcel: Parcel) -> None:
    """Pack and close while the database is away."""
    stand.net.cut()
    stand.scan(parcel.mug)
    stand.scan(parcel.mug, lambda: prompt(stand) is PackPrompt.CHOOSE_PACKAGING)
    stand.scan("XCK", lambda: prompt(stand) is PackPrompt.LABEL_WAITS)


def test_parcel_is_closed_off_line_and_goes_on_by_its_slip(
    net: OfflineFloor, parcel: Parcel, qapp: QApplication, qtbot: QtBot
) -> None:
    with a_stand(net, qapp, qtbot) as stand:
        begin(stand, parcel)
        pages = stand.window.pack.pages
        net.cut()
        stand.scan(parcel.mug)
        assert "Stored here" in pages.last_scan.accessibleName()
        stand.until(lambda: "go on, every scan is kept here" in stand.notice)
        stand.scan(parcel.mug, lambda: prompt(stand) is PackPrompt.CHOOSE_PACKAGING)
        stand.scan("XCK", lambda: prompt(stand) is PackPrompt.LABEL_WAITS)
        assert "LABEL WAITS FOR THE DATABASE" in pages.label_card.accessibleName()
        assert "scan the slip when the line is back" in pages.label_card.accessibleName()
        assert "PUT THE PARCEL ASIDE WITH ITS SLIP" in pages.instruction.accessibleName()
        stand.until(lambda: parcel.slips == 1)
        stand.until(lambda: "printed" in pages.papers.accessibleName())
        stand.scan(f"O-{parcel.number}", lambda: stand.said)
        assert "THE LABEL WAITS" in stand.said
        net.heal()
        stand.until(lambda: prompt(stand) is PackPrompt.SCAN_LABEL)
        stand.until(lambda: len(list(parcel.prints.glob("shipping_label-*"))) == 1)
        assert stand.window.pack.state is not None
        label = f"]C100{stand.window.pack.state.sscc}"
        stand.scan(label, lambda: prompt(stand) is PackPrompt.DONE)
    assert parcel.slips == 1
    assert net.violations() == []


def test_another_order_waits_in_words_while_the_database_is_away(
    net: OfflineFloor, parcel: Parcel, qapp: QApplication, qtbot: QtBot
) -> None:
    with a_stand(net, qapp, qtbot) as stand:
        begin(stand, parcel)
        net.cut()
        stand.scan(parcel.mug)
        stand.scan("XCPSE", lambda: stand.window.pack.state is None)
        stand.scan("T-999999", lambda: stand.said)
        assert "PACKING WAITS" in stand.said
        assert "Only the order that is on this bench goes on" in stand.said
        stand.scan("XCK")
        stand.scan(f"O-{parcel.number}", lambda: stand.window.pack.state is not None)
        assert stand.window.pack.state is not None
        assert stand.window.pack.state.verified == 1
        stand.until(lambda: "offline" in stand.sounds)


def test_bench_is_found_again_by_the_same_badge_after_a_crash(
    net: OfflineFloor, parcel: Parcel, qapp: QApplication, qtbot: QtBot
) -> None:
    with a_stand(net, qapp, qtbot) as stand:
        begin(stand, parcel)
        net.cut()
        stand.scan(parcel.mug)
        stand.until(lambda: "offline" in stand.sounds)
    net.cut()
    with a_stand(net, qapp, qtbot, waits=False) as stand:
        window = stand.window
        stand.scan(parcel.badge, stand.is_at(window.home))
        stand.scan(quantity_payload(5), lambda: window.pack.state is not None)
        assert window.pack.state is not None
        assert window.pack.state.verified == 1
        stand.scan(parcel.mug, lambda: prompt(stand) is PackPrompt.CHOOSE_PACKAGING)


def test_packer_is_told_what_became_of_the_parcel_and_settles_it(
    net: OfflineFloor, parcel: Parcel, qapp: QApplication, qtbot: QtBot
) -> None:
    with a_stand(net, qapp, qtbot) as stand:
        begin(stand, parcel)
        window = stand.window
        close_off_line(stand, parcel)
        stand.until(lambda: parcel.slips == 1)
        with net.desk.database.begin() as work:
            row = work.session.scalars(select(Order)).one()
            row.cancelled_at = work.now
            refresh_states(work, [row.id])
        net.heal()
        stand.until(lambda: "NOT ALL COUNTED" in stand.said)
        assert f"Order {parcel.number} was cancelled while you were off line" in stand.said
        assert f"Take 1 x Blue Mug 330 ml out of the parcel, put them into {parcel.tote}" in (
            stand.said
        )
        stand.scan("XCK")
        window.show_screen(window.home)
        stand.until(window.home.choices.buttons[FloorWork.SETTLE].isVisible)
        stand.scan(quantity_payload(FloorWork.SETTLE), lambda: window.one(SettleScreen).views)
        assert len(window.one(SettleScreen).views) == 3
        stand.scan(parcel.tote, lambda: len(window.one(SettleScreen).views) == 2)
        stand.scan(parcel.tote, lambda: len(window.one(SettleScreen).views) == 1)
        assert "Open the parcel" in window.one(SettleScreen).panel.title
        stand.scan(quantity_payload(1), stand.is_at(window.home))
