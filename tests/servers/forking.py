"""How a process that has the program in memory starts programs: each is a fork of it."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from typing import Any


class ForkLine:
    """The line to a process that serves; whoever holds it gives the orders."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line

    def start(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        files: Sequence[int],
        *,
        lines: str = "",
    ) -> int:
        """Start `pickstation` with these words; returns its process's number.

        Args:
            words: of the command line.
            environment: all its variables.
            files: take what it says, and what it says on standard error.
            lines: of Python that are run in its place, where given.
        """
        order = {"words": list(words), "environment": dict(environment), "lines": lines}
        return int(self._ask(order, *files))

    def ended(self, pid: int) -> int | None:
        """The exit code of a program that was started; None while it runs."""
        code: int | None = self._ask({"ended": pid})
        return code

    def close(self) -> None:
        """Give no orders any more: who serves ends."""
        self._line.close()

    def _ask(self, order: Mapping[str, Any], *files: int) -> Any:
        socket.send_fds(self._line, [json.dumps(order).encode() + b"\n"], files)
        with self._line.makefile("rb") as answers:
            return json.loads(answers.readline())


def heard(line: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """The next order, and the files that came with it; without any at the end of the tests."""
    told, files = b"", list[int]()
    while not told.endswith(b"\n"):
        part, more, _, _ = socket.recv_fds(line, 65_536, 2)
        if not part:
            return {}, files
        told += part
        files += more
    order: dict[str, Any] = json.loads(told)
    return order, files


def ended(pid: int) -> int | None:
    """The exit code of a program, as `subprocess` tells it; None while it runs."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def become(order: dict[str, Any], files: list[int]) -> None:
    """Be a new process: a session, an environment and files of its own."""
    os.setsid()
    for target, file in enumerate(files, start=1):
        os.dup2(file, target)
        os.close(file)
    # The streams of before know only what they wrote to, such as a file in which one can go back.
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, "utf-8", errors="backslashreplace", closefd=False)
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["pickstation", *order["words"]]


def serve(line: socket.socket) -> bool:
    """Start programs and tell what became of them; returns whether this process is one of them."""
    while True:
        order, files = heard(line)
        if not order:
            return False
        if "ended" in order:
            answer = ended(order["ended"])
        else:
            answer = os.fork()
            if answer == 0:
                line.close()
                become(order, files)
                if order["lines"]:
                    exec(order["lines"], {"__name__": "__main__"})  # noqa: S102 - the tests' own
                    sys.exit()
                return True
            for file in files:
                os.close(file)
        line.sendall(json.dumps(answer).encode() + b"\n")
