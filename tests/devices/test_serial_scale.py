"""A serial scale is found out, read and unplugged on a real pseudo-terminal."""

from __future__ import annotations

import contextlib
import itertools
import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo.scale_program import SimulatedScale
from app.devices.scale_protocols import PROTOCOLS, Declined, Done
from app.devices.scale_reading import Load, ScaleReading
from app.devices.serial_scale import ScalePace, ScaleSettings, SerialScale
from app.devices.serial_scanner import PortState
from app.devices.settling import WINDOW_SECONDS, Settling

PATIENCE = 90.0
PACE = ScalePace(listen=0.3, answer=0.25, ask=0.02, silence=0.8)
ALL = pytest.mark.parametrize("speaks", list(PROTOCOLS))


class Heard:
    """What the scale reported, from its own thread."""

    def __init__(self) -> None:
        self.readings: queue.Queue[ScaleReading] = queue.Queue()
        self.states: queue.Queue[tuple[PortState, str]] = queue.Queue()
        self.answers: queue.Queue[Done | Declined] = queue.Queue()
        self.threads: set[str] = set()

    def on_reading(self, reading: ScaleReading) -> None:
        self.threads.add(threading.current_thread().name)
        self.readings.put(reading)

    def until_state(self, wanted: PortState) -> str:
        while True:
            state, words = self.states.get(timeout=PATIENCE)
            if state is wanted:
                return words

    def until(self, load: Load, grams: float | None = None) -> ScaleReading:
        while True:
            reading = self.readings.get(timeout=PATIENCE)
            if reading.load is load and (grams is None or reading.grams == pytest.approx(grams)):
                return reading


@contextlib.contextmanager
def reading(settings: ScaleSettings, pace: ScalePace = PACE) -> Iterator[tuple[SerialScale, Heard]]:
    heard = Heard()
    scale = SerialScale(
        settings,
        heard.on_reading,
        lambda state, words: heard.states.put((state, words)),
        heard.answers.put,
        pace=pace,
        reconnect_waits=[0.01],
    )
    scale.start()
    try:
        yield scale, heard
    finally:
        scale.stop(PATIENCE)


@ALL
def test_a_scale_is_found_out_and_read_in_grams(speaks: str) -> None:
    with SimulatedScale(speaks) as simulated:
        simulated.put(1840.0)
        with reading(ScaleSettings(simulated.port)) as (scale, heard):
            assert heard.until_state(PortState.CONNECTED) == speaks
            assert heard.until(Load.STABLE, 1840.0).weight_g == pytest.approx(1840.0)
            simulated.put(4205.0)
            assert heard.until(Load.MOVING).weight_g is None
            heard.until(Load.STABLE, 4205.0)
            assert scale.latest is not None
            assert threading.current_thread().name not in heard.threads


@ALL
def test_a_scale_that_is_set_up_by_name_is_not_asked_anything_else(speaks: str) -> None:
    with SimulatedScale(speaks) as simulated:
        simulated.put(250.0)
        settings = ScaleSettings(simulated.port, protocol=speaks, baud_rate=9600)
        with reading(settings) as (_, heard):
            assert heard.until_state(PortState.CONNECTED) == speaks
            heard.until(Load.STABLE, 250.0)


@ALL
def test_too_much_and_too_little_are_no_weights(speaks: str) -> None:
    with (
        SimulatedScale(speaks) as simulated,
        reading(ScaleSettings(simulated.port)) as (_, heard),
    ):
        heard.until(Load.STABLE, 0.0)
        simulated.put(31_000.0)
        assert heard.until(Load.OVER).weight_g is None
        simulated.put(-500.0)
        assert heard.until(Load.UNDER).weight_g is None
        simulated.put(0.0)
        heard.until(Load.STABLE, 0.0)


@pytest.mark.parametrize("speaks", [name for name in PROTOCOLS if name != "plain"])
def test_a_scale_is_tared_and_zeroed_from_the_bench(speaks: str) -> None:
    with SimulatedScale(speaks) as simulated:
        simulated.put(120.0)
        with reading(ScaleSettings(simulated.port)) as (scale, heard):
            heard.until(Load.STABLE, 120.0)
            scale.tare()
            assert heard.until(Load.STABLE, 0.0).is_net == (
                speaks != "sics"
            )  # it has no word for it
            simulated.put(620.0)
            heard.until(Load.STABLE, 500.0)
            simulated.put(20.0)
            heard.until(Load.STABLE, -100.0)
            scale.zero()
            heard.until(Load.STABLE, 0.0)


def test_a_scale_tells_why_it_does_not_zero(tmp_path: Path) -> None:
    with SimulatedScale("sics", tmp_path / "scale") as simulated:
        simulated.put(5000.0)
        with reading(ScaleSettings(simulated.port)) as (scale, heard):
            heard.until(Load.STABLE, 5000.0)
            scale.zero()
            assert heard.answers.get(timeout=PATIENCE) == Declined("zero", "too much on it")
            scale.tare()
            assert heard.answers.get(timeout=PATIENCE) == Done("tare")
            scale.clear_tare()
            assert heard.answers.get(timeout=PATIENCE) == Done("clear_tare")


def test_a_scale_without_commands_sends_the_person_to_its_keys() -> None:
    with (
        SimulatedScale("plain") as simulated,
        reading(ScaleSettings(simulated.port)) as (scale, heard),
    ):
        heard.until(Load.STABLE, 0.0)
        scale.zero()
        assert heard.answers.get(timeout=PATIENCE) == Declined("zero", "use the key on the scale")


