"""A bench in the real program: a wrong weight put right, a parcel opened, boxed anew and voided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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

pytestmark = pytest.mark.real_window

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


@dataclass
class Story:
    """A picked order of two mugs and a lamp, who packs it, and a lead."""

    floor: Workplace
    folder: Path
    display: XDisplay
    mug: builders.Goods
    lamp: builders.Goods
    number: str
    packer: int
    lead: int

    @property
    def books(self) -> Books:
        return Books(self.floor)

    def badge(self, who: int) -> None:
        self.display.type_scan(f"B-{builders.badge_of(who)}")

    def until_state(self, state: CartonState) -> str:
        until(lambda: self.books.carton().state is state, f"a carton that is {state}")
        return self.books.sscc()

    def until_label(self) -> None:
        out = (JobState.SENT, JobState.CONFIRMED)
        until(lambda: self.books.labels(*out) == 1, "one label that counts")


@pytest.fixture
def story(floor: Workplace, x_display: XDisplay, tmp_path: Path) -> Story:
    set_house_rules(floor, HouseRules(HandOver.MANIFEST))
    mug, _ = builders.some_stock(floor, weight_g=300)
    lamp, _ = builders.some_stock(floor, weight_g=400)
    number = builders.a_released_order(floor, (mug, 2), (lamp, 1))
    packer, tote = builders.an_operator(floor), builders.a_tote(floor)
    lead = builders.an_operator(floor, "Mara Lind")
    with floor.database.begin() as work:
        work.session.get_one(Operator, lead).role = OperatorRole.LEAD
    shift.pick_order(floor, packer, tote)
    return Story(floor, tmp_path, x_display, mug, lamp, number, packer, lead)


def weigh(story: Story, station: StationProcess, scale: SimulatedScale) -> str:
    """Pack everything, leave the lamp on the table, put it right; the parcel's number."""
    story.badge(story.packer)
    order = f"O-{story.number}"
    station.insist(order, lambda: station.answers_to(order) > 0, "the order")
    for code in (story.mug.barcode, story.mug.barcode, story.lamp.barcode, MEDIUM):
        station.scan(code)
    scale.put(850.0)
    until(lambda: story.books.verdicts() == [WeightVerdict.LIGHT], "the weight that differs")
    assert story.books.carton().state is CartonState.OPEN
    scale.put(1250.0)
    sscc = story.until_state(CartonState.CLOSED)
    assert story.books.carton().weight_g == 1250
    story.until_label()
    scale.put(0.0)
    return sscc


def box_anew(story: Story, station: StationProcess, scale: SimulatedScale) -> str:
    """Open the closed parcel, put the same goods into a small carton; its new number."""
    station.scan("XCUND")
    station.scan(quantity_payload(2))
    story.until_state(CartonState.OPEN)
    station.scan(SMALL)
    scale.put(1060.0)
    sscc = story.until_state(CartonState.CLOSED)
    story.until_label()
    station.scan(f"]C100{sscc}")
    assert story.books.carton().state is CartonState.LABELLED
    return sscc


def void(story: Story, station: StationProcess, sscc: str) -> str:
    """Scan the label of a packed parcel, let a lead void it; the number that counts now."""
    station.scan(f"]C100{sscc}")
    station.scan(quantity_payload(3))
    story.badge(story.lead)
    until(lambda: story.books.sscc() not in ("", sscc), "the new number")
    story.until_label()
    station.scan(f"]C100{story.books.sscc()}")
    return story.books.sscc()


def test_a_parcel_is_weighed_put_right_opened_boxed_anew_and_voided(story: Story) -> None:
    with (
        SimulatedScale("sics") as scale,
        StationProcess(story.display, story.floor, story.folder, scale_port=scale.port) as station,
    ):
        first = weigh(story, station, scale)
        second = box_anew(story, station, scale)
        third = void(story, station, second)
        story.display.screenshot(story.folder / "done.png")

    assert len({first, second, third}) == 3
    assert story.books.carton().state is CartonState.LABELLED
    assert story.books.labels(JobState.SUPERSEDED) == 2
    assert check_database(story.floor).is_sound
