"""Says which settings of the server would lose what it has acknowledged."""

from __future__ import annotations

from sqlalchemy import Engine, text

_ON = frozenset({"on", "remote_apply"})

_SETTINGS = text(
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', "
    "'synchronous_commit', 'data_checksums', 'synchronous_standby_names')"
)

_STANDBYS = text("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")


def durability_findings(engine: Engine) -> tuple[str, ...]:
    """What a power cut, a crash or a fail-over could cost with the settings in force here.

    They cannot be tried out: a killed server loses nothing, because the operating system still
    has what was written. So they are read.

    Returns:
        A sentence for each danger, with the remedy; none for SQLite, whose settings are ours.
    """
    if engine.dialect.name != "postgresql":
        return ()
    with engine.connect() as connection:
        settings = {str(row.name): str(row.setting) for row in connection.execute(_SETTINGS)}
        standbys = connection.scalar(_STANDBYS) or 0
    return tuple(_dangers(settings, standbys))


def _dangers(settings: dict[str, str], standbys: int) -> list[str]:
    found: list[str] = []
    if settings.get("fsync") != "on":
        found.append("fsync is off: a power cut can destroy the database; set fsync = on")
    if settings.get("full_page_writes") != "on":
        found.append(
            "full_page_writes is off: a power cut can leave half-written pages; set "
            "full_page_writes = on"
        )
    if settings.get("data_checksums") != "on":
        found.append(
            "data checksums are off: what a failing disk gives back is believed; stop the server "
            "and run pg_checksums --enable"
        )
    commit = settings.get("synchronous_commit", "")
    names = settings.get("synchronous_standby_names", "")
    if commit == "off":
        found.append(
            "synchronous_commit is off: scans are acknowledged before they are on disk, and a "
            "crash of the server loses the last ones; set synchronous_commit = on"
        )
    elif names and commit not in _ON:
        found.append(
            f"synchronous_commit is {commit}: scans are acknowledged before they are on the "
            "standby's disk, and a fail-over can lose the last ones; set synchronous_commit = on"
        )
    if standbys and not names:
        found.append(
            "a standby follows, and no commit waits for it: a fail-over can lose the last scans; "
            "set synchronous_standby_names"
        )
    return found
