"""Reads dates and times, and refuses those whose day and month could be exchanged."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from app.exchange.bad_value import BadValue

_YEARS = range(2000, 2100)
_TIME = (
    r"(?:[T ]+(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]{1,9})?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_FORMS = tuple(
    re.compile(day + _TIME)
    for day in (
        r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
        r"(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})",
        r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})",
        r"(?P<first>[0-9]{1,2})(?P<mark>[-/])(?P<second_>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})",
    )
)
_WRITE_ISO = "Write it as 2026-11-20 or 2026-11-20 08:01:00 +0000."


def read_moment(text: str) -> datetime:
    """Read a date with or without time, in UTC where it names no zone.

    Year first, as ISO 8601 and Shopify write it, and day.month.year with points are
    understood; with strokes only where one of the two numbers is above 12 or both are equal.

    Returns:
        The moment in UTC.

    Raises:
        BadValue: It is none, lies outside 2000 to 2099, or is ambiguous.
    """
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _moment(found.groupdict())
    raise BadValue("This is not a date.", _WRITE_ISO)


def read_day(text: str) -> date:
    """Read a date, leaving out a time beside it; as `read_moment` otherwise."""
    for form in _FORMS:
        if found := form.fullmatch(text):
            return _day(found.groupdict())
    raise BadValue("This is not a date.", _WRITE_ISO)


def _day(parts: dict[str, str | None]) -> date:
    """Build the date from a form's groups."""
    if parts.get("first"):
        parts |= _day_and_month(int(parts["first"] or 0), int(parts["second_"] or 0))
    try:
        day = date(*(int(parts[name] or 0) for name in ("year", "month", "day")))
    except ValueError as error:
        raise BadValue("There is no such day.", _WRITE_ISO) from error
    if day.year not in _YEARS:
        raise BadValue(
            f"The year is not between {_YEARS[0]} and {_YEARS[-1]}.", "Correct the date."
        )
    return day


def _day_and_month(first: int, second: int) -> dict[str, str | None]:
    """Tell day and month apart by the numbers, since the order differs between countries."""
    if first != second and first <= 12 and second <= 12:
        raise BadValue("Day and month could be exchanged in this date.", _WRITE_ISO)
    day, month = (second, first) if second > 12 else (first, second)
    return {"day": str(day), "month": str(month)}


def _moment(parts: dict[str, str | None]) -> datetime:
    """Build the moment from a form's groups."""
    day = _day(parts)
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    try:
        zone = _zone(parts["zone"] or "Z")
        moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
    except ValueError as error:
        raise BadValue("There is no such time of day.", _WRITE_ISO) from error
    return moment.astimezone(UTC)


def _zone(text: str) -> timezone:
    """Read an offset such as +02:00."""
    if text in {"Z", "UTC", "GMT"}:
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)
