"""Runs a few lines of the program in a process of its own, to be killed or kept from the disk."""

from __future__ import annotations

import subprocess

from tests.servers.program import run_program

PREAMBLE = """
import os, resource, signal, sys
from pathlib import Path
from app.db.engine import parse_url
from app.services.moving import copy_to
from app.services.restoring import restore
from app.services.safekeeping import back_up

def die_at(what, share=0.4):
    def progress(now, done, of):
        if now.startswith(what) and done >= share * of:
            os.kill(os.getpid(), signal.SIGKILL)
    return progress

def no_file_beyond(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
"""


def run_lines(lines: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the lines after the preamble; the arguments are in `sys.argv` from 1 on."""
    return run_program(*map(str, arguments), timeout=400, lines=PREAMBLE + lines)
