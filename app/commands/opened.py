"""Opens the database for a command, and closes it whatever happens."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from app.bootstrap.cannot_open import CannotOpen
from app.bootstrap.workplace import open_workplace
from app.db.engine import Patience
from app.db.opening import DatabaseUnreachable, reaching
from app.services.workplace import Workplace


@contextmanager
def opened_workplace(args: argparse.Namespace) -> Iterator[Workplace]:
    """The workplace a command works at, closed afterwards.

    Raises:
        CannotOpen: the database cannot be opened, or was lost meanwhile; in words for a person,
            which the program says before it ends with 1.
    """
    workplace = open_workplace(args.settings, patience=Patience.DESK)
    try:
        yield workplace
    except DBAPIError as error:
        try:
            with reaching(workplace.database.engine.url):
                raise
        except DatabaseUnreachable as lost:
            raise CannotOpen(str(lost)) from error
    finally:
        workplace.database.close()
