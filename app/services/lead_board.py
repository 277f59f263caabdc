"""All that the shift lead's wave board shows, in one call: waves, the strip of the hour, undo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.db.queries.board_strip import (
    due_within,
    printers_down,
    short_orders,
    waiting_by_cut_off,
)
from app.db.queries.late_rows import late_in_no_wave
from app.domain.metrics import OnTime
from app.domain.permissions import Verb
from app.services.board_forecast import BoardNow, BoardWave, PaceMemory, board_now
from app.services.floor_time import floor_time, utc_of
from app.services.forecasting import Verdict
from app.services.late_list import SOON
from app.services.late_undo import BoardAct, last_on_board
from app.services.workplace import Workplace


@dataclass(frozen=True)
class WaitingOrders:
    """Orders at the desk that could be released for a cut-off; None where they have none."""

    cut_off_at: datetime | None
    orders: int


@dataclass(frozen=True)
class HourStrip:
    """What a lead sees at a glance.

    Attributes:
        today: released orders with a cut-off today: sent in time, late, open.
        at_risk: orders not past picking of waves that are late or may be, and late ones in none.
        short: orders held because units were not found.
        printers_down: names of printers that print nothing now.
        waiting: orders waiting for their release, by cut-off.
    """

    today: OnTime
    at_risk: int
    short: int
    printers_down: tuple[str, ...]
    waiting: tuple[WaitingOrders, ...]

    @property
    def on_time_share(self) -> float | None:
        """Of today's orders whose cut-off is decided, the share sent in time; None if none is."""
        decided = self.today.in_time + self.today.late
        return self.today.in_time / decided if decided else None


@dataclass(frozen=True)
class LeadBoard:
    """The board at a moment.

    Attributes:
        board: the waves and channels with their forecasts, by cut-off, and who picks.
        strip: the strip of the hour.
        undoable: what UNDO means for whoever looks; None if they did nothing.
    """

    board: BoardNow
    strip: HourStrip
    undoable: BoardAct | None

    def wave(self, code: str) -> BoardWave | None:
        """The wave with a code, if it is on the board."""
        return next((wave for wave in self.board.waves if wave.view.code == code), None)


def lead_board(
    workplace: Workplace, operator_id: int | None = None, memory: PaceMemory | None = None
) -> LeadBoard:
    """Read the board.

    Args:
        workplace: where it is read.
        operator_id: who looks; None for the person at the shell.
        memory: keeps the pace between two looks.

    Raises:
        Refused: they lead nothing.
    """
    board = board_now(workplace, operator_id, memory)
    with workplace.database.begin(workplace.actor(operator_id, Verb.REASSIGN)) as work:
        begins = utc_of(datetime.combine(floor_time(work.now).date(), time()))
        strip = HourStrip(
            today=due_within(work.session, begins, begins + timedelta(days=1), work.now),
            at_risk=sum(map(orders_at_risk, board.waves))
            + late_in_no_wave(work.session, work.now, SOON),
            short=short_orders(work.session),
            printers_down=printers_down(work.session),
            waiting=tuple(WaitingOrders(*row) for row in waiting_by_cut_off(work.session)),
        )
        return LeadBoard(board, strip, last_on_board(work, operator_id))


def orders_at_risk(wave: BoardWave) -> int:
    """The orders of a wave that are not past picking, where its cut-off is in danger."""
    if wave.verdict not in (Verdict.LATE, Verdict.CLOSE):
        return 0
    return wave.view.figures.orders - wave.view.figures.done