@pytest.mark.parametrize("speaks", ["sics", "ascii"])
def test_a_pulled_cable_is_said_in_words_and_the_scale_is_found_again(
    speaks: str, tmp_path: Path
) -> None:
    with (
        SimulatedScale(speaks, tmp_path / "scale") as simulated,
        reading(ScaleSettings(simulated.port)) as (scale, heard),
    ):
        heard.until(Load.STABLE, 0.0)
        simulated.unplug()
        assert heard.until_state(PortState.DISCONNECTED)
        assert scale.latest is None
        simulated.put(735.0)
        simulated.plug_in()
        assert heard.until_state(PortState.CONNECTED) == speaks
        heard.until(Load.STABLE, 735.0)


def test_a_scale_that_falls_silent_is_lost_and_found_again() -> None:
    with (
        SimulatedScale("sics") as simulated,
        reading(ScaleSettings(simulated.port)) as (_, heard),
    ):
        heard.until(Load.STABLE, 0.0)
        simulated.is_mute = True
        assert "nothing any more" in heard.until_state(PortState.DISCONNECTED)
        told = iter(lambda: heard.until_state(PortState.DISCONNECTED), "")
        assert any("no scale answers" in words for words in itertools.islice(told, 20))
        simulated.is_mute = False
        heard.until_state(PortState.CONNECTED)


def test_a_port_that_does_not_exist_is_tried_again_until_it_does(tmp_path: Path) -> None:
    name = tmp_path / "scale"
    with reading(ScaleSettings(str(name))) as (_, heard):
        assert str(name) in heard.until_state(PortState.DISCONNECTED)
        with SimulatedScale("toledo_8217", name) as simulated:
            simulated.put(90.0)
            assert heard.until_state(PortState.CONNECTED) == "toledo_8217"
            heard.until(Load.STABLE, 90.0)


@pytest.mark.parametrize("port", ["spy+nonsense://x", ""])
def test_a_port_name_without_sense_ends_in_words_not_in_a_dead_thread(port: str) -> None:
    with reading(ScaleSettings(port)) as (_, heard):
        assert heard.until_state(PortState.DISCONNECTED)
        assert heard.until_state(PortState.DISCONNECTED)


def test_a_listener_that_fails_ends_in_words_and_the_scale_is_read_on() -> None:
    failures = [RuntimeError("the listener is broken")]
    readings: queue.Queue[ScaleReading] = queue.Queue()
    states: queue.Queue[tuple[PortState, str]] = queue.Queue()

    def on_reading(told: ScaleReading) -> None:
        if failures:
            raise failures.pop()
        readings.put(told)

    with SimulatedScale("sics") as simulated:
        scale = SerialScale(
            ScaleSettings(simulated.port),
            on_reading,
            lambda state, words: states.put((state, words)),
            pace=PACE,
            reconnect_waits=[0.01],
        )
        scale.start()
        assert readings.get(timeout=PATIENCE).grams == 0.0
        scale.stop(PATIENCE)
    said = [states.get_nowait() for _ in range(states.qsize())]
    assert (PortState.DISCONNECTED, "the listener is broken") in said
    assert scale.state is PortState.STOPPED


@pytest.mark.parametrize("is_connected", [True, False])
def test_stopping_does_not_wait_for_the_next_try(*, is_connected: bool) -> None:
    with SimulatedScale("sics") as simulated:
        heard = Heard()
        scale = SerialScale(
            ScaleSettings(simulated.port if is_connected else "/dev/no such scale"),
            heard.on_reading,
            lambda state, words: heard.states.put((state, words)),
            reconnect_waits=[60],
        )
        scale.start()
        heard.until_state(PortState.CONNECTED if is_connected else PortState.DISCONNECTED)
        began = time.monotonic()
        scale.stop()
        assert time.monotonic() - began < 0.5
        assert scale.state is PortState.STOPPED


def test_a_scale_that_never_started_can_be_stopped() -> None:
    heard = Heard()
    scale = SerialScale(ScaleSettings("COM5"), heard.on_reading, lambda *_: None)
    scale.stop()
    assert scale.state is PortState.STOPPED


# Standing still ---------------------------------------------------------------------------------


def test_a_weight_stands_still_once_it_has_for_a_while() -> None:
    settling = Settling()
    loads = [settling.judge(1842.0, at) for at in (0.0, 0.3, 0.6, WINDOW_SECONDS + 0.1)]
    assert loads == [Load.MOVING] * 3 + [Load.STABLE]
    assert settling.judge(1843.0, 1.0) is Load.STABLE, "less than a division"
    assert settling.judge(1900.0, 1.1) is Load.MOVING
    assert settling.judge(1900.0, 1.2) is Load.MOVING


def test_a_weight_that_creeps_does_not_stand_still() -> None:
    settling = Settling()
    assert {settling.judge(1000.0 + 1.5 * n, 0.2 * n) for n in range(50)} == {Load.MOVING}


def test_two_readings_far_apart_say_nothing_of_what_was_between_them() -> None:
    settling = Settling()
    assert settling.judge(1842.0, 0.0) is Load.MOVING
    assert settling.judge(1842.0, 5.0) is Load.MOVING
    settling.forget()
    assert settling.judge(1842.0, 5.1) is Load.MOVING
