"""What can be tapped is big, in its place, deaf to the keyboard, and says what was chosen."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme import Theme
from app.ui.tokens import State, TextSize
from app.ui.widgets.action_row import PLACES, Action, ActionRow
from app.ui.widgets.canvas import line_height
from app.ui.widgets.choice_panel import Choice, ChoiceGroup, ChoicePanel
from app.ui.widgets.item_card import ItemCard, ItemView
from app.ui.widgets.lamp import Lamp, LampView
from app.ui.widgets.last_scan import LastScan
from app.ui.widgets.message_log import MessageLog
from app.ui.widgets.notice_strip import NoticeStrip
from app.ui.widgets.number_pad import NumberPad
from app.ui.widgets.top_strip import CutOff, TopStrip, TopStripView
from app.ui.widgets.touch_button import TouchButton
from app.ui.widgets.unit_list import UnitList, UnitRow, UnitState

ACTIONS = tuple(
    Action(f"do {key}", key, text, "undo", "OK ..4470" if key == "F6" else "")
    for key, text in zip(
        PLACES,
        (
            "Short", "Damaged", "Skip", "Substitute", "Undo",
            "Wrong location", "Pause", "Reprint", "Help", "OK",
        ),
        strict=True,
    )
)  # fmt: skip
SHORT = (
    ChoiceGroup("found", "FOUND", tuple(Choice(str(n), n) for n in range(3)), "1"),
    ChoiceGroup("why", "WHY", (Choice("empty", 1, "Empty"), Choice("damaged", 2, "Damaged"))),
    ChoiceGroup("then", "THEN", (Choice("go", 1, "Go on", "40 m"), Choice("leave", 2)), "go"),
)


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(dpi=92)
    theme.apply(qapp)
    yield theme
    qapp.setStyleSheet("")
    Theme._current = None


def row_of(actions: tuple[Action, ...], qtbot: QtBot, width: int = 1920) -> ActionRow:
    row = ActionRow()
    qtbot.addWidget(row)
    row.resize(width, 106)
    row.show_actions(actions)
    row.resize(width, row.sizeHint().height())
    return row


def buttons(row: ActionRow) -> dict[str, TouchButton]:
    return {key: button for key in PLACES if (button := row.button(key)) is not None}


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
@pytest.mark.parametrize(("width", "dpi"), [(1920, 92), (1280, 149), (1366, 110)])
def test_keys_are_gloved_finger_size_with_gaps_and_never_overlap(
    qtbot: QtBot, qapp: QApplication, width: int, dpi: float, direction: Qt.LayoutDirection
) -> None:
    theme = Theme(dpi=dpi)
    theme.apply(qapp)
    row = row_of(ACTIONS, qtbot, width)
    row.setLayoutDirection(direction)
    places = {key: button.geometry() for key, button in buttons(row).items()}
    assert len(places) == len(PLACES)
    for key, place in places.items():
        least = theme.mm(25 if key == "ENTER" else 20)
        assert place.width() >= least
        assert place.height() >= least
        assert place.left() >= theme.mm(5)
        assert place.right() <= width - theme.mm(5)
        assert place.bottom() < row.height()
    gap = theme.mm(3) - 1
    for one, other in combinations(places.values(), 2):
        assert not one.adjusted(0, 0, gap - 1, gap - 1).intersects(other)


def test_a_small_screen_gets_two_rows_of_keys(qtbot: QtBot, qapp: QApplication) -> None:
    Theme(dpi=149).apply(qapp)
    row = row_of(ACTIONS, qtbot, 1280)
    assert len({button.y() for button in buttons(row).values()}) == 2


def test_in_a_layout_the_second_row_of_keys_gets_its_room(qtbot: QtBot, qapp: QApplication) -> None:
    Theme(dpi=149).apply(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    row = ActionRow()
    row.show_actions(ACTIONS)
    column.addStretch(1)
    column.addWidget(row)
    window.resize(1280, 800)
    window.show()
    qtbot.waitUntil(lambda: row.height() == row.sizeHint().height() > 2 * 147)


def test_larger_text_makes_keys_high_enough_for_their_three_lines(
    qtbot: QtBot, qapp: QApplication
) -> None:
    Theme(text_scale=1.25).apply(qapp)
    assert row_of(ACTIONS, qtbot).sizeHint().height() >= 3 * line_height(TextSize.LABEL)


def test_a_key_keeps_its_place_whatever_else_the_screen_offers(qtbot: QtBot) -> None:
    everything = row_of(ACTIONS, qtbot)
    few = row_of(tuple(a for a in ACTIONS if a.key in {"F1", "F6"}), qtbot)
    for key, button in buttons(few).items():
        assert button.geometry() == buttons(everything)[key].geometry()


def test_a_tap_and_a_key_trigger_the_same_action(qtbot: QtBot) -> None:
    row = row_of(ACTIONS, qtbot)
    heard: list[str] = []
    row.triggered.connect(heard.append)
    button = row.button("F6")
    assert button is not None
    assert button.accessibleName() == "F6 Undo OK ..4470"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert row.press_key("F6")
    assert heard == ["do F6", "do F6"]


def test_what_cannot_be_done_now_does_nothing(qtbot: QtBot) -> None:
    row = row_of((Action("undo", "F6", "Undo", is_enabled=False),), qtbot)
    heard: list[str] = []
    row.triggered.connect(heard.append)
    button = row.button("F6")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not row.press_key("F6")
    assert not row.press_key("F2")
    assert heard == []


def test_a_button_that_takes_a_new_action_triggers_the_new_one(qtbot: QtBot) -> None:
    row = row_of((Action("wrong", "F7", "Wrong location"),), qtbot)
    row.show_actions((Action("parcel", "F7", "New parcel"),))
    heard: list[str] = []
    row.triggered.connect(heard.append)
    button = row.button("F7")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == ["parcel"]


@pytest.mark.parametrize("keys", [("F6", "F6"), ("F13",)])
def test_two_actions_on_one_key_or_a_key_without_a_place_are_refused(
    qtbot: QtBot, keys: tuple[str, ...]
) -> None:
    with pytest.raises(ValueError, match="needs a place of its own"):
        row_of(tuple(Action(f"a{n}", key, "A") for n, key in enumerate(keys)), qtbot)


def panel_asking(qtbot: QtBot) -> tuple[ChoicePanel, list[tuple[str, str]], list[dict[str, str]]]:
    panel = ChoicePanel()
    qtbot.addWidget(panel)
    panel.resize(1800, 500)
    chosen: list[tuple[str, str]] = []
    completed: list[dict[str, str]] = []
    panel.chosen.connect(lambda group, choice: chosen.append((group, choice)))
    panel.completed.connect(completed.append)
    panel.ask("SHORT at A-12-04-C, need 3", SHORT)
    return panel, chosen, completed


def test_figures_answer_one_question_after_the_other(qtbot: QtBot) -> None:
    panel, chosen, completed = panel_asking(qtbot)
    assert panel.answer_number(0)
    assert panel.answer_number(2)
    assert completed == []
    assert panel.answer_number(1)
    assert chosen == [("found", "0"), ("why", "damaged"), ("then", "go")]
    assert completed == [{"found": "0", "why": "damaged", "then": "go"}]


def test_a_figure_that_is_no_choice_answers_nothing(qtbot: QtBot) -> None:
    panel, chosen, _ = panel_asking(qtbot)
    assert not panel.answer_number(9)
    assert chosen == []


def test_ok_takes_the_default_and_nothing_where_there_is_none(qtbot: QtBot) -> None:
    panel, chosen, _ = panel_asking(qtbot)
    assert panel.tile("found", "1").face.is_default
    assert panel.confirm()
    assert not panel.confirm()
    assert chosen == [("found", "1")]
    assert not panel.tile("found", "1").face.is_default
    assert panel.tile("found", "1").face.is_chosen


def test_a_tap_changes_an_answer_given_before(qtbot: QtBot) -> None:
    panel, _, completed = panel_asking(qtbot)
    panel.answer_number(1)
    QTest.mouseClick(panel.tile("found", "2"), Qt.MouseButton.LeftButton)
    panel.answer_number(1)
    panel.confirm()
    assert completed == [{"found": "2", "why": "empty", "then": "go"}]
    assert not panel.answer_number(1)


def test_choices_stay_inside_a_narrow_panel_without_overlap(qtbot: QtBot) -> None:
    panel, _, _ = panel_asking(qtbot)
    many = tuple(Choice(f"c{n}", n, "A rather long reason to give") for n in range(6))
    panel.resize(760, 500)
    panel.ask("WHY", (ChoiceGroup("why", "WHY", many),))
    panel.resize(760, panel.sizeHint().height())
    places = [panel.tile("why", choice.name).geometry() for choice in many]
    assert all(panel.rect().contains(place) and place.height() >= 91 for place in places)
    assert not any(one.intersects(other) for one, other in combinations(places, 2))
    assert not panel.grab().isNull()


def test_every_key_of_the_number_pad_is_25_millimetres_and_says_its_name(qtbot: QtBot) -> None:
    pad = NumberPad()
    qtbot.addWidget(pad)
    heard: list[str] = []
    pad.pressed.connect(heard.append)
    for key in pad.keys.values():
        assert min(key.size().toTuple()) >= 91
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)
    assert sorted(heard) == sorted([*"0123456789", "clear", "ok"])


def test_no_floor_widget_takes_the_keyboard(qtbot: QtBot) -> None:
    panel, _, _ = panel_asking(qtbot)
    widgets: list[QWidget] = [
        panel, row_of(ACTIONS, qtbot), NumberPad(), TopStrip(), UnitList(), MessageLog(),
        NoticeStrip(), LastScan(), ItemCard(),
    ]  # fmt: skip
    for widget in widgets:
        qtbot.addWidget(widget)
        for part in (widget, *widget.findChildren(QWidget)):
            assert part.focusPolicy() is Qt.FocusPolicy.NoFocus, part


def test_the_enter_and_space_of_a_scanner_press_no_button(qtbot: QtBot) -> None:
    row = row_of(ACTIONS, qtbot)
    heard: list[str] = []
    row.triggered.connect(heard.append)
    row.show()
    for target in (row, *buttons(row).values()):
        target.setFocus()
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            QTest.keyClick(row.windowHandle(), key)
    assert heard == []


def strip(view: TopStripView, qtbot: QtBot) -> TopStrip:
    top = TopStrip()
    qtbot.addWidget(top)
    top.show_view(view)
    top.resize(1920, top.sizeHint().height())
    top.grab()
    return top


DEVICES = (
    LampView("Scanner", "OK", State.OK, "scanner"),
    LampView("Slip A4-2", "LOW PAPER", State.LOOK, "slip_printer"),
)


def test_the_strip_tells_cut_off_unsent_and_devices(qtbot: QtBot) -> None:
    view = TopStripView("Ana K.", "Picker", "B-118", "", CutOff("DHL 09:30", "in 1 h 12"), 0)
    top = strip(TopStripView(**{**vars(view), "devices": DEVICES}), qtbot)
    said = [lamp.accessibleName() for lamp in top.lamps]
    assert said == [
        "DHL 09:30: in 1 h 12", "Unsent: 0", "Scanner: OK", "Slip A4-2: LOW PAPER",
    ]  # fmt: skip
    assert [lamp.is_quiet for lamp in top.lamps] == [True, True, True, False]


def test_a_late_cut_off_and_a_lost_connection_stand_out(qtbot: QtBot) -> None:
    late = CutOff("DHL 09:30", "in 8 min", is_late=True)
    top = strip(TopStripView("Ana K.", "Picker", "", "", late, 14, is_offline=True), qtbot)
    assert [lamp.view.state for lamp in top.lamps] == [State.LOOK, State.IDLE]
    assert [lamp.view.word for lamp in top.lamps] == ["LATE in 8 min", "14 unsent"]


def test_lamps_that_stay_are_changed_in_place(qtbot: QtBot) -> None:
    top = strip(TopStripView("Ana K.", "Picker", devices=DEVICES), qtbot)
    before = top.lamps
    top.show_view(TopStripView("Bo L.", "Packer", unsent=3, devices=DEVICES))
    assert top.lamps == before
    assert before[0].accessibleName() == "Unsent: 3"
    top.show_view(TopStripView("Bo L.", "Packer"))
    assert len(top.lamps) == 1


def test_on_a_narrow_strip_quiet_lamps_leave_out_their_names_and_faults_do_not(
    qtbot: QtBot,
) -> None:
    top = TopStrip()
    qtbot.addWidget(top)
    top.show_view(TopStripView("Ana K.", "Picker", devices=DEVICES))
    top.resize(1920, 80)
    top.grab()
    quiet, fault = top.lamps[1], top.lamps[2]
    wide = (quiet.sizeHint().width(), fault.sizeHint().width())
    top.resize(600, 80)
    top.grab()
    assert quiet.sizeHint().width() < wide[0]
    assert fault.sizeHint().width() == wide[1]


@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_words_forty_per_cent_longer_still_fit_into_their_lamp(
    qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    longer = tuple(LampView(d.name + "xxxx", d.word + "xxxx", d.state, d.icon) for d in DEVICES)
    top = strip(TopStripView("Ana K.", "Picker", devices=longer), qtbot)
    top.setLayoutDirection(direction)
    top.grab()
    for lamp in top.lamps:
        assert lamp.width() >= lamp.sizeHint().width()
    places = [lamp.geometry() for lamp in top.lamps]
    assert not any(one.intersects(other) for one, other in combinations(places, 2))


def test_a_fault_lamp_is_painted_in_its_colour_and_a_quiet_one_is_not(qtbot: QtBot) -> None:
    lamp = Lamp(DEVICES[1])
    qtbot.addWidget(lamp)
    lamp.resize(lamp.sizeHint())
    assert lamp.grab().toImage().pixelColor(6, lamp.height() // 2).name() == "#ffc20a"
    lamp.show_view(DEVICES[0])
    lamp.resize(lamp.sizeHint())
    assert lamp.grab().toImage().pixelColor(6, lamp.height() // 2).name() != "#ffc20a"


def units(count: int, current: int) -> tuple[UnitRow, ...]:
    return tuple(
        UnitRow(
            ItemView(f"Item {n}", f"40-{n}", "4471", 0, (str(n),)),
            int(n < current),
            1,
            UnitState.DONE
            if n < current
            else UnitState.CURRENT
            if n == current
            else UnitState.SHORT,
        )
        for n in range(count)
    )


def test_a_short_pack_list_is_shown_whole(qtbot: QtBot) -> None:
    unit_list = UnitList()
    qtbot.addWidget(unit_list)
    unit_list.show_rows(units(4, 2))
    assert unit_list.visible_rows(600) == range(4)
    assert "Item 0 1/1" in unit_list.accessibleName()
    unit_list.resize(1200, 600)
    assert not unit_list.grab().isNull()


@pytest.mark.parametrize("current", [0, 7, 19])
def test_the_line_at_work_is_always_in_sight_on_a_long_pack_list(
    qtbot: QtBot, current: int
) -> None:
    unit_list = UnitList()
    qtbot.addWidget(unit_list)
    unit_list.show_rows(units(20, current))
    shown = unit_list.visible_rows(600)
    assert current in shown
    assert 0 <= shown.start < shown.stop <= 20
    unit_list.resize(1200, 600)
    assert not unit_list.grab().isNull()
