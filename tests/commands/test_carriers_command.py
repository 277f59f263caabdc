"""`pickstation carriers` sets the house's carriers and rules up, and settles their troubles."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from app.__main__ import main
from app.bootstrap import carrier_secrets
from app.db.schema import CarrierPurchase
from app.domain.shipping_purchases import PurchaseState
from app.services.workplace import Workplace
from tests import builders
from tests.services.test_transports import closed

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'floor.sqlite'}"
    builders.a_database(url).close()
    return url


@pytest.fixture
def run(url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(*words: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["--database", url, "carriers", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_tariff_is_printed_changed_and_set_and_prices_follow_it(
    run: Run, url: str, tmp_path: Path
) -> None:
    _, text, _ = run("tariff")
    tariff = json.loads(text)
    for price in tariff["prices"]:
        price["bands"] = [[30_000, 77]]
    file = tmp_path / "tariff.json"
    file.write_text(json.dumps(tariff), encoding="utf-8")
    assert run("set", "house", "--file", str(file))[:2] == (0, "carrier house is set up\n")
    floor = builders.a_workplace(builders.a_database(url))
    builders.a_site(floor)
    builders.a_printer(floor, tmp_path)
    closed(floor)
    with floor.database.begin() as work:
        assert work.session.query(CarrierPurchase).one().cost_cents == 77
    floor.database.close()


def test_mistake_in_a_tariff_is_named_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "tariff.json"
    file.write_text('{"currency": "EURO"}', encoding="utf-8")
    code, _, complained = run("set", "house", "--file", str(file))
    assert code == 1
    assert "services: write names" in complained
    file.write_text("[]", encoding="utf-8")
    assert "JSON object" in run("set", "house", "--file", str(file))[2]
    assert "house" not in run("list")[1]


def test_secrets_go_into_the_keyring_and_into_no_table(
    run: Run, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}
    monkeypatch.setattr("keyring.set_password", lambda _, code, value: kept.update({code: value}))
    monkeypatch.setattr("keyring.get_password", lambda _, code: kept.get(code))
    file = tmp_path / "ups.json"
    file.write_text('{"carrier": "ups"}', encoding="utf-8")
    typed = '{"client_secret": "s3cret"}'
    assert run("set", "UPS", "--file", str(file), "--secrets", typed=typed)[0] == 0
    assert carrier_secrets.carrier_secrets("ups") == {"client_secret": "s3cret"}
    assert b"s3cret" not in Path(url.removeprefix("sqlite:///")).read_bytes()
    assert "ups          karrio" in run("list")[1]
    assert run("set", "ups", "--off")[1] == "carrier ups is off\n"
    monkeypatch.setenv("PICKSTATION_CARRIER_UPS", "[]")
    with pytest.raises(TypeError):
        carrier_secrets.carrier_secrets("ups")


def test_rules_and_hand_over_are_printed_and_set(run: Run, tmp_path: Path) -> None:
    rules = json.loads(run("rules")[1])
    rules["makes_up"] = True
    file = tmp_path / "rules.json"
    file.write_text(json.dumps(rules), encoding="utf-8")
    assert run("rules", str(file))[0] == 0
    assert json.loads(run("rules")[1])["makes_up"] is True
    file.write_text('{"no": "rules"}', encoding="utf-8")
    assert run("rules", str(file))[0] == 1
    assert run("hand-over", "cage")[0] == 0
    assert "handed over at: cage" in run("list")[1]


def test_trouble_is_listed_and_settled(run: Run, url: str, tmp_path: Path) -> None:
    assert run("trouble")[1] == "no transport waits for a person\n"
    floor: Workplace = builders.a_workplace(builders.a_database(url))
    builders.a_site(floor)
    builders.a_printer(floor, tmp_path)
    closed(floor)
    with floor.database.begin() as work:
        row = work.session.query(CarrierPurchase).one()
        row.state, row.field, row.bought_at = PurchaseState.UNKNOWN, "asks_person", None
        number = row.id
    assert "cannot say whether it sold it" in run("trouble")[1]
    assert run("again", str(number))[0] == 1
    assert run("settle", str(number))[0] == 0
    assert run("settle", str(number))[0] == 1
    floor.database.close()
