"""Starts CUPS's own IPP Everywhere printer, so that tests print to the real protocol.

`ippeveprinter` stops at once where no DNS-SD answers, so a message bus and an mDNS daemon of the
tests' own are started first, bound to the loopback interface.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.servers.processes import ServerError, guarded, stop

READY_WITHIN = 90.0
TURN = "pickstation-dns-sd.lock"
SYSTEM_BUS = "DBUS_SYSTEM_BUS_ADDRESS"

_BUS_CONF = """\
<busconfig>
  <type>system</type>
  <listen>unix:path={home}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
  </policy>
</busconfig>
"""

_AVAHI_CONF = """\
[server]
host-name=paper-tests
use-ipv4=yes
use-ipv6=no
allow-interfaces=lo
enable-dbus=yes
[publish]
publish-workstation=no
publish-hinfo=no
"""

_COMMAND = """\
#!/bin/sh
# The paper path: waits while there is no paper, then lets the document come out as a file.
if [ -e "{home}/no-paper" ]; then
  echo "STATE: +media-empty-error" >&2
  while [ -e "{home}/no-paper" ]; do sleep 0.05; done
  echo "STATE: -media-empty-error" >&2
fi
[ -e "{home}/broken" ] && exit 1
cp "$1" "{home}/sheets/$(date +%s%N)"
"""


@dataclass(frozen=True)
class IppEverywherePrinter:
    """A running printer.

    Attributes:
        server: `host:port` of it.
        home: Folder with what came out of it, and with the switches of its faults.
    """

    server: str
    home: Path

    @property
    def sheets(self) -> list[bytes]:
        """What came out, in order."""
        return [path.read_bytes() for path in sorted((self.home / "sheets").iterdir())]

    def take_paper_away(self) -> None:
        (self.home / "no-paper").touch()

    def load_paper(self) -> None:
        (self.home / "no-paper").unlink(missing_ok=True)

    def break_down(self) -> None:
        """Let every job from now on fail in the printer."""
        (self.home / "broken").touch()


@contextlib.contextmanager
def dns_sd(home: Path) -> Iterator[dict[str, str]]:
    """Let DNS-SD answer on this machine; gives the environment in which it does.

    Raises:
        ServerError: It cannot be started; says what to do.
    """
    if os.geteuid() != 0:  # the mDNS daemon keeps its socket where only root may
        yield dict(os.environ)
        return
    for program in ("dbus-daemon", "avahi-daemon"):
        if _find(program) is None:
            raise ServerError(f"{program} is not installed. `make test` installs it.")
    home.mkdir(parents=True, exist_ok=True)
    (home / "bus.conf").write_text(_BUS_CONF.format(home=home))
    (home / "avahi.conf").write_text(_AVAHI_CONF)
    environment = {**os.environ, SYSTEM_BUS: f"unix:path={home}/bus"}
    with contextlib.ExitStack() as servers:
        # There is one mDNS daemon on a machine: tests beside these wait for their turn.
        turn = servers.enter_context((Path(tempfile.gettempdir()) / TURN).open("w"))
        fcntl.flock(turn, fcntl.LOCK_EX)
        _start(servers, home, "dbus-daemon", f"--config-file={home}/bus.conf", "--nofork",
               "--nopidfile")  # fmt: skip
        _await((home / "bus").exists, "the message bus")
        _start(servers, home, "avahi-daemon", "-f", f"{home}/avahi.conf", "--no-drop-root",
               "--no-chroot", "--no-rlimits", environment=environment)  # fmt: skip
        log = home / "avahi-daemon.log"
        _await(lambda: "startup complete" in log.read_text(), "mDNS", log)
        yield environment


@contextlib.contextmanager
def ipp_printer(
    home: Path, environment: dict[str, str], formats: str = "application/pdf"
) -> Iterator[IppEverywherePrinter]:
    """Run a printer for the time of the with-block.

    Args:
        home: A folder that it may fill.
        environment: As `dns_sd` gives it.
        formats: What it understands, comma-separated.

    Raises:
        ServerError: It is not installed, or does not start.
    """
    program = _find("ippeveprinter")
    if program is None:
        raise ServerError(
            "ippeveprinter is not installed: cups-ipp-utils. `make test` installs it."
        )
    for folder in ("sheets", "spool"):
        (home / folder).mkdir(parents=True)
    command = home / "print"
    command.write_text(_COMMAND.format(home=home))
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    port = _free_port()
    log = home / "printer.log"
    arguments = [program, "-p", str(port), "-n", "localhost", "-f", formats, "-d",
                 str(home / "spool"), "-c", str(command), "-v", home.name]  # fmt: skip
    with log.open("wb") as output:
        process = subprocess.Popen(
            guarded(arguments, "TERM"),
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    try:
        _await(lambda: _listens(port), "the printer", log)
        yield IppEverywherePrinter(f"localhost:{port}", home)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)  # its print command as well
        stop(process, signal.SIGKILL)


def _find(program: str) -> str | None:
    return shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def _start(
    servers: contextlib.ExitStack,
    home: Path,
    program: str,
    *arguments: str,
    environment: dict[str, str] | None = None,
) -> None:
    log = (home / f"{program}.log").open("wb")
    servers.callback(log.close)
    process = subprocess.Popen(
        guarded([_find(program) or program, *arguments], "TERM"),
        stdout=log,
        stderr=subprocess.STDOUT,
        env=environment,
    )
    servers.callback(stop, process, signal.SIGTERM)


def _await(condition: object, what: str, log: Path | None = None) -> None:
    assert callable(condition)
    give_up = time.monotonic() + READY_WITHIN
    while not condition():
        if time.monotonic() > give_up:
            said = log.read_text() if log is not None else ""
            raise ServerError(f"{what} did not answer in {READY_WITHIN:.0f} s: {said}")
        time.sleep(0.02)


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("localhost", port), 0.5):
        return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
