"""Recognising the shop by the file, and the one list of readers."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.exchange.detection import detect_source
from app.exchange.model import Kind, Problem, Source
from app.exchange.readers import ORDER_READERS, READERS

WriteFile = Callable[[str | bytes], Path]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("shopify_first_day.csv", Source.SHOPIFY),
        ("shopify_orders_export.csv", Source.SHOPIFY),
        ("woocommerce_orders.json", Source.WOOCOMMERCE),
        ("amazon_unshipped_orders.txt", Source.AMAZON),
        ("stock.csv", Source.TABLE),
    ],
)
def test_real_files_are_recognised_whatever_their_name(
    demo: Path, write_file: WriteFile, name: str, source: Source
) -> None:
    assert detect_source(write_file((demo / name).read_bytes())) is source


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_recognition_works_in_other_encodings(write_file: WriteFile, encoding: str) -> None:
    assert detect_source(write_file(' [{"id": 1}]'.encode(encoding))) is Source.WOOCOMMERCE
    header = "order-id\torder-item-id\tquantity-to-ship\n"
    assert detect_source(write_file(header.encode(encoding))) is Source.AMAZON


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04rest", b'a"b\n"x'])
def test_what_cannot_be_read_is_a_problem_or_a_plain_table(
    write_file: WriteFile, content: bytes
) -> None:
    answer = detect_source(write_file(content))
    assert answer is Source.TABLE or isinstance(answer, Problem)


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    assert isinstance(detect_source(tmp_path / "no.csv"), Problem)


def test_every_kind_has_a_reader_and_orders_one_for_each_source() -> None:
    assert {kind for kind, _ in READERS} == set(Kind)
    assert set(ORDER_READERS) == set(Source)


def test_all_orders_of_the_demonstration_have_different_ids(demo: Path) -> None:
    names = (
        "shopify_first_day.csv",
        "shopify_orders_export.csv",
        "woocommerce_orders.json",
        "amazon_unshipped_orders.txt",
    )
    keys = set()
    for name in names:
        source = detect_source(demo / name)
        assert isinstance(source, Source)
        keys |= {
            (order.source, order.external_id)
            for order in ORDER_READERS[source](demo / name).records
        }
    assert len(keys) == 2561
