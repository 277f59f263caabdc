"""The sub-command `stationery`: a file is looked at, kept, shown again and forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from PIL import Image

from app.__main__ import main
from app.services.stationery import kept_stationery
from app.services.workplace import Workplace
from printing.stationery.model import PLAIN, Brand, Stationery
from printing.stationery.texts import from_toml, to_toml
from tests import builders
from tests.printing.stationery_samples import LOGO_SVG


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Workplace]:
    """A warehouse with an embedded database."""
    workplace = builders.a_workplace(builders.a_database(f"sqlite:///{tmp_path / 'floor.sqlite3'}"))
    yield workplace
    workplace.database.close()


@pytest.fixture
def pickstation(house: Workplace) -> Callable[..., int]:
    """Runs the sub-command at the house."""
    url = house.database.engine.url.render_as_string()
    return lambda *words: main(["--database", url, "stationery", *words])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A shop's stationery as a person writes it."""
    path = tmp_path / "shop.toml"
    path.write_text('[brand]\nname = "Mug Shop"\ncolour = "#0b5a4a"\n', "utf-8")
    return path


def test_the_file_to_start_from_says_what_is_usual() -> None:
    plain = (files("resources") / "paper" / "plain.toml").read_text("utf-8")
    assert from_toml(plain) == PLAIN


def test_a_file_is_kept_with_its_logo_shown_and_forgotten(
    house: Workplace,
    pickstation: Callable[..., int],
    file: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    logo = file.with_name("logo.svg")
    logo.write_bytes(LOGO_SVG)
    assert pickstation("save", str(file), "--shop", "shopify", "--logo", str(logo)) == 0
    kept = kept_stationery(house, "shopify")
    assert (kept.brand.name, kept.brand.logo is not None) == ("Mug Shop", True)
    assert kept_stationery(house, "woocommerce") == PLAIN
    capsys.readouterr()
    assert pickstation("show", "--shop", "shopify") == 0
    assert from_toml(capsys.readouterr().out) == kept
    assert pickstation("list", "--json") == 0
    (row,) = json.loads(capsys.readouterr().out)["stationery"]
    assert row["shop"] == "shopify"
    assert pickstation("list") == 0
    assert capsys.readouterr().out.startswith("shopify: Mug Shop, changed ")
    assert pickstation("drop", "--shop", "shopify") == 0
    assert kept_stationery(house, "shopify") == PLAIN
    assert pickstation("list") == 0
    assert "all papers are plain" in capsys.readouterr().out


def test_a_file_without_a_shop_is_for_all_that_have_none(
    house: Workplace, pickstation: Callable[..., int], file: Path
) -> None:
    assert pickstation("save", str(file)) == 0
    for shop in ("shopify", "woocommerce"):
        assert kept_stationery(house, shop).brand.name == "Mug Shop"


def test_preview_draws_every_paper(
    pickstation: Callable[..., int], file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "pictures"
    assert pickstation("preview", str(file), "--out", str(out), "--language", "de") == 0
    names = {path.stem.rpartition("-")[0] for path in out.iterdir()}
    assert names == {"packing_slip", "gift_slip", "label", "return_label", "pick_list"}
    for path in out.iterdir():
        with Image.open(path) as picture:
            assert min(picture.size) > 400


def test_preview_of_what_is_kept_needs_no_file(
    pickstation: Callable[..., int], file: Path, tmp_path: Path
) -> None:
    assert pickstation("save", str(file)) == 0
    assert pickstation("preview", "--out", str(tmp_path / "kept")) == 0
    assert (tmp_path / "kept" / "label-1.png").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[brand", "no TOML"),
        (b"[brand]\ncolour = 'red'", "brand.colour: no colour ('red'); write it as #rrggbb"),
        (b"[brand]\nnome = 'x'", "brand.nome"),
        (b"\xff", "is not written in UTF-8"),
    ],
)
def test_a_file_that_is_no_stationery_changes_nothing(
    content: bytes,
    words: str,
    house: Workplace,
    pickstation: Callable[..., int],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_bytes(content)
    assert pickstation("save", str(bad)) == 1
    error = capsys.readouterr().err
    assert words in error
    assert str(bad) in error
    assert kept_stationery(house, "") == PLAIN


def test_files_that_are_not_there_or_no_logo_are_named(
    pickstation: Callable[..., int],
    file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert pickstation("save", str(tmp_path / "none.toml")) == 1
    assert "none.toml: No such file" in capsys.readouterr().err
    assert pickstation("save", str(file), "--logo", str(file)) == 1
    assert "no PNG or SVG picture" in capsys.readouterr().err


def test_what_show_writes_reads_back() -> None:
    named = Stationery(brand=Brand(name="A", contact=("b",)))
    assert from_toml(to_toml(named)) == named
