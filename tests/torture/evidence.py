"""Keeps what a failed run leaves behind: every table as rows, and the stations' diaries."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from sqlalchemy import select

from app.db.schema import Row
from app.services.workplace import Workplace


def keep(workplace: Workplace, folder: Path, name: str) -> Path:
    """Copy it to a new folder and say where that is."""
    kept = Path(tempfile.mkdtemp(prefix=f"torture-{name}-"))
    for diary in folder.glob("*.jsonl"):
        shutil.copy(diary, kept)
    with workplace.database.engine.connect() as connection:
        for table in Row.metadata.sorted_tables:
            with (kept / f"{table.name}.rows").open("w") as file:
                for row in connection.execute(select(table)):
                    file.write(json.dumps(dict(row._mapping), default=str) + "\n")
    return kept
