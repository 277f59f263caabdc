"""The benchmark of scans measures in the real window on either database, beside the bare commit."""

from __future__ import annotations

import json
import subprocess

from app.bench.raw_commit import Durations
from tests.servers.program import run_program


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the benchmark in a process of its own."""
    return run_program("bench", "scans", "--scans", "10", *words, timeout=600)


def test_scans_are_measured_beside_the_bare_commit(database_url: str) -> None:
    done = bench("--json", "--database", database_url)
    assert (done.returncode, done.stderr) == (0, "")
    figures = json.loads(done.stdout)
    kind = "SQLite" if database_url.startswith("sqlite") else "PostgreSQL"
    assert figures["database"].startswith(kind)
    assert figures["scans"] == 10
    for what in ("verdict_ms", "bare_commit_ms"):
        assert 0 < figures[what]["median"] <= figures[what]["p99"] <= figures[what]["max"]
    assert figures["ratio_median"] > 0
    assert figures["ratio_p99"] > 0
    commit = figures["commit"]
    assert all(0 < one["median_ms"] <= one["p99_ms"] for one in commit["measured"])
    stations = {one["stations"] for one in commit["measured"]}
    assert stations == ({1} if kind == "SQLite" else {1, 10, 50})
    assert commit["ratios"]
    assert all(ratio > 0 for ratio in commit["ratios"].values())


def test_shares_of_durations_are_read_off_the_sorted_ones() -> None:
    durations = Durations.of([0.003, 0.001, 0.002, 0.004])
    assert [durations.at(share) for share in (0.0, 0.5, 0.99, 1.0)] == [1, 3, 4, 4]
