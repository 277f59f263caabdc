from pathlib import Path

import pytest

from app.exchange.model import Kind
from app.services import picking
from app.services.importing import ImportReport, ImportRequest, import_file
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift

ITEMS = "sku,name,barcode,case_barcode,case_quantity\nMUG,Mug,4006381333931,14006381333938,6\n"
LOCATIONS = "code,zone,aisle,side,bay,level,x_m,y_m\nA01-02,A,1,L,2,1,0,2\nA01-01,A,1,L,1,1,0,1\n"
STOCK = "sku,location,quantity\nMUG,A01-01,10\nMUG,A01-02,4\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def bring(
    floor: Workplace, folder: Path, kind: Kind, text: str, *, dry: bool = False, whole: bool = False
) -> ImportReport:
    """Import a table."""
    file = folder / f"{kind}.csv"
    file.write_text(text)
    return import_file(floor, ImportRequest(file, kind, dry_run=dry, all_or_nothing=whole))


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """New, changed, unchanged, problems."""
    return report.new, report.changed, report.unchanged, len(report.problems)


def test_items_locations_and_stock_twice_change_nothing(floor: Workplace, folder: Path) -> None:
    files = {Kind.ITEMS: ITEMS, Kind.LOCATIONS: LOCATIONS, Kind.STOCK: STOCK}
    news = [counts(bring(floor, folder, kind, text)) for kind, text in files.items()]
    assert news == [(1, 0, 0, 0), (2, 0, 0, 0), (2, 0, 0, 0)]
    before = books.everything(floor)
    again = [counts(bring(floor, folder, kind, text)) for kind, text in files.items()]
    assert again == [(0, 0, 1, 0), (0, 0, 2, 0), (0, 0, 2, 0)]
    assert books.everything(floor) == before
    walk = books.rows(
        floor, "select code from location where pick_sequence > 0 order by pick_sequence"
    )
    assert walk == [("A01-01",), ("A01-02",)]
    assert books.value(floor, "select count(*) from item_barcode") == 2
    books.audit(floor.database)


def test_what_a_file_has_no_column_for_stays_as_it_is(floor: Workplace, folder: Path) -> None:
    items = "sku,name,item class,serial tracked\nMUG,Mug,Valuables,yes\n"
    places = "code,zone,x_m,y_m,equipment\nA01-02,A,0,2,Forklift\n"
    for _ in range(2):
        bring(floor, folder, Kind.ITEMS, items)
        bring(floor, folder, Kind.LOCATIONS, places)
        assert books.rows(floor, "select item_class, serial_tracked from item") == [
            ("Valuables", True)
        ]
        equipment = "select equipment from location where code = 'A01-02'"
        assert books.value(floor, equipment) == "forklift"
        bring(floor, folder, Kind.ITEMS, "sku,name\nMUG,Mug\n")
        bring(floor, folder, Kind.LOCATIONS, LOCATIONS)
    bring(floor, folder, Kind.ITEMS, items.replace("Valuables,yes", ",no"))
    assert books.rows(floor, "select item_class, serial_tracked from item") == [("", False)]


def test_a_corrected_case_quantity_counts_from_now_on(floor: Workplace, folder: Path) -> None:
    for kind, text in ((Kind.ITEMS, ITEMS), (Kind.LOCATIONS, LOCATIONS), (Kind.STOCK, STOCK)):
        bring(floor, folder, kind, text)
    corrected = bring(floor, folder, Kind.ITEMS, ITEMS.replace(",6\n", ",4\n"))
    assert counts(corrected) == (0, 1, 0, 0)
    builders.a_released_order(floor, ("MUG", 4))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote).state
    assert state.line is not None
    place = f"L-{state.line.location}"
    done = shift.pick(floor, ana, state, place, "14006381333938").state
    assert done.line is None


def test_a_changed_name_or_place_is_a_change(floor: Workplace, folder: Path) -> None:
    bring(floor, folder, Kind.ITEMS, ITEMS)
    bring(floor, folder, Kind.LOCATIONS, LOCATIONS)
    assert counts(bring(floor, folder, Kind.ITEMS, ITEMS.replace(",Mug,", ",Cup,")))[1] == 1
    moved = LOCATIONS.replace("A01-02,A,1,L,2,1", "A01-02,A,1,L,0,1")
    assert counts(bring(floor, folder, Kind.LOCATIONS, moved))[1] == 1
    first = books.value(floor, "select code from location where pick_sequence = 1")
    assert first == "A01-02"


def test_a_barcode_of_another_item_is_refused_with_its_owner(
    floor: Workplace, folder: Path
) -> None:
    bring(floor, folder, Kind.ITEMS, ITEMS)
    report = bring(floor, folder, Kind.ITEMS, "sku,name,barcode\nCUP,Cup,4006381333931\n")
    (problem,) = report.problems
    assert (problem.row, problem.field, problem.value) == (2, "barcode", "04006381333931")
    assert "MUG" in problem.message


def test_a_location_code_that_is_a_tote_already_is_refused(floor: Workplace, folder: Path) -> None:
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "insert into location (code, kind, zone, aisle, side, bay, level, check_digits, "
            "pick_sequence) values ('A01-01', 'tote', '', '', '', '', '', '', 0)"
        )
    assert counts(bring(floor, folder, Kind.LOCATIONS, LOCATIONS)) == (1, 0, 0, 1)


