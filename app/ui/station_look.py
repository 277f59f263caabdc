"""The look of the whole station: it changes with the operator, by badge or by switch."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from app.domain.operators import OperatorView
from app.ui.theme import Theme, ThemeName
from app.ui.tokens import DEFAULT_DPI


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
        self.wear(name)

    @property
    def name(self) -> ThemeName:
        """The look worn now."""
        return Theme.current().name

    def wear(self, name: ThemeName, text_scale: float = 1.0) -> None:
        """Put on a look."""
        Theme(name, self._dpi, text_scale).apply(self._application)

    def wear_for(self, operator: OperatorView) -> None:
        """Put on the look an operator chose."""
        known = {name.value: name for name in ThemeName}
        self.wear(known.get(operator.theme, ThemeName.LIGHT), operator.text_scale)

    def switch(self) -> None:
        """Change between light and dark, keeping the text size."""
        other = ThemeName.DARK if self.name is ThemeName.LIGHT else ThemeName.LIGHT
        self.wear(other, Theme.current().text_scale)
