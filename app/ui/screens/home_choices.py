"""The choices of the start screen: one row a kind of work, with its words and its screen.

A new activity adds a number to `app.domain.floor_work`, a row here, and where work of its kind can
wait, a count to `app.services.waiting_work`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.floor_work import FloorWork, is_for
from app.domain.operators import OperatorRole
from app.ui.message import translate
from app.ui.screens.approve_screen import ApproveScreen
from app.ui.screens.count_screen import CountScreen
from app.ui.screens.exception_screen import ExceptionScreen
from app.ui.screens.figures_screen import FiguresScreen
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.inspect_screen import InspectScreen
from app.ui.screens.look_up_screen import LookUpScreen
from app.ui.screens.map_screen import MapScreen
from app.ui.screens.pack_screen import PackScreen
from app.ui.screens.papers_screen import PapersScreen
from app.ui.screens.people_screen import PeopleScreen
from app.ui.screens.put_away_screen import PutAwayScreen
from app.ui.screens.refill_screen import RefillScreen
from app.ui.screens.settle_screen import SettleScreen
from app.ui.screens.shelf_screen import ShelfScreen
from app.ui.screens.ship_screen import ShipScreen
from app.ui.screens.stock_desk_screen import StockDeskScreen
from app.ui.screens.wall_screen import WallScreen
from app.ui.screens.wave_board_screen import WaveBoardScreen
from app.ui.screens.zone_screen import ZoneScreen
from app.ui.theme import Theme
from app.ui.widgets.touch_button import ButtonFace, tile_size


@dataclass(frozen=True)
class HomeChoice:
    """A kind of work as the start screen offers it.

    Attributes:
        work: Which; its value is the number that chooses it.
        icon: Name of a drawing.
        words: Its name, in the language worn at the moment.
        screen: What opens; None where the start screen itself takes the work.
        is_exception: Whether it is shown only while something waits, as what should not be.
    """

    work: FloorWork
    icon: str
    words: Callable[[], str]
    screen: type[FloorScreen] | None = None
    is_exception: bool = False

    def face(self, waiting: int) -> ButtonFace:
        """The button, with how much of this work waits."""
        is_low = Theme.current().is_low
        words = f"{self.words()}: {waiting}" if waiting and not is_low else self.words()
        return ButtonFace(
            words,
            count=str(waiting) if waiting and is_low else "",
            key=str(self.work.value),
            icon=self.icon,
            size=tile_size(),
            is_warning=self.is_exception and waiting > 0,
        )

    def is_shown(self, role: OperatorRole, waiting: int) -> bool:
        """Whether somebody in this role sees it."""
        return is_for(role, self.work) and (waiting > 0 or not self.is_exception)


CHOICES: tuple[HomeChoice, ...] = (
    HomeChoice(FloorWork.SINGLE, "cart", lambda: translate("home", "Single")),
    HomeChoice(FloorWork.ZONE, "location", lambda: translate("home", "Zone"), ZoneScreen),
    HomeChoice(FloorWork.PACK, "carton", lambda: translate("home", "Pack"), PackScreen),
    HomeChoice(FloorWork.INSPECT, "inspect", lambda: translate("home", "QC"), InspectScreen),
    HomeChoice(FloorWork.SORT, "wall", lambda: translate("home", "Wall"), WallScreen),
    HomeChoice(FloorWork.SHIP, "next", lambda: translate("home", "Ship"), ShipScreen),
    HomeChoice(FloorWork.COUNT, "count", lambda: translate("home", "Count"), CountScreen),
    HomeChoice(FloorWork.REPLENISH, "replenish", lambda: translate("home", "Refill"), RefillScreen),
    HomeChoice(
        FloorWork.PUT_AWAY, "put_away", lambda: translate("home", "Put away"), PutAwayScreen
    ),
    HomeChoice(
        FloorWork.APPROVE,
        "approve",
        lambda: translate("home", "Approve"),
        ApproveScreen,
        is_exception=True,
    ),
    HomeChoice(
        FloorWork.SHELF,
        "wall",
        lambda: translate("home", "Shelf"),
        ShelfScreen,
        is_exception=True,
    ),
    HomeChoice(
        FloorWork.SETTLE,
        "look_solid",
        lambda: translate("home", "To settle"),
        SettleScreen,
        is_exception=True,
    ),
    HomeChoice(
        FloorWork.DESK,
        "look_solid",
        lambda: translate("home", "Issues"),
        ExceptionScreen,
        is_exception=True,
    ),
    HomeChoice(FloorWork.LOOK_UP, "look_up", lambda: translate("home", "Look up"), LookUpScreen),
    HomeChoice(FloorWork.WAVE, "order", lambda: translate("home", "Waves"), WaveBoardScreen),
    HomeChoice(FloorWork.PEOPLE, "operator", lambda: translate("home", "People"), PeopleScreen),
    HomeChoice(FloorWork.MAP, "location", lambda: translate("home", "Map"), MapScreen),
    HomeChoice(FloorWork.STOCK, "item", lambda: translate("home", "Stock"), StockDeskScreen),
    HomeChoice(FloorWork.FIGURES, "count", lambda: translate("home", "Figures"), FiguresScreen),
    HomeChoice(
        FloorWork.PAPERS,
        "label_printer",
        lambda: translate("home", "Papers"),
        PapersScreen,
    ),
)
"""In the order in which they are shown."""


def screens_for(role: OperatorRole) -> list[type[FloorScreen]]:
    """What may open for somebody in this role, in the order of the start screen."""
    return [one.screen for one in CHOICES if one.screen is not None and is_for(role, one.work)]


def choice_of(number: int, role: OperatorRole) -> HomeChoice | None:
    """The choice with this number; None where nothing of it is for this role."""
    return next(
        (choice for choice in CHOICES if choice.work == number and is_for(role, choice.work)), None
    )
