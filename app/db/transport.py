"""How connections to a database are protected on their way: encrypted, or inside this machine."""

from __future__ import annotations

import ipaddress
import os

from sqlalchemy import URL

ENCRYPTED_MODES = ("require", "verify-ca", "verify-full")
"""Values of sslmode under which nothing ever travels in clear text; others fall back to it."""


class InsecureTransport(ValueError):
    """The URL would let orders and passwords travel in clear text; the message says the remedy."""


def transport_arguments(url: URL) -> dict[str, str]:
    """What has to be added to a PostgreSQL URL so that its connections are safe on their way.

    libpq's own default (`prefer`) goes on in clear text where a server, or whoever stands in its
    place, declines to encrypt. Here a connection to another machine is encrypted and the server
    proves by its certificate that it is the machine named, unless the URL itself asks for an
    encrypted mode. Connections inside this machine need nothing.

    Returns:
        Connection arguments as libpq names them; empty where nothing has to be added.

    Raises:
        InsecureTransport: the URL asks for clear text, or allows it, on the way to another machine.
    """
    if url.get_backend_name() != "postgresql":
        return {}
    away = [host for host in (*hosts_of(url), *_addresses(url)) if not _is_this_machine(host)]
    if not away:
        return {}
    mode = _text(url, "sslmode")
    if not mode:
        return {"sslmode": "verify-full"}
    if mode not in ENCRYPTED_MODES:
        raise InsecureTransport(
            f"sslmode={mode} would let the connection to {away[0]} go in clear text; leave "
            "sslmode out and name the file with the certificate that the server's own is signed "
            "by: ?sslrootcert=FILE"
        )
    return {}


def hosts_of(url: URL) -> tuple[str, ...]:
    """The hosts of a PostgreSQL URL, in order, without ports; a folder is a socket's.

    Knows both ways to name several: `host=h1:5432&host=h2:5432` and `host=h1,h2`. Where the URL
    names none, libpq takes them from its environment, and so does this.
    """
    named = url.query.get("host") or url.host or url.query.get("hostaddr")
    if not named and "service" in url.query:
        named = f"the service {_text(url, 'service')}"
    named = named or os.environ.get("PGHOST") or os.environ.get("PGHOSTADDR") or ""
    words = named.split(",") if isinstance(named, str) else list(named)
    return tuple(_without_port(word.strip()) for word in words)


def place_words(url: URL) -> str:
    """Where the server is, for people: each host, with its port where several are named."""
    named = url.query.get("host")
    if isinstance(named, tuple):
        return ", ".join(named)
    return ", ".join(host for host in hosts_of(url) if host) or "this machine"


def _without_port(word: str) -> str:
    if word.startswith("["):
        return word[1:].split("]", 1)[0]
    host, colon, port = word.rpartition(":")
    # More than one colon: an IPv6 address that stands alone.
    return host if colon and port.isdigit() and ":" not in host else word


def _is_this_machine(host: str) -> bool:
    if not host or host.startswith(("/", "@")) or host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _addresses(url: URL) -> list[str]:
    """Addresses that the URL gives beside the names: a local name may not hide a far address."""
    return [word for word in _text(url, "hostaddr").split(",") if word]


def _text(url: URL, key: str) -> str:
    value = url.query.get(key, "")
    return value if isinstance(value, str) else ",".join(value)
