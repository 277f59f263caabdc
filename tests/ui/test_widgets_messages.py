"""What was said stays readable, and a notice can be tapped away."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.tokens import State
from app.ui.widgets.message_log import LoggedMessage, MessageLog
from app.ui.widgets.notice_strip import Notice, NoticeStrip


def test_only_the_last_five_messages_are_kept_newest_first(qtbot: QtBot) -> None:
    log = MessageLog()
    qtbot.addWidget(log)
    for number in range(7):
        log.add(LoggedMessage(f"06:12:0{number}", State.STOP, f"message {number}"))
    assert [message.text for message in log.messages] == [f"message {n}" for n in range(6, 1, -1)]
    assert not log.grab().isNull()


def test_a_notice_can_be_tapped_and_takes_no_room_when_it_is_over(qtbot: QtBot) -> None:
    notice = NoticeStrip()
    qtbot.addWidget(notice)
    notice.show_notice(Notice(State.LOOK, "CLICK HERE: the scanner is not heard"))
    assert notice.isVisible()
    assert notice.sizeHint().height() >= 73
    with qtbot.waitSignal(notice.pressed):
        QTest.mouseClick(notice, Qt.MouseButton.LeftButton)
    notice.show_notice(None)
    assert not notice.isVisible()
