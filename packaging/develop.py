"""Bring a fresh checkout to life: system libraries, locked packages, then the job asked for."""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shlex
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple, NoReturn

USAGE = """usage: python3 packaging/develop.py COMMAND [ARGUMENT ...]

  run [--off-screen] [...]  open the station; without a screen, play the demo shift
  test [...]                all checks, then the tests; arguments go to pytest
  check                     linter, formatter, strict types, import contracts
  lock [...]                pin the newest fitting versions anew; arguments go to uv
  python [...]              the environment's own Python
"""
ROOT = Path(__file__).resolve().parent.parent
ON_LINUX = sys.platform.startswith("linux")
ON_WINDOWS = os.name == "nt"
LEFT_OUT = {"win32": "not real_window and not postgresql", "darwin": "not real_window"}


class Stop(Exception):
    """The job cannot go on; the message says why and what to do."""


class Need(NamedTuple):
    """Something of the operating system that a job needs, and the Debian package that brings it."""

    package: str
    part: str  # soname of a library, path of a file, name of a module or program
    why: str


FETCH = "to build .venv"
DRAW = "Qt draws with them"
OPEN = "Qt opens windows with them"
SERVE = "the tests start them"
NEEDS = (
    Need("ca-certificates", "/etc/ssl/certs/ca-certificates.crt", FETCH),
    Need(f"python{sys.version_info[0]}.{sys.version_info[1]}-venv", "ensurepip", FETCH),
    Need("libglib2.0-0", "libglib-2.0.so.0", DRAW),
    Need("libgl1", "libGL.so.1", DRAW),
    Need("libegl1", "libEGL.so.1", DRAW),
    Need("libxkbcommon0", "libxkbcommon.so.0", DRAW),
    Need("libdbus-1-3", "libdbus-1.so.3", DRAW),
    Need("libfontconfig1", "libfontconfig.so.1", DRAW),
    Need("libxcb-cursor0", "libxcb-cursor.so.0", OPEN),
    Need("libxkbcommon-x11-0", "libxkbcommon-x11.so.0", OPEN),
    Need("libxcb-icccm4", "libxcb-icccm.so.4", OPEN),
    Need("libxcb-keysyms1", "libxcb-keysyms.so.1", OPEN),
    Need("libxcb-shape0", "libxcb-shape.so.0", OPEN),
    Need("xvfb", "Xvfb", SERVE),
    Need("openbox", "openbox", SERVE),
    Need("xdotool", "xdotool", SERVE),
    Need("postgresql", "initdb", SERVE),
    Need("cups", "/usr/lib/cups/backend/socket", SERVE),
    Need("cups-client", "lp", SERVE),
    Need("cups-ipp-utils", "ippeveprinter", SERVE),
    Need("dbus-daemon", "dbus-daemon", SERVE),
    Need("avahi-daemon", "avahi-daemon", SERVE),
)


def needs_of(command: str, environment: Mapping[str, str]) -> tuple[Need, ...]:
    """Tell what a sub-command needs of the operating system.

    Args:
        command: One of the sub-commands.
        environment: The environment variables; they tell whether windows will be opened.
    """
    reasons = {FETCH}
    if command in {"run", "test", "python"}:
        reasons.add(DRAW)
        if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
            reasons.add(OPEN)
    if command == "test":
        reasons |= {OPEN, SERVE}
    return tuple(need for need in NEEDS if need.why in reasons)


