"""Makes the Qt application, and catches what nothing else caught so that the station goes on."""

from __future__ import annotations

import atexit
import logging
import os
import sys
from collections.abc import Callable, Sequence
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.ui.fonts import load_fonts
from app.ui.main_window import MainWindow
from app.ui.messages import went_wrong

logger = logging.getLogger(__name__)
qt_logger = logging.getLogger("qt")

LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
OFF_SCREEN = "offscreen"
SAID_OFF_SCREEN = "This plugin does not support propagateSizeHints()"
"""What the off-screen platform says of each window, though nothing is missing there."""


def has_display() -> bool:
    """Whether a window can be seen on this machine."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def make_application(arguments: Sequence[str]) -> QApplication:
    """The Qt application; off screen where there is no display, since Qt would abort otherwise."""
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", OFF_SCREEN)
    qInstallMessageHandler(log_qt_message)
    # Qt still talks while the interpreter ends, when no handler of ours can run any more.
    atexit.register(qInstallMessageHandler, None)
    application = QApplication(list(arguments))
    application.setApplicationName("Pickstation")
    application.setDesktopFileName("pickstation")
    load_fonts()
    return application


def log_qt_message(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Hand what Qt says over to the program's log."""
    if message == SAID_OFF_SCREEN and QGuiApplication.platformName() == OFF_SCREEN:
        return
    qt_logger.log(LEVELS[kind], "%s", message)


def catch_unexpected(window: MainWindow) -> Callable[[], None]:
    """Log every exception that reaches Qt's event loop, and tell the operator.

    Returns:
        Puts the interpreter's own hook back; for the end of the program and of tests.
    """
    before = sys.excepthook

    def caught(
        kind: type[BaseException], problem: BaseException, trace: TracebackType | None
    ) -> None:
        if not isinstance(problem, Exception):
            before(kind, problem, trace)
            return
        logger.critical("unexpected", exc_info=(kind, problem, trace))
        screen = window.screen_shown
        screen.hold(went_wrong())
        screen.reload()

    sys.excepthook = caught

    def restore() -> None:
        sys.excepthook = before

    return restore
