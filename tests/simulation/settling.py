"""Somebody says what became of goods: they look, and do what they say."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.discrepancies import AlreadySettled, CannotBeWritten, Resolution
from app.domain.refusals import Refused
from app.services.discrepancies import open_discrepancies, settle
from tests.simulation import floor
from tests.simulation.goods import Deed
from tests.simulation.ledger import Ledger

if TYPE_CHECKING:
    from tests.simulation.person import Picker
    from tests.simulation.world import World

TRIES = 6


def settle_one(picker: Picker) -> None:
    """Settle the first discrepancy that nobody else looks at."""
    world, workplace = picker.world, picker.station.workplace
    views = open_discrepancies(workplace, picker.operator)
    mine = [view.id for view in views if view.id not in world.people.settling]
    if not mine:
        return
    number = world.chance.choice(mine)
    world.people.settling.add(number)
    try:
        _settle(world, number, lambda how: settle(workplace, picker.operator, number, how))
    finally:
        world.people.settling.discard(number)


def settle_all(world: World) -> int:
    """The lead settles what is open; how many there were."""
    views = open_discrepancies(world.desk, world.template.lead)
    for view in views:
        number = view.id
        _settle(world, number, lambda how: settle(world.desk, world.template.lead, number, how))  # noqa: B023 - called at once
    return len(views)


def _settle(world: World, number: int, say: Callable[[Resolution], None]) -> None:
    deed = deed_of(world, number)
    how = Resolution.NOTHING_MOVED
    if deed is not None and Ledger(world.goods).stands(deed):
        how = world.chance.choice((Resolution.WRITTEN, Resolution.WRITTEN, Resolution.PUT_BACK))
    for _ in range(TRIES):
        if how is Resolution.PUT_BACK and deed is not None and Ledger(world.goods).stands(deed):
            world.goods.reverse(deed)
        try:
            say(how)
        except Refused as refused:
            if isinstance(refused.refusal, AlreadySettled):
                return
            if deed is None or not isinstance(refused.refusal, CannotBeWritten):
                raise
            world.count("refused: CannotBeWritten")
            is_elsewhere = Ledger(world.goods).stands(deed)
            how = Resolution.PUT_BACK if is_elsewhere else Resolution.NOTHING_MOVED
        except ConnectionError:
            # Whether it is on record is not known: the same is said again.
            world.count("settling of unknown outcome")
            world.sleep("says it again", 2.0)
        else:
            world.count(f"settled: {how.value}")
            return


def deed_of(world: World, number: int) -> Deed | None:
    """What a discrepancy is about; None where no goods were moved."""
    sql = "select scan_id, leg from discrepancy where id = ?"
    scan_id, leg = floor.driver().execute(sql, (number,)).fetchone()
    return world.goods.deeds.get((uuid.UUID(str(scan_id)), int(leg)))


def is_known(deed: Deed) -> bool:
    """Whether the ledger has it, or somebody is told of it."""
    sql = "select 1 from discrepancy where scan_id = ? and leg = ?"
    found = floor.driver().execute(sql, (deed.scan_id.hex, deed.leg)).fetchone()
    return found is not None or is_written(deed)


def is_written(deed: Deed) -> bool:
    """Whether the ledger has it."""
    ids = (deed.scan_id.hex, deed.leg, uuid.uuid5(deed.scan_id, f"settled {deed.leg}").hex)
    sql = "select 1 from stock_move where scan_id = ? and leg = ? or scan_id = ? limit 1"
    return floor.driver().execute(sql, ids).fetchone() is not None
