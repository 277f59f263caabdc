"""The sub-command `print`: what it leaves in folders and printers, read back by a decoder."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.__main__ import main
from app.domain.refusals import Refused
from app.services import signing_in, station_setup, wall_setup
from app.services.workplace import Workplace
from printing.paper import Paper
from tests import builders
from tests.printing.decoding import pages, printed_zpl, symbols
from tests.printing.fake_label_printer import FakeLabelPrinter
from tests.services import books

DPI = 203
PAPERS = {"badge_label": Paper.LABEL_86X54_MM}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Workplace]:
    """A small warehouse with a folder printer F."""
    workplace = builders.a_workplace(builders.a_database(f"sqlite:///{tmp_path / 'floor.sqlite3'}"))
    builders.a_site(workplace)
    builders.a_printer(workplace, tmp_path / "printed")
    for code in ("A01-01L-1", "A01-01L-10", "B02-01R-2"):
        builders.a_location(workplace, code)
    station_setup.add_totes(workplace, range(1, 4))
    yield workplace
    workplace.database.close()


@pytest.fixture
def pickstation(house: Workplace) -> Callable[..., int]:
    """Runs the sub-command at the house."""
    url = house.database.engine.url.render_as_string()
    return lambda *words: main(["--database", url, "print", *words])


def codes_on(file: Path) -> set[str]:
    """What a scanner reads on a label or sheet."""
    content = file.read_bytes()
    if file.suffix == ".pdf":
        found = [code for page in pages(content, DPI) for code in symbols(page)]
    else:
        paper = PAPERS.get(file.name.partition("-")[0], Paper.LABEL_100X50_MM)
        found = list(symbols(printed_zpl(content, paper.size_dots(DPI), DPI)))
    return {code.decode() for code in found}


def a_label_printer(house: Workplace, port: int) -> str:
    """Set a label printer on the network up; return its name."""
    settings = station_setup.PrinterSettings("Z", "tcp", f"127.0.0.1:{port}", "zpl")
    station_setup.save_printer(house, settings)
    return settings.name


@pytest.mark.parametrize("form", ["pdf", "zpl"])
@pytest.mark.parametrize(
    ("words", "files"),
    [
        (
            ["locations"],
            {
                "location_label-A01-01L-1": "L-A01-01L-1",
                "location_label-A01-01L-10": "L-A01-01L-10",
                "location_label-B02-01R-2": "L-B02-01R-2",
            },
        ),
        (["totes", "0002", "T-0003"], {"tote_label-0002": "T-0002", "tote_label-0003": "T-0003"}),
        (["packaging", "k-m2"], {"packaging_label-M2": "K-M2"}),
    ],
    ids=["locations", "totes", "packaging"],
)
def test_labels_come_out_as_files_that_scan(
    words: list[str],
    files: dict[str, str],
    form: str,
    pickstation: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "new" / "out"
    assert pickstation(*words, "--out", str(out), "--format", form) == 0
    assert capsys.readouterr().out == f"{len(files)} files written to {out}\n"
    assert {file.name for file in out.iterdir()} == {f"{name}.{form}" for name in files}
    for name, code in files.items():
        assert code in codes_on(out / f"{name}.{form}")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("A01-01L-1", ["A01-01L-1"]),
        ("l-a01-01l-1", ["A01-01L-1"]),
        ("A01-", ["A01-01L-1", "A01-01L-10"]),
        ("b", ["B02-01R-2"]),
    ],
)
def test_a_location_is_asked_for_by_its_code_or_by_the_beginning_of_some(
    asked: str, found: list[str], pickstation: Callable[..., int], tmp_path: Path
) -> None:
    assert pickstation("locations", asked, "--out", str(tmp_path / "out")) == 0
    names = sorted(file.stem.partition("-")[2] for file in (tmp_path / "out").iterdir())
    assert names == found


def test_the_command_sheet_scans_and_is_for_office_printers_only(
    house: Workplace,
    pickstation: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "out"
    assert pickstation("commands", "--out", str(out)) == 0
    found = codes_on(out / "command_sheet-sheet.pdf")
    assert {"XCK", "XCUND", "XCSHRT", "XCSGNF", "XCNB", "XCNL", "XCNCC"} <= found
    assert pickstation("commands", "--out", str(out), "--format", "zpl") == 1
    assert "send it to an office printer" in capsys.readouterr().err
    zebra = a_label_printer(house, 1)
    assert pickstation("commands", "--printer", zebra) == 1
    assert "send it to an office printer" in capsys.readouterr().err
    assert books.value(house, "select count(*) from print_job") == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["locations", "A01-", "C09"], "locations: there is no 'C09'"),
        (["totes", "0001", "0099"], "totes: there is no '0099'"),
        (["packaging", "XL"], "packaging: there is no 'XL'"),
        (["badges", "9999"], "badges: there is no '9999'"),
    ],
)
def test_an_unknown_code_is_named_and_nothing_is_written(
    words: list[str],
    said: str,
    pickstation: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert pickstation(*words, "--out", str(tmp_path / "out")) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_labels_of_a_kind_that_is_not_there_are_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    builders.write_migrated_sqlite(tmp_path / "new.sqlite3")
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    assert main(["--database", url, "print", "totes", "--out", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == "pickstation: totes: there are none here yet\n"


def test_a_folder_that_cannot_be_written_to_is_named(
    pickstation: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert pickstation("totes", "--out", str(tmp_path / "file")) == 1
    assert capsys.readouterr().err == f"pickstation: {tmp_path / 'file'}: File exists\n"


def test_a_printer_too_coarse_for_bars_is_refused(
    pickstation: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation("totes", "--out", str(tmp_path / "out"), "--dpi", "72") == 1
    assert "150 to 1200 dots per inch" in capsys.readouterr().err


# Printers ---------------------------------------------------------------------------------------


def test_labels_go_to_a_printer_by_its_name(
    pickstation: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation("totes", "0001", "0002", "--printer", "F") == 0
    assert capsys.readouterr().out == "2 of 2 documents printed on F\n"
    files = sorted((tmp_path / "printed").iterdir())
    assert [codes_on(file) for file in files] == [{"T-0001"}, {"T-0002"}]


def test_a_test_page_goes_to_a_printer_and_scans(
    pickstation: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation("test-page", "--printer", "F") == 0
    assert capsys.readouterr().out == "1 of 1 documents printed on F\n"
    (file,) = (tmp_path / "printed").iterdir()
    assert file.name.startswith("test_page-")
    assert "XCK" in codes_on(file)


def test_a_printer_nobody_has_set_up_is_refused_with_those_there_are(
    house: Workplace, pickstation: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation("totes", "--printer", "Zebra") == 1
    assert capsys.readouterr().err == ("pickstation: no printer is called Zebra; known are: F\n")
    assert books.value(house, "select count(*) from print_job") == 0


def test_a_printer_out_of_paper_is_told_of_and_prints_the_same_labels_once_it_has_paper(
    house: Workplace, pickstation: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeLabelPrinter() as zebra:
        zebra.mechanism.paper_left = 0
        name = a_label_printer(house, zebra.port)
        assert pickstation("totes", "0001", "--printer", name) == 1
        said = capsys.readouterr()
        assert said.out == "0 of 1 documents printed on Z\n"
        assert said.err.startswith("pickstation: Z: 1 held: paper out (paper_out, paused)\n")
        assert "with the next print command" in said.err
        zebra.mechanism.load_paper()
        assert pickstation("totes", "0002", "--printer", name) == 0
        assert capsys.readouterr().out == "1 of 1 documents printed on Z\n"
        printed = [printed_zpl(label, (799, 400), DPI) for label in zebra.labels]
    assert [set(symbols(label)) for label in printed] == [{b"T-0001"}, {b"T-0002"}]


def test_a_printer_that_is_not_there_is_told_of(
    house: Workplace, pickstation: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert pickstation("totes", "0001", "--printer", a_label_printer(house, port)) == 1
    assert "pickstation: Z: 1 held: offline" in capsys.readouterr().err


# Badges -----------------------------------------------------------------------------------------


@pytest.fixture
def ana(house: Workplace) -> str:
    """Ana's staff number; `badge_works` knows her first badge."""
    operator = builders.an_operator(house)
    return str(books.value(house, "select staff_number from operator where id = :id", id=operator))


