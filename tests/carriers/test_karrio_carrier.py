"""Real carriers by way of Karrio's own carrier that needs no network, in its own process."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.carriers.interface import (
    Address,
    Carrier,
    CustomsGoods,
    LabelFormat,
    Rate,
    Rejected,
    Retryable,
    ShipmentRequest,
    UnknownOutcome,
)
from app.carriers.karrio import process as karrio_process
from app.carriers.karrio.adapter import KarrioAccount, KarrioCarrier
from app.carriers.karrio.process import KarrioProcess
from app.domain.shipping import sscc

SHOP = Address("Packer", "Harbour Gifts", ("Quay 3",), "Bristol", "", "BS1 4XX", "GB", "0117 1")
CUSTOMER = Address("Mara Lindqvist", "", ("Flat 95", "Stone Course"), "York", "", "YO9 1FH", "GB")
PARCEL = ShipmentRequest(
    reference="#536365",
    sender=SHOP,
    recipient=CUSTOMER,
    weight_g=1800,
    length_mm=305,
    width_mm=220,
    height_mm=150,
    sscc=sscc(0, "200000000", 41),
    ship_date=date(2026, 11, 20),
)
SETTINGS = {
    "carrier_id": "van",
    "account_country_code": "GB",
    "display_name": "Van",
    "custom_carrier_name": "van",
    "services": [
        {
            "service_name": "Parcel",
            "service_code": "parcel",
            "currency": "GBP",
            "transit_days": 2,
            "max_weight": 30,
            "weight_unit": "KG",
            "domicile": True,
            "international": True,
            "zones": [{"rate": 4.5, "max_weight": 30}],
        },
        {
            "service_name": "Fast",
            "service_code": "fast",
            "currency": "GBP",
            "transit_days": 1,
            "max_weight": 30,
            "weight_unit": "KG",
            "domicile": True,
            "zones": [{"rate": 9, "max_weight": 30}],
        },
    ],
}
RATE = Rate("van", "parcel", "PARCEL", 450, "GBP", 2)
ACCOUNT = KarrioAccount("van", "generic", SETTINGS, return_service="parcel")


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("karrio") / "journal.sqlite"


@pytest.fixture(scope="module")
def process(journal: Path) -> Iterator[KarrioProcess]:
    process = KarrioProcess(sys.executable, journal)
    yield process
    process.close()


@pytest.fixture
def van(process: KarrioProcess) -> KarrioCarrier:
    return KarrioCarrier(ACCOUNT, process)


def test_the_library_is_never_imported_here(van: KarrioCarrier) -> None:
    carrier: Carrier = van
    assert carrier.rates(PARCEL)
    assert not [name for name in sys.modules if name.split(".")[0] == "karrio"]


def test_rates_come_cheapest_first_in_hundredths(van: KarrioCarrier) -> None:
    rates = van.rates(PARCEL)
    told = [(rate.carrier, rate.service, rate.service_name, rate.cost_cents) for rate in rates]
    assert told == [("van", "parcel", "PARCEL", 450), ("van", "fast", "FAST", 900)]
    assert [(rate.currency, rate.transit_days) for rate in rates] == [("GBP", 2), ("GBP", 1)]


def test_bought_transport_has_number_and_label_and_is_bought_once(van: KarrioCarrier) -> None:
    rate = van.rates(PARCEL)[0]
    purchase = van.buy(PARCEL, rate, "carton-1")
    assert purchase.tracking_number
    assert purchase.label is not None
    assert (purchase.label.format, purchase.label.content[:5]) == (LabelFormat.PDF, b"%PDF-")
    assert van.buy(PARCEL, rate, "carton-1") == purchase
    found = van.find("carton-1")
    assert found is not None
    assert found.tracking_number == purchase.tracking_number
    assert van.find("carton-2") is None


def test_dots_for_a_label_printer_can_be_had(process: KarrioProcess) -> None:
    dots = KarrioCarrier(replace(ACCOUNT, label_format=LabelFormat.ZPL), process)
    purchase = dots.buy(PARCEL, dots.rates(PARCEL)[0], "carton-zpl")
    assert purchase.label is not None
    assert purchase.label.content.startswith(b"^XA")
    assert purchase.label.dpi == 203


def test_what_was_bought_is_known_to_the_next_process(van: KarrioCarrier, journal: Path) -> None:
    bought = van.buy(PARCEL, van.rates(PARCEL)[0], "carton-3")
    later = KarrioProcess(sys.executable, journal)
    try:
        found = KarrioCarrier(ACCOUNT, later).find("carton-3")
    finally:
        later.close()
    assert found is not None
    assert (found.tracking_number, found.label) == (bought.tracking_number, bought.label)


def test_way_back_and_customs_data_are_taken(van: KarrioCarrier) -> None:
    goods = (CustomsGoods("Mugs", 2, 600, 1200, "GB", "691110"),)
    abroad = replace(PARCEL, recipient=replace(CUSTOMER, country_code="CH"), goods=goods)
    out = van.buy(replace(abroad, currency="GBP"), van.rates(PARCEL)[0], "carton-ch")
    assert out.tracking_number
    back = van.return_label(PARCEL, "carton-back")
    assert (back.rate.service, bool(back.label)) == ("parcel", True)


def test_what_the_carrier_cannot_do_is_refused_in_its_words(van: KarrioCarrier) -> None:
    purchase = van.buy(PARCEL, van.rates(PARCEL)[0], "carton-4")
    with pytest.raises(Rejected, match="not supported"):
        van.void(purchase)
    with pytest.raises(Rejected, match="not supported"):
        van.track(purchase.tracking_number)
    with pytest.raises(Rejected, match="not supported"):
        van.manifest("M-1", SHOP, [purchase])


def test_parcel_nobody_takes_is_refused_and_nothing_is_on_the_journal(van: KarrioCarrier) -> None:
    heavy = replace(PARCEL, weight_g=90_000)
    assert van.rates(heavy) == []
    nobody = KarrioCarrier(replace(ACCOUNT, name="no_such_carrier"), van._process)
    with pytest.raises(Rejected) as caught:
        nobody.buy(PARCEL, van.rates(PARCEL)[0], "carton-5")
    assert caught.value.field == "carrier"
    assert van.find("carton-5") is None


def test_killed_process_is_started_anew_by_the_next_question(van: KarrioCarrier) -> None:
    van.rates(PARCEL)
    number = van._process.process_id
    assert number is not None
    os.kill(number, signal.SIGKILL)
    for _ in range(2):
        try:
            rates = van.rates(PARCEL)
        except Retryable:
            continue
        break
    assert rates
    assert van._process.process_id != number


# What the program does when it dies in between is tried with one that does so by order ------------

DYING = """
import json, sys, time
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    question = json.loads(line)
    if question["op"] == "buy":
        ACT
    print(json.dumps({"id": question["id"], "answer": None}), flush=True)
