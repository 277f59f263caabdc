"""An interpreter that has the program in memory: each program it starts is a fork of it.

To import the program and to read its fonts takes three seconds of a processor, more than most
stories that are played in its windows. What a fork does from then on is what a new process does.
"""

from __future__ import annotations

import gc
import socket
import sys

from app import __main__ as program
from app.bootstrap import window
from app.bootstrap.print_room import warm_up
from app.commands import demo, run, run_bench
from app.demo import shift
from app.domain.work_copy import goods_from_text
from tests.servers.forking import serve

IN_MEMORY = (window, run, demo, run_bench, shift)


if __name__ == "__main__":
    warm_up()
    goods_from_text("{}")  # what reads kept work takes half a second to make
    gc.collect()
    gc.freeze()
    if serve(socket.socket(fileno=int(sys.argv[1]))):
        sys.exit(program.main())
