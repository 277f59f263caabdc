"""Waves that make and release themselves by templates; channels that feed the floor without any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from app.domain.channels import ChannelState
from app.domain.payment import PaymentState
from app.domain.pick_state import PickMethod
from app.domain.refusals import NotAllowed
from app.domain.wave_refusals import (
    CodeTaken,
    FedByChannel,
    UnfitSettings,
    UnknownChannel,
    UnknownTemplate,
)
from app.domain.waves import WaveState
from app.services import channels
from app.services.channels import ChannelSettings
from app.services.floor_time import floor_time, utc_of
from app.services.order_changes import cancel_order
from app.services.wave_board import wave_detail, waves_now
from app.services.wave_release import abort_wave, hold_wave
from app.services.wave_states import settle_waves
from app.services.wave_templates import (
    TemplateSettings,
    run_templates,
    save_template,
    switch_template,
    templates,
)
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift
from tests.services.desk import refusal_of

OPEN, LOCKED, ASLEEP = ChannelState
S = WaveState


def members(floor: Workplace) -> dict[str, set[str]]:
    """The orders of each wave."""
    sql = "select wave.code, orders.number from orders join wave on wave.id = wave_id"
    found: dict[str, set[str]] = {}
    for code, number in books.rows(floor, sql):
        found.setdefault(code, set()).add(number)
    return found


# Templates ------------------------------------------------------------------------------------


def test_waiting_orders_go_into_the_waves_of_the_templates_that_take_them(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor, 50)
    dhl = builders.an_order(floor, (mug, 1), shipping_method="DHL Paket")
    british = builders.an_order(
        floor, (mug, 1), ship_to=replace(builders.HOME, country_code="GB"), tags=("vip",)
    )
    builders.an_order(floor, (mug, 1), shipping_method="Pickup")
    builders.an_order(floor, (mug, 1), payment=PaymentState.UNPAID, shipping_method="DHL Paket")
    save_template(floor, TemplateSettings("DHL", carrier="dhl", method=PickMethod.CLUSTER))
    save_template(floor, TemplateSettings("GB", countries=("GB",), tags=("VIP",), priority=5))
    run = run_templates(floor)
    assert (run.orders, run.released, len(run.filled)) == (2, [], 2)
    assert sorted(members(floor).values(), key=str) == sorted([{dhl}, {british}], key=str)
    views = {view.carrier: view for view in waves_now(floor)}
    assert (views["dhl"].method, views[""].destination) == (PickMethod.CLUSTER, "GB")
    assert run_templates(floor).orders == 0


def test_a_full_wave_is_released_and_the_next_one_begins(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 50)
    numbers = [builders.an_order(floor, (mug, 1)) for _ in range(5)]
    save_template(floor, TemplateSettings("ALL", orders_per_wave=2, auto_release=True))
    run = run_templates(floor)
    assert (len(run.released), run.orders) == (2, 5)
    states = [wave_detail(floor, code).wave.state for code in sorted(members(floor))]
    assert states == [S.RELEASED, S.RELEASED, S.CREATED]
    late = builders.an_order(floor, (mug, 1))
    assert len(run_templates(floor).released) == 1
    assert members(floor)[sorted(members(floor))[2]] == {numbers[4], late}
    books.audit(floor.database)


def test_a_wave_is_released_its_lead_time_before_the_truck(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 50)
    builders.an_order(floor, (mug, 1))
    now = floor_time(the_time(floor))
    soon = (now + timedelta(hours=2)).time().replace(second=0, microsecond=0)
    relaxed = TemplateSettings("T", cut_off=soon, lead_minutes=30, auto_release=True)
    save_template(floor, relaxed)
    assert run_templates(floor).released == []
    (wave,) = waves_now(floor)
    assert wave.cut_off_at is not None
    assert floor_time(wave.cut_off_at).time() == soon
    save_template(floor, replace(relaxed, lead_minutes=180))
    assert run_templates(floor).released == [wave.code]
    builders.an_order(floor, (mug, 1))
    run_templates(floor)
    cut_offs = [view.cut_off_at for view in waves_now(floor)]
    assert cut_offs[1] is not None
    assert floor_time(cut_offs[1]) - floor_time(wave.cut_off_at) == timedelta(days=1)


def test_what_cannot_be_released_waits_for_the_next_wave(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 1)
    good, bad = builders.an_order(floor, (mug, 1)), builders.an_order(floor, (mug, 1))
    save_template(floor, TemplateSettings("ALL", orders_per_wave=2, auto_release=True))
    (code,) = run_templates(floor).released
    assert members(floor) == {code: {good}}
    run_templates(floor)
    assert {bad} in members(floor).values()


def test_a_template_that_rests_takes_nothing(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.an_order(floor, (mug, 1))
    save_template(floor, TemplateSettings("ALL"))
    switch_template(floor, "all", active=False)
    assert run_templates(floor).orders == 0
    switch_template(floor, "ALL", active=True)
    assert run_templates(floor).orders == 1
    assert refusal_of(lambda: switch_template(floor, "X", active=True)) == UnknownTemplate("X")


def test_a_template_is_kept_as_it_was_written(floor: Workplace) -> None:
    written = TemplateSettings(
        "NOON",
        name="Noon truck",
        sequence=3,
        carrier="DHL",
        countries=("AT", "DE"),
        tags=("gift", "vip"),
        min_priority=5,
        lines_at_most=1,
        method=PickMethod.BATCH,
        positions=30,
        cut_off=time(12, 30),
        lead_minutes=90,
        lines_per_wave=200,
        auto_release=True,
    )
    save_template(floor, written)
    assert templates(floor) == (written,)
    assert refusal_of(lambda: save_template(floor, written, anew=True)) == CodeTaken("NOON")


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        (TemplateSettings(""), "code"),
        (TemplateSettings("T", orders_per_wave=0), "orders_per_wave"),
        (TemplateSettings("T", positions=0), "positions"),
        (TemplateSettings("T", lead_minutes=-1), "lead_minutes"),
        (TemplateSettings("T", method=PickMethod.BATCH, into_carton=True), "into_carton"),
    ],
)
def test_settings_by_which_nothing_could_be_picked_are_refused(
    floor: Workplace, settings: TemplateSettings, named: str
) -> None:
    refusal = refusal_of(lambda: save_template(floor, settings))
    assert isinstance(refusal, UnfitSettings)
    assert refusal.setting == named
    assert templates(floor) == ()


# Channels -------------------------------------------------------------------------------------


def test_an_open_channel_releases_as_much_as_the_floor_has_room_for(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor, 50)
    urgent = builders.an_order(floor, (mug, 1), shipping_method="Express")
    for _ in range(4):
        builders.an_order(floor, (mug, 1))
    channels.save_channel(floor, ChannelSettings("WEB", room=2))
    run = channels.set_channel(floor, "web", OPEN)
    assert (run.taken, len(run.released), run.on_floor) == (5, 2, 2)
    assert urgent in run.released
    (again,) = channels.run_channels(floor)
    assert (again.taken, again.released, again.on_floor) == (0, (), 2)
    shift.pick_order(floor, builders.an_operator(floor), builders.a_tote(floor))
    (next_one,) = channels.run_channels(floor)
    assert (len(next_one.released), next_one.on_floor) == (1, 2)
    (view,) = channels.channels_now(floor)
    assert (view.waiting, view.ready, view.on_floor, view.done) == (2, 2, 2, 1)
    books.audit(floor.database)


def test_a_locked_channel_keeps_its_orders_and_releases_none(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.an_order(floor, (mug, 1))
    channels.save_channel(floor, ChannelSettings("WEB"))
    run = channels.set_channel(floor, "WEB", LOCKED)
    assert (run.taken, run.released) == (1, ())
    assert len(channels.set_channel(floor, "WEB", OPEN).released) == 1


def test_a_sleeping_channel_lets_its_waiting_orders_go_and_what_is_begun_is_finished(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    for _ in range(2):
        builders.an_order(floor, (mug, 1))
    channels.save_channel(floor, ChannelSettings("WEB", room=1))
    (first,) = channels.set_channel(floor, "WEB", OPEN).released
    channels.set_channel(floor, "WEB", ASLEEP)
    ((code, numbers),) = members(floor).items()
    assert numbers == {first}
    shift.pick_order(floor, builders.an_operator(floor), builders.a_tote(floor))
    settle_waves(floor)
    assert wave_detail(floor, code).wave.state is S.COMPLETE
    assert channels.run_channels(floor) == ()
    books.audit(floor.database)


def test_a_channel_falls_asleep_at_its_end(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    builders.an_order(floor, (mug, 1))
    end = (floor_time(the_time(floor)) + timedelta(hours=1)).time().replace(microsecond=0)
    channels.save_channel(floor, ChannelSettings("WEB", room=1, ends=end.replace(second=0)))
    channels.set_channel(floor, "WEB", OPEN)
    (view,) = channels.channels_now(floor)
    assert view.ends_at == waves_now(floor)[0].cut_off_at
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update channel set ends_at = '2020-01-01 00:00:00'")
    (run,) = channels.run_channels(floor)
    assert run.state is ASLEEP


def test_the_next_few_are_released_when_a_lead_asks_for_them(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    for _ in range(3):
        builders.an_order(floor, (mug, 1))
    channels.save_channel(floor, ChannelSettings("WEB", room=5))
    channels.set_channel(floor, "WEB", LOCKED)
    assert channels.release_next(floor, "WEB", 2).released == ()
    channels.save_channel(floor, ChannelSettings("WEB", room=2, method=PickMethod.CLUSTER))
    run = channels.set_channel(floor, "WEB", OPEN)
    assert (len(run.released), run.on_floor) == (2, 2)
    assert channels.release_next(floor, "WEB", 1).released == ()


def test_a_cancelled_order_makes_room(floor: Workplace) -> None:
    mug, _ = builders.some_stock(floor)
    for _ in range(2):
        builders.an_order(floor, (mug, 1))
    channels.save_channel(floor, ChannelSettings("WEB", room=1))
    (first,) = channels.set_channel(floor, "WEB", OPEN).released
    cancel_order(floor, first)
    (run,) = channels.run_channels(floor)
    assert (len(run.released), run.on_floor) == (1, 1)


def test_a_channel_s_wave_is_not_held_and_its_abort_puts_the_channel_to_sleep(
    floor: Workplace,
) -> None:
    mug, _ = builders.some_stock(floor)
    number = builders.an_order(floor, (mug, 1))
    channels.save_channel(floor, ChannelSettings("WEB"))
    channels.set_channel(floor, "WEB", OPEN)
    (code,) = members(floor)
    assert refusal_of(lambda: hold_wave(floor, code)) == FedByChannel(code, "WEB")
    assert abort_wave(floor, code).withdrawn == (number,)
    (view,) = channels.channels_now(floor)
    assert (view.state, view.wave) == (ASLEEP, None)


def test_only_who_may_release_opens_a_channel(floor: Workplace) -> None:
    channels.save_channel(floor, ChannelSettings("WEB"))
    ana = builders.an_operator(floor)
    acts: tuple[Callable[[], object], ...] = (
        lambda: channels.set_channel(floor, "WEB", OPEN, operator_id=ana),
        lambda: channels.run_channels(floor, operator_id=ana),
        lambda: run_templates(floor, operator_id=ana),
    )
    for act in acts:
        assert isinstance(refusal_of(act), NotAllowed)
    assert refusal_of(lambda: channels.set_channel(floor, "X", OPEN)) == UnknownChannel("X")


def the_time(floor: Workplace) -> datetime:
    """The database's clock."""
    with floor.database.begin() as work:
        return work.now


def test_the_clock_on_the_wall_shows_the_moment_it_came_from(floor: Workplace) -> None:
    now = the_time(floor)
    assert utc_of(floor_time(now)) == now