"""


@pytest.mark.parametrize("act", ["sys.exit(3)", "time.sleep(600)"])
def test_no_answer_to_a_purchase_is_an_unknown_outcome(
    act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "host.py"
    program.write_text(DYING.replace("ACT", act), encoding="utf-8")
    monkeypatch.setattr(karrio_process, "HOST", program)
    process = KarrioProcess(sys.executable, tmp_path / "journal", answer_seconds=0.5)
    carrier = KarrioCarrier(ACCOUNT, process)
    try:
        with pytest.raises(UnknownOutcome):
            carrier.buy(PARCEL, RATE, "carton-9")
        assert process.process_id is None
        assert carrier.find("carton-9") is None  # a new program answers
    finally:
        process.close()


def test_python_without_the_library_is_a_fault_that_passes(tmp_path: Path) -> None:
    process = KarrioProcess(str(tmp_path / "no-python"), tmp_path / "journal")
    with pytest.raises(Retryable, match="no-python"):
        KarrioCarrier(ACCOUNT, process).rates(PARCEL)


def test_question_that_left_before_the_program_died_is_not_asked_again(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    with sqlite3.connect(journal) as lines:
        lines.execute("CREATE TABLE sale (key TEXT PRIMARY KEY, answer TEXT)")
        lines.execute("INSERT INTO sale (key) VALUES ('carton-7')")
    lines.close()
    process = KarrioProcess(sys.executable, journal)
    carrier = KarrioCarrier(ACCOUNT, process)
    try:
        with pytest.raises(UnknownOutcome):
            carrier.find("carton-7")
        with pytest.raises(UnknownOutcome):
            carrier.buy(PARCEL, RATE, "carton-7")
    finally:
        process.close()
