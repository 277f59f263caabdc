"""`python -m tests.printing.faults`: the table of faults of printing, each one really made.

With `--postgresql` on a shared database, which can be lost in between as well.
"""

from __future__ import annotations

import contextlib
import sys

from tests.memory import keep_files_in_memory
from tests.printing.fault_floors import Floors
from tests.printing.fault_table import as_table, rows, run
from tests.servers.postgresql import PostgresqlServer


def main(words: list[str]) -> int:
    """Make every fault and print what became of it; 1 if a parcel has no label or two."""
    keep_files_in_memory()
    is_shared = "--postgresql" in words
    outcomes = []
    with contextlib.ExitStack() as servers:
        floors = Floors(servers.enter_context(PostgresqlServer()) if is_shared else None)
        for path, fault in rows(is_shared):
            outcomes.append(run(floors, path, fault))
            sys.stderr.write(".")
    sys.stdout.write(f"\n{as_table(outcomes)}\n")
    wrong = sum(not each.is_right for each in outcomes)
    sys.stdout.write(f"{len(outcomes)} faults, {wrong} wrong\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
