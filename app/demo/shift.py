"""The demo shift: real orders picked, packed and shipped through the real windows, and proved."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app.bootstrap.cannot_open import CannotOpen
from app.bootstrap.window import StationWindow, build_station
from app.bootstrap.workplace import open_workplace
from app.db.engine import Patience
from app.demo.choosing import choose_orders
from app.demo.crew import Crew
from app.demo.mistakes import Stops
from app.demo.paper_check import write_and_read_labels
from app.demo.player import Player, PlayerStuck, SerialLine
from app.demo.report import ShiftFacts, shift_report
from app.demo.warehouse import import_demo_files, set_up_demo_lanes, set_up_demo_site
from app.demo.ways import Way, share_out
from app.devices.serial_scanner import SerialSettings
from app.domain.manifests import HandOver
from app.domain.orders import OrderState
from app.services.allocating import allocate_waiting_orders
from app.services.checking import check_database
from app.services.inquiry import house_report, orders_in, papers_of_shipped
from app.services.shipping_setup import read_house_rules, set_house_rules
from app.services.workplace import Workplace
from app.settings import StationSettings
from app.ui.application import make_application

OWN_FILES = (
    "report.json",
    "floor.sqlite3",
    "floor.sqlite3-journal",
    "slips",
    "labels",
    "labels-pdf",
    "screenshots",
)
"""What a demo leaves, and removes before it begins anew."""

MARK = ".pickstation-demo"
"""Lies in a demo's folder and says that what has these names may be removed."""


@dataclass(frozen=True)
class ShiftSettings:
    """What to play: how many orders, where, with which chance, on which database."""

    folder: Path
    orders: int
    seed: int
    pictures: bool
    ways: tuple[Way, ...]
    station: StationSettings
    own_database: bool


def play_shift(settings: ShiftSettings) -> int:
    """Play the shift and leave its report.

    Returns:
        0 if all went as it should, 1 otherwise.

    Raises:
        CannotOpen: the folder or the database is somebody else's, or cannot be written to.
    """
    started = time.monotonic()
    folder = settings.folder.resolve()
    _clear(folder)
    station = settings.station
    if settings.own_database:
        station = replace(station, database=f"sqlite:///{folder / 'floor.sqlite3'}")
    workplace = open_workplace(station, patience=Patience.DESK)
    try:
        return _play(replace(settings, folder=folder, station=station), workplace, started)
    except PlayerStuck as stuck:
        sys.stderr.write(f"pickstation: the demo got stuck: {stuck}\n")
        return 1
    finally:
        workplace.database.close()


def _play(settings: ShiftSettings, workplace: Workplace, started: float) -> int:
    folder = settings.folder
    say("setting the demo warehouse up and reading its files")
    set_up_demo_site(workplace, folder)
    imports = import_demo_files(workplace, lambda line: say(f"  {line}"))
    set_up_demo_lanes(workplace)
    # A driver's signature hands all parcels over; that is the whole way a parcel can go.
    set_house_rules(workplace, replace(read_house_rules(workplace), hand_over=HandOver.MANIFEST))
    allocation = allocate_waiting_orders(workplace)
    say(f"promised {allocation.units} units to {allocation.orders} orders")
    chosen = choose_orders(
        orders_in(workplace, OrderState.ALLOCATED), settings.orders, settings.seed
    )
    if not chosen:
        raise CannotOpen("there is no order left here that could be released")
    shipped_before = house_report(workplace).orders_by_state.get(OrderState.SHIPPED.value, 0)
    stops = Stops()
    with _station(settings, workplace) as (window, player):
        crew = Crew(workplace, player, folder / "labels", stops, settings.seed)
        played = crew.play(share_out(chosen, settings.ways), say)
        window.context.jobs.drain()
        window.print_room.stop()
        scans, serial = player.scans, player.serial_scans
    say("reading every label back")
    papers = write_and_read_labels(papers_of_shipped(workplace), folder / "labels-pdf")
    facts = ShiftFacts(
        imports=imports,
        orders=chosen,
        house=house_report(workplace),
        shipped_before=shipped_before,
        papers=papers,
        stops=stops,
        ways=played,
        scans=scans,
        serial_scans=serial,
        slips=len(list((folder / "slips").glob("*.pdf"))),
        labels=len(list((folder / "labels").glob("*.zpl"))),
        database=workplace.database.engine.dialect.name,
        seconds=round(time.monotonic() - started, 1),
        check=check_database(workplace),
    )
    report = shift_report(facts)
    (folder / "report.json").write_text(
        json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )
    return _conclude(facts, report, settings)


@contextmanager
def _station(
    settings: ShiftSettings, workplace: Workplace
) -> Iterator[tuple[StationWindow, Player]]:
    application = make_application(sys.argv[:1])
    window = build_station(application, settings.station, workplace)
    line = SerialLine() if SerialLine.is_possible() else None
    if line is not None:
        window.plug_in(SerialSettings(line.port))
    window.window.show()
    pictures = settings.folder / "screenshots" if settings.pictures else None
    try:
        yield window, Player(application, window, pictures, line)
    finally:
        window.close()
        if line is not None:
            line.close()


def _conclude(facts: ShiftFacts, report: dict[str, object], settings: ShiftSettings) -> int:
    for key, value in report.items():
        if isinstance(value, int | float):
            say(f"  {key}: {value}")
    faults = _faults(facts, settings.orders)
    for fault in faults:
        say(f"  NOT RIGHT: {fault}")
    verdict = "ok" if facts.check.is_sound else "VIOLATED"
    say(f"database check: {len(facts.check.invariants)} invariants, {verdict}")
    say(f"see {settings.folder}")
    return 1 if faults else 0


def _faults(facts: ShiftFacts, wanted: int) -> list[str]:
    """What is not as it should be after a shift."""
    faults = [
        f"{checked.code}: {checked.sentence} {violation}"
        for checked in facts.check.invariants
        for violation in checked.violations
    ]
    if facts.papers.wrong:
        faults.append(f"labels that do not read back: {', '.join(facts.papers.wrong)}")
    if facts.shipped < wanted:
        faults.append(f"only {facts.shipped} of {wanted} orders were shipped")
    if not facts.shipped == facts.slips == facts.labels:
        faults.append(f"{facts.slips} slips and {facts.labels} labels for {facts.shipped} orders")
    if facts.stops.stopped < facts.stops.made:
        faults.append("a wrong scan went through")
    return faults


def _clear(folder: Path) -> None:
    """Make the folder, and remove what an earlier demo left in it.

    Raises:
        CannotOpen: it cannot be written to, or holds things of these names that are no demo's.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        found = [folder / name for name in OWN_FILES if (folder / name).exists()]
        if found and not (folder / MARK).exists():
            raise CannotOpen(
                f"{found[0]} is there already and no demo left it; name another folder with --out"
            )
        (folder / MARK).touch()
        for path in found:
            _remove(path)
    except OSError as error:
        raise CannotOpen(f"{error.filename}: {error.strerror}") from error


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def say(line: str) -> None:
    """Tell the person at the terminal what is going on."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