def badge_works(house: Workplace, token: str) -> bool:
    """Whether somebody signs in by this badge."""
    try:
        signing_in.sign_in_by_badge(house, token)
    except Refused:
        return False
    return True


def first_badge(house: Workplace) -> str:
    """The badge that Ana has had before any is printed."""
    return builders.badge_of(books.value(house, "select max(id) from operator"))


@pytest.mark.parametrize("form", ["pdf", "zpl"])
def test_a_new_badge_signs_in_and_the_old_one_no_more(
    form: str, ana: str, house: Workplace, pickstation: Callable[..., int], tmp_path: Path
) -> None:
    old = first_badge(house)
    assert badge_works(house, old)
    out = tmp_path / "out"
    assert pickstation("badges", ana, "--out", str(out), "--format", form) == 0
    (code,) = codes_on(out / f"badge_label-{ana}.{form}")
    assert badge_works(house, code.removeprefix("B-"))
    assert not badge_works(house, old)


def test_a_badge_is_printed_without_leaving_its_token_in_the_database(
    ana: str, house: Workplace, pickstation: Callable[..., int], tmp_path: Path
) -> None:
    assert pickstation("badges", ana, "--printer", "F") == 0
    (file,) = (tmp_path / "printed").iterdir()
    (code,) = codes_on(file)
    token = code.removeprefix("B-")
    assert badge_works(house, token)
    assert token.encode() not in (tmp_path / "floor.sqlite3").read_bytes()


