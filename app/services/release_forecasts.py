"""Keeps with waves what the board forecast of them when they were released.

Read and kept after the release is committed, so that no lock waits for a forecast.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app.db.schema import Wave
from app.db.unit_of_work import UnitOfWork
from app.domain.permissions import Verb
from app.services.board_forecast import board_now
from app.services.workplace import Workplace


def keep_release_forecasts(
    workplace: Workplace, codes: Collection[str], operator_id: int | None = None
) -> None:
    """Keep when the last unit of waves will be picked, and the metres walked for them.

    A wave that nobody would get to has no forecast, and keeps none. One that is released again has
    the later forecast.

    Args:
        workplace: where they were released, just now.
        codes: the waves.
        operator_id: who released them; None for the person at the shell.

    Raises:
        Refused: they lead nothing.
    """
    if not codes:
        return
    board = board_now(workplace, operator_id)
    told = {wave.view.code: wave for wave in board.waves if wave.view.code in codes}

    def verb(work: UnitOfWork) -> None:
        for wave in work.session.scalars(select(Wave).where(Wave.code.in_(codes))):
            known = told.get(wave.code)
            ends_at = None if known is None else known.picked_at(board.now)
            wave.forecast_end_at = ends_at
            is_measured = known is not None and ends_at is not None and board.house is not None
            wave.forecast_metres = known.load.metres if known and is_measured else None

    workplace.database.run(verb, workplace.actor(operator_id, Verb.RELEASE))
