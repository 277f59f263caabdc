"""Lets Python keep what it compiled, for tests start many programs and each would compile anew."""

import os
import sys


def keep_bytecode() -> None:
    """Let this process and those it starts write bytecode beside the sources, as Python does.

    Images of containers often tell Python not to. Each window that a test opens then compiles the
    program from its sources, and each run of the tests rewrites all their assertions.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
