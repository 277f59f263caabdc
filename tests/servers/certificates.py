"""Certificates as a warehouse's own authority would sign them, made with the openssl program."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.servers.processes import installed

ELLIPTIC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")


class Certificates:
    """An authority, and a server's certificate signed by it; the files go with the block.

    Attributes:
        authority: What a client has to know.
        certificate: The server's.
        key: The server's secret, which PostgreSQL wants to own.
    """

    def __init__(self, host: str) -> None:
        """Prepare the certificate of a host."""
        self._host = host
        self._openssl = installed("openssl", "makes a PostgreSQL server's certificate")
        self._folder = Path(tempfile.mkdtemp(prefix="pickstation-tls-"))
        self.authority = self._folder / "authority.crt"
        self.certificate = self._folder / "server.crt"
        self.key = self._folder / "server.key"

    def __enter__(self) -> Self:
        """Make the files."""
        self._folder.chmod(0o755)
        secret = self._folder / "authority.key"
        self._ask("-subj", "/CN=Warehouse authority", "-keyout", secret, "-out", self.authority)
        self._ask(
            *("-subj", f"/CN={self._host}", "-addext", f"subjectAltName=DNS:{self._host}"),
            *("-CA", self.authority, "-CAkey", secret),
            *("-keyout", self.key, "-out", self.certificate),
        )
        if os.geteuid() == 0:
            shutil.chown(self.key, "postgres", "postgres")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Remove the files."""
        shutil.rmtree(self._folder)

    @property
    def server_options(self) -> dict[str, str]:
        """Settings of a PostgreSQL server that shows the certificate."""
        return {
            "ssl": "on",
            "ssl_cert_file": str(self.certificate),
            "ssl_key_file": str(self.key),
        }

    def _ask(self, *words: str | Path) -> None:
        command = [self._openssl, "req", "-x509", "-days", "2", *ELLIPTIC, *words]
        subprocess.run(command, check=True, capture_output=True)
