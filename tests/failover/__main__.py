"""Kills the primary of a real pair under load, and compares what was acknowledged with what is.

    python -m tests.failover --stations 10 --seconds 60 --seed 1

What makes "nothing acknowledged is lost" true, on the servers:

- `synchronous_standby_names` names the standby (with two or more: `ANY 1 (a, b)`, a quorum, so
  that one of them may be away), and `synchronous_commit = on`: a commit is answered when it is on
  the disks of both. `fsync` and `full_page_writes` are on, on both.
- While the only standby is away, no commit is answered: stations say "offline" and go on with
  the work they hold. Whoever would rather go on without a second copy has to empty
  `synchronous_standby_names`, and knows from then on that a fail-over can lose scans.
- Cancelling a commit that waits for the standby makes the server report a success with a warning,
  although the standby may not have it. The program takes such an answer for a lost connection.
- Somebody (a person, or Patroni, repmgr, pg_auto_failover) promotes the standby, and sees to it
  that the old primary does not come back as a primary.

And on the stations: the URL names both servers with `target_session_attrs=read-write`, and what
was not answered is handed in again with the same scan id.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.failover.run import Plan, fail_over


def main() -> int:
    """Run once as asked; returns 0 if nothing was lost and everybody went on."""
    default = Plan()
    parser = argparse.ArgumentParser(prog="python -m tests.failover", description=__doc__)
    parser.add_argument("--stations", type=int, default=default.stations)
    parser.add_argument("--seconds", type=float, default=default.seconds)
    parser.add_argument("--seed", type=int, default=default.seed)
    parser.add_argument("--pace", type=float, default=default.pace, help="seconds between scans")
    parser.add_argument(
        "--noticed-after", type=float, default=default.noticed_after, help="seconds to promotion"
    )
    parser.add_argument(
        "--freeze", action="store_true", help="the primary stands still and wakes up again"
    )
    plan = Plan(**vars(parser.parse_args()))
    with TemporaryDirectory() as folder:
        outcome = fail_over(plan, Path(folder))
    sys.stdout.write("\n".join(outcome.words()) + "\n")
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
