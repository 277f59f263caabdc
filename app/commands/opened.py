"""Opens the database for a command, and says in words why it cannot be opened."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app.bootstrap.workplace import CannotOpen, open_workplace
from app.services.workplace import Workplace


@contextmanager
def opened_workplace(args: argparse.Namespace) -> Iterator[Workplace | None]:
    """The workplace a command works at, closed afterwards; None after saying why there is none."""
    try:
        workplace = open_workplace(args.settings)
    except CannotOpen as error:
        sys.stderr.write(f"pickstation: {error}\n")
        yield None
        return
    try:
        yield workplace
    finally:
        workplace.database.close()
