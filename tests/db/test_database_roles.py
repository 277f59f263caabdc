"""What each group of rights may do in PostgreSQL, statement by statement, on real connections."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import make_url

from app.db.engine import make_engine
from app.db.grants import MEMBER_OF, WRITES, apply_grants
from app.db.migrations.pick_functions import FUNCTIONS as PICK_FUNCTIONS
from app.db.roles import login_name, make_groups, role_name
from app.db.schema import Row
from app.domain.permissions import Group, Verb, roles_that_may
from tests.servers.postgresql import PostgresqlServer
from tests.servers.station_logins import a_login, give_roles, take_roles_away

pytestmark = pytest.mark.postgresql

NOT_ALLOWED = "42501"

NOBODY: frozenset[Group] = frozenset()
ALL = frozenset(Group)
ADMIN = frozenset({Group.ADMIN})
DESK = ADMIN | {Group.LEAD}
PICK = DESK | {Group.PICKER}
PACK = DESK | {Group.PACKER}
FLOOR = PICK | PACK
SCANNERS = PICK | {Group.SCANNER}

MOVE = (
    "INSERT INTO stock_move (item_id, lot_id, from_location_id, to_location_id, quantity, reason, "
    "order_line_id, pick_line_id, leg, station, at) "
)
A_PICK = (
    "SELECT item_id, lot_id, location_id, -3, 1, 'picked', order_line_id, id, 0, 'P-01', now() "
    "FROM pick_line LIMIT 1"
)
A_PACK = (
    "SELECT item_id, 0, -1, -3, 1, 'packed', id, NULL, 0, 'P-01', now() "
    "FROM order_line WHERE item_id IS NOT NULL LIMIT 1"
)
A_COUNT = (
    "SELECT item_id, lot_id, location_id, -4, 1, 'adjusted', NULL, NULL, 0, 'P-01', now() "
    "FROM count_task WHERE state = '{}' LIMIT 1"
)
A_REFILL = (
    "SELECT item_id, lot_id, from_location_id, to_location_id, 1, 'replenished', NULL, NULL, 0, "
    "'P-01', now() FROM replenish_task LIMIT 1"
)
A_PUT_AWAY = (
    "SELECT item_id, lot_id, from_location_id, 2, 1, 'put_away', NULL, NULL, 0, 'P-01', now() "
    "FROM put_away_task LIMIT 1"
)
EVENT = "INSERT INTO event_log (kind, payload, station, at) VALUES ('{}', '{{}}', 'P-01', now())"

PROBES: dict[str, frozenset[Group]] = {
    # Reading is every station's, but for what proves who somebody is.
    "SELECT price_cents FROM item": ALL,
    "SELECT name, role, active FROM operator": ALL,
    "SELECT * FROM operator": NOBODY,
    "SELECT pin_hash FROM operator": NOBODY,
    "SELECT badge_hash FROM operator": NOBODY,
    "SELECT wrong_pins, locked_until FROM operator": NOBODY,
    "SELECT id FROM operator WHERE badge_hash = 'a'": NOBODY,
    "SELECT pin_settings('1042')": ALL,
    "SELECT judge_pin('4711', '00')": ALL,
    "SELECT badge_owner('a')": ALL,
    "SELECT rolpassword FROM pg_authid": NOBODY,
    "SELECT pg_read_file('/etc/passwd')": NOBODY,
    # People and their rights.
    "UPDATE operator SET role = 'admin'": ADMIN,
    "UPDATE operator SET active = true": ADMIN,
    "UPDATE operator SET name = 'X'": ADMIN,
    "UPDATE operator SET pin_hash = ''": ADMIN,
    "UPDATE operator SET wrong_pins = 0": ADMIN,
    "UPDATE operator SET badge_hash = NULL": DESK,
    "UPDATE operator SET theme = 'dark'": PICK,
    "INSERT INTO operator (staff_number, name, role, pin_hash, active, language, theme, volume, "
    "left_handed, text_scale, wrong_pins) "
    "VALUES ('1', 'X', 'admin', '', true, 'en', 'light', 1, false, 1, 0)": ADMIN,
    "DELETE FROM operator": NOBODY,
    "INSERT INTO operator_skill (operator_id, skill) SELECT min(id), 'crane' FROM operator": DESK,
    "DELETE FROM operator_skill": DESK,
    # Prices and what is sold.
    "UPDATE item SET price_cents = 1": DESK,
    "UPDATE order_line SET unit_price_cents = 1": DESK,
    "INSERT INTO item_barcode (code, item_id, quantity) SELECT 'X', min(id), 1 FROM item": DESK,
    "DELETE FROM item": NOBODY,
    # The ledger.
    MOVE + A_PICK: PICK,
    MOVE + A_PICK.replace("-3, 1", "-3, 1").replace("location_id, -3", "-1, -3"): NOBODY,
    MOVE + A_PICK.replace("id, 0, 'P-01'", "NULL, 0, 'P-01'"): NOBODY,
    MOVE + A_PACK: PACK,
    MOVE + A_PACK.replace("'packed', id", "'shipped', id"): PACK,
    MOVE + A_PACK.replace("'packed', id", "'packed', NULL"): NOBODY,
    MOVE + A_PACK.replace("'packed', id", "'received', NULL"): DESK,
    MOVE + A_PACK.replace("'packed', id", "'adjusted', NULL"): DESK,
    MOVE + A_PICK.replace("-3, 1, 'picked'", "-3, 1, 'lost'"): PICK,
    MOVE + A_PICK.replace("-3, 1, 'picked'", "-3, 1, 'set_aside'"): NOBODY,
    MOVE + A_PICK.replace("-3, 1, 'picked'", "-3, 1, 'sorted'"): PICK,
    MOVE + A_PICK.replace("'picked', order_line_id", "'sorted', NULL"): NOBODY,
    MOVE + A_COUNT.format("done"): PICK,
    MOVE + A_COUNT.format("open"): DESK,
    MOVE + A_REFILL: PICK,
    MOVE + A_REFILL.replace("to_location_id", "from_location_id + 1", 1): NOBODY,
    MOVE + A_PUT_AWAY: PICK,
    MOVE + A_PUT_AWAY.replace("'put_away'", "'lost'"): PICK,
    MOVE + A_PUT_AWAY.replace("from_location_id", "1", 1): DESK,
    "UPDATE stock_move SET quantity = 1": NOBODY,
    "DELETE FROM stock_move": NOBODY,
    "TRUNCATE stock_move": NOBODY,
    "UPDATE stock SET on_hand = on_hand": FLOOR,
    "DELETE FROM stock": NOBODY,
    # The records of what happened.
    EVENT.format("LinePicked"): ALL,
    EVENT.format("OrdersReleased"): DESK | {Group.PICKER},  # of goods they brought back
    EVENT.format("BadgeReplaced"): DESK,
    EVENT.format("RoleChanged"): ADMIN,
    "UPDATE event_log SET kind = 'X'": NOBODY,
    "DELETE FROM event_log": NOBODY,
    "TRUNCATE event_log": NOBODY,
    "INSERT INTO scan_log (scan_id, raw, payload_hash, work, station, at) "
    "VALUES (gen_random_uuid(), '', '', 'pick', '', now())": ALL,
    "UPDATE scan_log SET refusal = NULL": NOBODY,
    "DELETE FROM scan_log": NOBODY,
    "UPDATE database_mark SET reason = 'X'": NOBODY,
    # Work on the floor.
    "UPDATE pick_task SET lease_until = now()": ALL,
    "UPDATE pick_task SET epoch = epoch": PICK,
    "UPDATE pick_task SET equipment = equipment": PICK,  # refills bring goods within reach
    "UPDATE pick_task SET priority = 1": DESK,
    "UPDATE pick_line SET picked = picked": PICK,
    "UPDATE pick_line SET quantity = quantity": PICK,  # a line is split where part of it moved
    "UPDATE pick_line SET sequence = sequence": PICK,  # a stop that turns up joins the walk
    "UPDATE pick_line SET item_id = item_id": DESK,
    "DELETE FROM pick_line": NOBODY,
    "DELETE FROM pick_task": NOBODY,
    "UPDATE count_task SET counted = 1": PICK,
    "UPDATE count_task SET decided_at = now()": DESK,
    "DELETE FROM count_task": NOBODY,
    "UPDATE count_rule SET tolerance_units = 99": DESK,
    "UPDATE replenish_task SET moved = moved": PICK,
    "UPDATE replenish_task SET raised_by = NULL": DESK,
    "UPDATE replenish_rule SET minimum = 0": DESK,
    "UPDATE put_away_task SET moved = moved": PICK,
    "DELETE FROM put_away_task": NOBODY,
    "UPDATE inspection SET progress = progress": PICK,
    "UPDATE inspection SET reason = reason": DESK,
    "UPDATE inspection_line SET units = 1": NOBODY,
    "DELETE FROM inspection_line": NOBODY,
    "INSERT INTO inspection_rule (kind, amount) VALUES ('value', 1)": DESK,
    "UPDATE orders SET state = state": FLOOR,
    "UPDATE orders SET payment = payment": DESK,
    "UPDATE orders SET cancelled_at = NULL": DESK,
    "DELETE FROM orders": NOBODY,
    "UPDATE order_hold SET lifted_at = now()": PICK,  # of orders that lacked goods, see below
    "UPDATE order_hold SET reason = reason": DESK,
    "UPDATE address SET name = name": DESK,
    "UPDATE carton SET sscc = sscc": PACK,
    "DELETE FROM carton": NOBODY,
    "UPDATE sscc_range SET next_serial = next_serial": PACK,
    "UPDATE sscc_range SET company_prefix = company_prefix": NOBODY,
    "UPDATE printer SET lamp = 'ready'": ALL,
    "UPDATE printer SET address = 'X'": DESK,
    "UPDATE print_route SET document_kind = document_kind": DESK,
    "UPDATE print_job SET document = document": DESK,
    "UPDATE site SET name = 'X'": DESK,
    "SELECT pick_claim(1, 'P-01', 90, '{}')": SCANNERS,
    "SELECT pick_apply('{}', 90)": SCANNERS,
    "SELECT pick_order_state(1)": NOBODY,
    # The database itself.
    "UPDATE alembic_version SET version_num = '0001'": NOBODY,
    "CREATE TABLE loot (id integer)": NOBODY,
    "CREATE TEMPORARY TABLE loot (id integer)": NOBODY,
    "CREATE FUNCTION loot() RETURNS integer LANGUAGE sql AS 'SELECT 1'": NOBODY,
    "CREATE ROLE loot": NOBODY,
    "ALTER TABLE stock_move DISABLE TRIGGER stock_move_append_only": NOBODY,
    "ALTER TABLE stock_move DISABLE ROW LEVEL SECURITY": NOBODY,
    "DROP TRIGGER event_log_append_only ON event_log": NOBODY,
    "SET session_replication_role = replica": NOBODY,
    "SET ROLE pickstation": NOBODY,
    "COPY item TO PROGRAM 'cat'": NOBODY,
}


@pytest.fixture(scope="module")
def worked_house(
    postgresql_server: PostgresqlServer, worked_template: str
) -> Iterator[tuple[str, psycopg.Connection]]:
    """A database in the middle of a shift with its groups, and a login that has all of them."""
    url = postgresql_server.new_database(template=worked_template)
    give_roles(url)
    login = a_login(url, "P-01", [Group.ADMIN])
    host = str(login.query["host"])
    with psycopg.connect(host=host, dbname=login.database, user=login.username) as connection:
        yield url, connection
    take_roles_away(url, ["P-01"])
    postgresql_server.drop_database(url)


def state_of(connection: psycopg.Connection, role: str, statement: str) -> str | None:
    """The SQLSTATE a statement ends in under a role; None if it is done. Nothing stays."""
    with connection.transaction(force_rollback=True), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{role}"'.encode())
        try:
            with connection.transaction():
                cursor.execute(statement.encode())
        except psycopg.Error as error:
            return error.sqlstate
    return None


@pytest.mark.parametrize("statement", list(PROBES))
def test_each_group_may_what_it_is_for_and_nothing_else(
    worked_house: tuple[str, psycopg.Connection], statement: str
) -> None:
    _, connection = worked_house
    database = connection.info.dbname
    states = {
        group: state_of(connection, role_name(database, group.value), statement) for group in Group
    }

    refused = {group for group, state in states.items() if state == NOT_ALLOWED}

    assert refused == ALL - PROBES[statement]
    assert {states[group] for group in PROBES[statement]} <= {None, "PK001"}


def test_a_lead_gives_no_badge_to_another_lead_even_by_hand(
    worked_house: tuple[str, psycopg.Connection],
) -> None:
    _, connection = worked_house
    database = connection.info.dbname
    with connection.transaction(force_rollback=True), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{role_name(database, "admin")}"'.encode())
        cursor.execute("UPDATE operator SET role = 'picker'")
        cursor.execute(
            "UPDATE operator SET role = 'lead' WHERE id = (SELECT min(id) FROM operator)"
        )
        cursor.execute(f'SET LOCAL ROLE "{role_name(database, "lead")}"'.encode())
        cursor.execute("UPDATE operator SET badge_hash = NULL RETURNING role")
        assert {row[0] for row in cursor.fetchall()} <= {"picker"}


def test_a_picker_lifts_no_hold_but_that_of_a_short_order(
    worked_house: tuple[str, psycopg.Connection],
) -> None:
    _, connection = worked_house
    database = connection.info.dbname
    with connection.transaction(force_rollback=True), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{role_name(database, "picker")}"'.encode())
        cursor.execute(
            "INSERT INTO order_hold (order_id, reason, detail, held_at) "
            "SELECT min(orders.id), kind, '', now() FROM orders, "
            "unnest(ARRAY['short', 'operator']) AS kind GROUP BY kind"
        )
        cursor.execute("UPDATE order_hold SET lifted_at = now() RETURNING reason")
        assert {row[0] for row in cursor.fetchall()} == {"short"}


def test_roles_may_be_made_again_and_take_away_what_was_given_by_hand(
    worked_house: tuple[str, psycopg.Connection],
) -> None:
    url, connection = worked_house
    database = make_url(url).database or ""
    picker = role_name(database, Group.PICKER.value)
    engine = make_engine(url)
    with engine.begin() as owner:
        owner.exec_driver_sql(f'GRANT UPDATE ON item TO "{picker}", PUBLIC')
        owner.exec_driver_sql(f'GRANT SELECT (pin_hash) ON operator TO "{picker}"')
    with engine.begin() as owner:
        assert make_groups(owner, database, MEMBER_OF) == []
        apply_grants(owner, database)
    engine.dispose()
    for statement in ("UPDATE item SET price_cents = 1", "SELECT pin_hash FROM operator"):
        assert state_of(connection, picker, statement) == NOT_ALLOWED


def test_a_stations_login_is_nobody_until_it_acts_as_one_of_its_groups(
    worked_house: tuple[str, psycopg.Connection],
) -> None:
    url, _ = worked_house
    login = a_login(url, "P-07", [Group.PACKER])
    host = str(login.query["host"])
    database = login.database or ""
    try:
        with psycopg.connect(host=host, dbname=database, user=login.username) as connection:
            row = connection.execute("SELECT session_user, current_user").fetchone()
            assert row == (login_name(database, "P-07"), role_name(database, "station"))
            reached = {
                group: state_of(connection, role_name(database, group.value), "SELECT 1")
                for group in (Group.STATION, Group.PACKER)
            }
            assert reached == {Group.STATION: None, Group.PACKER: None}
            for group in (Group.SCANNER, Group.PICKER, Group.LEAD, Group.ADMIN):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    state_of(connection, role_name(database, group.value), "SELECT 1")
    finally:
        _remove(url, "P-07")


def _remove(url: str, station: str) -> None:
    from app.db.roles import remove_login

    engine = make_engine(url)
    with engine.begin() as owner:
        assert remove_login(owner, make_url(url).database or "", station)
        assert not remove_login(owner, make_url(url).database or "", station)
    engine.dispose()


def test_the_table_of_rights_names_tables_and_columns_there_are() -> None:
    tables = Row.metadata.tables
    for rights in WRITES.values():
        for table, writes in rights.items():
            named = set(writes.columns.split()) - {"*"}
            assert named <= {column.name for column in tables[table].columns}, table


def test_the_functions_for_pickers_ask_for_the_roles_that_may_pick() -> None:
    roles = ", ".join(f"'{role.value}'" for role in roles_that_may(Verb.PICK))
    asking = [text for text in PICK_FUNCTIONS if "SECURITY DEFINER" in text]
    assert len(asking) == 2
    for text in asking:
        assert f"active\n                    AND role IN ({roles})" in text or (
            f"active\n    AND role IN ({roles})" in text
        )


def test_no_two_databases_of_a_server_share_a_role() -> None:
    long, longer = "w" * 63, "w" * 62 + "x"
    names = {role_name(base, group.value) for base in (long, longer, "shop") for group in Group}
    assert len(names) == 3 * len(Group)
    assert all(len(name.encode()) <= 63 for name in names)
    assert role_name("pickstation", Group.PICKER.value) == "pickstation_picker"
