"""Everything that waits for a lead as one list, and what is known about one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.db.queries import floor_exceptions as found
from app.db.queries import paper_exceptions as papers
from app.db.queries.exception_records import being_decided
from app.db.queries.people import operator_by_id
from app.db.queries.shortages import short_rows
from app.db.unit_of_work import UnitOfWork
from app.domain.floor_exceptions import (
    CALLS_LAST,
    LOOKED_AT_FOR,
    REMEDIES,
    ExceptionKind,
    FloorException,
    Way,
    most_urgent_first,
)
from app.domain.permissions import Verb, may
from app.services.short_board import ShortLine, short_line
from app.services.workplace import Workplace


@dataclass(frozen=True)
class ExceptionCase:
    """One exception with all that decides about it.

    Attributes:
        exception: as it stands now.
        ways: what can be decided, in the order of their numbers.
        proposed: which of them to propose; None where a person has to weigh them.
        short: what is known of the missing units, for a shortage.
    """

    exception: FloorException
    ways: tuple[Way, ...] = ()
    proposed: Way | None = None
    short: ShortLine | None = None


def floor_exceptions(
    workplace: Workplace, operator_id: int | None = None
) -> tuple[FloorException, ...]:
    """All that waits for a lead, the most urgent first, and who is at which of it."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        at_it = being_decided(work.session, work.now - LOOKED_AT_FOR)
        return most_urgent_first(
            replace(one, at_it=_others(at_it.get(one.key), operator_id)) for one in _all(work)
        )


def exceptions_waiting(work: UnitOfWork, operator_id: int) -> int:
    """How many wait, for the number on a lead's start screen; others are not bothered."""
    role = operator_by_id(work.session, operator_id).role
    return len(_all(work)) if may(role, Verb.CHANGE_ORDERS) else 0


def exception_case(
    workplace: Workplace, key: str, operator_id: int | None = None
) -> ExceptionCase | None:
    """One exception with its facts and ways out; None where it is settled by now."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        at_it = being_decided(work.session, work.now - LOOKED_AT_FOR)
        one = next((each for each in _all(work) if each.key == key), None)
        if one is None:
            return None
        one = replace(one, at_it=_others(at_it.get(key), operator_id))
        if one.kind is ExceptionKind.SHORT:
            return _shortage(work, workplace, one)
        ways = REMEDIES.get(one.kind, ())
        if one.kind is ExceptionKind.LABEL and one.detail:  # a carrier has to be asked by a person
            ways = ()
        return ExceptionCase(one, ways, ways[0] if len(ways) == 1 else None)


def _shortage(work: UnitOfWork, workplace: Workplace, one: FloorException) -> ExceptionCase | None:
    row = next(
        (row for row in short_rows(work.session) if row.order_line_id == one.subject_id), None
    )
    if row is None:
        return None
    floor = workplace.floor.of(work.session)
    line = short_line(work, replace(row, ship_by=one.due), floor)
    proposed = None if line.proposed is None else line.proposed.way
    return ExceptionCase(one, line.ways, proposed, line)


def _others(who: tuple[int, str] | None, operator_id: int | None) -> str:
    """The name of somebody else who is at an exception; empty where nobody is."""
    return "" if who is None or who[0] == operator_id else who[1]


def _all(work: UnitOfWork) -> list[FloorException]:
    session = work.session
    return [
        *found.calls(session, work.now - CALLS_LAST),
        *found.shortages(session),
        *found.stopped_orders(session),
        *papers.troubled_labels(session),
        *papers.stuck_papers(session),
        *found.skipped_stops(session),
        *found.unsettled(session),
        *found.doubted_places(session),
        *found.goods_set_aside(session),
    ]
