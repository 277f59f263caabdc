"""GS1 Digital Link: the identifiers and values of a GS1 symbol, written as a web address."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import unquote, unquote_plus

from app.domain.gs1 import Element, Fault, Gs1Fault, checked
from app.domain.gs1_identifiers import IDENTIFIERS

_LINK = re.compile(
    r"(?:https?|HTTPS?)://(?P<host>[A-Za-z0-9.:\[\]-]+)"
    r"(?P<path>/[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?"
)
_ILLEGAL = re.compile(r"[^A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]|%(?![0-9A-Fa-f]{2})|%00")


def looks_like_link(text: str) -> bool:
    """Whether `text` begins as a Digital Link must: the scheme in lower or in upper case."""
    return text.startswith(("http://", "https://", "HTTP://", "HTTPS://"))


def read_digital_link(text: str, *, today: date) -> tuple[Element, ...]:
    """Take the identifiers and values out of a Digital Link and check them.

    The path ends in a primary key and its qualifiers, in GS1's order; anything may stand before
    them. Other AIs stand in the query, where names that are not digits are of no concern to us.
    Source: GS1 Digital Link Standard, URI Syntax 1.6.

    Raises:
        Gs1Fault: The first thing that is not legal. `NO_KEY_IN_LINK` means a web address that is
            no Digital Link at all.
    """
    match = _LINK.fullmatch(text)
    if match is None or _ILLEGAL.search(text):
        raise Gs1Fault(Fault.NO_LINK)
    path = _read_path(match["path"])
    query = _read_query(match["query"] or "")
    _check_places([element.ai for element in path], [element.ai for element in query])
    return checked([*path, *query], today=today)


def _read_path(path: str) -> list[Element]:
    """Walk from the end in pairs until a primary key is met."""
    segments = path.split("/")[1:]
    elements: list[Element] = []
    while len(segments) >= 2:
        ai, value = segments[-2:]
        if ai not in IDENTIFIERS:
            break
        elements.insert(0, Element(ai, unquote(value)))
        if IDENTIFIERS[ai].qualifiers is not None:
            return elements
        del segments[-2:]
    raise Gs1Fault(Fault.NO_KEY_IN_LINK)


def _read_query(query: str) -> list[Element]:
    elements: list[Element] = []
    for pair in query.split("&"):
        ai, equals, value = pair.partition("=")
        if not equals or not (ai.isascii() and ai.isdigit()):
            continue
        if ai not in IDENTIFIERS:
            raise Gs1Fault(Fault.UNKNOWN_IDENTIFIER, ai)
        elements.append(Element(ai, unquote_plus(value)))
    return elements


def _check_places(path: Sequence[str], query: Sequence[str]) -> None:
    """Qualifiers in GS1's order, no AI twice, and none in the query that belongs into the path."""
    if not _is_legal_path(path):
        raise Gs1Fault(Fault.WRONG_PATH, path[0])
    everything = [*path, *query]
    for ai in query:
        if everything.count(ai) > 1:
            raise Gs1Fault(Fault.CONTRADICTION, ai)
        fits_in_path = any(
            _is_legal_path([*path[:at], ai, *path[at:]]) for at in range(1, len(path) + 1)
        )
        if fits_in_path or not IDENTIFIERS[ai].attribute:
            raise Gs1Fault(Fault.MISPLACED, ai)


def _is_legal_path(path: Sequence[str]) -> bool:
    orders = IDENTIFIERS[path[0]].qualifiers or ()
    return any(_is_in_order(path[1:], order) for order in orders)


def _is_in_order(qualifiers: Sequence[str], order: Sequence[str]) -> bool:
    following = iter(order)
    return all(qualifier in following for qualifier in qualifiers)
