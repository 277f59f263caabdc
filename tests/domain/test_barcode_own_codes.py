"""Our labels' codes: what is printed is what is read, and keyboards can't spoil the commands."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.barcodes import (
    BadgeCode,
    Command,
    CommandCode,
    LocationCode,
    OrderCode,
    PackagingCode,
    QuantityCode,
    Reading,
    StationCode,
    ToteCode,
    badge_payload,
    command_payloads,
    location_payload,
    order_payload,
    packaging_payload,
    quantity_payload,
    read,
    station_payload,
    tote_payload,
)

TODAY = date(2026, 6, 1)
LETTERS_THAT_LAYOUTS_AGREE_ON = set("BCDEFGHJKLNOPRSTUVX")


@pytest.mark.parametrize(
    ("payload", "reading"),
    [
        (location_payload("a01-01l-1"), LocationCode("A01-01L-1")),
        (tote_payload("0442"), ToteCode("0442")),
        (badge_payload("k7m2pq4rxw"), BadgeCode("K7M2PQ4RXW")),
        (order_payload("#1001"), OrderCode("#1001")),
        (order_payload("203-2693527-5901146"), OrderCode("203-2693527-5901146")),
        (packaging_payload("M2"), PackagingCode("M2")),
        (station_payload("P-03"), StationCode("P-03")),
    ],
)
def test_a_printed_label_reads_back(payload: str, reading: Reading) -> None:
    assert read(payload, today=TODAY) == reading


@pytest.mark.parametrize("command", Command)
def test_every_command_card_reads_back_in_either_case(command: Command) -> None:
    payload = command_payloads()[command]
    assert read(payload, today=TODAY) == CommandCode(command)
    assert read(payload.lower(), today=TODAY) == CommandCode(command)


@pytest.mark.parametrize("quantity", range(100))
def test_every_quantity_card_reads_back(quantity: int) -> None:
    assert read(quantity_payload(quantity), today=TODAY) == QuantityCode(quantity)


def test_cards_use_only_letters_that_keyboard_layouts_agree_on() -> None:
    cards = [*command_payloads().values(), *map(quantity_payload, range(100))]
    assert set("".join(cards)) <= LETTERS_THAT_LAYOUTS_AGREE_ON


def test_no_card_is_the_same_as_another() -> None:
    cards = [*command_payloads().values(), *map(quantity_payload, range(100))]
    assert len(set(cards)) == len(cards)


@pytest.mark.parametrize("quantity", [-1, 100])
def test_there_is_no_card_for_three_digits(quantity: int) -> None:
    with pytest.raises(ValueError, match="no quantity card"):
        quantity_payload(quantity)


@pytest.mark.parametrize("code", ["", "44", "0442X", "123456789"])
def test_a_tote_label_that_would_not_read_back_is_not_made(code: str) -> None:
    with pytest.raises(ValueError, match="T-"):
        tote_payload(code)


def test_a_location_with_a_character_no_label_carries_is_refused() -> None:
    with pytest.raises(ValueError, match="can't be printed"):
        location_payload("A01 é")
