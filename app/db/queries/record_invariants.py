"""Invariants of what is written down for good: scans, events, and the guards of both."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TypeAlias

from sqlalchemy import (
    CompoundSelect,
    ForeignKey,
    Integer,
    Select,
    String,
    cast,
    exists,
    func,
    literal_column,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import Session

from app.db.migrations.append_only import APPEND_ONLY_TABLES, guards_of, guards_wanted
from app.db.queries.invariant import Invariant, Violation, rows
from app.db.schema import Row

REFERENCES_A_QUERY = 50
"""SQLite takes 500 selects in one."""

_Orphans: TypeAlias = tuple[int, int, str]

_MOVES_WITHOUT_SCAN = """
SELECT 'ledger row ' || move.id || ', item ' || item.sku, 'the accepted scan that caused it',
       CASE WHEN move.scan_id IS NULL THEN 'no scan'
            WHEN scan.scan_id IS NULL THEN 'a scan that is not in the log'
            ELSE 'a scan refused with ' || scan.refusal END
FROM stock_move AS move
JOIN item ON item.id = move.item_id
LEFT JOIN scan_log AS scan ON scan.scan_id = move.scan_id
WHERE (move.scan_id IS NULL AND move.reason IN
       ('picked', 'put_back', 'packed', 'unpacked', 'sorted', 'unsorted'))
   OR (move.scan_id IS NOT NULL AND (scan.scan_id IS NULL OR scan.refusal IS NOT NULL))
ORDER BY move.id
"""

_SCANS_APPLIED_TWICE = """
SELECT 'the scan behind ledger row ' || MIN(id), 'applied once', 'applied ' || COUNT(*) || ' times'
FROM stock_move WHERE scan_id IS NOT NULL
GROUP BY scan_id, leg HAVING COUNT(*) > 1
ORDER BY MIN(id)
"""

_SCANS_OF_OTHER_WORK = """
SELECT 'ledger row ' || move.id || ', item ' || item.sku,
       'by the operator, station, task and claim of its scan',
       'another ' || CASE
         WHEN COALESCE(scan.operator_id, 0) <> COALESCE(move.operator_id, 0) THEN 'operator'
         WHEN scan.station <> move.station THEN 'station'
         WHEN scan.work_id <> pick_line.task_id OR scan.work <> 'pick' THEN 'task'
         ELSE 'claim' END
FROM stock_move AS move
JOIN item ON item.id = move.item_id
JOIN scan_log AS scan ON scan.scan_id = move.scan_id AND scan.refusal IS NULL
LEFT JOIN pick_line ON pick_line.id = move.pick_line_id
WHERE COALESCE(scan.operator_id, 0) <> COALESCE(move.operator_id, 0)
   OR scan.station <> move.station
   OR (pick_line.id IS NOT NULL AND move.reason IN ('picked', 'put_back')
       AND (scan.work <> 'pick' OR COALESCE(scan.work_id, 0) <> pick_line.task_id
            OR COALESCE(scan.epoch, 0) <> COALESCE(move.epoch, 0)))
ORDER BY move.id
"""

_PICKS_TOLD = """
SELECT 'order ' || orders.number || ', item ' || order_line.sku || ' at ' || location.code,
       pick_line.picked || ' picked', COALESCE(told.units, 0) || ' picked, as the event log tells'
FROM pick_line
JOIN order_line ON order_line.id = pick_line.order_line_id
JOIN orders ON orders.id = order_line.order_id
JOIN location ON location.id = pick_line.location_id
LEFT JOIN (
  SELECT CAST(payload ->> 'pick_line_id' AS BIGINT) AS pick_line_id,
         SUM(CASE kind WHEN 'LinePicked' THEN CAST(payload ->> 'quantity' AS BIGINT)
                       ELSE -CAST(payload ->> 'quantity' AS BIGINT) END) AS units
  FROM event_log
  WHERE kind IN ('LinePicked', 'PickUndone', 'PickedUnitsGone', 'UnitsTakenOut') GROUP BY 1
) AS told ON told.pick_line_id = pick_line.id
WHERE COALESCE(told.units, 0) <> pick_line.picked
ORDER BY pick_line.id
"""

_SHIPMENTS_TOLD = """
SELECT 'carton ' || COALESCE(carton.sscc, location.code),
       CASE carton.state WHEN 'shipped' THEN 'shipped once' ELSE 'not shipped' END,
       'shipped ' || COALESCE(told.times, 0) || ' times, as the event log tells'
