"""How tests start servers that end with them, whatever ends the tests."""

import contextlib
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

STOP_SECONDS = 30.0


class ServerError(RuntimeError):
    """A server that the tests need is not installed or does not start; says what to do."""


def installed(program: str, why: str) -> str:
    """Return the path of a program that tests need.

    Args:
        program: Its name.
        why: What the tests need it for, for the message.

    Raises:
        ServerError: It is not on PATH.
    """
    path = shutil.which(program)
    if path is None:
        raise ServerError(f"{program} is not installed ({why}). `make test` installs it.")
    return path


def guarded(command: Sequence[str], signal_name: str) -> list[str]:
    """Return a command that gets a signal from the kernel when the process that started it dies.

    Tests that are killed cannot stop their servers. Where util-linux's setpriv is missing, the
    command comes back as it is.

    Args:
        command: Program and arguments.
        signal_name: Such as TERM.
    """
    guard = shutil.which("setpriv")
    return [guard, "--pdeathsig", signal_name, "--", *command] if guard else list(command)


def stop(process: subprocess.Popen[str] | subprocess.Popen[bytes], signal_number: int) -> None:
    """Send a signal and wait for the end; a process that does not obey is killed."""
    process.send_signal(signal_number)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def is_at_work(pid: int) -> bool:
    """Whether any thread of a process computes, waits for a disk, or for a core to compute on."""
    for stat in Path(f"/proc/{pid}/task").glob("*/stat"):
        with contextlib.suppress(OSError):  # the thread has just ended
            if stat.read_text().rpartition(")")[2].split()[0] in "RD":
                return True
    return False
