"""Keeps what proves to a carrier who we are: in the system's keyring, never in a table."""

from __future__ import annotations

import json
import os
from typing import Any

from app.bootstrap.passwords import NoKeyring

SERVICE = "pickstation carrier"
"""Under which name the keyring files what is ours."""

VARIABLE = "PICKSTATION_CARRIER_"
"""Beginning of the environment variables that overrule the keyring, as JSON."""


def carrier_secrets(code: str) -> dict[str, Any]:
    """What a carrier has to be told beside its settings; empty if nothing is kept.

    Raises:
        NoKeyring: the keyring is locked or not there; in words for a person.
        ValueError, TypeError: what is kept is no JSON object.
    """
    kept = os.environ.get(VARIABLE + code.upper()) or _kept(code)
    if not kept:
        return {}
    secrets = json.loads(kept)
    if not isinstance(secrets, dict):
        raise TypeError(f"what is kept for carrier {code} is no JSON object")
    return secrets


def keep_carrier_secrets(code: str, secrets: dict[str, Any]) -> None:
    """Put them into the keyring.

    Raises:
        NoKeyring: there is none that works; in words for a person.
    """
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, code, json.dumps(secrets))
    except KeyringError as error:
        raise NoKeyring(f"this machine's keyring keeps nothing: {error}") from error


def _kept(code: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, code)
    except KeyringError as error:
        raise NoKeyring(f"this machine's keyring cannot be read: {error}") from error
