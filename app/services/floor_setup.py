"""Brings the layout file in, closes and opens aisles, says what a cart takes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from app.db.queries.floor import (
    THE_ROW,
    aisle_load,
    lock_closure,
    open_closures,
    planner_setting,
    stored_layout,
    zones_with_aisle,
)
from app.db.queries.people import operator_by_id
from app.db.schema import AisleClosure, FloorLayout, PlannerSetting
from app.db.unit_of_work import UnitOfWork
from app.domain.floor_events import AisleClosed, AisleOpened, LayoutChanged
from app.domain.floor_refusals import AisleIsOpen, TimeIsPast, UnknownAisle, WhichZone
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.planning.floor_document import parse_floor_document
from app.planning.floor_plan import FloorPlan
from app.services.floor_plans import floor_plan_of
from app.services.floor_time import floor_time
from app.services.workplace import Workplace


@dataclass(frozen=True)
class LayoutView:
    """The floor in figures, with the layout file it was built with.

    Attributes:
        file: the file's name; empty where none was brought in.
        content: what it says.
        imported_at: when it was brought in.
        locations: how many there are; all can be reached.
        aisles: how many.
        depots: where tours start and end, by name.
        blocks: parts of parallel aisles between cross aisles; 0 where the floor is no such thing.
    """

    file: str
    content: str
    imported_at: datetime | None
    locations: int
    aisles: int
    depots: tuple[str, ...]
    blocks: int


@dataclass(frozen=True)
class AisleView:
    """An aisle that is closed, or was opened just now.

    Attributes:
        zone: its zone.
        aisle: its name.
        reason: why it is closed.
        until: when it opens by itself, if that is said.
        closed_at: since when.
        closed_by: by whom; empty for the person at the shell.
        locations: how many are in it.
        open_lines: pick lines that wait there.
        people: how many hold work with such lines; their walks change with the aisle.
    """

    zone: str
    aisle: str
    reason: str
    until: datetime | None
    closed_at: datetime
    closed_by: str
    locations: int
    open_lines: int
    people: int


@dataclass(frozen=True)
class CartRules:
    """What a cart takes beside its positions, None for no limit; and which locations go first."""

    lines: int | None = None
    grams: int | None = None
    millilitres: int | None = None
    small_first: bool = False


class _DryRun(Exception):
    """Leaves the transaction of a dry run, so that it is rolled back."""

    def __init__(self, view: LayoutView) -> None:
        self.view = view


def import_layout(
    workplace: Workplace,
    content: str,
    file: str,
    *,
    dry_run: bool = False,
    operator_id: int | None = None,
) -> LayoutView:
    """Take a layout file over, if a floor can be built from it and the locations there are.

    Args:
        workplace: where this is done.
        content: what the file says.
        file: its name.
        dry_run: build the floor and change nothing.
        operator_id: who asks for it; None for the person at the shell.

    Raises:
        UnusableFloor: it is no TOML, entries are wrong, or they do not fit the locations; all
            problems are named.
        UnusableLayout: a depot cannot be reached.
        UnreachableLocations: no way leads to some locations and back; they are named.
    """

    def verb(work: UnitOfWork) -> LayoutView:
        plan = floor_plan_of(work.session, parse_floor_document(content, file))
        row = stored_layout(work.session)
        if row is None:
            row = FloorLayout(id=THE_ROW)
            work.session.add(row)
        row.file_name, row.content = file[:255], content
        row.imported_at, row.imported_by = work.now, operator_id
        work.record(LayoutChanged(row.file_name))
        view = _layout_view(row, plan)
        if dry_run:
            raise _DryRun(view)
        return view

    try:
        return workplace.database.run(verb, workplace.actor(operator_id, Verb.IMPORT))
    except _DryRun as dry:
        return dry.view
    finally:
        workplace.floor.forget()


def layout_now(workplace: Workplace) -> LayoutView:
    """The floor as it is built now.

    Raises:
        UnusableFloor: locations have no coordinates, or the layout file does not fit them any more.
        UnreachableLocations: no way leads to some of them.
    """
    with workplace.database.begin(workplace.actor()) as work:
        return _layout_view(stored_layout(work.session), floor_plan_of(work.session))


def layout_content(workplace: Workplace) -> str | None:
    """The layout file that was brought in, as it is; None where there is none."""
    with workplace.database.begin(workplace.actor()) as work:
        row = stored_layout(work.session)
        return None if row is None else row.content


def _layout_view(row: FloorLayout | None, plan: FloorPlan) -> LayoutView:
    return LayoutView(
        "" if row is None else row.file_name,
        "" if row is None else row.content,
        None if row is None else row.imported_at,
        len(plan.places),
        len(plan.aisles),
        tuple(depot.name for depot in plan.depots),
        0 if plan.grid is None else len(plan.grid.layout.cross_y) - 1,
    )


def close_aisle(
    workplace: Workplace,
    aisle: str,
    reason: str,
    *,
    zone: str | None = None,
    until: datetime | None = None,
    operator_id: int | None = None,
) -> AisleView:
    """Let nobody be sent into an aisle; closed again, it gets the new reason and time.

    Pickers are told at once, and their stops there come after all others.

    Raises:
        Refused: no location is in such an aisle, several zones have one, or the time is past.
    """

    def verb(work: UnitOfWork) -> AisleView:
        where = _zone_of(work, aisle, zone)
        if until is not None and until <= work.now:
            raise Refused(TimeIsPast(f"{floor_time(until):%H:%M on %d %B}"))
        row = lock_closure(work.session, where, aisle)
        if row is None:
            row = AisleClosure(zone=where, aisle=aisle, closed_at=work.now, closed_by=operator_id)
            work.session.add(row)
        row.reason, row.until = reason[:200], until
        work.session.flush()
        work.record(AisleClosed(where, aisle, row.reason))
        return _aisle_view(work, row)

    try:
        return workplace.database.run(verb, workplace.actor(operator_id, Verb.CLOSE_AISLES))
    finally:
        workplace.floor.forget()


def open_aisle(
    workplace: Workplace, aisle: str, *, zone: str | None = None, operator_id: int | None = None
) -> AisleView:
    """Let people be sent into an aisle again.

    Raises:
        Refused: there is no such aisle, several zones have one, or it is not closed.
    """

    def verb(work: UnitOfWork) -> AisleView:
        where = _zone_of(work, aisle, zone)
        row = lock_closure(work.session, where, aisle)
        if row is None:
            raise Refused(AisleIsOpen(f"{where} {aisle}".strip()))
        row.opened_at, row.opened_by = work.now, operator_id
        work.session.flush()
        work.record(AisleOpened(where, aisle))
        return _aisle_view(work, row)

    try:
        return workplace.database.run(verb, workplace.actor(operator_id, Verb.CLOSE_AISLES))
    finally:
        workplace.floor.forget()


def aisles_closed(workplace: Workplace) -> tuple[AisleView, ...]:
    """The aisles nobody is sent into now."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(
            _aisle_view(work, row)
            for row in open_closures(work.session)
            if row.until is None or row.until > work.now
        )


