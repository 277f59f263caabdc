"""Finds the bundled drawings by name and tints them in a colour of the theme."""

from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_FOLDER = files("resources") / "icons"


def names() -> list[str]:
    """The names of all drawings, sorted."""
    entries = (entry.name for entry in _FOLDER.iterdir())
    return sorted(name.removesuffix(".svg") for name in entries if name.endswith(".svg"))


@lru_cache(maxsize=512)
def picture(name: str, size: int, colour: str, ratio: float = 1.0) -> QImage:
    """A drawing as a square picture in one colour on nothing.

    Args:
        name: File name without ending.
        size: Edge in layout pixels.
        colour: #RRGGBB.
        ratio: Device pixels per layout pixel.

    Raises:
        LookupError: If no drawing has this name.
    """
    renderer = _renderer(name)
    edge = round(size * ratio)
    image = QImage(edge, edge, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(QRectF(0, 0, size, size), QColor(colour))
    painter.end()
    return image


def icon(name: str, size: int, colour: str) -> QIcon:
    """The same drawing for Qt's own buttons and windows."""
    return QIcon(QPixmap.fromImage(picture(name, size, colour)))


def _renderer(name: str) -> QSvgRenderer:
    try:
        drawing = (_FOLDER / f"{name}.svg").read_bytes()
    except FileNotFoundError:
        raise LookupError(f"no icon is called {name!r}; there are: {', '.join(names())}") from None
    return QSvgRenderer(QByteArray(drawing))
