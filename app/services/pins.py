"""How a PIN is hashed, at the station, so that neither it nor what is kept of it ever travels.

What is kept is the hash of a slow hash: `$argon2id$v=19$m=..,t=..,p=..$salt$` and the SHA-256 of
argon2's output. Whoever signs in gets settings and salt, computes argon2's output and hands that
in as a proof. What is kept can't be handed in instead of it, so a stolen copy of the database
opens no station, and a stolen station credential reads no hashes to guess PINs by.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import secrets

from argon2 import Type
from argon2.low_level import ARGON2_VERSION, hash_secret_raw
from argon2.profiles import RFC_9106_LOW_MEMORY as COST

SALT_BYTES = 16
PROOF_BYTES = 32


class BadPinSettings(ValueError):
    """What the database says of a PIN's hashing makes no sense."""


def new_settings() -> str:
    """Method, cost and a salt of its own for a new PIN, as they stand before the hash."""
    salt = base64.b64encode(secrets.token_bytes(SALT_BYTES)).decode().rstrip("=")
    cost = f"m={COST.memory_cost},t={COST.time_cost},p={COST.parallelism}"
    return f"$argon2id$v={ARGON2_VERSION}${cost}${salt}"


def proof_of(pin: str, settings: str) -> bytes:
    """Argon2's output for a PIN.

    Raises:
        BadPinSettings: the settings are not those of argon2id.
    """
    try:
        _, method, version, cost, salt = settings.split("$")
        numbers = {name: int(value) for name, value in (one.split("=") for one in cost.split(","))}
        raw_salt = base64.b64decode(salt + "=" * (-len(salt) % 4), validate=True)
        memory, rounds, lanes = numbers["m"], numbers["t"], numbers["p"]
    except (ValueError, KeyError, binascii.Error) as error:
        raise BadPinSettings("the settings of a PIN cannot be read") from error
    if (method, version) != ("argon2id", f"v={ARGON2_VERSION}"):
        raise BadPinSettings(f"PINs are hashed by argon2id, not by {method} {version}")
    return hash_secret_raw(pin.encode(), raw_salt, rounds, memory, lanes, PROOF_BYTES, Type.ID)


def kept_of(pin: str) -> str:
    """What is kept of a new PIN."""
    settings = new_settings()
    return f"{settings}${hashlib.sha256(proof_of(pin, settings)).hexdigest()}"
