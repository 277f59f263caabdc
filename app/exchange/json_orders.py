"""Takes a JSON file of orders apart one by one, so that a damaged end does not lose the rest."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from app.exchange.findings import Findings, Unreadable
from app.exchange.text_form import text_form

_BYTES_MAXIMUM = 256 << 20
_LIST = re.compile(r'\s*(?:\{\s*"orders"\s*:\s*)?\[')
_BLANK = re.compile(r"\s*")
_EXPORT_AGAIN = "Export the orders again."


def open_text(path: Path, findings: Findings) -> str:
    """Read a whole JSON file as text.

    Raises:
        Unreadable: It is no text, or too large to be held in memory.
    """
    form = text_form(path)
    if path.stat().st_size > _BYTES_MAXIMUM:
        raise Unreadable(
            f"The file is larger than {_BYTES_MAXIMUM >> 20} MiB.", "Export a shorter period."
        )
    findings.encoding = form.encoding
    return path.read_text(encoding=form.encoding, errors=form.errors).lstrip("\ufeff")


def objects(text: str) -> Iterator[object]:
    """Give the orders of a JSON text: a list, `{"orders": [...]}`, or one order alone.

    Numbers come out as the text that stands in the file, so that neither long ids nor prices
    lose digits.

    Raises:
        Unreadable: The text breaks off or is no JSON; the orders before were given out.
    """
    decoder = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)
    beginning = _LIST.match(text)
    if beginning is None:
        order, end = _decoded(decoder, text, _after_blanks(text, 0))
        if text[end:].strip():
            raise _trailing(text, end)
        yield order["order"] if isinstance(order, dict) and "order" in order else order
        return
    place = _after_blanks(text, beginning.end())
    while not text.startswith("]", place):
        order, end = _decoded(decoder, text, place)
        yield order
        place = _after_blanks(text, end)
        if text.startswith(",", place):
            place = _after_blanks(text, place + 1)
        elif not text.startswith("]", place):
            raise _broken(text, place)
    rest = text[place + 1 :].strip()
    if not (rest.endswith("}") if "{" in beginning[0] else rest == ""):
        raise _trailing(text, place + 1)


def _after_blanks(text: str, place: int) -> int:
    """Skip spaces and line breaks."""
    blanks = _BLANK.match(text, place)
    return blanks.end() if blanks else place


def _decoded(decoder: json.JSONDecoder, text: str, place: int) -> tuple[object, int]:
    """Read one JSON value."""
    try:
        return decoder.raw_decode(text, place)
    except json.JSONDecodeError as error:
        raise _broken(text, error.pos) from error
    except (RecursionError, ValueError) as error:
        raise _broken(text, place) from error


def _broken(text: str, place: int) -> Unreadable:
    """Say where the text stops being JSON."""
    line = text.count("\n", 0, place) + 1
    column = place - text.rfind("\n", 0, place)
    where = f"line {line}, column {column}"
    if not text[place:].strip():
        return Unreadable(f"The file is cut off at {where}.", _EXPORT_AGAIN)
    return Unreadable(
        f"This is not JSON from {where} on; what follows was not read.",
        _EXPORT_AGAIN,
        text[place : place + 40],
    )


def _trailing(text: str, place: int) -> Unreadable:
    """Say that more stands behind the end, which would be lost without a word."""
    return Unreadable(
        "More text follows the end of the orders; it was not read.",
        "Put each export into a file of its own.",
        text[place : place + 40].strip(),
    )
