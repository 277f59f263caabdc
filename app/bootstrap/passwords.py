"""Keeps the database's password where the operating system keeps secrets: in its keyring.

`station.toml` never needs one. Where there is no keyring, PostgreSQL's own ways stay open: a
password file (`PGPASSFILE`, mode 600) or `PGPASSWORD` in the environment.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.db.engine import parse_url
from app.db.transport import hosts_of

if TYPE_CHECKING:
    from types import ModuleType

SERVICE = "pickstation"
"""Under which name the keyring files what is ours."""


class NoKeyring(Exception):
    """The password cannot be kept or read here; the message says why and what else to do."""


def reachable_url(text: str) -> URL:
    """Read a database URL and add the password that this machine's keyring has for it.

    Whoever sets `PGPASSWORD` or writes the password into the URL has decided. A keyring that is
    not there or locked is no error: the server may not ask, or a password file may answer.

    Raises:
        UnusableDatabaseUrl: see `parse_url`.
    """
    url = parse_url(text)
    if not _may_need_password(url):
        return url
    try:
        password = kept_password(url)
    except NoKeyring:
        return url
    return url if password is None else url.set(password=password)


def password_in(text: str) -> str | None:
    """The password that a database URL carries; one that cannot be read carries none."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        return None
    asked = url.query.get("password")
    return url.password or (asked if isinstance(asked, str) else None)


def without_password(url: URL) -> URL:
    """A database URL that may be shown and kept in files."""
    return URL.create(
        url.drivername, url.username, None, url.host, url.port, url.database, url.query
    ).difference_update_query(["password"])


def kept_password(url: URL) -> str | None:
    """The password kept here for this user of this database, if there is one.

    Raises:
        NoKeyring: the keyring cannot be read.
    """
    keyring = _keyring()
    try:
        return str(found) if (found := keyring.get_password(SERVICE, account_of(url))) else None
    except keyring.errors.KeyringError as error:
        raise _cannot(error) from error


def keep_password(url: URL, password: str) -> None:
    """Keep a password for this user of this database.

    Raises:
        NoKeyring: there is no keyring here, or it does not take it.
    """
    keyring = _keyring()
    try:
        keyring.set_password(SERVICE, account_of(url), password)
        kept = keyring.get_password(SERVICE, account_of(url))
    except keyring.errors.KeyringError as error:
        raise _cannot(error) from error
    if kept != password:
        # The null backend takes everything and keeps nothing.
        raise NoKeyring("the keyring of this machine is switched off and keeps nothing; " + _ELSE)


def forget_password(url: URL) -> bool:
    """Take a kept password out of the keyring; returns whether there was one.

    Raises:
        NoKeyring: the keyring cannot be changed.
    """
    keyring = _keyring()
    if kept_password(url) is None:
        return False
    try:
        keyring.delete_password(SERVICE, account_of(url))
    except keyring.errors.KeyringError as error:
        raise _cannot(error) from error
    return True


def account_of(url: URL) -> str:
    """The name the keyring files a password under: user, servers and database."""
    port = f":{url.port}" if url.port else ""
    return f"{url.username}@{','.join(hosts_of(url))}{port}/{url.database}"


_ELSE = (
    "give the password by a file that PGPASSFILE names (mode 600), or install a keyring: GNOME "
    "Keyring or KWallet on Linux; macOS and Windows have their own"
)


def _may_need_password(url: URL) -> bool:
    has_one = url.password is not None or "password" in url.query or "passfile" in url.query
    named = os.environ.get("PGPASSWORD") or os.environ.get("PGPASSFILE")
    return url.get_backend_name() == "postgresql" and bool(url.username) and not (has_one or named)


def _keyring() -> ModuleType:
    """The library, which looks for the system's keyring when it is first asked."""
    import keyring
    import keyring.errors

    return keyring


def _cannot(error: Exception) -> NoKeyring:
    import keyring.errors

    if isinstance(error, keyring.errors.NoKeyringError):
        return NoKeyring(f"this machine has no keyring to keep a password in; {_ELSE}")
    if isinstance(error, keyring.errors.KeyringLocked):
        return NoKeyring(f"the keyring of this machine is locked; unlock it, or {_ELSE}")
    return NoKeyring(
        f"the keyring of this machine does not do it ({type(error).__name__}); {_ELSE}"
    )
