import json
from typing import Any

import pytest

from app.carriers.tariff import DEFAULT_TARIFF
from app.carriers.tariff_file import BadTariff, tariff_from_record, tariff_to_record

PLAIN: dict[str, Any] = {
    "currency": "eur",
    "services": {"standard": "STANDARD"},
    "zones": {"DE": "home"},
    "other_zone": "world",
    "prices": [
        {"service": "standard", "zone": "home", "bands": [[1000, 390]], "transit_days": 2},
    ],
    "max_weight_g": 31_500,
}


def test_tariff_comes_back_from_json_as_it_was() -> None:
    text = json.dumps(tariff_to_record(DEFAULT_TARIFF))
    assert tariff_from_record(json.loads(text)) == DEFAULT_TARIFF


def test_what_is_not_said_has_a_plain_default() -> None:
    tariff = tariff_from_record(PLAIN)
    assert (tariff.currency, tariff.areas, tariff.bulky_over_mm) == ("EUR", (), None)
    assert tariff.prices["standard", "home"].cost_cents(1000) == 390
    assert tariff.prices["standard", "home"].cost_cents(1001) is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"currency": "EURO"}, "currency"),
        ({"services": {}}, "services"),
        ({"services": {"express": "EXPRESS"}}, "prices[0].service"),
        ({"zones": {"DE": ""}}, "zones.DE"),
        ({"other_zone": None}, "other_zone"),
        ({"prices": []}, "prices"),
        ({"max_weight_g": 0}, "max_weight_g"),
        ({"max_weight_g": True}, "max_weight_g"),
        ({"cut_offs": {"standard": "half four"}}, "cut_offs.standard"),
        ({"weekdays": [7]}, "weekdays"),
        ({"holidays": ["Christmas"]}, "holidays"),
        ({"areas": [{"name": "x", "country": "DE"}]}, "areas[0].postcodes"),
        ({"bulky_over_mm": -1}, "bulky_over_mm"),
    ],
)
def test_mistake_is_named_by_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(BadTariff) as caught:
        tariff_from_record({**PLAIN, **change})
    assert caught.value.place == place
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("bands", "place"),
    [
        ([[1000]], "prices[0].bands[0]"),
        ([[1000, 390], [1000, 490]], "prices[0].bands[1]"),
        ([[1000, "3.90"]], "prices[0].bands[0]"),
    ],
)
def test_mistake_in_a_price_is_named_by_its_place(bands: list[list[object]], place: str) -> None:
    price = {**PLAIN["prices"][0], "bands": bands}
    with pytest.raises(BadTariff) as caught:
        tariff_from_record({**PLAIN, "prices": [price]})
    assert caught.value.place == place
