"""Words about a wave's walk: what a search saved, and what the picking will come to."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from app.commands.desk_words import refusal_words
from app.domain.refusals import Refused
from app.services.floor_time import floor_time
from app.services.forecasting import Verdict, WaveForecast, wave_forecast
from app.services.wave_search import KeptCarts
from app.services.workplace import Workplace

_VERDICTS = {
    Verdict.NO_CUT_OFF: "no cut-off is set",
    Verdict.IN_TIME: "in time",
    Verdict.CLOSE: "it may be late",
    Verdict.LATE: "LATE",
}


def search_words(kept: KeptCarts) -> str:
    """What a search came to, in one line."""
    saved = f"{100 * kept.fewer:.1f} % fewer" if kept.fewer > 0 else "nothing shorter was found"
    return (
        f"  carts: {kept.metres_before:.0f} m in {kept.carts_before} at once, "
        f"{kept.metres:.0f} m in {kept.carts} after the search: {saved}"
    )


def told_forecast(
    workplace: Workplace, code: str, people: int | None
) -> tuple[dict[str, object] | None, str]:
    """The forecast of a wave as values and in words; without one, why there is none.

    Raises:
        Refused: there is no such wave, or nobody is to pick.
    """
    try:
        told = wave_forecast(workplace, code, people=people)
    except Refused as refused:
        if people is not None and people < 1:
            raise
        return None, f"  no forecast: {refusal_words(refused.refusal)}"
    return {**asdict(told), "verdict": told.verdict.value}, forecast_words(told)


def forecast_words(told: WaveForecast) -> str:
    """Metres, minutes, when it is done with its range, and what that rests on."""
    if not told.tasks:
        return "  picked: nothing is left to walk for"
    due = "" if told.cut_off_at is None else f", cut-off {_clock(told.cut_off_at)}"
    ahead = f", {told.ahead} tasks go before" if told.ahead else ""
    rests_on = "on a usual pace: too few of this house's own scans are known yet"
    if told.samples:
        rests_on = f"on this house's pace, from {told.samples} stops"
        if told.share_off is not None:
            rests_on += f"; the earlier half tells the later to {100 * told.share_off:.0f} %"
    return (
        f"  walk: {told.metres:.0f} m in {told.tasks} tasks, {_duration(told.seconds)} of picking"
        f"{ahead}\n"
        f"  {told.people} picking: done {_clock(told.done_at)} "
        f"({_clock(told.earliest)} to {_clock(told.latest)}){due}: {_VERDICTS[told.verdict]}\n"
        f"  rests {rests_on}"
    )


def _clock(moment: datetime) -> str:
    local = floor_time(moment)
    today = floor_time(datetime.now().astimezone()).date()
    return f"{local:%H:%M}" if local.date() == today else f"{local:%Y-%m-%d %H:%M}"


def _duration(seconds: float) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"
