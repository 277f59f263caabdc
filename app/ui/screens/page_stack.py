"""A stack of pages as large as the page that is shown, not as the largest of them."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget


class PageStack(QStackedWidget):
    """Hidden pages ask for no room: theirs would make the window larger than the screen."""

    def sizeHint(self) -> QSize:
        """What the page that is shown asks for."""
        page = self.currentWidget()
        return super().sizeHint() if page is None else page.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What the page that is shown cannot do without."""
        page = self.currentWidget()
        return super().minimumSizeHint() if page is None else page.minimumSizeHint()
