"""Where tests keep their files: in memory, for the program syncs each transaction to its file."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - Linux's place for files that need no disk
ROOM = 4 * 1024**3
"""Bytes that have to be free there; containers often have a few of them only."""


def keep_files_in_memory() -> None:
    """Let this process and those it starts make their temporary files in memory.

    Whoever names a place by TMPDIR has it their way, and where memory lacks room nothing changes.
    """
    if "TMPDIR" in os.environ or not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None  # it is looked for anew
