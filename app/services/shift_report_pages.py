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
from app.services.figure_words import Translate, clock, day_and_clock, span_words, work_word
from app.services.figures import Figures
from printing.documents import Report, ReportColumn, ReportSection
from printing.plots.model import Plot

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
    translate: Translate,
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
        translate: puts words into the reader's language.
    """
    return Report(
        title=translate("figures", "Shift hand-over"),
        subtitle=span_words(figures.begins, figures.ends),
        number="",
        facts=(
            translate("figures", "Lead"),
            lead,
            translate("figures", "Printed"),
            day_and_clock(figures.now),
        ),
        sections=(
            _notes(state, translate),
            _cut_offs(state, translate),
            _late(state, translate),
            _waiting(state, translate),
            _counts(to_approve, translate),
            _down(state, translate),
            _aisles(closed, translate),
            _people(state, translate),
            _figures(figures, translate),
        ),
        plots=_plots(figures, usual, translate),
        signed_by=(translate("figures", "Handed over by"), translate("figures", "Taken over by")),
        language=language,
    )


def _plots(figures: Figures, usual: float | None, translate: Translate) -> tuple[Plot, ...]:
    return (
        pace_plot(figures, usual, translate),
        on_time_plot(figures, translate),
        need_plot(figures, translate),
        queue_plot(figures, translate),
        short_reason_plot(figures, translate),
    )


def _first(rows: Sequence[Item], translate: Translate) -> tuple[Sequence[Item], str]:
    """As many rows as there is room for, and how many more there are."""
    left = len(rows) - MOST_ROWS
    if left <= 0:
        return rows, ""
    return rows[:MOST_ROWS], translate("figures", "and {0} more").format(left)


def _notes(state: ShiftState, translate: Translate) -> ReportSection:
    words = translate("figures", "{0} {1}: {2}")
    return ReportSection(
        translate("figures", "Notes"),
        lines=tuple(words.format(clock(note.at), note.name, note.text) for note in state.notes),
        nothing=translate("figures", "No note was left."),
    )


def _cut_offs(state: ShiftState, translate: Translate) -> ReportSection:
    shown, more = _first(state.loads, translate)
    rows = []
    for load in shown:
        finish = load.packed_at
        verdict = translate("figures", "nobody can tell")
        if finish is not None:
            is_late = load.cut_off_at is not None and finish > load.cut_off_at
            words = translate("figures", "{0}, LATE") if is_late else translate("figures", "{0}")
            verdict = words.format(day_and_clock(finish))
        at = (
            translate("figures", "none")
            if load.cut_off_at is None
            else day_and_clock(load.cut_off_at)
        )
        counts = (load.orders, load.to_pick, load.to_pack, load.to_ship)
        rows.append((at, *(f"{count:,}" for count in counts), verdict))
    head = translate(
        "figures", "All packed at, by the board ({0} orders went out in the last hour)"
    )
    return ReportSection(
        translate("figures", "Open orders by cut-off"),
        (
            ReportColumn(translate("figures", "Cut-off"), 28),
            ReportColumn(translate("figures", "Open"), 16, is_number=True),
            ReportColumn(translate("figures", "To pick"), 18, is_number=True),
            ReportColumn(translate("figures", "To pack"), 18, is_number=True),
            ReportColumn(translate("figures", "To hand over"), 22, is_number=True),
            ReportColumn(head.format(f"{state.out_an_hour:,}")),
        ),
        tuple(rows),
        more,
        nothing=translate("figures", "No order is open on the floor."),
    )


def _late(state: ShiftState, translate: Translate) -> ReportSection:
    shown, more = _first(state.late, translate)
    return ReportSection(
        translate("figures", "Late orders: {0}").format(len(state.late)),
        (
            ReportColumn(translate("figures", "Order")),
            ReportColumn(translate("figures", "Cut-off"), 34),
            ReportColumn(translate("figures", "State"), 40),
        ),
        tuple(
            (late.number, day_and_clock(late.cut_off_at), _state_word(late.state, translate))
            for late in shown
        ),
        more,
        nothing=translate("figures", "No order is late."),
    )


def _waiting(state: ShiftState, translate: Translate) -> ReportSection:
    holds = {f"hold:{reason}": held for reason, held in state.holds.items()}
    rows = list((holds | dict(state.open_work)).items())
    shown, more = _first(rows, translate)
    return ReportSection(
        translate("figures", "Shorts and exceptions open"),
        (
            ReportColumn(translate("figures", "What waits for a person")),
            ReportColumn(translate("figures", "Open"), 20, is_number=True),
            ReportColumn(translate("figures", "Oldest since"), 34),
        ),
        tuple((_what(name, translate), str(each.count), _since(each)) for name, each in shown),
        more,
        nothing=translate("figures", "Nothing waits for a person."),
    )


def _since(each: OpenCount) -> str:
    return "" if each.oldest is None else day_and_clock(each.oldest)


def _counts(rows: Sequence[CountRow], translate: Translate) -> ReportSection:
    shown, more = _first(rows, translate)
    return ReportSection(
        translate("figures", "Counts to approve: {0}").format(len(rows)),
        (
            ReportColumn(translate("figures", "Place"), 34),
            ReportColumn(translate("figures", "Item")),
            ReportColumn(translate("figures", "By the books"), 24, is_number=True),
            ReportColumn(translate("figures", "Counted"), 20, is_number=True),
            ReportColumn(translate("figures", "Difference"), 22, is_number=True),
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
        nothing=translate("figures", "No count waits for a lead."),
    )


def _down(state: ShiftState, translate: Translate) -> ReportSection:
    troubles = [
        (translate("figures", "printer {0}").format(each.name), each) for each in state.printers
    ]
    troubles += [
        (translate("figures", "station {0}").format(each.name), each) for each in state.stations
    ]
    shown, more = _first(troubles, translate)
    return ReportSection(
        translate("figures", "Printers and stations down"),
        (
            ReportColumn(translate("figures", "Which"), 50),
            ReportColumn(translate("figures", "What it says")),
            ReportColumn(translate("figures", "Last heard"), 30),
        ),
        tuple(
            (name, each.words, "" if each.since is None else day_and_clock(each.since))
            for name, each in shown
        ),
        more,
        nothing=translate("figures", "All printers and stations that were used answer."),
    )


def _aisles(closed: Sequence[ClosedNow], translate: Translate) -> ReportSection:
    shown, more = _first(closed, translate)
    return ReportSection(
        translate("figures", "Aisles closed"),
        (
            ReportColumn(translate("figures", "Aisle"), 34),
            ReportColumn(translate("figures", "Why")),
            ReportColumn(translate("figures", "Until"), 34),
        ),
        tuple(
            (
                f"{row.zone} {row.aisle}".strip(),
                row.reason,
                translate("figures", "further notice")
                if row.until is None
                else day_and_clock(row.until),
            )
            for row in shown
        ),
        more,
        nothing=translate("figures", "All aisles are open."),
    )


def _people(state: ShiftState, translate: Translate) -> ReportSection:
    shown, more = _first(state.people, translate)
    return ReportSection(
        translate("figures", "People at work in the last half hour: {0}").format(len(state.people)),
        (
            ReportColumn(translate("figures", "Name")),
            ReportColumn(translate("figures", "Work"), 40),
            ReportColumn(translate("figures", "Station"), 34),
            ReportColumn(translate("figures", "Last scan"), 24),
        ),
        tuple(
            (each.name, work_word(each.work, translate), each.station, clock(each.at))
            for each in shown
        ),
        more,
        nothing=translate("figures", "Nobody scanned in the last half hour."),
    )


def _figures(told: Figures, translate: Translate) -> ReportSection:
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
        (
            translate("figures", "Lines picked"),
            f"{total.lines:,}",
            translate("figures", "{0} units").format(f"{total.units:,}"),
        ),
        (
            translate("figures", "Lines an hour"),
            _number(total.lines_an_hour),
            _hours(total.worked_s, translate),
        ),
        (translate("figures", "Orders handed over"), f"{out:,}", ""),
        (
            translate("figures", "On time"),
            _share(in_time, all_due),
            translate("figures", "of {0} due").format(f"{all_due:,}"),
        ),
        (
            translate("figures", "Short lines"),
            "-" if rate is None else f"{rate:.2%}",
            translate("figures", "{0} lines").format(told.shorts.short),
        ),
        (
            translate("figures", "Scans stopped"),
            _share(stops, scans),
            translate("figures", "of {0} scans").format(f"{scans:,}"),
        ),
    )
    return ReportSection(
        translate("figures", "The shift in figures"),
        (
            ReportColumn(translate("figures", "Figure"), 60),
            ReportColumn(translate("figures", "Value"), 30, is_number=True),
            ReportColumn(translate("figures", "Of")),
        ),
        rows,
    )


def _is_within(moment: datetime | None, told: Figures) -> bool:
    return moment is not None and told.begins <= moment < told.ends


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"


def _hours(worked_s: float, translate: Translate) -> str:
    return translate("figures", "in {0} hours of work").format(f"{worked_s / 3600:.1f}")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "-"


def _state_word(state: str, translate: Translate) -> str:
    words = {
        "released": translate("figures", "to pick"),
        "picking": translate("figures", "being picked"),
        "picked": translate("figures", "to pack"),
        "packing": translate("figures", "being packed"),
        "packed": translate("figures", "to hand over"),
        "held": translate("figures", "held"),
    }
    return words.get(state, state)


def _what(name: str, translate: Translate) -> str:
    words = {
        "to_settle": translate("figures", "to settle: done off line and not possible any more"),
        "to_approve": translate("figures", "counts to approve"),
        "doubted": translate("figures", "places in doubt, to count"),
        "to_inspect": translate("figures", "orders to inspect"),
        "to_refill": translate("figures", "pick faces to refill"),
        "papers": translate("figures", "papers that are stuck"),
        "hold:short": translate("figures", "orders that lack stock"),
        "hold:unpaid": translate("figures", "orders that are not paid"),
        "hold:payment_failed": translate("figures", "orders whose payment failed"),
        "hold:address_incomplete": translate("figures", "orders with half an address"),
        "hold:unknown_item": translate("figures", "orders with an unknown item"),
        "hold:high_risk": translate("figures", "orders that may be a fraud"),
        "hold:customer_request": translate("figures", "orders that the customer holds"),
        "hold:operator": translate("figures", "orders that somebody holds"),
        "hold:quality": translate("figures", "orders held for quality"),
        "hold:weight": translate("figures", "orders held for their weight"),
        "hold:lost": translate("figures", "orders with lost goods"),
    }
    held = translate("figures", "orders held: {0}").format(
        name.removeprefix("hold:").replace("_", " ")
    )
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
