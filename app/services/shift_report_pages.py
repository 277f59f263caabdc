"""What stands in the report for the next lead, section by section; long lists say how many more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from app.db.queries.count_desk import CountRow
from app.domain.metrics import on_time, sum_of
from app.domain.shift_report import OpenCount, ShiftState
from app.services.figure_plots_orders import need_plot, on_time_plot, queue_plot
from app.services.figure_plots_quality import short_reason_plot
from app.services.figure_plots_work import pace_plot
from app.services.figure_words import Say, clock, day_and_clock, span_words, work_word
from app.services.figures import Figures
from printing.documents import Report, ReportColumn, ReportSection

MOST_ROWS = 10
"""Of a list on paper; the screen has all of them."""

Item = TypeVar("Item")


@dataclass(frozen=True)
class ClosedNow:
    """An aisle that nobody is sent into."""

    zone: str
    aisle: str
    reason: str
    until: datetime | None


def report_of(
    figures: Figures,
    state: ShiftState,
    closed: Sequence[ClosedNow],
    to_approve: Sequence[CountRow],
    *,
    usual: float | None,
    lead: str,
    language: str,
    say: Say,
) -> Report:
    """The report as a document.

    Args:
        figures: of the shift.
        state: how the floor stands.
        closed: aisles that are closed.
        to_approve: counts that wait for a lead.
        usual: the house's own usual lines an hour; None where it has too few days.
        lead: whose shift it was.
        language: of the page numbers.
        say: puts words into the reader's language.
    """
    return Report(
        title=say("Shift hand-over"),
        subtitle=span_words(figures.begins, figures.ends),
        number="",
        facts=(say("Lead"), lead, say("Printed"), day_and_clock(figures.now)),
        sections=(
            _notes(state, say),
            _cut_offs(state, say),
            _late(state, say),
            _waiting(state, say),
            _counts(to_approve, say),
            _down(state, say),
            _aisles(closed, say),
            _people(state, say),
            _figures(figures, say),
        ),
        plots=(
            pace_plot(figures, usual, say),
            on_time_plot(figures, say),
            need_plot(figures, say),
            queue_plot(figures, say),
            short_reason_plot(figures, say),
        ),
        signed_by=(say("Handed over by"), say("Taken over by")),
        language=language,
    )


def _first(rows: Sequence[Item], say: Say) -> tuple[Sequence[Item], str]:
    """As many rows as there is room for, and how many more there are."""
    left = len(rows) - MOST_ROWS
    if left <= 0:
        return rows, ""
    return rows[:MOST_ROWS], say("and {0} more").format(left)


def _notes(state: ShiftState, say: Say) -> ReportSection:
    words = say("{0} {1}: {2}")
    return ReportSection(
        say("Notes"),
        lines=tuple(words.format(clock(note.at), note.name, note.text) for note in state.notes),
        nothing=say("No note was left."),
    )


def _cut_offs(state: ShiftState, say: Say) -> ReportSection:
    shown, more = _first(state.loads, say)
    rows = []
    for load in shown:
        finish = load.packed_at
        verdict = say("nobody can tell")
        if finish is not None:
            is_late = load.cut_off_at is not None and finish > load.cut_off_at
            words = say("{0}, LATE") if is_late else say("{0}")
            verdict = words.format(day_and_clock(finish))
        at = say("none") if load.cut_off_at is None else day_and_clock(load.cut_off_at)
        counts = (load.orders, load.to_pick, load.to_pack, load.to_ship)
        rows.append((at, *(f"{count:,}" for count in counts), verdict))
    head = say("All packed at, by the board ({0} orders went out in the last hour)")
    return ReportSection(
        say("Open orders by cut-off"),
        (
            ReportColumn(say("Cut-off"), 28),
            ReportColumn(say("Open"), 16, is_number=True),
            ReportColumn(say("To pick"), 18, is_number=True),
            ReportColumn(say("To pack"), 18, is_number=True),
            ReportColumn(say("To hand over"), 22, is_number=True),
            ReportColumn(head.format(f"{state.out_an_hour:,}")),
        ),
        tuple(rows),
        more,
        nothing=say("No order is open on the floor."),
    )


def _late(state: ShiftState, say: Say) -> ReportSection:
    shown, more = _first(state.late, say)
    return ReportSection(
        say("Late orders: {0}").format(len(state.late)),
        (
            ReportColumn(say("Order")),
            ReportColumn(say("Cut-off"), 34),
            ReportColumn(say("State"), 40),
        ),
        tuple(
            (late.number, day_and_clock(late.cut_off_at), _state_word(late.state, say))
            for late in shown
        ),
        more,
        nothing=say("No order is late."),
    )


def _waiting(state: ShiftState, say: Say) -> ReportSection:
    holds = {f"hold:{reason}": held for reason, held in state.holds.items()}
    rows = list((holds | dict(state.open_work)).items())
    shown, more = _first(rows, say)
    return ReportSection(
        say("Shorts and exceptions open"),
        (
            ReportColumn(say("What waits for a person")),
            ReportColumn(say("Open"), 20, is_number=True),
            ReportColumn(say("Oldest since"), 34),
        ),
        tuple((_what(name, say), str(each.count), _since(each)) for name, each in shown),
        more,
        nothing=say("Nothing waits for a person."),
    )


def _since(each: OpenCount) -> str:
    return "" if each.oldest is None else day_and_clock(each.oldest)


def _counts(rows: Sequence[CountRow], say: Say) -> ReportSection:
    shown, more = _first(rows, say)
    return ReportSection(
        say("Counts to approve: {0}").format(len(rows)),
        (
            ReportColumn(say("Place"), 34),
            ReportColumn(say("Item")),
            ReportColumn(say("By the books"), 24, is_number=True),
            ReportColumn(say("Counted"), 20, is_number=True),
            ReportColumn(say("Difference"), 22, is_number=True),
        ),
        tuple(
            (
                row.location,
                f"{row.sku} {row.name}",
                str(row.expected or 0),
                str(row.counted or 0),
                f"{row.difference:+}",
            )
            for row in shown
        ),
        more,
        nothing=say("No count waits for a lead."),
    )


def _down(state: ShiftState, say: Say) -> ReportSection:
    troubles = [(say("printer {0}").format(each.name), each) for each in state.printers]
    troubles += [(say("station {0}").format(each.name), each) for each in state.stations]
    shown, more = _first(troubles, say)
    return ReportSection(
        say("Printers and stations down"),
        (
            ReportColumn(say("Which"), 50),
            ReportColumn(say("What it says")),
            ReportColumn(say("Last heard"), 30),
        ),
        tuple(
            (name, each.words, "" if each.since is None else day_and_clock(each.since))
            for name, each in shown
        ),
        more,
        nothing=say("All printers and stations that were used answer."),
    )


def _aisles(closed: Sequence[ClosedNow], say: Say) -> ReportSection:
    shown, more = _first(closed, say)
    return ReportSection(
        say("Aisles closed"),
        (
            ReportColumn(say("Aisle"), 34),
            ReportColumn(say("Why")),
            ReportColumn(say("Until"), 34),
        ),
        tuple(
            (
                f"{row.zone} {row.aisle}".strip(),
                row.reason,
                say("further notice") if row.until is None else day_and_clock(row.until),
            )
            for row in shown
        ),
        more,
        nothing=say("All aisles are open."),
    )


def _people(state: ShiftState, say: Say) -> ReportSection:
    shown, more = _first(state.people, say)
    return ReportSection(
        say("People at work in the last half hour: {0}").format(len(state.people)),
        (
            ReportColumn(say("Name")),
            ReportColumn(say("Work"), 40),
            ReportColumn(say("Station"), 34),
            ReportColumn(say("Last scan"), 24),
        ),
        tuple(
            (each.name, work_word(each.work, say), each.station, clock(each.at)) for each in shown
        ),
        more,
        nothing=say("Nobody scanned in the last half hour."),
    )


def _figures(told: Figures, say: Say) -> ReportSection:
    """The shift in a few numbers; their formulas stand below the plots."""
    total, rate = sum_of(told.paces), told.shorts.rate
    out = sum(_is_within(life.shipped_at, told) for life in told.lives)
    due = on_time(life for life in told.lives if _is_within(life.ship_by, told))
    in_time, all_due = (
        sum(each.in_time for each in due),
        sum(each.in_time + each.late + each.waiting for each in due),
    )
    scans, stops = (sum(counts[at] for counts in told.scans.values()) for at in (0, 1))
    rows = (
        (say("Lines picked"), f"{total.lines:,}", say("{0} units").format(f"{total.units:,}")),
        (say("Lines an hour"), _number(total.lines_an_hour), _hours(total.worked_s, say)),
        (say("Orders handed over"), f"{out:,}", ""),
        (say("On time"), _share(in_time, all_due), say("of {0} due").format(f"{all_due:,}")),
        (
            say("Short lines"),
            "-" if rate is None else f"{rate:.2%}",
            say("{0} lines").format(told.shorts.short),
        ),
        (say("Scans stopped"), _share(stops, scans), say("of {0} scans").format(f"{scans:,}")),
    )
    return ReportSection(
        say("The shift in figures"),
        (
            ReportColumn(say("Figure"), 60),
            ReportColumn(say("Value"), 30, is_number=True),
            ReportColumn(say("Of")),
        ),
        rows,
    )


def _is_within(moment: datetime | None, told: Figures) -> bool:
    return moment is not None and told.begins <= moment < told.ends


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _hours(worked_s: float, say: Say) -> str:
    return say("in {0} hours of work").format(f"{worked_s / 3600:.1f}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _state_word(state: str, say: Say) -> str:
    words = {
        "released": say("to pick"),
        "picking": say("being picked"),
        "picked": say("to pack"),
        "packing": say("being packed"),
        "packed": say("to hand over"),
        "held": say("held"),
    }
    return words.get(state, state)


def _what(name: str, say: Say) -> str:
    words = {
        "to_settle": say("to settle: done off line and not possible any more"),
        "to_approve": say("counts to approve"),
        "doubted": say("places in doubt, to count"),
        "to_inspect": say("orders to inspect"),
        "to_refill": say("pick faces to refill"),
        "papers": say("papers that are stuck"),
        "hold:short": say("orders that lack stock"),
        "hold:unpaid": say("orders that are not paid"),
        "hold:payment_failed": say("orders whose payment failed"),
        "hold:address_incomplete": say("orders with half an address"),
        "hold:unknown_item": say("orders with an unknown item"),
        "hold:high_risk": say("orders that may be a fraud"),
        "hold:customer_request": say("orders that the customer holds"),
        "hold:operator": say("orders that somebody holds"),
        "hold:quality": say("orders held for quality"),
        "hold:weight": say("orders held for their weight"),
        "hold:lost": say("orders with lost goods"),
    }
    held = say("orders held: {0}").format(name.removeprefix("hold:").replace("_", " "))
    return words.get(name, held)


def section_words(sections: Iterable[ReportSection]) -> str:
    """Sections as lines for the command line."""
    lines: list[str] = []
    for section in sections:
        lines += ["", section.title]
        lines += ["  " + "  ".join(filter(None, cells)) for cells in section.rows]
        lines += [f"  {line}" for line in (*section.lines, section.more) if line]
        if not section.rows and not section.lines:
            lines.append(f"  {section.nothing}")
    return "\n".join(lines)
