"""An interpreter that has the program in memory: each program it starts is a fork of it.

To import the program and to read its fonts takes three seconds of a processor, more than most
stories that are played in its windows. What a fork does from then on is what a new process does.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
from typing import Any

from app import __main__ as program
from app.bootstrap import window
from app.bootstrap.print_room import warm_up
from app.commands import demo, run, run_bench
from app.demo import shift

IN_MEMORY = (window, run, demo, run_bench, shift)


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
                return True
            for file in files:
                os.close(file)
        line.sendall(json.dumps(answer).encode() + b"\n")


if __name__ == "__main__":
    warm_up()
    gc.collect()
    gc.freeze()
    if serve(socket.socket(fileno=int(sys.argv[1]))):
        sys.exit(program.main())