def is_present(part: str) -> bool:
    """Whether this machine has a shared library, a file, a module of Python or a program."""
    if ".so." in part:
        try:
            ctypes.CDLL(part)
        except OSError:
            return False
        return True
    if part.startswith("/"):
        return Path(part).exists()
    if part == "ensurepip":  # Debian takes it out of Python's standard library
        return importlib.util.find_spec(part) is not None
    # Servers lie where only root and Debian's wrappers look.
    servers = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")))
    places = [os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin", *servers]
    return shutil.which(part, path=os.pathsep.join(places)) is not None


def missing(needs: Sequence[Need]) -> tuple[Need, ...]:
    """Return the needs that this machine does not meet, in order."""
    return tuple(need for need in needs if not is_present(need.part))


def say(what: str, why: str) -> None:
    """Announce a step in one line: what is done, and why."""
    print(f"-- {what}: {why}", flush=True)


def administrator() -> list[str] | None:
    """Return what to put before a command to run it as root; None if nothing can."""
    if os.name == "posix" and os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    return [sudo] if sudo else None


def install_system_parts(needs: Sequence[Need], as_root: Sequence[str] | None) -> None:
    """Install what the operating system lacks; on systems without apt, only say what that is.

    Args:
        needs: What the job needs.
        as_root: What to put before a command to run it as root; None if nothing can.

    Raises:
        Stop: Packages are missing and could not be installed; the message lists them.
    """
    if not ON_LINUX:
        say("Leave system libraries alone", f"Qt's packages bring their own on {sys.platform}")
        return
    lacking = missing(needs)
    if not lacking:
        return
    if shutil.which("apt-get") is None:
        names = ", ".join(need.part for need in lacking)
        say("Leave system libraries alone", f"no apt-get here; the job may miss {names}")
        return
    packages = list(dict.fromkeys(need.package for need in lacking))
    by_hand = "apt-get install --no-install-recommends " + " ".join(packages)
    if as_root is None:
        raise Stop(
            f"{len(packages)} system packages are missing, and this user is not root and has no "
            f"sudo.\nAsk for, or run as root, then try again:\n  {by_hand}"
        )
    reasons = ", ".join(dict.fromkeys(need.why for need in lacking))
    say(f"Install {' '.join(packages)} by apt", reasons)
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    # A machine that has just started may still be updating itself: wait for its lock.
    apt += ["-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    for action in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        # The lists may be good enough although one source of them does not answer.
        failed = subprocess.call([*apt, *action], stdout=subprocess.DEVNULL)
        if failed and action != ["update"]:
            raise Stop(f"apt-get failed, see above. By hand, as root:\n  {by_hand}")
    if missing(needs):
        names = ", ".join(need.part for need in missing(needs))
        raise Stop(f"apt-get installed {' '.join(packages)}, but these are still absent: {names}")


def must_succeed(*command: str | Path) -> None:
    """Run a command; raise Stop if it fails, for it has said why itself."""
    words = [str(word) for word in command]
    if subprocess.call(words):
        raise Stop(f"This failed, see above: {shlex.join(words)}")


class Checkout:
    """A copy of the project on disk, with its virtual environment in `.venv`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lock = root / "packaging" / "requirements.lock"
        self.venv = root / ".venv"
        self.programs = self.venv / ("Scripts" if ON_WINDOWS else "bin")
        self.python = self.programs / ("python.exe" if ON_WINDOWS else "python")
        self.stamp = self.venv / "pickstation-stamp"

    def digest(self) -> str:
        """Return what the environment depends on, as a hash: lock, Python, machine and place."""
        # Not sys.version: it names the build, which a security update changes to no effect here.
        parts = (sys.implementation.cache_tag, sysconfig.get_platform(), str(self.root))
        return hashlib.sha256(self.lock.read_bytes() + repr(parts).encode()).hexdigest()

    def is_current(self) -> bool:
        """Whether the environment was built to its end, and from what the checkout now says."""
        if not (self.python.exists() and self.stamp.exists()):
            return False
        return self.stamp.read_text(encoding="ascii") == self.digest()

    def build(self) -> None:
        """Build the environment from nothing; the stamp comes last, so half a one is rebuilt.

        Raises:
            Stop: It cannot be built; the message says why.
        """
        if ON_WINDOWS and Path(sys.prefix) == self.venv:
            raise Stop("The environment is out of date and in use: `deactivate`, then try again.")
        try:
            self.stamp.unlink(missing_ok=True)
            say(f"Build {self.venv.name}", "the project's packages stay apart from the system's")
            must_succeed(sys.executable, "-m", "venv", "--clear", self.venv)
            say("Install the locked packages", "about 150 MB, checked against their hashes")
            options = ["--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes"]
            must_succeed(self.python, "-m", "pip", "install", *options, "-r", self.lock)
            self._make_importable()
            self.stamp.write_text(self.digest(), encoding="ascii")
        except OSError as error:
            raise Stop(f"Cannot build {self.venv}: {error}. Remove it, then try again.") from error

    def _make_importable(self) -> None:
        base = {"base": str(self.venv), "platbase": str(self.venv)}
        packages = Path(sysconfig.get_path("purelib", scheme="venv", vars=base))
        # Python reads .pth files in the locale's encoding, which is also what write_text takes.
        (packages / "pickstation.pth").write_text(f"{self.root}\n")
        if ON_WINDOWS:
            launcher = self.programs / "pickstation.cmd"
            launcher.write_text('@"%~dp0python.exe" -P -m app %*\n', encoding="ascii")
            return
        launcher = self.programs / "pickstation"
        # -P: an `app` in the folder where the command is typed must not be taken for ours.
        launcher.write_text(f'#!/bin/sh\nexec {shlex.quote(str(self.python))} -P -m app "$@"\n')
        launcher.chmod(0o755)

    def call(self, *command: str, heard: IO[bytes] | None = None) -> bool:
        """Run a program of the environment in the checkout; tell whether it succeeded."""
        found = shutil.which(command[0], path=str(self.programs)) or command[0]
        end = subprocess.call([found, *command[1:]], cwd=self.root, stdout=heard, stderr=heard)
        return end == 0

    def become(self, *arguments: str) -> NoReturn:
        """Go on as the environment's Python, so that signals and exit codes are the job's own."""
        command = [str(self.python), *arguments]
        if ON_WINDOWS:
            sys.exit(subprocess.call(command))
        os.execv(self.python, command)  # noqa: S606 - there is no shell, and none is wanted


def x_server_answers(display: str) -> bool:
    """Whether an X server takes connections at a DISPLAY such as `:0` or `host:10.0`."""
    host, _, screen = display.rpartition(":")
    number = screen.split(".")[0]
    if host and host != "unix":
        try:
            socket.create_connection((host, 6000 + int(number)), timeout=3).close()
        except (OSError, ValueError):
            return False
        return True
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - the X11 protocol's own place
    for address in ("\0" + path, path):
        with socket.socket(socket.AF_UNIX) as connection:
            if connection.connect_ex(address) == 0:
                return True
    return False


def lack_of_screen(environment: Mapping[str, str]) -> str | None:
    """Say why no window can be opened here; None if one can."""
    if not ON_LINUX or environment.get("WAYLAND_DISPLAY"):
        return None
    display = environment.get("DISPLAY")
    if not display:
        return "there is no screen, neither DISPLAY nor WAYLAND_DISPLAY is set"
    return None if x_server_answers(display) else f"no screen answers at DISPLAY={display}"


def run(checkout: Checkout, arguments: list[str]) -> int:
    """Open the station, or play the demo shift where there is no screen."""
    passed = [argument for argument in arguments if argument != "--off-screen"]
    lack = "asked for" if passed != arguments else lack_of_screen(os.environ)
    if lack is None:
        say("Open the station with demo data", "a screen is here")
        checkout.become("-m", "app", "run", "--with-demo-data", *passed)
    say("Play the demo shift off screen into demo-output", lack)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    checkout.become("-m", "app", "demo", "--out", "demo-output", *passed)


def failed_checks(checkout: Checkout, meanwhile: Callable[[], bool] | None = None) -> list[str]:
    """Run all static checks side by side, and tests beside them; return what failed."""
    checks = (
        ("ruff check", "mistakes and house rules", ("ruff", "check", ".")),
        ("ruff format", "one layout everywhere", ("ruff", "format", "--check", ".")),
        ("mypy", "strict types", ("mypy",)),
        ("lint-imports", "which room may import which", ("lint-imports", "--no-logo")),
    )
    with ExitStack() as stack, ThreadPoolExecutor(len(checks)) as pool:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in checks]
        pairs = zip(checks, files, strict=True)
        runs = [pool.submit(checkout.call, *check[2], heard=file) for check, file in pairs]
        failed = ["pytest"] if meanwhile and not meanwhile() else []
        for (name, why, _), end, file in zip(checks, runs, files, strict=True):
            failed += [] if end.result() else [name]
            say(name, why)
            file.seek(0)
            print(file.read().decode(errors="replace"), end="", flush=True)
    return failed


def check(checkout: Checkout, arguments: list[str]) -> int:
    """Run the static checks; exit 1 if any fails."""
    if arguments:
        raise Stop(f"check takes no arguments, but got: {' '.join(arguments)}")
    failed = failed_checks(checkout)
    say("Checks", f"failed: {', '.join(failed)}" if failed else "all passed")
    return 1 if failed else 0


def test(checkout: Checkout, arguments: list[str]) -> int:
    """Run the tests and, beside them, the static checks; exit 1 if any fails."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # A file stays at one worker, which keeps what its tests share. There is a worker more than
    # cores, since stories in real windows wait as long as they work; each takes 700 MB.
    workers = min(os.cpu_count() or 1, 5) + 1
    options = ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]
    if sys.platform in LEFT_OUT:
        options += ["-m", LEFT_OUT[sys.platform]]
    say(" ".join(["pytest", *options, *arguments]), "static checks run beside it, told at its end")
    failed = failed_checks(checkout, lambda: checkout.call("pytest", *options, *arguments))
    print(f"failed: {', '.join(failed)}" if failed else "all passed", file=sys.stderr)
    return 1 if failed else 0


def addresses_in(lock: str) -> list[str]:
    """Return the lines of a lock that name a host or a folder, which belong to one machine only."""
    options = ("--index-url", "--extra-index-url", "--find-links", "--trusted-host", "-i ", "-f ")
    return [
        line
        for line in lock.splitlines()
        if "://" in line or " @ " in line or line.strip().startswith(options)
    ]


def lock(checkout: Checkout, arguments: list[str]) -> int:
    """Write the lock anew for every system and Python the project runs on."""
    with tempfile.TemporaryDirectory() as folder:
        room = Checkout(Path(folder))
        draft = room.root / checkout.lock.name
        shutil.copy(checkout.lock, draft)  # pins that still fit are kept
        say("Fetch uv into a temporary environment", "it resolves for all systems at once")
        must_succeed(sys.executable, "-m", "venv", room.venv)
        must_succeed(room.python, "-m", "pip", "install", "--quiet", "uv")
        say("Resolve and write packaging/requirements.lock", "from pyproject.toml, with hashes")
        command = ["pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
        command += ["--generate-hashes", "--no-header", "--group", "dev", "pyproject.toml"]
        uv = shutil.which("uv", path=str(room.programs)) or "uv"
        if subprocess.call([uv, *command, "-o", str(draft), *arguments], cwd=checkout.root):
            raise Stop("uv could not resolve pyproject.toml; the lock is as it was.")
        hosts = addresses_in(draft.read_text(encoding="utf-8"))
        if hosts:
            raise Stop("The lock is as it was, for the new one names hosts:\n" + "\n".join(hosts))
        shutil.copy(draft, checkout.lock)
    return 0


def python(checkout: Checkout, arguments: list[str]) -> int:
    """Start the environment's Python."""
    checkout.become(*arguments)


COMMANDS = {"run": run, "test": test, "check": check, "lock": lock, "python": python}


def main(arguments: list[str]) -> int:
    """Set up what the sub-command needs, then do it; return the exit code."""
    if not arguments or arguments[0] not in COMMANDS:
        wants_help = arguments[:1] in (["-h"], ["--help"])
        print(USAGE, end="", file=sys.stdout if wants_help else sys.stderr)
        return 0 if wants_help else 2
    command, *rest = arguments
    checkout = Checkout(ROOT)
    if sys.version_info < (3, 11):  # noqa: UP036 - a user's python3 may well be older
        print(f"Python 3.11 or newer is needed; this is {sys.version}", file=sys.stderr)
        return 1
    try:
        install_system_parts(needs_of(command, os.environ), administrator())
        if command != "lock" and not checkout.is_current():
            checkout.build()
        return COMMANDS[command](checkout, rest)
    except Stop as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
