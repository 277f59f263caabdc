"""A revision that fails, or that would lose something, leaves the database as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import DatabaseError

from app.db.engine import parse_url
from app.db.migrations.losses import UpgradeLoses
from app.db.migrations.upgrade import upgrade
from tests.db.schema_steps import HEAD, NEXT, add_revision, connected, revision_of, row_counts


def test_a_failing_revision_leaves_everything_as_it_was(
    worked_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = row_counts(worked_url)
    add_revision(
        monkeypatch,
        tmp_path,
        """op.create_table("shelf_talker", sa.Column("id", sa.Integer(), primary_key=True))
with op.batch_alter_table("orders") as batch:
    batch.add_column(sa.Column("colour", sa.String(8)))
    batch.create_check_constraint("colour", "colour <> 'red'")
op.execute("UPDATE orders SET colour = 'blue'")
op.execute("UPDATE orders SET no_such_column = 1")""",
    )

    with pytest.raises(DatabaseError, match="no_such_column"):
        upgrade(parse_url(worked_url), copy_folder=tmp_path / "copies")

    assert revision_of(worked_url) == HEAD
    assert row_counts(worked_url) == before
    with connected(worked_url) as connection:
        assert "colour" not in {
            column["name"] for column in inspect(connection).get_columns("orders")
        }
        assert not [name for name in inspect(connection).get_table_names() if "_tmp_" in name]


def test_a_rebuilt_parent_table_keeps_its_childrens_rows(
    worked_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = row_counts(worked_url)
    add_revision(
        monkeypatch,
        tmp_path,
        """with op.batch_alter_table("orders", recreate="auto") as batch:
    batch.alter_column("number", existing_type=sa.String(64), type_=sa.String(80))""",
    )

    upgrade(parse_url(worked_url), copy_folder=tmp_path / "copies")

    assert row_counts(worked_url) == before
    with connected(worked_url) as connection:
        assert not [name for name in inspect(connection).get_table_names() if "_tmp_" in name]


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("op.execute('DELETE FROM print_job')", "lose rows"),
        (
            """if op.get_bind().dialect.name == "sqlite":
    op.execute("DROP TRIGGER stock_move_no_delete")
else:
    op.execute("DROP TRIGGER stock_move_append_only ON stock_move")""",
            "lose triggers",
        ),
    ],
)
def test_a_revision_that_loses_something_is_taken_back(
    worked_url: str, body: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = row_counts(worked_url)
    add_revision(monkeypatch, tmp_path, body)

    with pytest.raises(UpgradeLoses, match=words):
        upgrade(parse_url(worked_url), copy_folder=tmp_path / "copies")

    assert (revision_of(worked_url), row_counts(worked_url)) == (HEAD, before)


def test_a_rebuilt_ledger_must_get_its_triggers_back(
    worked_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite drops a table's triggers with the table that a rebuild replaces."""
    url = f"sqlite:///{shutil.copyfile(worked_file, tmp_path / 'worked.sqlite')}"
    rebuild = 'with op.batch_alter_table("stock_move", recreate="always"):\n    pass'
    add_revision(monkeypatch, tmp_path, rebuild)

    with pytest.raises(UpgradeLoses, match="lose triggers"):
        upgrade(parse_url(url))

    forbid = (
        "from app.db.migrations.append_only import forbid_changes\nforbid_changes('stock_move')"
    )
    add_revision(monkeypatch, tmp_path, f"{rebuild}\n{forbid}")
    assert upgrade(parse_url(url)).after == NEXT


def test_a_rebuild_that_breaks_references_is_taken_back(
    worked_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{shutil.copyfile(worked_file, tmp_path / 'worked.sqlite')}"
    add_revision(monkeypatch, tmp_path, 'op.execute("UPDATE order_line SET item_id = 999")')

    with pytest.raises(UpgradeLoses, match="break references"):
        upgrade(parse_url(url))

    assert revision_of(url) == HEAD