def test_stock_that_was_refused_is_stored_once_its_items_are_known(
    floor: Workplace, folder: Path
) -> None:
    bring(floor, folder, Kind.LOCATIONS, LOCATIONS.splitlines()[0] + "\nA01-01,A,1,L,1,1,0,1\n")
    early = bring(floor, folder, Kind.STOCK, STOCK)
    assert {problem.field for problem in early.problems} == {"sku"}
    bring(floor, folder, Kind.ITEMS, ITEMS)
    later = bring(floor, folder, Kind.STOCK, STOCK)
    assert counts(later) == (1, 0, 0, 1)
    assert later.problems[0].field == "location"
    bring(floor, folder, Kind.LOCATIONS, LOCATIONS)
    assert counts(bring(floor, folder, Kind.STOCK, STOCK)) == (1, 0, 1, 0)
    assert books.on_hand(floor, "A01-01") == 10
    books.audit(floor.database)


def test_a_stock_list_read_again_does_not_put_back_what_was_sold(
    floor: Workplace, folder: Path
) -> None:
    for kind, text in ((Kind.ITEMS, ITEMS), (Kind.LOCATIONS, LOCATIONS), (Kind.STOCK, STOCK)):
        bring(floor, folder, kind, text)
    builders.a_released_order(floor, ("MUG", 3))
    ana, tote = builders.an_operator(floor), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    assert counts(bring(floor, folder, Kind.STOCK, STOCK)) == (0, 0, 2, 0)
    assert books.on_hand(floor, tote) == 3
    books.audit(floor.database)


def test_a_new_count_adjusts_but_never_below_what_is_promised(
    floor: Workplace, folder: Path
) -> None:
    for kind, text in ((Kind.ITEMS, ITEMS), (Kind.LOCATIONS, LOCATIONS), (Kind.STOCK, STOCK)):
        bring(floor, folder, kind, text)
    builders.a_released_order(floor, ("MUG", 8))
    report = bring(floor, folder, Kind.STOCK, STOCK.replace(",10", ",7").replace(",4", ",9"))
    assert counts(report) == (0, 1, 0, 1)
    assert report.problems[0].field == "quantity"
    assert (books.on_hand(floor, "A01-01"), books.on_hand(floor, "A01-02")) == (10, 9)
    same = bring(floor, folder, Kind.STOCK, "sku,location,quantity\nMUG,A01-01,10\n")
    assert counts(same) == (0, 0, 1, 0)
    reasons = books.rows(floor, "select reason, quantity from stock_move order by id")
    assert reasons[-1] == ("adjusted", 5)
    books.audit(floor.database)


def test_a_lot_keeps_the_day_it_expires(floor: Workplace, folder: Path) -> None:
    bring(floor, folder, Kind.ITEMS, "sku,name,lot_tracked\nTEA,Tea,yes\n")
    bring(floor, folder, Kind.LOCATIONS, LOCATIONS)
    head = "sku,location,quantity,lot,expiry\n"
    first = bring(floor, folder, Kind.STOCK, f"{head}TEA,A01-01,5,L1,2099-01-31\n")
    assert counts(first) == (1, 0, 0, 0)
    other = bring(floor, folder, Kind.STOCK, f"{head}TEA,A01-02,5,L1,2098-01-31\n")
    assert [problem.field for problem in other.problems] == ["expiry"]
    silent = bring(floor, folder, Kind.STOCK, f"{head}TEA,A01-02,5,L1,\n")
    assert counts(silent) == (1, 0, 0, 0)
    dated = bring(floor, folder, Kind.STOCK, f"{head}TEA,A01-02,5,,2097-01-31\n")
    assert counts(dated) == (1, 0, 0, 0)
    assert books.value(floor, "select count(*) from lot where item_id is not null") == 2


def test_a_dry_run_and_a_file_to_be_taken_whole_write_nothing(
    floor: Workplace, folder: Path
) -> None:
    before = books.everything(floor)
    dry = bring(floor, folder, Kind.ITEMS, ITEMS, dry=True)
    assert (counts(dry), dry.written) == ((1, 0, 0, 0), False)
    bad = bring(floor, folder, Kind.STOCK, STOCK, whole=True)
    assert (len(bad.problems), bad.written) == (2, False)
    broken = bring(floor, folder, Kind.ITEMS, ITEMS + "CUP,,x,,\n", whole=True)
    assert (broken.read, broken.written, broken.good) == (0, False, False)
    assert books.everything(floor) == before
    partly = bring(floor, folder, Kind.ITEMS, ITEMS + "CUP,,x,,\n")
    assert (partly.new, partly.written, partly.good) == (1, True, False)


def test_an_order_held_for_an_unknown_item_goes_on_once_the_item_is_known(
    floor: Workplace, folder: Path
) -> None:
    bring(floor, folder, Kind.LOCATIONS, LOCATIONS)
    mug_only = builders.an_order(floor, ("MUG", 1))
    both = builders.an_order(floor, ("MUG", 1), ("CUP", 1))
    assert books.holds(floor, mug_only) == {"unknown_item"}
    bring(floor, folder, Kind.ITEMS, ITEMS)
    assert (books.holds(floor, mug_only), books.holds(floor, both)) == (set(), {"unknown_item"})
    assert books.order_state(floor, mug_only) == "paid"
    bring(floor, folder, Kind.ITEMS, "sku,name\nCUP,Cup\n")
    assert (books.holds(floor, both), books.order_state(floor, both)) == (set(), "paid")
    assert books.value(floor, "select count(*) from order_line where item_id is null") == 0