def _zone_of(work: UnitOfWork, aisle: str, zone: str | None) -> str:
    zones = zones_with_aisle(work.session, aisle)
    if zone is not None:
        zones = [each for each in zones if each == zone]
    if not zones:
        raise Refused(UnknownAisle(aisle if zone is None else f"{zone} {aisle}".strip()))
    if len(zones) > 1:
        raise Refused(WhichZone(aisle, ", ".join(zones)))
    return zones[0]


def _aisle_view(work: UnitOfWork, row: AisleClosure) -> AisleView:
    load = aisle_load(work.session, row.zone, row.aisle)
    who = "" if row.closed_by is None else operator_by_id(work.session, row.closed_by).name
    return AisleView(
        row.zone,
        row.aisle,
        row.reason,
        row.until,
        row.closed_at,
        who,
        load.locations,
        load.open_lines,
        load.people,
    )


def cart_rules(workplace: Workplace) -> CartRules:
    """What a cart takes, and which locations go first."""
    with workplace.database.begin(workplace.actor()) as work:
        return rules_in(planner_setting(work.session))


def set_cart_rules(
    workplace: Workplace, rules: CartRules, *, operator_id: int | None = None
) -> CartRules:
    """Say what a cart takes, and which locations go first.

    Raises:
        ValueError: a limit is 0 or less.
    """
    for name, limit in asdict(rules).items():
        if limit is not None and not isinstance(limit, bool) and limit <= 0:
            raise ValueError(f"a cart takes {limit} {name}; name more than 0, or no limit")

    def verb(work: UnitOfWork) -> CartRules:
        row = work.session.merge(
            PlannerSetting(
                id=THE_ROW,
                cart_lines=rules.lines,
                cart_grams=rules.grams,
                cart_millilitres=rules.millilitres,
                small_first=rules.small_first,
            )
        )
        work.session.flush()
        return rules_in(row)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))


def rules_in(row: PlannerSetting) -> CartRules:
    """The rules a row says."""
    return CartRules(row.cart_lines, row.cart_grams, row.cart_millilitres, row.small_first)
