"""Opens a station's window on a small floor and keeps what it shows as pictures, in both looks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtWidgets import QApplication
from sqlalchemy import update

from app.db.engine import make_engine
from app.db.schema import Operator
from app.db.unit_of_work import Database
from app.services.workplace import Workplace
from app.ui.station_look import StationLook
from app.ui.theme import Theme, ThemeName
from tests.builders import write_migrated_sqlite
from tests.gallery.cuts import cuts_of
from tests.ui.screens_fixture import SmallFloor, build_small_floor
from tests.ui.screens_fixture_station import Station, close_station, make_station


@dataclass(frozen=True)
class Look:
    """How the pictures are taken.

    Attributes:
        width: Of the window, in pixels.
        height: Of the window, in pixels.
        names: The looks each state is shown in.
        text_scale: 1.0, or up to 1.25 for larger reading text.
        tells_cuts: Whether what each picture cuts off is noted.
        is_for_words: Whether nothing but what is cut off is of interest: no picture is kept.
    """

    width: int = 1920
    height: int = 1080
    names: tuple[ThemeName, ...] = tuple(ThemeName)
    text_scale: float = 1.0
    tells_cuts: bool = False
    is_for_words: bool = False


@dataclass
class Booth:
    """A station to be brought into a state, and the camera before it."""

    station: Station
    folder: Path
    look: Look
    taken: list[str] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)

    def take(self, name: str) -> None:
        """Keep what the window shows now, once in each look, as `name_look.png`."""
        for theme in self.look.names:
            self.station.context.look.wear(theme, self.look.text_scale)
            QApplication.processEvents()
            self.station.window.screen_shown.refresh()
            QApplication.processEvents()
            if self.look.tells_cuts or self.look.is_for_words:
                self.cuts += [f"{name}, {cut}" for cut in cuts_of(self.station.window)]
            if not self.look.is_for_words:
                self._keep(f"{name}_{theme.value}.png")

    def _keep(self, file: str) -> None:
        if not self.station.window.grab().save(str(self.folder / file)):
            raise OSError(f"{self.folder / file} could not be written")
        self.taken.append(file)


Scene = Callable[[Booth], None]
"""Brings a booth's station into states, and takes a picture of each."""


class Studio:
    """Makes a fresh floor and window for each scene."""

    def __init__(self, folder: Path, look: Look, application: QApplication) -> None:
        """Build the floor that every scene gets a copy of.

        Args:
            folder: Where pictures go; it exists.
            look: How they are taken.
            application: Qt's.
        """
        self._folder, self._look, self._application = folder, look, application
        self._databases = Path(mkdtemp())
        self._template = self._databases / "template.sqlite"
        self._file = self._databases / "floor.sqlite"
        # One for all scenes: its engine keeps the statements that it has compiled.
        self._database = Database(make_engine(f"sqlite:///{self._file}"))
        write_migrated_sqlite(self._file)
        self._badges = build_small_floor(self._database).badges
        with self._database.begin() as work:
            work.session.execute(update(Operator).values(text_scale=look.text_scale))
        self._database.engine.dispose()
        shutil.copy(self._file, self._template)

    def play(self, scene: Scene) -> Booth:
        """Play a scene on a fresh floor; returns what was taken of it."""
        shutil.copy(self._template, self._file)
        floor = SmallFloor(Workplace(self._database, "P-03"), dict(self._badges))
        station = make_station(floor, self._application, look=self._worn())
        station.window.resize(self._look.width, self._look.height)
        station.window.show()
        station.window.activateWindow()
        QApplication.processEvents()
        station.context.capture.install(self._application)
        booth = Booth(station, self._folder, self._look)
        try:
            scene(booth)
        finally:
            station.context.capture.remove(self._application)
            close_station(station, self._application)
            Theme._current = None
            self._database.engine.dispose()  # a closed one would keep no connection from now on
        return booth

    def _worn(self) -> StationLook:
        """The look of a window before it is there: styling all its screens anew takes long."""
        look = StationLook(self._application)
        look.fit_height(self._look.height)
        QApplication.processEvents()
        look.wear(self._look.names[0], self._look.text_scale)
        return look

    def close(self) -> None:
        """Leave nothing but pictures in the folder."""
        self._database.close()
        shutil.rmtree(self._databases)
