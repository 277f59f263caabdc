"""Whatever people write into a field, paper comes out whole or is refused with the field's name."""

from collections.abc import Iterator
from typing import cast

import pytest

from printing.documents import Document, UnprintableDocument, from_record, to_record
from printing.paper import Format
from printing.rendering import render
from tests.printing.decoding import page_texts
from tests.printing.more_samples import EVERY_DOCUMENT, pick_list_of
from tests.printing.paper_samples import ARABIC, HEBREW, JAPANESE, SHAPED, slip_of
from tests.printing.test_every_document import name_of

NASTY = (
    "",
    "x" * 400,
    "^XZ^XA^FO9,9^GB700,700,700^FS~JA_5E",
    '<b>unclosed <img src="file:///x"/> & ]]> (\\) %s {0} {',
    "\x00\x1b\r\n\u202e \U0001f642 \ud800",
    f"{ARABIC.name} (3) {HEBREW.name} 12-34 {JAPANESE.name} {SHAPED[0].name} {SHAPED[5].name}",
)
TEMPLATED = ("greeting", "closing", "return_link", "colour", "png")
"""Texts of stationery with a form of their own, which is proven where they are edited."""

Path = tuple[str | int, ...]


def texts_of(record: object, path: Path = ()) -> Iterator[Path]:
    """Where a record holds text that people or other systems write; of lists, the first entry."""
    if isinstance(record, dict):
        for name, value in record.items():
            if name not in ("kind", "paper", "method", "place", "category", *TEMPLATED):
                yield from texts_of(value, (*path, name))
    elif isinstance(record, list):
        if record and not {"blocks", "columns"} & set(path):
            yield from texts_of(record[0], (*path, 0))
    elif isinstance(record, str):
        yield path


def changed(record: object, path: Path, text: str) -> object:
    if not path:
        return text
    if isinstance(record, list):
        return [changed(record[0], path[1:], text), *record[1:]]
    fields = cast("dict[str, object]", record)
    return fields | {str(path[0]): changed(fields[str(path[0])], path[1:], text)}


@pytest.mark.parametrize("document", EVERY_DOCUMENT, ids=name_of)
def test_any_text_in_any_field_is_printed_or_refused_by_name(document: Document) -> None:
    record = to_record(document)
    output = Format.ZPL if document.paper.is_label else Format.PDF
    for path in texts_of(record):
        for text in NASTY:
            other = from_record(cast("dict[str, object]", changed(record, path, text)))
            data, refused = tried(other, output)
            if refused is not None:
                assert names(refused, path)
            elif output is Format.ZPL:
                assert data.count(b"^XA") == data.count(b"^XZ") == data.count(b"^PQ1^XZ")
                assert b"~" not in data
            else:
                assert page_texts(data)


def tried(document: Document, output: Format) -> tuple[bytes, UnprintableDocument | None]:
    try:
        return render(document, output, 203), None
    except UnprintableDocument as refused:
        return b"", refused


def names(refused: UnprintableDocument, path: Path) -> bool:
    """Whether a refusal names the field at fault, or the one that is printed from it."""
    named = refused.field.replace("[", ".").replace("]", "").split(".")
    derived = {"contents", "order_number", "batch_lot"}
    return bool(set(named) & {str(part) for part in path}) or refused.field in derived


@pytest.mark.parametrize("count", [1, 40, 200])
@pytest.mark.parametrize("document_of", [slip_of, pick_list_of])
def test_long_lists_number_their_pages(document_of: object, count: int) -> None:
    document = document_of(count)  # type: ignore[operator]  # one of two builders
    texts = page_texts(render(document, Format.PDF, 300))
    for number, words in enumerate(texts, start=1):
        assert f"Page {number} of {len(texts)}" in words
    together = "".join(texts)
    assert all(f"{22000 + number}" in together for number in range(1, count + 1))
