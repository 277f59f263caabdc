"""Lets time pass for the books: what a station was heard of lies further back than it does."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from app.db.schema import PickTask, Station
from app.domain.leases import LEASE
from app.services.workplace import Workplace

JUST_OVER = LEASE + timedelta(seconds=5)


def go_silent(workplace: Workplace, station: str, since: timedelta = JUST_OVER) -> None:
    """Nobody has heard of a station, nor of the work held there, for so long."""
    with workplace.database.begin() as work:
        seen_at = work.now - since
        work.session.execute(
            update(Station).where(Station.code == station).values(last_seen_at=seen_at)
        )
        work.session.execute(
            update(PickTask)
            .where(PickTask.station == station, PickTask.lease_until.is_not(None))
            .values(lease_until=seen_at + LEASE)
        )


def lapsed_long_ago(workplace: Workplace, since: timedelta) -> None:
    """What has lapsed did so that long ago."""
    with workplace.database.begin() as work:
        work.session.execute(
            update(PickTask)
            .where(PickTask.lapsed_at.is_not(None))
            .values(lapsed_at=work.now - since)
        )
