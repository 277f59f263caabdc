from dataclasses import replace

import pytest

from app import __version__
from app.db.queries.paper import recent_jobs
from app.domain.desk_refusals import ChangedMeanwhile
from app.domain.packaging import Packaging
from app.domain.refusals import Refused
from app.services import station_setup
from app.services.station_setup import PrinterSettings, PrinterView
from app.services.workplace import Workplace
from tests import builders
from tests.services import books


def test_a_site_is_set_up_once(floor: Workplace) -> None:
    assert books.rows(floor, "select name, company_prefix from site") == [
        ("Harbour Goods", "4012345")
    ]
    builders.a_site(floor, "9999999")
    assert books.value(floor, "select company_prefix from site") == "4012345"


def test_a_station_registers_again_each_time_it_starts(floor: Workplace) -> None:
    station_setup.register_station(floor)
    station_setup.register_station(replace(floor, station="P-09"), name="Bench 9")
    rows = books.rows(floor, "select code, name, app_version from station order by code")
    assert rows == [("P-01", "", __version__), ("P-09", "Bench 9", __version__)]


def test_a_printer_is_added_changed_and_its_lamp_remembered(floor: Workplace) -> None:
    settings = PrinterSettings("ZD-3", "tcp", "10.0.0.5:9100", "zpl", 203)
    station_setup.save_printer(floor, settings)
    station_setup.note_lamp(floor, "ZD-3", "attention", "MEDIA OUT")
    station_setup.note_lamp(floor, "no such printer", "ready", "")
    seen = PrinterView("ZD-3", "tcp", "10.0.0.5:9100", "zpl", 203, "attention", "MEDIA OUT")
    assert seen in station_setup.printers(floor)
    station_setup.save_printer(floor, replace(settings, dpi=300))
    assert replace(seen, dpi=300, lamp="unknown", words="") in station_setup.printers(floor)
    assert [printer.name for printer in station_setup.printers(floor)] == ["F", "ZD-3"]


def test_documents_are_routed_and_rerouted_for_a_station(floor: Workplace) -> None:
    builders.a_printer(floor, "elsewhere", "G")
    station_setup.route_document(floor, "shipping_label", "F")
    assert station_setup.routes(floor) == {"packing_slip": "G", "shipping_label": "F"}
    for workplace, printer in ((floor, "nowhere"), (replace(floor, station="P-99"), "F")):
        with pytest.raises(LookupError):
            station_setup.route_document(workplace, "packing_slip", printer)
    with pytest.raises(LookupError):
        station_setup.print_test_page(floor, "nowhere")


def test_a_test_page_fits_its_printer(floor: Workplace) -> None:
    station_setup.save_printer(floor, PrinterSettings("ZD-3", "tcp", "10.0.0.5", "zpl"))
    for printer in ("F", "ZD-3"):
        station_setup.print_test_page(floor, printer)
    with floor.database.begin() as work:
        pages = [job.document["paper"] for job, _ in recent_jobs(work.session, "P-01")]
    assert pages == ["label_4x6_in", "a4"]


def test_totes_are_added_once(floor: Workplace) -> None:
    assert station_setup.add_totes(floor, range(1, 4)) == 3
    assert station_setup.add_totes(floor, range(2, 6)) == 2
    assert books.value(floor, "select count(*) from tote") == 5


def test_packagings_are_added_and_changed(floor: Workplace) -> None:
    station_setup.save_packagings(floor, (Packaging("S", "Tiny", 1, 1, 1, 100, 5),))
    rows = books.rows(floor, "select code, name from packaging order by code")
    assert rows == [("M2", "Medium carton"), ("S", "Tiny")]


def test_a_printer_is_changed_only_as_it_was_seen(floor: Workplace) -> None:
    seen = PrinterSettings("ZD-3", "tcp", "10.0.0.5:9100", "zpl", 203)
    station_setup.save_printer(floor, seen)
    station_setup.note_lamp(floor, "ZD-3", "attention", "MEDIA OUT")
    station_setup.save_printer(floor, replace(seen, dpi=300), seen=seen)
    with pytest.raises(Refused) as refused:
        station_setup.save_printer(floor, replace(seen, address="10.0.0.6:9100"), seen=seen)
    assert refused.value.refusal == ChangedMeanwhile("ZD-3")
    (now,) = [view for view in station_setup.printers(floor) if view.name == "ZD-3"]
    assert (now.address, now.dpi) == ("10.0.0.5:9100", 300)
    station_setup.save_printer(floor, replace(seen, name="ZD-4"), seen=seen)
    with pytest.raises(Refused):
        station_setup.save_printer(
            floor, replace(seen, name="gone"), seen=replace(seen, name="gone")
        )
