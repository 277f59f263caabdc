"""Recognises which shop wrote an order file, so that nobody has to say."""

from pathlib import Path

from app.exchange.columns import has_headings
from app.exchange.findings import Findings, Unreadable
from app.exchange.model import Problem, Source
from app.exchange.tables import read_header
from app.exchange.text_form import first_bytes, text_form

_SIGNATURES = (
    (Source.SHOPIFY, ("Name", "Financial Status", "Lineitem quantity")),
    (Source.AMAZON, ("order-id", "order-item-id", "quantity-to-ship")),
)
_ZIP = b"PK"


def detect_source(path: Path) -> Source | Problem:
    """Say which system wrote an order file, by its content and not by its name.

    A table whose headings are no shop's is a plain table.

    Returns:
        The source, or the problem for which the file can't be read as anything.
    """
    try:
        if _is_json(path):
            return Source.WOOCOMMERCE
        header = read_header(path)
    except (Unreadable, OSError, UnicodeDecodeError) as error:
        findings = Findings(path.name)
        findings.refuse(
            error
            if isinstance(error, Unreadable)
            else Unreadable("The file can't be read.", "Export it again.")
        )
        return findings.result(()).problems[0]
    for source, headings in _SIGNATURES:
        if has_headings(header, headings):
            return source
    return Source.TABLE


def _is_json(path: Path) -> bool:
    """Whether a file's first character opens a JSON list or object."""
    if first_bytes(path).startswith(_ZIP):
        return False
    form = text_form(path)
    with path.open(encoding=form.encoding, errors=form.errors) as file:
        return file.read(4096).lstrip().startswith(("[", "{"))
