"""`pickstation database password`: moves the database's password into this machine's keyring."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import URL, make_url

from app.bootstrap.passwords import (
    NoKeyring,
    forget_password,
    keep_password,
    password_in,
    without_password,
)
from app.db.opening import place_of
from app.settings import load_settings, settings_file

Run = Callable[[argparse.Namespace], int]


def add_action(actions: argparse._SubParsersAction[argparse.ArgumentParser], run: Run) -> None:
    """Add the action to `pickstation database`."""
    parser = actions.add_parser(
        "password",
        help="keep the database's password in this machine's keyring",
        description="Keeps the password for the database in the keyring of this machine. It is "
        "taken out of station.toml if it stands there; otherwise it is asked for, or read from "
        "standard input.",
    )
    parser.add_argument("--forget", action="store_true", help="take it out of the keyring")
    parser.set_defaults(run=run, act=act)


def act(url: URL, args: argparse.Namespace) -> int:
    """Keep or forget the password for `url`, which may hold it."""
    if url.get_backend_name() != "postgresql" or not url.username:
        print(
            "pickstation database: a password belongs to a PostgreSQL URL with a user: "
            "postgresql+psycopg://USER@HOST/NAME",
            file=sys.stderr,
        )
        return 2
    plain = without_password(url)
    try:
        if args.forget:
            known = forget_password(plain)
            print("the password was forgotten" if known else "no password was kept here")
            return 0
        password = _from_file() or _asked_for(plain)
        if not password:
            print("pickstation database: no password was given", file=sys.stderr)
            return 1
        keep_password(plain, password)
    except NoKeyring as error:
        print(f"pickstation database: {error}", file=sys.stderr)
        return 1
    print(f"the password for {place_of(plain)} is in the keyring of this machine")
    if _from_file():
        _clear_file()
        print(f"and no longer in {settings_file()}")
    return 0


def _from_file() -> str | None:
    """The password that stands in station.toml."""
    return password_in(load_settings(environment={}).database)


def _asked_for(url: URL) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"Password of {url.username} for {place_of(url)}: ")
    return sys.stdin.readline().rstrip("\n")


def _clear_file() -> None:
    """Write station.toml without the password, all of it or not at all."""
    file = settings_file()
    old = load_settings(environment={}).database
    new = without_password(make_url(old)).render_as_string(hide_password=False)
    text = file.read_text(encoding="utf-8").replace(old, new)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(handle)
    Path(name).replace(file)
