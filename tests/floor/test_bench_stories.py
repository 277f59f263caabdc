"""A bench in the real program: a wrong weight put right, a parcel opened, boxed anew and voided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.db.schema import Carton, Operator, PrintJob, Weighing
from app.demo.scale_program import SimulatedScale
from app.domain.manifests import HandOver
from app.domain.operators import OperatorRole
from app.domain.own_codes import quantity_payload
from app.domain.tasks import CartonState
from app.domain.weighing import WeightVerdict
from app.services.checking import check_database
from app.services.shipping_setup import HouseRules, set_house_rules
from app.services.workplace import Workplace
from printing.jobs import JobState
from tests import builders
from tests.floor.station_process import StationProcess, until
from tests.servers.x_display import XDisplay
from tests.services import shift

pytestmark = [pytest.mark.real_window, pytest.mark.xdist_group("real window")]

SMALL, MEDIUM = "K-S", "K-M2"


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[Workplace]:
    """A warehouse on the embedded database: what happens here, happens in front of the database."""
    workplace = builders.a_workplace(builders.a_database(f"sqlite:///{tmp_path / 'floor.sqlite'}"))
    builders.a_site(workplace)
    builders.a_printer(workplace, tmp_path / "prints")
    yield workplace
    workplace.database.close()


class Books:
    """What the database says of the only carton."""

    def __init__(self, floor: Workplace) -> None:
        self._floor = floor

    def carton(self) -> Carton:
        with self._floor.database.begin() as work:
            return work.session.scalars(select(Carton)).one()

    def sscc(self) -> str:
        return self.carton().sscc or ""

    def verdicts(self) -> list[WeightVerdict]:
        with self._floor.database.begin() as work:
            return list(work.session.scalars(select(Weighing.verdict).order_by(Weighing.id)))

    def labels(self, *states: JobState) -> int:
        with self._floor.database.begin() as work:
            wanted = select(func.count()).select_from(PrintJob)
            wanted = wanted.where(PrintJob.document_kind == "shipping_label")
            return work.session.scalar(wanted.where(PrintJob.state.in_(states))) or 0


def test_a_parcel_is_weighed_put_right_opened_boxed_anew_and_voided(
    floor: Workplace, x_display: XDisplay, tmp_path: Path
) -> None:
    set_house_rules(floor, HouseRules(HandOver.MANIFEST))
    mug, _ = builders.some_stock(floor, weight_g=300)
    lamp, _ = builders.some_stock(floor, weight_g=400)
    number = builders.a_released_order(floor, (mug, 2), (lamp, 1))
    packer, tote = builders.an_operator(floor), builders.a_tote(floor)
    lead = builders.an_operator(floor, "Mara Lind")
    with floor.database.begin() as work:
        work.session.get_one(Operator, lead).role = OperatorRole.LEAD
    shift.pick_order(floor, packer, tote)
    books = Books(floor)

    with (
        SimulatedScale("sics") as scale,
        StationProcess(x_display, floor, tmp_path, scale_port=scale.port) as station,
    ):
        x_display.type_scan(f"B-{builders.badge_of(packer)}")
        station.insist(f"O-{number}", lambda: station.answers_to(f"O-{number}") > 0, "the order")
        for code in (mug.barcode, mug.barcode, lamp.barcode):
            station.scan(code)
        station.scan(MEDIUM)
        scale.put(850.0)  # the lamp was left on the table
        until(lambda: books.verdicts() == [WeightVerdict.LIGHT], "the weight that differs")
        assert books.carton().state is CartonState.OPEN
        scale.put(1250.0)
        until(lambda: books.carton().state is CartonState.CLOSED, "the weight that passes")
        assert books.carton().weight_g == 1250
        until(lambda: bool(list((tmp_path / "prints").glob("shipping_label*"))), "the label")
        first = books.sscc()
        scale.put(0.0)

        station.scan("XCUND")  # what is done with the parcel
        station.scan(quantity_payload(2))
        until(lambda: books.carton().state is CartonState.OPEN, "the parcel to be opened")
        station.scan(SMALL)
        scale.put(1060.0)
        until(lambda: books.carton().state is CartonState.CLOSED, "the other carton")
        second = books.sscc()
        until(lambda: books.labels(JobState.SENT, JobState.CONFIRMED) == 1, "its label")
        station.scan(f"]C100{second}")
        assert books.carton().state is CartonState.LABELLED

        station.scan(f"]C100{second}")  # scanned again, it leads back to its parcel
        station.scan(quantity_payload(3))
        x_display.type_scan(f"B-{builders.badge_of(lead)}")
        until(lambda: books.sscc() not in ("", second), "the new number")
        until(lambda: books.labels(JobState.SENT, JobState.CONFIRMED) == 1, "the new label")
        station.scan(f"]C100{books.sscc()}")
        x_display.screenshot(tmp_path / "done.png")

    assert len({first, second, books.sscc()}) == 3
    assert books.carton().state is CartonState.LABELLED
    assert books.labels(JobState.SUPERSEDED) == 2
    assert check_database(floor).is_sound
