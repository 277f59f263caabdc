"""Every invariant finds what it is there for, and nothing else does: each is broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import OperationalError

from app.db.engine import make_engine
from app.db.queries.invariants import INVARIANTS
from app.db.unit_of_work import Database
from app.services.checking import (
    MOST_NAMED,
    CheckReport,
    check_database,
    check_what_is_seen,
)
from app.services.workplace import Workplace
from tests.db.breaking import broken
from tests.db.defects import Defect, read_defects

DEFECTS = read_defects()


def check(url: str) -> CheckReport:
    database = Database(make_engine(url))
    try:
        return check_database(Workplace(database))
    finally:
        database.close()


def broken_codes(report: CheckReport) -> set[str]:
    return {checked.code for checked in report.invariants if not checked.holds}


def subjects(report: CheckReport, code: str) -> list[str]:
    checked = next(checked for checked in report.invariants if checked.code == code)
    return [violation.subject for violation in checked.violations]


def test_a_warehouse_in_the_middle_of_a_shift_is_sound(worked_url: str) -> None:
    report = check(worked_url)

    assert broken_codes(report) == set()
    assert report.is_sound
    assert report.broken == 0
    units = report.counts
    assert units["units_received"] + units["units_adjusted"] == (
        units["units_on_hand"] + units["units_shipped"] + units["units_lost"]
    )
    assert (units["units_received"], units["units_adjusted"]) == (227, -2)
    assert (units["orders"], units["units_shipped"]) == (10, 7)


def test_an_empty_database_is_sound(migrated_url: str) -> None:
    assert broken_codes(check(migrated_url)) == set()


@pytest.mark.parametrize("defect", DEFECTS, ids=[f"{each.code}: {each.name}" for each in DEFECTS])
def test_a_defect_is_reported_by_its_invariant_alone(breakable: Engine, defect: Defect) -> None:
    with broken(
        breakable, defect.statements, without_constraints_of=defect.without_constraints_of
    ) as session:
        report = check_what_is_seen(session)

    assert broken_codes(report) == {defect.code, *defect.also}
    assert any(defect.subject in subject for subject in subjects(report, defect.code))


@pytest.mark.parametrize("table", ["event_log", "stock_move"])
def test_a_missing_append_only_guard_is_reported(breakable: Engine, table: str) -> None:
    with broken(breakable) as session:
        if breakable.dialect.name == "postgresql":
            statement = f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only"
        else:
            statement = f"DROP TRIGGER {table}_no_delete"
        session.connection().exec_driver_sql(statement)
        report = check_what_is_seen(session)

    assert broken_codes(report) == {"records_are_for_good"}
    assert subjects(report, "records_are_for_good") == [f"table {table}"]


def test_every_invariant_has_a_defect_that_breaks_it() -> None:
    tested = {defect.code for defect in DEFECTS} | {"records_are_for_good"}
    assert tested == {invariant.code for invariant in INVARIANTS}


def test_many_violations_are_counted_and_the_first_are_named(breakable: Engine) -> None:
    with broken(
        breakable,
        (
            """
            INSERT INTO location (id, code, kind, zone, aisle, side, bay, level, check_digits,
                                  pick_sequence)
            SELECT 1000 + a.id * 20 + b.id, 'X' || a.id || '-' || b.id, 'staging',
                   '', '', '', '', '', '', 0
            FROM location AS a CROSS JOIN location AS b WHERE a.id > 0 AND b.id > 0
            """,
            "INSERT INTO stock SELECT 1, id, 0, 1, 0 FROM location WHERE id > 1000",
        ),
    ) as session:
        report = check_what_is_seen(session)

    ledger = next(each for each in report.invariants if each.code == "stock_is_the_ledger")
    assert len(ledger.violations) == MOST_NAMED
    assert ledger.broken > MOST_NAMED


def test_the_check_sees_one_moment_while_others_work(worked_url: str) -> None:
    """What is written between two invariants must not look like a broken one."""
    writer = create_engine(worked_url, connect_args=_impatient(worked_url))
    blocked: list[str] = []

    def take_a_unit_away(done: int, _of: int) -> None:
        if done != 1:
            return
        try:
            with writer.begin() as connection:
                connection.exec_driver_sql("UPDATE stock SET on_hand = 49 WHERE on_hand = 50")
        except OperationalError as error:
            blocked.append(str(error.orig))

    database = Database(make_engine(worked_url))
    report = check_database(Workplace(database), take_a_unit_away)
    database.close()
    writer.dispose()

    assert report.is_sound
    assert check(worked_url).is_sound is bool(blocked)


def _impatient(url: str) -> dict[str, float]:
    """SQLite makes a writer wait for the check; here nobody has to."""
    return {"timeout": 0.01} if url.startswith("sqlite") else {}


def test_a_damaged_file_is_reported_and_the_rest_is_still_checked(
    worked_file: Path, tmp_path: Path
) -> None:
    copy = bytearray(worked_file.read_bytes())
    page = int.from_bytes(copy[16:18], "big")
    needle = copy.index(b"LinePicked") // page * page
    copy[needle : needle + 100] = b"\xff" * 100
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(copy)

    report = check(f"sqlite:///{damaged}")

    codes = broken_codes(report)
    assert {"file_is_whole", "events_tell_the_same"} <= codes
    assert "stock_is_the_ledger" not in codes
