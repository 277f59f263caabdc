"""Sets a station and its site up: who sends, which printers there are and what goes to which."""

from __future__ import annotations

from dataclasses import dataclass

from app import __version__
from app.carriers.interface import Address as PlainAddress
from app.db.queries.paper import (
    lock_printer,
    printer_by_name,
    routes_of,
    routes_to_replace,
    station_by_code,
)
from app.db.queries.paper import printers as select_printers
from app.db.queries.people import has_site
from app.db.queries.stock import location_ids_by_code
from app.db.schema import (
    Address,
    Location,
    Packaging,
    Printer,
    PrintJob,
    PrintRoute,
    Site,
    SsccRange,
    Station,
    Tote,
)
from app.db.unit_of_work import UnitOfWork
from app.domain.desk_refusals import ChangedMeanwhile
from app.domain.locations import LocationKind
from app.domain.packaging import Packaging as PackagingKind
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.services.workplace import Workplace
from printing.documents import Paper, TestPage, to_record
from printing.jobs import JobState
from printing.paper import Format


@dataclass(frozen=True)
class PrinterSettings:
    """A printer as a person enters it. `kind` is one of `printing.printers` kinds."""

    name: str
    kind: str
    address: str
    format: str
    dpi: int = 203


@dataclass(frozen=True)
class PrinterView:
    """A printer as the set-up screen shows it; `lamp` is ready, attention, offline or unknown."""

    name: str
    kind: str
    address: str
    format: str
    dpi: int
    lamp: str
    words: str


@dataclass(frozen=True)
class SiteSettings:
    """The warehouse: its name, its address, its number range and its paper."""

    name: str
    address: PlainAddress
    company_prefix: str
    slip_paper: str = Paper.A4.value
    label_paper: str = Paper.LABEL_4X6_IN.value
    return_instructions: str = ""


def set_up_site(workplace: Workplace, settings: SiteSettings) -> bool:
    """Set the warehouse up where it has not been yet; returns whether it did."""

    def verb(work: UnitOfWork) -> bool:
        if has_site(work.session):
            return False
        plain = settings.address
        address = Address(
            name=plain.name,
            company=plain.company,
            street="\n".join(plain.street),
            city=plain.city,
            region=plain.region,
            postcode=plain.postcode,
            country_code=plain.country_code,
            phone=plain.phone,
        )
        work.session.add_all([address, SsccRange(company_prefix=settings.company_prefix)])
        work.session.flush()
        work.session.add(
            Site(
                id=1,
                name=settings.name,
                address_id=address.id,
                company_prefix=settings.company_prefix,
                slip_paper=settings.slip_paper,
                label_paper=settings.label_paper,
                return_instructions=settings.return_instructions,
            )
        )
        return True

    return workplace.database.run(verb, workplace.actor(verb=Verb.SET_UP))


def register_station(workplace: Workplace, *, name: str = "") -> None:
    """Make the station known, and note that it was seen now with this program."""

    def verb(work: UnitOfWork) -> None:
        station = station_by_code(work.session, workplace.station)
        if station is None:
            station = Station(code=workplace.station, name=name)
            work.session.add(station)
        if station.session is None:
            # A command under the code of a screen that is gone is no sign of life of that screen.
            station.last_seen_at = work.now
        station.app_version = __version__

    workplace.database.run(verb, workplace.actor())


def save_printer(
    workplace: Workplace,
    settings: PrinterSettings,
    *,
    seen: PrinterSettings | None = None,
    operator_id: int | None = None,
) -> None:
    """Add a printer, or change the one of that name.

    Args:
        workplace: where this is done.
        settings: how the printer shall be.
        seen: how the person saw it before they changed it; None writes over whatever there is.
        operator_id: who wants it.

    Raises:
        Refused: with `ChangedMeanwhile` where the printer is not any more as it was seen.
    """

    def verb(work: UnitOfWork) -> None:
        printer = lock_printer(work.session, settings.name)
        # Its lamp changes all day long and is nobody's setting, so that no version of the whole
        # row could tell what this asks: whether what was shown in the form is still so.
        if seen is not None and seen.name == settings.name and seen != _settings_of(printer):
            raise Refused(ChangedMeanwhile(settings.name))
        if printer is None:
            printer = Printer(name=settings.name)
            work.session.add(printer)
        printer.kind = settings.kind
        printer.address = settings.address
        printer.format = Format(settings.format)
        printer.dpi = settings.dpi
        printer.lamp = "unknown"
        printer.words = ""

    workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))


def _settings_of(printer: Printer | None) -> PrinterSettings | None:
    if printer is None:
        return None
    return PrinterSettings(
        printer.name, printer.kind, printer.address, printer.format.value, printer.dpi
    )


def route_document(
    workplace: Workplace,
    document_kind: str,
    printer_name: str,
    *fallbacks: str,
    operator_id: int | None = None,
) -> None:
    """Send a kind of document from this station to a printer; see `route_documents`."""
    names = (printer_name, *fallbacks)
    route_documents(workplace, (document_kind,), names, operator_id=operator_id)


