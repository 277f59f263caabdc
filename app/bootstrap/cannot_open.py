"""What a command says and ends with where its database cannot be opened.

It stands alone, so that the program can catch it without what opens databases: to import that takes
a second, and not every command opens one.
"""

from __future__ import annotations


class CannotOpen(Exception):
    """The database cannot be worked on; the message says why and what to do."""
