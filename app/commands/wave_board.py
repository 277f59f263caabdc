"""`pickstation wave board`: what the shift lead's wave board shows, in lines."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from app.services.board_forecast import BoardWave
from app.services.floor_time import floor_time
from app.services.forecasting import Verdict
from app.services.lead_board import HourStrip, LeadBoard, lead_board
from app.services.workplace import Workplace

Answer = tuple[Any, str, bool]
"""What is printed as JSON, what is said to a person, and whether all that was asked was done."""

_VERDICTS = {
    Verdict.NO_CUT_OFF: "",
    Verdict.IN_TIME: "in time",
    Verdict.CLOSE: "may be late",
    Verdict.LATE: "LATE",
}


def add_board(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the action to those of `pickstation wave`."""
    board = actions.add_parser("board", help="all open waves with their forecasts, and today")
    board.set_defaults(act=_board)


def _board(workplace: Workplace, _args: argparse.Namespace) -> Answer:
    told = lead_board(workplace)
    return _values(told), "\n".join(_lines(told)), True


def _values(told: LeadBoard) -> dict[str, object]:
    return {
        "now": told.board.now,
        "on_time_share": told.strip.on_time_share,
        "strip": asdict(told.strip),
        "waves": [
            {
                "code": wave.view.code,
                "state": wave.view.state,
                "method": wave.view.method,
                "cut_off_at": wave.view.cut_off_at,
                "lines": wave.view.figures.lines,
                "lines_done": wave.view.figures.lines_done,
                "done_at": wave.done_at,
                "earliest": wave.earliest,
                "latest": wave.latest,
                "slack_minutes": None if wave.slack is None else _minutes(wave.slack),
                "verdict": wave.verdict,
                "people": wave.view.people,
            }
            for wave in told.board.waves
        ],
    }


def _lines(told: LeadBoard) -> Iterator[str]:
    yield _strip_words(told.strip)
    for wave in told.board.waves:
        yield _wave_words(wave)
    if not told.board.waves:
        yield "There is no open wave."
    if not told.board.is_anybody_picking:
        yield "Nobody picks: the forecast is that of one picker who begins now."


def _strip_words(strip: HourStrip) -> str:
    share = strip.on_time_share
    parts = [
        "on time: no cut-off yet" if share is None else f"on time: {share:.1%}",
        f"at risk: {strip.at_risk} orders",
        f"short: {strip.short} orders",
        f"printers down: {', '.join(strip.printers_down) or 'none'}",
    ]
    waiting = [f"{one.orders} for {_clock(one.cut_off_at) or '-'}" for one in strip.waiting]
    parts.append(f"to release: {', '.join(waiting) or 'none'}")
    return "  ".join(parts)


def _wave_words(wave: BoardWave) -> str:
    view, figures = wave.view, wave.view.figures
    share = round(100 * figures.lines_done / figures.lines) if figures.lines else 0
    words = (
        f"{view.code:<6} {_clock(view.cut_off_at):<5}  "
        f"{figures.lines_done}/{figures.lines} lines {share:3d} %  "
        f"done {_clock(wave.done_at) or '-':<5} {_slack(wave):>20}  "
        f"{view.state.replace('_', ' '):<11}  {view.method:<13}  {' '.join(view.people)}"
    )
    return words.rstrip()


def _slack(wave: BoardWave) -> str:
    if wave.slack is None or wave.earliest is None or wave.latest is None:
        return _VERDICTS[wave.verdict]
    off = (wave.latest - wave.earliest) / 2
    return f"{_minutes(wave.slack):+d} ±{_minutes(off)} min {_VERDICTS[wave.verdict]}"


def _minutes(span: timedelta) -> int:
    return round(span.total_seconds() / 60)


def _clock(moment: datetime | None) -> str:
    return "" if moment is None else f"{floor_time(moment):%H:%M}"
