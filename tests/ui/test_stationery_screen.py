"""A person edits how paper looks in a form, sees it at once, and each wrong entry in its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from app.services.stationery import ALL_SHOPS, kept_stationery, save_stationery
from app.ui.screens.stationery_fields import (
    ChoicesEditor,
    LineEditor,
    NumberEditor,
    PictureEditor,
    SwitchEditor,
    TextEditor,
)
from app.ui.screens.stationery_screen import StationeryScreen
from printing.stationery.model import PLAIN, SlipBlock, SlipColumn
from tests.ui.screens_fixture import BLUE
from tests.ui.screens_fixture_station import Station


@pytest.fixture
def form(station: Station) -> StationeryScreen:
    """The form, opened by a lead from the set-up; there are orders of a shop called test."""
    station.floor.order((BLUE, 1))
    station.badge("Mira Lind")
    station.press(Qt.Key.Key_F10)
    station.press(Qt.Key.Key_F7)
    screen = station.window.one(StationeryScreen)
    assert station.shows(screen)
    return screen


def line(form: StationeryScreen, path: str) -> LineEditor:
    editor = form.editors[path]
    assert isinstance(editor, LineEditor)
    return editor


def write(form: StationeryScreen, path: str, text: str) -> None:
    """Type a text into a field of one line."""
    widget = line(form, path).line
    widget.setText(text)
    widget.textEdited.emit(text)


def test_every_field_has_an_editor_with_what_is_kept(form: StationeryScreen) -> None:
    assert set(form.editors) == {field.path for field in form.draft.fields()}
    assert [form.tabs.tabText(place) for place in range(form.tabs.count())] == [
        "Brand",
        "Packing slip",
        "Gift slip",
        "Labels",
        "Pick list",
    ]
    assert [form.shop.itemText(place) for place in range(form.shop.count())] == [
        "All shops without their own",
        "test",
    ]
    assert not form.draft.is_changed


def test_what_is_entered_is_looked_at_and_saved(station: Station, form: StationeryScreen) -> None:
    form.look_now()
    plain = form.preview.pixmap().toImage()
    write(form, "brand.name", "Mug Shop")
    write(form, "brand.colour", "#0b5a4a")
    texts = form.editors["packing_slip.inserts"]
    assert isinstance(texts, TextEditor)
    texts.text.setPlainText("Catalogue\n\n Sticker ")
    switch, number = form.editors["label.shows_phone"], form.editors["pick_list.text_points"]
    assert isinstance(switch, SwitchEditor)
    assert isinstance(number, NumberEditor)
    switch.box.setChecked(False)
    number.number.setValue(12.0)
    form.look_now()
    assert form.preview.pixmap().toImage() != plain
    assert "changed" in form.heading().detail
    assert kept_stationery(station.floor.workplace, ALL_SHOPS) == PLAIN
    station.press(Qt.Key.Key_F9)
    kept = kept_stationery(station.floor.workplace, ALL_SHOPS)
    assert (kept.brand.name, kept.brand.colour) == ("Mug Shop", "#0b5a4a")
    assert kept.packing_slip.inserts == ("Catalogue", "Sticker")
    assert (kept.label.shows_phone, kept.pick_list.text_points) == (False, 12.0)
    assert "Saved" in form.told.text()
    assert form.heading().detail == "saved"


def test_parts_are_ordered_ticked_and_those_that_are_needed_stay(form: StationeryScreen) -> None:
    editor = form.editors["packing_slip.blocks"]
    assert isinstance(editor, ChoicesEditor)
    first = form.draft.now.packing_slip.blocks[:2]
    editor.list.setCurrentRow(0)
    editor.down.click()
    assert form.draft.now.packing_slip.blocks[:2] == first[::-1]
    place = editor.chosen.index(SlipBlock.NOTE.value)
    editor.list.item(place).setCheckState(Qt.CheckState.Unchecked)
    assert SlipBlock.NOTE not in form.draft.now.packing_slip.blocks
    needed = editor.list.item(editor.chosen.index(SlipBlock.LINES.value))
    assert not needed.flags() & Qt.ItemFlag.ItemIsUserCheckable


WRONG = [
    ("brand.colour", "#ffff00", "too pale"),
    ("brand.colour", "blue", "no colour"),
    ("brand.name", "x" * 61, "too long"),
    ("packing_slip.return_link", "www.example.com", "no link"),
    ("packing_slip.title", "x" * 31, "too long"),
]


def test_a_wrong_entry_says_why_and_changes_nothing(form: StationeryScreen) -> None:
    for path, value, words in WRONG:
        write(form, path, value)
        assert words in form.told.text()
        assert form.told.property("state") == "stop"
        assert not form.draft.is_changed
    columns = form.editors["gift_slip.columns"]
    assert isinstance(columns, ChoicesEditor)
    choices = [columns.list.item(row) for row in range(columns.list.count())]
    price = next(
        item
        for item in choices
        if item.data(Qt.ItemDataRole.UserRole) == SlipColumn.UNIT_PRICE.value
    )
    price.setCheckState(Qt.CheckState.Checked)
    assert "no price" in form.told.text()
    write(form, "brand.colour", "#000000")
    assert form.told.text() == ""


def test_a_logo_comes_from_a_file_and_goes_again(form: StationeryScreen, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    Image.new("RGB", (120, 40), "#0b5a4a").save(file)
    editor = form.editors["brand.logo"]
    assert isinstance(editor, PictureEditor)
    for named, words in ((tmp_path / "none.png", "no such file"), (Path(__file__), "no picture")):
        editor.file.setText(str(named))
        editor.take.click()
        assert words in form.told.text()
    editor.file.setText(str(file))
    editor.take.click()
    assert form.draft.now.brand.logo is not None
    assert "120 x 40" in editor.told.text()
    editor.remove.click()
    assert form.draft.now.brand.logo is None


def test_a_shop_may_look_of_its_own_and_as_all_others_again(
    station: Station, form: StationeryScreen
) -> None:
    write(form, "brand.name", "The House")
    form.shop.setCurrentIndex(1)
    form.shop.activated.emit(1)
    assert "Save (F9) or take back (F6) first" in form.told.text()
    assert form.shop.currentIndex() == 0
    station.press(Qt.Key.Key_F6)
    assert line(form, "brand.name").line.text() == ""
    form.shop.setCurrentIndex(1)
    form.shop.activated.emit(1)
    write(form, "brand.name", "Test Shop")
    station.press(Qt.Key.Key_F9)
    workplace = station.floor.workplace
    assert kept_stationery(workplace, "test").brand.name == "Test Shop"
    assert kept_stationery(workplace, ALL_SHOPS) == PLAIN
    station.press(Qt.Key.Key_F4)
    assert kept_stationery(workplace, "test") == PLAIN
    assert line(form, "brand.name").line.text() == ""


def test_only_a_lead_saves_and_a_scan_does_nothing(station: Station) -> None:
    save_stationery(station.floor.workplace, ALL_SHOPS, PLAIN)
    station.badge("Ed Brandt")
    station.press(Qt.Key.Key_F10)
    station.press(Qt.Key.Key_F7)
    form = station.window.one(StationeryScreen)
    write(form, "brand.name", "Mine")
    station.press(Qt.Key.Key_F9)
    assert "NOT ALLOWED" in station.verdict
    assert kept_stationery(station.floor.workplace, ALL_SHOPS) == PLAIN
    station.scan("T-0001")
    assert not station.verdict
    assert station.shows(form)
    assert form.draft.is_changed
