"""Applying a theme changes palette, fonts and painted widgets, with or without the typeface."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QPainterPath, QPalette, QRawFont
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.ui import fonts, icons
from app.ui.theme import Theme, ThemeName
from app.ui.tokens import State, TextSize
from app.ui.widgets.instruction_line import Instruction, InstructionLine
from tests.ui.test_theme_tokens import contrast


@pytest.fixture(autouse=True)
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    qapp.setStyleSheet("")
    Theme._current = None


def test_before_any_theme_a_light_one_for_a_desk_screen_is_current() -> None:
    assert Theme.current() == Theme(ThemeName.LIGHT, dpi=92, text_scale=1.0)


def test_dark_theme_reaches_qts_own_palette(app: QApplication) -> None:
    Theme(ThemeName.DARK).apply(app)
    assert app.palette().color(QPalette.ColorRole.Window).name() == "#14181d"
    assert Theme.current().name is ThemeName.DARK


def test_style_sheet_is_understood_by_qt_and_sizes_labels_by_role(
    app: QApplication, qtbot: QtBot
) -> None:
    Theme(dpi=92).apply(app)
    label = QLabel("A12")
    qtbot.addWidget(label)
    label.setProperty("role", "giant")
    label.ensurePolished()
    assert label.font().pixelSize() == 119


def test_a_painted_widget_follows_a_change_of_theme(app: QApplication, qtbot: QtBot) -> None:
    line = InstructionLine()
    qtbot.addWidget(line)
    line.show_instruction(Instruction("SCAN ITEM"))
    Theme(dpi=92).apply(app)
    small = line.sizeHint().height()
    Theme(ThemeName.DARK, dpi=149).apply(app)
    assert line.sizeHint().height() > small * 1.5
    line.resize(600, 300)
    edge = line.grab().toImage().pixelColor(300, 2).name()
    assert edge == Theme.current().state(State.NEXT).outline.lower()


@pytest.mark.parametrize("name", list(ThemeName))
def test_the_field_that_takes_the_keys_is_seen_by_its_frame(
    app: QApplication, qtbot: QtBot, name: ThemeName
) -> None:
    Theme(name).apply(app)
    form = QWidget()
    qtbot.addWidget(form)
    fields = [QLineEdit(form), QLineEdit(form)]
    for at, field in enumerate(fields):
        field.setGeometry(10, 10 + 100 * at, 300, 80)
    with qtbot.waitExposed(form):
        form.show()
    fields[1].setFocus()
    before = fields[0].grab().toImage()
    fields[0].setFocus()
    after = fields[0].grab().toImage()
    assert after.size() == before.size()
    seen = sum(
        contrast(before.pixelColor(x, y).name(), after.pixelColor(x, y).name()) >= 3
        for x in range(before.width())
        for y in range(before.height())
    )
    around = 2 * (before.width() + before.height())
    assert seen > around, "at least a frame of a pixel changes by three to one"


@pytest.mark.parametrize("file_name", fonts.FILES)
def test_bundled_typeface_has_tabular_digits_and_a_slashed_zero(
    file_name: str,
) -> None:
    raw = QRawFont()
    raw.loadFromData(
        (files("resources") / "fonts" / file_name).read_bytes(),
        100,
        QFont.HintingPreference.PreferNoHinting,
    )
    digits = raw.advancesForGlyphIndexes(raw.glyphIndexesForString("0123456789\ue007"))
    assert raw.familyName() == "B612"
    assert len({advance.x() for advance in digits}) == 1
    assert raw.supportsCharacter(0xE007)


def test_capitals_of_the_typeface_are_not_lower_than_computed(app: QApplication) -> None:
    Theme().apply(app)
    path = QPainterPath()
    path.addText(0, 0, Theme().font(TextSize.GIANT), "H")
    assert path.boundingRect().height() >= 84


def test_codes_are_painted_with_slashed_zeros_where_the_typeface_has_them() -> None:
    assert fonts.load_fonts()
    assert QFontDatabase.hasFamily(fonts.FAMILY)
    assert fonts.with_slashed_zeros("A-10") == "A-1\ue007"


def test_a_missing_font_file_is_reported_and_blocks_nothing(
    app: QApplication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(fonts, "FAMILY", "No Such Face")
    monkeypatch.setattr(fonts, "FILES", ("NoSuchFace.otf",))
    Theme().apply(app)
    assert not fonts.load_fonts()
    assert "NoSuchFace.otf" in caplog.text
    assert fonts.with_slashed_zeros("A-10") == "A-10"


@pytest.mark.parametrize("name", icons.names())
def test_every_icon_opens_and_draws_something_inside_its_frame(
    name: str,
) -> None:
    renderer = icons._renderer(name)
    assert renderer.isValid()
    assert renderer.viewBox().size().toTuple() == (24, 24)
    drawn = icons.picture(name, 48, "#A4121E")
    colours = {drawn.pixelColor(x, y).name() for x in range(48) for y in range(48)}
    inked = sum(drawn.pixelColor(x, y).alpha() > 0 for x in range(48) for y in range(48))
    assert "#a4121e" in colours
    assert 48 * 48 * 0.03 < inked < 48 * 48


def test_a_drawing_can_be_the_icon_of_a_window() -> None:
    available = icons.icon("item", 24, "#14181D").availableSizes()
    assert [size.toTuple() for size in available] == [(24, 24)]


def test_every_state_has_an_outlined_and_a_solid_shape() -> None:
    wanted = {name for state in State for name in (state.value, f"{state}_solid")}
    assert wanted <= set(icons.names())


def test_an_unknown_icon_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(
        LookupError, match=r"no icon is called 'unicorn'; there are: .*octagon|stop"
    ):
        icons.picture("unicorn", 24, "#000000")
