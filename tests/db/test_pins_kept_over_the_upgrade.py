"""Whoever had a PIN before the upgrade to schema 0007 signs in with it afterwards."""

from __future__ import annotations

from argon2 import PasswordHasher
from sqlalchemy import text

from app.db.engine import make_engine, parse_url
from app.db.migrations.upgrade import upgrade
from app.db.unit_of_work import Database
from app.services import signing_in
from app.services.workplace import Workplace
from tests.db.schema_steps import connected

ADD = text(
    "INSERT INTO operator (staff_number, name, role, pin_hash, active, language, theme, volume, "
    "left_handed, text_scale, wrong_pins) VALUES (:number, 'Ana', 'lead', :kept, true, 'en', "
    "'light', 7, false, 1.0, 0)"
)


def test_a_pin_of_before_is_judged_by_the_key_made_of_its_hash(database_url: str) -> None:
    upgrade(parse_url(database_url), revision="0006", without_copy=True)
    kept = PasswordHasher().hash("471108")
    with connected(database_url) as connection:
        connection.execute(ADD, {"number": "1", "kept": kept})
        connection.execute(ADD, {"number": "2", "kept": ""})

    upgrade(parse_url(database_url), without_copy=True)

    with connected(database_url) as connection:
        rows = connection.execute(text("SELECT staff_number, pin_hash FROM operator"))
        after = {str(number): str(kept_after) for number, kept_after in rows}
    assert after["2"] == ""
    assert kept.rpartition("$")[2] not in after["1"]
    database = Database(make_engine(database_url))
    assert signing_in.sign_in_by_pin(Workplace(database, "P-01"), "1", "471108").name == "Ana"
    database.close()
