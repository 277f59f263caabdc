"""The benchmark of the live feed measures on either database, beside the bare driver's notice."""

from __future__ import annotations

import json

from tests.servers.program import run_program


def test_signals_are_measured_beside_the_bare_notice(database_url: str) -> None:
    words = ("--database", database_url, "bench", "live", "--scans", "10", "--json")
    done = run_program(*words, timeout=600)
    assert (done.returncode, done.stderr) == (0, "")
    figures = json.loads(done.stdout)
    assert figures["events"] == 10
    for what in ("signal_ms", "bare_notice_ms"):
        assert 0 < figures[what]["median"] <= figures[what]["p99"] <= figures[what]["max"]
    assert figures["ratio_median"] > 0
    is_embedded = database_url.startswith("sqlite")
    assert ("rate_ratio" in figures) is not is_embedded
    assert is_embedded or figures["scans_per_second"]["noticed"] > 0