FROM carton
JOIN location ON location.id = carton.location_id
LEFT JOIN (
  SELECT CAST(payload ->> 'carton_id' AS BIGINT) AS carton_id, COUNT(*) AS times
  FROM event_log WHERE kind = 'CartonShipped' GROUP BY 1
) AS told ON told.carton_id = carton.id
WHERE COALESCE(told.times, 0) <> CASE carton.state WHEN 'shipped' THEN 1 ELSE 0 END
ORDER BY carton.id
"""

_STATES_TOLD = """
SELECT 'order ' || orders.number, orders.state, told.state || ', as the event log tells'
FROM (
  SELECT CAST(payload ->> 'order_id' AS BIGINT) AS order_id, payload ->> 'new' AS state,
         ROW_NUMBER() OVER (
           PARTITION BY CAST(payload ->> 'order_id' AS BIGINT) ORDER BY id DESC) AS place
  FROM event_log WHERE kind = 'OrderStateChanged'
) AS told
JOIN orders ON orders.id = told.order_id
WHERE told.place = 1 AND told.state <> orders.state
ORDER BY orders.id
"""


def _missing_guards(session: Session) -> Iterator[Violation]:
    """Append-only tables that something could change without being refused."""
    connection = session.connection()
    for table in APPEND_ONLY_TABLES:
        missing = guards_wanted(connection, table) - guards_of(connection, table)
        for name in sorted(missing):
            yield Violation(f"table {table}", f"trigger {name} in force", "it is not")


def _broken_references(session: Session) -> Iterator[Violation]:
    """Rows that refer to rows which do not exist, for every reference of the schema."""
    references, questions = _references()
    for question in questions:
        for place, count, example in session.execute(question):
            if count:
                child, key = references[place].parent, references[place].column
                yield Violation(
                    f"table {child.table.name}, column {child.name}",
                    f"rows of {key.table.name}",
                    f"{count} refer to none, such as {example}",
                )


@cache
def _references() -> tuple[tuple[ForeignKey, ...], tuple[CompoundSelect[*_Orphans], ...]]:
    """Every reference of the schema, with the queries that find what leads nowhere.

    A query looks at many references: to ask for each alone takes longer than to look.
    """
    references = tuple(
        reference
        for table in Row.metadata.sorted_tables
        for reference in sorted(table.foreign_keys, key=lambda key: key.parent.name)
    )
    parts = [_orphans(place, reference) for place, reference in enumerate(references)]
    together = range(0, len(parts), REFERENCES_A_QUERY)
    return references, tuple(
        union_all(*parts[start : start + REFERENCES_A_QUERY]) for start in together
    )


def _orphans(place: int, reference: ForeignKey) -> Select[*_Orphans]:
    """The reference's place, how many rows it leads nowhere from, and one value that does."""
    child, key = reference.parent, reference.column
    target = key.table.alias("target")
    found = exists().where(target.c[key.name] == child)
    example = cast(func.min(child), String)
    return select(literal_column(str(place), Integer), func.count(), example).where(
        child.is_not(None), ~found
    )


def _damaged_pages(session: Session) -> Iterator[Violation]:
    """What SQLite's own check of its file finds wrong."""
    for (words,) in session.execute(text("PRAGMA integrity_check")):
        if words != "ok":
            yield Violation("the database file", "whole", str(words))


RECORD_INVARIANTS = (
    Invariant(
        "scans_apply_once",
        "Every picked or packed unit was moved by an accepted scan, and no scan was applied twice.",
        (rows(_MOVES_WITHOUT_SCAN), rows(_SCANS_APPLIED_TWICE)),
    ),
    Invariant(
        "scans_and_moves_agree",
        "The ledger names the operator, station, task and claim that the scan was made with.",
        (rows(_SCANS_OF_OTHER_WORK),),
    ),
    Invariant(
        "events_tell_the_same",
        "The event log tells the same picks, shipments and order states as the tables.",
        (rows(_PICKS_TOLD), rows(_SHIPMENTS_TOLD), rows(_STATES_TOLD)),
    ),
    Invariant(
        "records_are_for_good",
        "The database refuses to change or delete rows of the ledger and the event log.",
        (_missing_guards,),
    ),
    Invariant(
        "references_lead_somewhere",
        "No row refers to a row that does not exist.",
        (_broken_references,),
    ),
)

FILE_INVARIANT = Invariant(
    "file_is_whole",
    "SQLite's own check of the database file finds nothing wrong.",
    (_damaged_pages,),
)
