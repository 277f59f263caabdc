"""Runs PostgreSQL's own programs, pg_dump and pg_restore, without showing anybody the password."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

CONNECT_SECONDS = 10

_TABLE = re.compile(r'(?:contents of|data for) table "(?:public\.)?([^"]+)"')

TableBegun = Callable[[str], None]
"""Called with the name of each table as its rows are written or read."""


class ProgramFailed(Exception):
    """A program of PostgreSQL's is missing or failed; the message says what it said."""


def dump(
    url: URL, target: Path, *, snapshot: str | None = None, begun: TableBegun | None = None
) -> None:
    """Write a whole database into a file in pg_dump's custom format.

    Args:
        url: the database.
        target: the file, which exists or not; its access rights stay as they are.
        snapshot: a snapshot exported by a transaction that is open still; one of its own if None.
        begun: told of each table.

    Raises:
        ProgramFailed: pg_dump is missing or failed.
    """
    place, password = _place_of(url)
    arguments = ["--format=custom", "--no-password", "--verbose", f"--file={target}"]
    if snapshot is not None:
        arguments.append(f"--snapshot={snapshot}")
    run_program("pg_dump", [*arguments, f"--dbname={place}"], password=password, begun=begun)


def tables_in(file: Path) -> tuple[str, ...]:
    """The tables whose rows a dump holds.

    Raises:
        ProgramFailed: pg_restore is missing or cannot read the file.
    """
    return tuple(words[6] for words in _contents_of(file) if words[3:5] == ["TABLE", "DATA"])


def restore_dump(file: Path, url: URL, *, begun: TableBegun | None = None) -> str:
    """Bring everything in a dump into an empty database, in one transaction.

    All of it belongs to the account of `url` afterwards. Rights given to other accounts come last
    and one by one: a server that lacks such an account is no reason to have no database.

    Returns:
        What pg_restore said of rights that could not be given; nothing as a rule.

    Raises:
        ProgramFailed: pg_restore is missing or failed; the database is as empty as before.
    """
    place, password = _place_of(url)
    goal = ["--no-password", "--no-owner", f"--dbname={place}", str(file)]
    whole = ["--single-transaction", "--exit-on-error", "--verbose"]
    entries = _contents_of(file)
    rights = [words for words in entries if _names_accounts(words)]
    rest = [words for words in entries if not _names_accounts(words)]
    with _chosen(rest) as chosen:
        run_program("pg_restore", [*whole, chosen, *goal], password=password, begun=begun)
    if not rights:
        return ""
    try:
        with _chosen(rights) as chosen:
            run_program("pg_restore", [chosen, *goal], password=password)
    except ProgramFailed as error:
        return str(error)
    return ""


def _names_accounts(words: list[str]) -> bool:
    """Whether an entry gives rights to accounts by name, which another server may not have."""
    return "ACL" in words[3:5] or words[3:4] == ["POLICY"]


@contextmanager
def _chosen(entries: list[list[str]]) -> Iterator[str]:
    """The option by which pg_restore takes only some entries of a dump."""
    descriptor, name = tempfile.mkstemp(prefix="pickstation-", suffix=".list")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.writelines(" ".join(words) + "\n" for words in entries)
        yield f"--use-list={name}"
    finally:
        Path(name).unlink()


def _contents_of(file: Path) -> list[list[str]]:
    """The entries of a dump, as words: `210; 0 16390 TABLE DATA public item owner`."""
    listed = run_program("pg_restore", ["--list", str(file)]).splitlines()
    return [line.split() for line in listed if line and not line.startswith(";")]


def run_program(
    program: str,
    arguments: Sequence[str],
    *,
    password: str | None = None,
    begun: TableBegun | None = None,
) -> str:
    """Run one of PostgreSQL's programs to its end and return what it printed.

    The password travels in the program's environment, which only its owner can look at.

    Raises:
        ProgramFailed: it is not installed, or it ended with a failure.
    """
    path = shutil.which(program)
    if path is None:
        raise ProgramFailed(
            f"{program} was not found; install PostgreSQL's client programs on this machine"
        )
    environment = {**os.environ, "LC_ALL": "C"}  # what it says is read by _TABLE
    if password is not None:
        environment["PGPASSWORD"] = password
    with subprocess.Popen(  # noqa: S603 - the program's path was looked up, its arguments are ours
        [path, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as running:
        try:
            said, printed = _listen(running, begun)
        except BaseException:
            running.kill()
            raise
    if running.returncode != 0:
        raise ProgramFailed(f"{program} {_end_of(running.returncode, said)}")
    return printed


def _listen(running: subprocess.Popen[str], begun: TableBegun | None) -> tuple[list[str], str]:
    """Read both outputs; with `--verbose` nothing goes to the standard one, so none gets stuck."""
    if begun is None:
        printed, complaints = running.communicate()
        return complaints.splitlines(), printed
    said: list[str] = []
    for line in running.stderr or ():
        said.append(line.rstrip())
        if match := _TABLE.search(line):
            begun(match[1])
    running.wait()
    return said, ""


def _end_of(code: int, said: Sequence[str]) -> str:
    """What a program's failure means for the person who reads it."""
    errors = [line for line in said if "error" in line.lower() or "fatal" in line.lower()]
    words = " ".join(errors or said[-3:]).strip() or f"ended with code {code}"
    if "server version mismatch" in words.lower():
        return (
            f"is older than the server ({words}); install PostgreSQL's client programs of the "
            "server's version"
        )
    return f"was ended by signal {-code}" if code < 0 else f"says: {words}"


def _place_of(url: URL) -> tuple[str, str | None]:
    """The database as libpq is told of it, and the password, which nobody else may see."""
    arguments = dict(url.get_dialect()().create_connect_args(url)[1])
    password = arguments.pop("password", None)
    return make_conninfo("", **{"connect_timeout": CONNECT_SECONDS, **arguments}), password
