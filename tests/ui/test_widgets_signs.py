"""What must be read from two metres is large enough, whole, and says in words what it shows."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme import Theme, ThemeName
from app.ui.tokens import LIGHT, State
from app.ui.widgets.canvas import order_as_seen
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from app.ui.widgets.item_card import ItemCard, ItemView
from app.ui.widgets.last_scan import LastScan, LastScanView
from app.ui.widgets.location_sign import LocationSign, LocationView, changed_groups, groups
from app.ui.widgets.next_peek import NextLine, NextPeek
from app.ui.widgets.progress_bar import ProgressBar, ProgressView
from app.ui.widgets.quantity_sign import QuantitySign, QuantityView
from app.ui.widgets.tote_map import ToteMap, ToteMapView, TotePosition
from app.ui.widgets.verdict_band import Verdict, VerdictBand, VerdictRow

WRONG_ITEM = Verdict(
    State.STOP,
    "STOP",
    "WRONG ITEM",
    (
        VerdictRow("you scanned", "Red mug", "..4488", "lives in A-12-05-C", ("red",)),
        VerdictRow("you need", "Blue mug", "..4471", "in A-12-04-C", ("blue",)),
    ),
    "Put it back, take BLUE mug, scan it.",
    "Nothing was counted: still 0/3.",
)


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(dpi=92)
    theme.apply(qapp)
    yield theme
    qapp.setStyleSheet("")
    Theme._current = None


def painted(widget: QWidget, qtbot: QtBot, width: int, height: int) -> QImage:
    qtbot.addWidget(widget)
    widget.resize(width, height)
    return widget.grab().toImage()


def ink_rows(image: QImage, colour: str) -> list[tuple[int, int]]:
    """Bands of rows that hold pixels of exactly one colour, as (first row, height)."""
    wanted = QColor(colour).rgb()
    bands: list[tuple[int, int]] = []
    start: int | None = None
    for y in range(image.height()):
        has_ink = any(image.pixel(x, y) == wanted for x in range(4, image.width() - 4))
        if has_ink and start is None:
            start = y
        elif not has_ink and start is not None:
            bands.append((start, y - start))
            start = None
    return bands


def test_capitals_of_a_location_are_at_least_84_pixels_high_on_a_24_inch_screen(
    qtbot: QtBot,
) -> None:
    sign = LocationSign()
    sign.show_view(LocationView("A01-01L-1"))
    image = painted(sign, qtbot, 900, 300)
    assert max(height for _, height in ink_rows(image, LIGHT.text)) >= 84


def test_a_location_too_long_for_its_place_wraps_at_full_size(qtbot: QtBot) -> None:
    sign = LocationSign()
    sign.show_view(LocationView("WH2-A01-01L-1-B"))
    image = painted(sign, qtbot, 700, 480)
    heights = [height for _, height in ink_rows(image, LIGHT.text) if height >= 84]
    assert len(heights) == 2


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("A-12-04-C", ["A-", "12-", "04-", "C"]),
        ("A01-01L-1", ["A01-", "01L-", "1"]),
        ("RACK0012", ["RAC", "K00", "12"]),
        ("", []),
    ],
)
def test_codes_are_read_in_groups_of_three_at_most(code: str, expected: list[str]) -> None:
    assert groups(code) == expected


def test_what_changed_since_the_line_before_is_bold() -> None:
    marked = changed_groups("A-12-07-C", "A-12-04-C")
    assert marked == [("A-", False), ("12-", False), ("07-", True), ("C", False)]


def test_the_same_place_again_is_wholly_bold() -> None:
    assert all(bold for _, bold in changed_groups("A-12-04-C", "A-12-04-C"))


def test_a_longer_quantity_asks_for_more_room_and_is_never_cut(qtbot: QtBot) -> None:
    sign = QuantitySign()
    qtbot.addWidget(sign)
    sign.show_view(QuantityView(3, "each"))
    narrow = sign.minimumSizeHint().width()
    sign.show_view(QuantityView(1200, "each", "into S5", counted=4))
    assert sign.minimumSizeHint().width() > narrow
    assert sign.accessibleName() == "PICK 1200 each into S5 scanned 4/1200"


def test_the_instruction_starts_with_an_arrow_and_names_the_code(qtbot: QtBot) -> None:
    line = InstructionLine()
    line.show_instruction(Instruction("SCAN ITEM", "..4471"))
    image = painted(line, qtbot, 1200, 138)
    assert line.accessibleName() == "> SCAN ITEM ..4471"
    assert max(height for _, height in ink_rows(image, "#FFFFFF")) >= 46


def test_a_long_instruction_keeps_the_height_for_two_metres_and_takes_two_lines(
    qtbot: QtBot,
) -> None:
    line = InstructionLine()
    line.show_instruction(
        Instruction("TAKE TWO OUT OF TOTE S6 AND PUT THEM INTO TOTE S5 THEN SCAN")
    )
    image = painted(line, qtbot, 1100, 138).copy(90, 10, 900, 118)
    tall = [height for _, height in ink_rows(image, "#FFFFFF") if height >= 34]
    assert len(tall) == 2


def test_on_a_small_screen_a_second_way_gives_way_where_it_would_cut_the_first_one(
    qtbot: QtBot, qapp: QApplication
) -> None:
    Theme(dpi=149, is_low=True).apply(qapp)
    words, way = "2 IN HAND: SCAN MORE, OR OK", "or type how many you take"
    shown = []
    for instruction in (
        Instruction(words),
        Instruction(words, "", way),
        Instruction("TAKE 2, OK"),
        Instruction("TAKE 2, OK", "", "or 2"),
    ):
        line = InstructionLine()
        line.show_instruction(instruction)
        shown.append(painted(line, qtbot, 640, 96).copy(100, 10, 480, 76))
    assert shown[0] == shown[1]
    assert shown[2] != shown[3]


def test_on_a_small_screen_what_was_counted_takes_no_room_from_the_location(
    qtbot: QtBot, qapp: QApplication
) -> None:
    Theme(dpi=149, is_low=True).apply(qapp)
    sign = QuantitySign()
    qtbot.addWidget(sign)
    sign.show_view(QuantityView(30, "each", "= 5 x case of 6", counted=2))
    wide = sign.minimumSizeHint().width()
    sign.show_view(QuantityView(30, "each", counted=2))
    assert wide == sign.minimumSizeHint().width()


def grey(image: QImage) -> QImage:
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def test_a_stop_differs_from_ok_in_place_and_shape_even_in_grey(qtbot: QtBot) -> None:
    stop, accepted = VerdictBand(), LastScan()
    stop.show_verdict(WRONG_ITEM)
    accepted.accept(LastScanView("..4470", "1/1"))
    stop_image = grey(painted(stop, qtbot, 1800, 700))
    ok_image = grey(painted(accepted, qtbot, accepted.sizeHint().width(), 138))
    stop_ground = stop_image.pixelColor(1700, 20).value()
    ok_ground = ok_image.pixelColor(ok_image.width() - 12, 69).value()
    assert stop_ground < 90
    assert ok_ground > 140
    assert stop_image.width() > 3 * ok_image.width()


def test_a_stop_says_what_was_scanned_what_is_needed_and_that_nothing_was_counted(
    qtbot: QtBot,
) -> None:
    band = VerdictBand()
    qtbot.addWidget(band)
    band.show_verdict(WRONG_ITEM)
    said = band.accessibleName()
    for words in (
        "STOP: WRONG ITEM",
        "you scanned Red mug ..4488 lives in A-12-05-C",
        "you need Blue mug ..4471 in A-12-04-C",
        "Nothing was counted: still 0/3.",
        "Put it back, take BLUE mug, scan it.",
    ):
        assert words in said


def test_the_verdict_word_has_capitals_of_26_millimetres(qtbot: QtBot) -> None:
    band = VerdictBand()
    band.show_verdict(Verdict(State.STOP, "STOP", ""))
    image = painted(band, qtbot, 1800, 700).copy(170, 0, 1000, 159)
    assert max(height for _, height in ink_rows(image, "#FFFFFF")) >= 94


def test_ok_is_green_for_a_moment_and_then_quiet(qtbot: QtBot) -> None:
    last = LastScan()
    last.accept(LastScanView("..4470", "1/1"))
    width = last.sizeHint().width()
    flashing = painted(last, qtbot, width, 138)
    assert flashing.pixelColor(width - 12, 69) == QColor(LIGHT.states[State.OK].fill)
    last.show_view(LastScanView("..4470", "1/1"))
    assert not last.is_flashing
    assert last.accessibleName() == "Last scan: OK ..4470 1/1"
    assert last.grab().toImage().pixelColor(width - 12, 69) == QColor(LIGHT.page)


def test_the_flash_of_an_accepted_scan_ends_by_itself(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.widgets.last_scan.FLASH_MILLISECONDS", 1)
    last = LastScan()
    qtbot.addWidget(last)
    last.accept(LastScanView("..4470"))
    qtbot.waitUntil(lambda: not last.is_flashing)


def ink_profile(image: QImage) -> list[int]:
    """Dark pixels of each column, from the first inked column to the last."""
    dark = [
        sum(image.pixelColor(x, y).lightness() < 128 for y in range(image.height()))
        for x in range(image.width())
    ]
    inked = [x for x, count in enumerate(dark) if count]
    return dark[inked[0] : inked[-1] + 1]


def test_a_mirrored_layout_moves_a_code_but_never_reverses_it(qtbot: QtBot) -> None:
    straight, mirrored = LocationSign(), LocationSign()
    mirrored.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    profiles = []
    for sign in (straight, mirrored):
        sign.show_view(LocationView("A01-02L-3"))
        profiles.append(ink_profile(painted(sign, qtbot, 900, 280).copy(10, 60, 880, 130)))
    as_read, moved = profiles
    differing = sum(abs(a - b) for a, b in zip(as_read, moved, strict=False))
    reversed_order = sum(abs(a - b) for a, b in zip(as_read, moved[::-1], strict=False))
    assert abs(len(as_read) - len(moved)) <= 2
    assert differing < 0.1 * sum(as_read) < reversed_order


def test_where_all_is_read_from_the_right_a_code_keeps_its_dashes(
    qtbot: QtBot, qapp: QApplication
) -> None:
    profiles = []
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        qapp.setLayoutDirection(direction)
        sign = LocationSign()
        sign.show_view(LocationView("A01-02L-3"))
        profiles.append(ink_profile(painted(sign, qtbot, 900, 280).copy(10, 60, 880, 130)))
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    code, mirrored = profiles
    assert sum(abs(a - b) for a, b in zip(code, mirrored, strict=False)) < 0.1 * sum(code)


def test_a_latin_name_within_words_from_the_right_keeps_its_order() -> None:
    assert order_as_seen(["שלום", "Blue", "Mug", "סוף"]) == [3, 1, 2, 0]
    assert order_as_seen(["Blue", "Mug"]) == [0, 1]


def test_a_longer_verdict_asks_for_the_height_of_all_its_rows(qtbot: QtBot) -> None:
    band = VerdictBand()
    qtbot.addWidget(band)
    band.show_verdict(Verdict(State.OK, "OK", "ORDER 10881 DONE"))
    short = band.minimumSizeHint().height()
    band.show_verdict(WRONG_ITEM)
    assert band.minimumSizeHint().height() > short + 2 * 65


def cart(target: str) -> ToteMapView:
    positions = tuple(TotePosition(f"S{n + 1}", n // 4, n % 4) for n in range(8))
    return ToteMapView(positions, target, quantity="x2")


@pytest.mark.parametrize(("target", "row", "column"), [("S1", 0, 0), ("S4", 0, 3), ("S7", 1, 2)])
def test_the_target_tote_stands_out_at_its_own_place_on_the_cart(
    qtbot: QtBot, target: str, row: int, column: int
) -> None:
    tote_map = ToteMap()
    tote_map.show_view(cart(target))
    image = painted(tote_map, qtbot, 500, 480)
    fill = QColor(LIGHT.states[State.NEXT].fill).rgb()
    marked = [(x, y) for x in range(500) for y in range(480) if image.pixel(x, y) == fill]
    middle = sum(x for x, _ in marked) / len(marked)
    assert 22 + column * 114 < middle < 22 + (column + 1) * 114
    others = ToteMap()
    others.show_view(cart("S8" if row == 0 else "S2"))
    below = painted(others, qtbot, 500, 480)
    height = [y for y in range(480) if any(below.pixel(x, y) == fill for x in range(500))]
    assert (min(y for _, y in marked) < min(height)) == (row == 0)
    assert f"row {row + 1} place {column + 1}" in tote_map.accessibleName()


def test_a_cart_is_not_mirrored_where_reading_runs_from_right_to_left(qtbot: QtBot) -> None:
    tote_map = ToteMap()
    tote_map.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    tote_map.show_view(cart("S1"))
    image = painted(tote_map, qtbot, 500, 480)
    fill = QColor(LIGHT.states[State.NEXT].fill).rgb()
    marked = [x for x in range(500) for y in range(480) if image.pixel(x, y) == fill]
    assert max(marked) < 250


def test_a_single_tote_needs_no_grid(qtbot: QtBot) -> None:
    tote_map = ToteMap()
    tote_map.show_view(ToteMapView((TotePosition("T-0442"),), "T-0442"))
    image = painted(tote_map, qtbot, 530, 480)
    assert tote_map.accessibleName() == "INTO T-0442"
    assert max(height for _, height in ink_rows(image, LIGHT.text)) >= 84


def test_an_item_shows_its_photograph_or_a_drawn_parcel_of_40_millimetres(qtbot: QtBot) -> None:
    photograph = QImage(200, 200, QImage.Format.Format_RGB32)
    photograph.fill(QColor("#8040C0"))
    card = ItemCard()
    card.show_view(ItemView("Blue mug", "40-118", "4471", picture=photograph))
    image = painted(card, qtbot, 900, card.minimumSizeHint().height())
    seen = QColor("#8040C0").rgb()
    columns = [x for x in range(900) if image.pixel(x, image.height() // 2) == seen]
    assert len(columns) >= 145
    card.show_view(ItemView("Blue mug", "40-118", "4471", 6, ("Blue",)))
    assert card.accessibleName() == "Blue mug 40-118 barcode ends ..4471 case code = x6"
    assert card.grab().toImage() != image


def test_progress_names_the_line_at_work_or_what_is_done(qtbot: QtBot) -> None:
    bar = ProgressBar()
    bar.show_view(ProgressView(6, 25, "line", is_ordinal=True))
    assert bar.figures == "line 7/25"
    bar.show_view(ProgressView(25, 25, "line", is_ordinal=True))
    assert bar.figures == "line 25/25"
    bar.show_view(ProgressView(0, 0, "units"))
    assert not painted(bar, qtbot, 600, 60).isNull()


@pytest.mark.parametrize("total", [10, 400])
def test_the_bar_is_as_full_as_the_work_is_done(qtbot: QtBot, total: int) -> None:
    bar = ProgressBar()
    bar.show_view(ProgressView(total // 2, total, ""))
    image = painted(bar, qtbot, 1000, 60)
    row = [image.pixelColor(x, 30).name() for x in range(200, 1000)]
    assert 0.3 < row.count(LIGHT.text.lower()) / len(row) < 0.5


def test_coming_lines_are_shown_whole_or_not_at_all(qtbot: QtBot) -> None:
    peek = NextPeek()
    lines = (NextLine("A-12-07-B", "x1 S2"), NextLine("A-13-01-A", "x2 S1"))
    peek.show_lines(lines, "last in this aisle")
    assert peek.accessibleName() == "NEXT A-12-07-B x1 S2 | A-13-01-A x2 S1 last in this aisle"
    wide = painted(peek, qtbot, 1400, 72)
    peek.show_lines(lines[:1], "")
    one = painted(peek, qtbot, 1400, 72)
    peek.resize(700, 72)
    peek.show_lines(lines, "")
    assert wide.copy(0, 0, 460, 72) == one.copy(0, 0, 460, 72)
    assert peek.grab().toImage().copy(460, 0, 240, 72) == one.copy(460, 0, 240, 72)


def test_a_pick_screen_at_rest_has_one_saturated_colour(qtbot: QtBot, qapp: QApplication) -> None:
    for name in ThemeName:
        Theme(name).apply(qapp)
        hues: set[int] = set()
        for widget, width in (
            (_shown(InstructionLine(), Instruction("SCAN ITEM", "..4471")), 1200),
            (_shown(LocationSign(), LocationView("A-12-04-C", ("aisle 12",))), 900),
            (_shown(QuantitySign(), QuantityView(3, "each")), 400),
            (_shown(ToteMap(), cart("S5")), 500),
            (_shown(ItemCard(), ItemView("Blue mug", "40-118", "4471", 0, ("Blue",))), 900),
        ):
            image = painted(widget, qtbot, width, 460)
            for x in range(0, width, 3):
                for y in range(0, 460, 3):
                    colour = image.pixelColor(x, y)
                    if colour.hsvSaturationF() > 0.5 and colour.valueF() > 0.3:
                        hues.add(round(colour.hueF() * 12))
        assert len(hues) == 1, name


def _shown(widget: QWidget, view: object) -> QWidget:
    show = getattr(widget, "show_view", None) or getattr(widget, "show_instruction", None)
    assert show is not None
    show(view)
    return widget