def test_an_operator_keeps_the_badge_while_no_new_one_comes_out(
    ana: str,
    house: Workplace,
    pickstation: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "file").touch()
    assert pickstation("badges", ana, "--out", str(tmp_path / "file")) == 1
    assert pickstation("badges", ana, "9999", "--out", str(tmp_path / "out")) == 1
    with FakeLabelPrinter() as zebra:
        zebra.mechanism.paper_left = 0
        capsys.readouterr()
        assert pickstation("badges", ana, "--printer", a_label_printer(house, zebra.port)) == 1
        assert capsys.readouterr().err == (
            "pickstation: Z: paper out (paper_out, paused); the old badge still works\n"
        )
        zebra.mechanism.load_paper()
        zebra.drop_after = 100
        assert pickstation("badges", ana, "--printer", "Z") == 1
        assert "connection lost" in capsys.readouterr().err
    assert badge_works(house, first_badge(house))


def test_a_badge_printed_twice_leaves_only_the_last_one_valid(
    ana: str, house: Workplace, pickstation: Callable[..., int], tmp_path: Path
) -> None:
    for _ in range(2):
        assert pickstation("badges", ana, ana, "--printer", "F") == 0
    tokens = [
        code.removeprefix("B-")
        for file in sorted((tmp_path / "printed").iterdir(), key=lambda file: file.stat().st_mtime)
        for code in codes_on(file)
    ]
    assert [badge_works(house, token) for token in tokens] == [False, True]


def test_signs_and_lists_come_out_as_files_that_scan(
    house: Workplace, pickstation: Callable[..., int], tmp_path: Path
) -> None:
    wall_setup.add_wall(house, "W1", rows=1, columns=1)
    out = tmp_path / "out"
    assert pickstation("walls", "--out", str(out), "--format", "zpl") == 0
    assert pickstation("count-sheets", "A01-", "--with-books", "--out", str(out)) == 0
    assert codes_on(out / "place_label-W1-1A.zpl") == {"L-W1-1A"}
    (sheet,) = out.glob("count_sheet-*.pdf")
    found = {code for page in pages(sheet.read_bytes(), 300) for code in symbols(page)}
    assert {b"L-A01-01L-1", b"L-A01-01L-10"} <= found


def test_other_paper_is_laid_out_for(pickstation: Callable[..., int], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert pickstation("totes", "0001", "--paper", "tape_62_mm", "--out", str(out)) == 0
    (page,) = pages((out / "tote_label-0001.pdf").read_bytes(), DPI)
    assert page.width == Paper.TAPE_62_MM.size_dots(DPI)[0]
    assert page.height == round(50 / 25.4 * DPI)


@pytest.mark.parametrize("what", ["carton-labels", "return-labels", "customs", "invoices"])
def test_papers_of_parcels_have_to_be_named(
    what: str, pickstation: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation(what, "--out", "x") == 2
    assert "name the parcels by SSCC, tracking number or order" in capsys.readouterr().err


def test_paper_that_a_document_is_not_made_for_is_refused(
    pickstation: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation("totes", "0001", "--paper", "a4", "--out", str(tmp_path)) == 1
    assert "paper: wrong paper" in capsys.readouterr().err
