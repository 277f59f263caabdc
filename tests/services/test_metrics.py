"""Figures of a time span, read off what people really did."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.metrics import Stage
from app.services import picking
from app.services.metrics import metrics_of
from app.services.workplace import Workplace
from tests import builders
from tests.services import shift

DAY = timedelta(days=1)


def test_figures_tell_what_was_picked_stopped_short_and_shipped(floor: Workplace) -> None:
    mug, place = builders.some_stock(floor, 9)
    who = builders.an_operator(floor)
    builders.a_released_order(floor, (mug, 2))
    tote = builders.a_tote(floor)
    state = picking.claim_work(floor, who)
    refused = shift.pick(floor, who, state, tote, "00000000")
    assert refused.refusal is not None
    shift.pick_to_end(floor, who, refused.state, tote)
    shift.pack_order(floor, who, tote)
    now = floor.clock.now()
    told = metrics_of(floor, now - DAY, now + DAY)
    assert {key: (pace.lines, pace.units) for key, pace in told.paces.items()} == {
        ("single", ""): (1, 2)
    }
    assert (told.shorts.lines, told.shorts.short) == (1, 0)
    assert {stage: spread.n for stage, spread in told.stages.items()} == dict.fromkeys(Stage, 1)
    scans, stopped = told.scans["pick"]
    assert (stopped, scans > 1) == (1, True)
    assert place not in told.scans
    before = metrics_of(floor, now - 2 * DAY, now - DAY)
    assert (before.paces, before.stages, before.scans, before.lines_an_hour) == ({}, {}, {}, None)


def test_a_span_that_ends_before_it_begins_is_refused(floor: Workplace) -> None:
    now = floor.clock.now()
    with pytest.raises(ValueError, match="ends later"):
        metrics_of(floor, now, now)
