"""A wave keeps the forecast of its release, and figures hold it against the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.db.schema import Wave
from app.domain.pick_state import PickMethod
from app.services import wave_release, wave_templates, waves
from app.services.allocating import allocate_waiting_orders
from app.services.board_forecast import board_now
from app.services.figure_files import figure_rows
from app.services.figure_plots import Page, figure_page
from app.services.figure_words import in_english
from app.services.figures import figures_of
from app.services.workplace import Workplace
from tests import builders
from tests.services.floor_plan import on_a_grid


def a_wave(floor: Workplace) -> str:
    """A planned wave of four orders on a floor with a plan; its code."""
    goods, _ = on_a_grid(floor, aisles=4, bays=4)
    orders = [builders.an_order(floor, (goods[place], 1)) for place in (0, 3, 5, 6)]
    allocate_waiting_orders(floor)
    new = waves.NewWave(method=PickMethod.CLUSTER, positions=2)
    return waves.create_wave(floor, new, waves.orders_named(floor, orders).ids).code


def the_wave(floor: Workplace) -> Wave:
    with floor.database.begin(floor.actor()) as work:
        return work.session.scalars(select(Wave)).one()


def test_a_release_keeps_the_finish_and_the_metres_that_the_board_tells(floor: Workplace) -> None:
    code = a_wave(floor)
    assert the_wave(floor).forecast_end_at is None
    wave_release.release_wave(floor, code)
    board, kept = board_now(floor), the_wave(floor)
    told = board.waves[0].picked_at(board.now)
    assert told is not None
    assert kept.forecast_end_at is not None
    assert abs(kept.forecast_end_at - told) < timedelta(seconds=5)
    assert kept.forecast_metres == pytest.approx(board.waves[0].load.metres)
    assert board.waves[0].load.metres > 0


def test_a_template_that_releases_keeps_forecasts_as_well(floor: Workplace) -> None:
    goods, _ = on_a_grid(floor, aisles=4, bays=4)
    builders.an_order(floor, (goods[0], 1))
    allocate_waiting_orders(floor)
    settings = wave_templates.TemplateSettings("ALL", orders_per_wave=1, auto_release=True)
    wave_templates.save_template(floor, settings)
    run = wave_templates.run_templates(floor)
    assert run.released == [the_wave(floor).code]
    assert the_wave(floor).forecast_end_at is not None


def test_figures_hold_the_forecast_against_the_end(floor: Workplace) -> None:
    code = a_wave(floor)
    wave_release.release_wave(floor, code)
    kept = the_wave(floor)
    assert kept.released_at is not None
    assert kept.forecast_end_at is not None
    came = kept.released_at + 1.5 * (kept.forecast_end_at - kept.released_at)
    with floor.database.begin(floor.actor()) as work:
        work.session.execute(update(Wave).values(ended_at=came))
    span = (kept.released_at - timedelta(hours=1), kept.released_at + timedelta(hours=1))
    page = figure_page(Page.FORECASTS, figures_of(floor, *span), in_english)
    (row,) = figure_rows([page])
    assert (row.of, row.unit) == (code, "% of the time told at the release")
    assert row.value == pytest.approx(150.0, abs=0.5)
    assert "min late" in page.plots[0].notes[0]