def route_documents(
    workplace: Workplace,
    kinds: tuple[str, ...],
    names: tuple[str, ...],
    *,
    operator_id: int | None = None,
) -> None:
    """Send kinds of documents from this station to printers.

    Args:
        workplace: the station.
        kinds: such as `shipping_label`.
        names: the station's own printer for them, then those that take over while it is in
            trouble, in this order; at least one, none twice.
        operator_id: who wants it.

    Raises:
        LookupError: there is no such station or printer, or a printer is named twice.
    """

    def verb(work: UnitOfWork) -> None:
        station = station_by_code(work.session, workplace.station)
        found = [printer_by_name(work.session, name) for name in names]
        known = [printer for printer in found if printer is not None]
        if station is None or not names or len({each.id for each in known}) < len(names):
            raise LookupError(f"station {workplace.station} or printers {', '.join(names)}")
        for kind in kinds:
            _list_printers(work, station.id, kind, known)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))


def _list_printers(work: UnitOfWork, station_id: int, kind: str, known: list[Printer]) -> None:
    routes = routes_to_replace(work.session, station_id, kind)
    for route, printer in zip(routes, known, strict=False):
        route.printer_id = printer.id
    for route in routes[len(known) :]:
        work.session.delete(route)
    work.session.add_all(
        PrintRoute(station_id=station_id, document_kind=kind, rank=rank, printer_id=printer.id)
        for rank, printer in enumerate(known[len(routes) :], start=len(routes) + 1)
    )


def printers(workplace: Workplace) -> tuple[PrinterView, ...]:
    """All printers of the site."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(
            PrinterView(
                row.name, row.kind, row.address, row.format.value, row.dpi, row.lamp, row.words
            )
            for row in select_printers(work.session)
        )


def routes(workplace: Workplace) -> dict[str, str]:
    """The name of this station's own printer for each kind of document."""
    return {kind: names[0] for kind, names in printer_lists(workplace).items()}


def printer_lists(workplace: Workplace) -> dict[str, tuple[str, ...]]:
    """This station's printers for each kind of document: its own, then those that take over."""
    with workplace.database.begin(workplace.actor()) as work:
        found = routes_of(work.session, workplace.station)
        return {kind: tuple(each.name for each in printers) for kind, printers in found.items()}


def note_lamp(workplace: Workplace, printer_name: str, lamp: str, words: str) -> None:
    """Remember what a printer said of itself, for all stations to see."""

    def verb(work: UnitOfWork) -> None:
        printer = printer_by_name(work.session, printer_name)
        if printer is not None:
            printer.lamp = lamp
            printer.words = words[:255]
            printer.checked_at = work.now

    workplace.database.run(verb, workplace.actor())


def print_test_page(
    workplace: Workplace, printer_name: str, *, operator_id: int | None = None
) -> int:
    """Queue a test page at a printer; returns the print job's number.

    Raises:
        LookupError: there is no such printer.
    """

    def verb(work: UnitOfWork) -> int:
        printer = printer_by_name(work.session, printer_name)
        if printer is None:
            raise LookupError(f"printer {printer_name}")
        paper = Paper.LABEL_4X6_IN if printer.format is Format.ZPL else Paper.A4
        page = TestPage(
            printer=printer.name,
            station=workplace.station,
            printed_at=work.now.isoformat(timespec="seconds"),
            paper=paper,
        )
        job = PrintJob(
            document_kind="test_page",
            document=to_record(page),
            printer_id=printer.id,
            state=JobState.QUEUED,
            station=workplace.station,
            made_at=work.now,
        )
        work.session.add(job)
        work.session.flush()
        return job.id

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))


def add_totes(workplace: Workplace, numbers: range) -> int:
    """Register totes T-0001 and so on; those known already stay. Returns how many are new."""

    def verb(work: UnitOfWork) -> int:
        known = location_ids_by_code(work.session)
        codes = [code for number in numbers if (code := f"T-{number:04d}") not in known]
        places = [Location(code=code, kind=LocationKind.TOTE) for code in codes]
        work.session.add_all(places)
        work.session.flush()
        work.session.add_all(Tote(location_id=place.id) for place in places)
        return len(codes)

    return workplace.database.run(verb, workplace.actor(verb=Verb.SET_UP))


def save_packagings(workplace: Workplace, kinds: tuple[PackagingKind, ...]) -> None:
    """Add or change the packaging kinds on the shelf."""

    def verb(work: UnitOfWork) -> None:
        for kind in kinds:
            work.session.merge(
                Packaging(
                    code=kind.code,
                    name=kind.name,
                    length_mm=kind.length_mm,
                    width_mm=kind.width_mm,
                    height_mm=kind.height_mm,
                    max_weight_g=kind.max_weight_g,
                    tare_g=kind.tare_g,
                )
            )

    workplace.database.run(verb, workplace.actor(verb=Verb.SET_UP))
