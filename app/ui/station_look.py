"""The look of the whole station: it changes with the operator, by badge or by switch."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.domain.operators import OperatorView
from app.ui.theme import Theme, ThemeName
from app.ui.tokens import DEFAULT_DPI, MILLIMETRES_PER_INCH

LOW_BELOW_MM = 262.0
"""A window lower than this on the glass shows less air and no coming lines."""


class StationLook:
    """Applies themes to the application.

    Args:
        application: Whose look it is.
        dpi: Physical points an inch of the screen, as calibrated.
        name: What is worn while nobody is signed in.
    """

    def __init__(
        self,
        application: QApplication,
        dpi: float = DEFAULT_DPI,
        name: ThemeName = ThemeName.LIGHT,
    ) -> None:
        self._application = application
        self._dpi = dpi
        self._is_low = False
        self.wear(name)

    @property
    def name(self) -> ThemeName:
        """The look worn now."""
        return Theme.current().name

    def wear(self, name: ThemeName, text_scale: float = 1.0) -> None:
        """Put on a look."""
        Theme(name, self._dpi, text_scale, self._is_low).apply(self._application)

    def wear_for(self, operator: OperatorView) -> None:
        """Put on the look an operator chose."""
        known = {name.value: name for name in ThemeName}
        self.wear(known.get(operator.theme, ThemeName.LIGHT), operator.text_scale)

    def fit_height(self, pixels: int) -> None:
        """Take the height of the window; called whenever that changes."""
        is_low = pixels / self._dpi * MILLIMETRES_PER_INCH < LOW_BELOW_MM
        if is_low is not self._is_low:
            self._is_low = is_low
            # Later: Qt is laying the window out, and new sizes in the middle of that upset it.
            QTimer.singleShot(0, self._application, self._wear_again)

    def _wear_again(self) -> None:
        self.wear(self.name, Theme.current().text_scale)

    def switch(self) -> None:
        """Change between light and dark, keeping the text size."""
        other = ThemeName.DARK if self.name is ThemeName.LIGHT else ThemeName.LIGHT
        self.wear(other, Theme.current().text_scale)
