"""Real files with bytes changed, lost and added at random never raise and never hurt a database."""

import io
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.exchange.detection import detect_source
from app.exchange.model import ImportedFile, ImportedOrder, Kind, Problem, Source
from app.exchange.readers import ORDER_READERS, READERS

HEAD_BYTES = 12_000
FILES = {
    "shopify_first_day.csv": (Kind.ORDERS, Source.SHOPIFY),
    "woocommerce_orders.json": (Kind.ORDERS, Source.WOOCOMMERCE),
    "amazon_unshipped_orders.txt": (Kind.ORDERS, Source.AMAZON),
    "items.csv": (Kind.ITEMS, Source.TABLE),
    "locations.csv": (Kind.LOCATIONS, Source.TABLE),
    "stock.csv": (Kind.STOCK, Source.TABLE),
}
MUTILATIONS = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 40),
        st.one_of(
            st.binary(max_size=8),
            st.sampled_from([b'"', b",", b"\n", b"\t", b"\0", b"\xff", b"]", b"}", b"\\ud800"]),
        ),
    ),
    min_size=1,
    max_size=12,
)
AS_OFTEN_AS_FITS = settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def mutilated(content: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    for where, lost, added in changes:
        place = int(where * len(content))
        content = content[:place] + added + content[place + lost :]
    return content


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for element in value:
            yield from texts(element)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def check_that_it_can_be_stored_and_shown(file: ImportedFile[object]) -> None:
    for record in file.records:
        for text in texts(record):
            assert "\0" not in text
            text.encode()
    for problem in file.problems:
        assert problem.message
        assert problem.remedy
        for text in texts(problem):
            text.encode()
            assert all(character.isprintable() for character in problem.value)


@pytest.mark.parametrize("name", FILES)
@given(changes=MUTILATIONS)
@AS_OFTEN_AS_FITS
def test_a_mutilated_file_never_raises(
    demo: Path, tmp_path: Path, name: str, changes: list[tuple[float, int, bytes]]
) -> None:
    content = (demo / name).read_bytes()[:HEAD_BYTES]
    path = tmp_path / name
    path.write_bytes(mutilated(content, changes))
    check_that_it_can_be_stored_and_shown(READERS[FILES[name]](path))
    assert isinstance(detect_source(path), Source | Problem)


@given(content=st.binary(min_size=1, max_size=400))
@AS_OFTEN_AS_FITS
def test_noise_never_raises_and_is_never_silently_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "noise"
    path.write_bytes(content)
    for read in READERS.values():
        file = read(path)
        assert file.problems
        check_that_it_can_be_stored_and_shown(file)


@given(changes=MUTILATIONS)
@AS_OFTEN_AS_FITS
def test_a_mutilated_workbook_never_raises(
    tmp_path: Path, changes: list[tuple[float, int, bytes]]
) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["sku", "name"], ["A", "Mug"], ["B", "=1+1"], ["C", 7]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    path = tmp_path / "book.xlsx"
    path.write_bytes(mutilated(content.getvalue(), changes))
    file = READERS[Kind.ITEMS, Source.TABLE](path)
    check_that_it_can_be_stored_and_shown(file)


@cache
def whole_orders(path: Path) -> dict[str, ImportedOrder]:
    records = ORDER_READERS[FILES[path.name][1]](path).records
    return {order.external_id: order for order in records}


@pytest.mark.parametrize("name", ["shopify_first_day.csv", "woocommerce_orders.json"])
@given(kept=st.floats(0.01, 1))
@AS_OFTEN_AS_FITS
def test_an_order_from_a_file_cut_off_anywhere_is_whole(
    demo: Path, tmp_path: Path, name: str, kept: float
) -> None:
    whole = (demo / name).read_bytes()[: HEAD_BYTES * 2]
    path = tmp_path / name
    path.write_bytes(whole[: int(kept * len(whole))])
    read = ORDER_READERS[FILES[name][1]]
    original = whole_orders(demo / name)
    for order in read(path).records:
        assert order == original[order.external_id]
