"""To another machine a station speaks only where that machine proves who it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.db.engine import make_engine, parse_url
from app.db.opening import DatabaseUnreachable, reaching
from tests.servers.certificates import Certificates
from tests.servers.fault_proxy import FaultProxy
from tests.servers.postgresql import PostgresqlServer
from tests.servers.postgresql_pair import free_port

pytestmark = pytest.mark.postgresql

HOST = "warehouse.test"


@pytest.fixture(scope="module")
def certificates() -> Iterator[Certificates]:
    """The certificate of the warehouse's server."""
    with Certificates(HOST) as made:
        yield made


@pytest.fixture(scope="module")
def port(certificates: Certificates) -> Iterator[int]:
    """Where a server listens that shows it."""
    with PostgresqlServer(certificates.server_options, free_port()) as server:
        assert server.port is not None
        yield server.port


def encrypted(port: int, authority: Path | None, host: str = HOST) -> object:
    """Connect as a station would to another machine; whether what it said was encrypted."""
    # The name is looked up nowhere: the address stands beside it.
    place = f"host={host}:{port}&hostaddr=127.0.0.1"
    root = "" if authority is None else f"&sslrootcert={authority}"
    url = parse_url(f"postgresql://pickstation:mouse-trap@/postgres?{place}{root}")
    engine = make_engine(url)
    try:
        with reaching(url), engine.connect() as connection:
            own = text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
            return connection.scalar(own)
    finally:
        engine.dispose()


def test_a_server_that_proves_itself_is_spoken_to_in_cipher(
    port: int, certificates: Certificates
) -> None:
    assert encrypted(port, certificates.authority) is True


def test_the_certificate_of_another_machine_is_refused(
    port: int, certificates: Certificates
) -> None:
    with pytest.raises(DatabaseUnreachable, match="that of another machine") as refused:
        encrypted(port, certificates.authority, host="depot.test")
    assert "mouse-trap" not in str(refused.value)


def test_the_certificate_of_another_authority_is_refused(port: int) -> None:
    with (
        Certificates(HOST) as others,
        pytest.raises(DatabaseUnreachable, match="not signed by the authority"),
    ):
        encrypted(port, others.authority)


def test_who_knows_no_authority_is_told_where_to_name_it(
    port: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PGSSLROOTCERT", str(tmp_path / "nowhere.crt"))
    with pytest.raises(DatabaseUnreachable, match=r"\?sslrootcert=FILE"):
        encrypted(port, None)


def test_a_server_that_does_not_encrypt_is_refused(
    postgresql_server: PostgresqlServer, certificates: Certificates
) -> None:
    with (
        FaultProxy(postgresql_server.socket) as clear,
        pytest.raises(DatabaseUnreachable, match="does not encrypt"),
    ):
        encrypted(clear.port, certificates.authority)
