"""Starts a private CUPS server with raw queues, so that tests print through the real thing."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers.processes import ServerError, guarded, stop

_INSTALLED = Path("/usr/lib/cups")
_READY_WITHIN = 90.0

_CUPSD_CONF = """\
Listen 127.0.0.1:{port}
DefaultAuthType None
Browsing No
WebInterface No
LogLevel warn
MaxLogSize 0
PreserveJobHistory Yes
PreserveJobFiles No
ErrorPolicy retry-job
JobRetryInterval 1
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""

_FILES_CONF = """\
User {user}
Group {group}
SystemGroup root
FileDevice Yes
Sandboxing relaxed
ServerRoot {home}/etc
ServerBin {home}/bin
DataDir /usr/share/cups
CacheDir {home}/cache
StateDir {home}/state
RequestRoot {home}/spool
TempDir {home}/spool/tmp
AccessLog {home}/access_log
ErrorLog {home}/error_log
PageLog {home}/page_log
PassEnv LC_ALL
"""


@dataclass(frozen=True)
class CupsDaemon:
    """A running private CUPS server.

    Attributes:
        server: What `lp -h` and the address of a CUPS printer call it: host and port.
        home: Folder with its configuration, spool and logs.
    """

    server: str
    home: Path

    def add_queue(self, name: str, device_uri: str, *, error_policy: str = "retry-job") -> None:
        """Adds a raw queue, which passes bytes on unchanged, and lets it accept jobs."""
        self.administer("lpadmin", "-p", name, "-v", device_uri, "-E")
        self.administer("lpadmin", "-p", name, "-o", f"printer-error-policy={error_policy}")

    def administer(self, command: str, *arguments: str) -> str:
        """Runs a CUPS command (`lpadmin`, `cupsdisable`, `lpstat`…) against this server."""
        done = subprocess.run(
            [command, "-h", self.server, *arguments],
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{command} {' '.join(arguments)}: {done.stderr}\n{self.log()}")
        return done.stdout

    def log(self) -> str:
        """What the server wrote into its error log."""
        log = self.home / "error_log"
        return log.read_text() if log.exists() else ""


@contextlib.contextmanager
def cups_daemon(home: Path) -> Iterator[CupsDaemon]:
    """Runs a CUPS server of its own in `home` for the time of the with-block.

    It needs no root: without it, the server and its backends run as the calling user.

    Args:
        home: An empty folder that the server may fill.

    Raises:
        ServerError: CUPS is not installed, or does not start.
    """
    cupsd = shutil.which("cupsd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    backend = _INSTALLED / "backend" / "socket"
    if cupsd is None or shutil.which("lp") is None or not backend.exists():
        raise ServerError("CUPS is not installed: cups and cups-client. `make test` installs them.")
    port = _free_port()
    _lay_out(home, port)
    arguments = [cupsd, "-f", "-c", f"{home}/etc/cupsd.conf", "-s", f"{home}/etc/cups-files.conf"]
    with (home / "output").open("wb") as output:
        process = subprocess.Popen(
            guarded(arguments, "TERM"), stdout=output, stderr=subprocess.STDOUT
        )
    daemon = CupsDaemon(server=f"127.0.0.1:{port}", home=home)
    try:
        _await_answer(daemon, process, port)
        yield daemon
    finally:
        stop(process, signal.SIGTERM)


def _lay_out(home: Path, port: int) -> None:
    for folder in ("etc", "cache", "state", "spool/tmp", "bin/backend"):
        (home / folder).mkdir(parents=True)
    for part in ("daemon", "filter", "notifier"):
        (home / "bin" / part).symlink_to(_INSTALLED / part)
    # A copy that only its owner may run: CUPS then starts it as the user the server itself runs
    # as, who can reach this folder; a backend open to all it would start as the user `lp`.
    for name in ("socket", "ipp"):
        backend = shutil.copyfile(_INSTALLED / "backend" / name, home / "bin/backend" / name)
        backend.chmod(0o700)
    as_root = os.geteuid() == 0
    user, group = ("lp", "lp") if as_root else (str(os.geteuid()), str(os.getegid()))
    (home / "etc" / "cupsd.conf").write_text(_CUPSD_CONF.format(port=port))
    (home / "etc" / "cups-files.conf").write_text(
        _FILES_CONF.format(home=home, user=user, group=group)
    )


def _await_answer(daemon: CupsDaemon, process: "subprocess.Popen[bytes]", port: int) -> None:
    give_up = time.monotonic() + _READY_WITHIN
    while True:
        if process.poll() is not None:
            said = (daemon.home / "output").read_text() + daemon.log()
            raise ServerError(f"cupsd ended at once: {said}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.5):
            return
        if time.monotonic() > give_up:
            raise ServerError(f"cupsd did not listen in {_READY_WITHIN:.0f} s: {daemon.log()}")
        time.sleep(0.02)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
