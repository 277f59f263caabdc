"""Each event has its own sound, flash and word; a machine that cannot sound still works."""

import io
import stat
import wave
from array import array
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui import sounds
from app.ui.feedback import Feedback, FeedbackEvent, Flash
from app.ui.sounds import SoundPlayer
from app.ui.tokens import LIGHT, State
from app.ui.widgets.flash_frame import FlashFrame

pytestmark = pytest.mark.usefixtures("qapp")


def heard_in(wave_bytes: bytes) -> tuple[list[int], float]:
    with wave.open(io.BytesIO(wave_bytes)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        samples = array("h", sound.readframes(sound.getnframes()))
        return list(samples), 1000 * sound.getnframes() / sound.getframerate()


def bursts(samples: list[int]) -> int:
    """How many times sound begins after at least 20 ms of silence."""
    window = sounds.RATE // 50
    loud = [
        max(map(abs, samples[at : at + window])) > 500
        for at in range(0, len(samples) - window, window)
    ]
    return sum(now and not before for before, now in zip([False, *loud], loud, strict=False))


@pytest.fixture
def silent_player() -> Iterator[SoundPlayer]:
    player = SoundPlayer(players=[])
    yield player
    player.close()


@pytest.fixture
def recording(tmp_path: Path) -> tuple[Path, Path]:
    """A player program that notes the file it was asked to play, and its note."""
    program, note = tmp_path / "player", tmp_path / "played.txt"
    program.write_text(f'#!/bin/sh\necho "$1" >> "{note}"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program, note


@pytest.mark.parametrize("name", sounds.SOUNDS)
def test_the_bundled_sound_is_what_its_notes_make(name: str) -> None:
    bundled, _ = heard_in((files("resources") / "sounds" / f"{name}.wav").read_bytes())
    made, _ = heard_in(sounds.wave_file(sounds.SOUNDS[name]))
    assert len(bundled) == len(made)
    assert max(abs(one - other) for one, other in zip(bundled, made, strict=True)) <= 1


def test_writing_the_sounds_makes_one_file_for_each_event(tmp_path: Path) -> None:
    sounds.write_sounds(tmp_path)
    assert {file.stem for file in tmp_path.iterdir()} == {event.value for event in FeedbackEvent}


@pytest.mark.parametrize(
    ("name", "shortest", "longest", "count"),
    [("ok", 80, 120, 1), ("stop", 400, 500, 2), ("look", 150, 400, 2), ("offline", 200, 600, 2)],
)
def test_sounds_differ_by_rhythm_and_length(
    name: str, shortest: float, longest: float, count: int
) -> None:
    samples, milliseconds = heard_in(sounds.wave_file(sounds.SOUNDS[name]))
    assert shortest <= milliseconds <= longest
    assert bursts(samples) == count


def test_done_sounds_rise_by_two_and_by_three_notes_and_offline_falls() -> None:
    pitches = {
        name: [note.hertz for note in notes if note.hertz] for name, notes in sounds.SOUNDS.items()
    }
    assert pitches["task_done"] == sorted(pitches["task_done"])
    assert len(pitches["task_done"]) == 2
    assert pitches["order_done"] == sorted(pitches["order_done"])
    assert len(pitches["order_done"]) == 3
    assert pitches["offline"] == sorted(pitches["offline"], reverse=True)
    assert max(pitches["stop"]) < min(pitches["ok"])


def test_each_step_of_volume_is_three_decibels_and_zero_is_silence() -> None:
    loudest = sounds.wave_file(sounds.SOUNDS["ok"])
    peaks = {
        volume: max(map(abs, heard_in(sounds.quieter(loudest, volume))[0])) for volume in (0, 8, 10)
    }
    assert peaks[0] == 0
    assert peaks[8] == pytest.approx(peaks[10] * 10 ** (-6 / 20), rel=0.01)


def test_a_stop_is_never_silent_whatever_the_volume(silent_player: SoundPlayer) -> None:
    assert silent_player.play("stop", 0) == sounds.STOP_AT_LEAST
    assert silent_player.play("ok", 0) == 0


def test_the_player_program_is_given_the_sound_and_does_not_hold_up_the_caller(
    recording: tuple[Path, Path], qtbot: QtBot
) -> None:
    program, note = recording
    player = SoundPlayer(players=[(str(program),)])
    player.play("ok", 10)
    qtbot.waitUntil(note.exists)
    qtbot.waitUntil(lambda: note.read_text().endswith("ok-10.wav\n"))
    player.close()


def test_a_player_that_fails_is_replaced_by_the_next(
    recording: tuple[Path, Path], qtbot: QtBot
) -> None:
    program, note = recording
    player = SoundPlayer(players=[("no-such-player-program",), ("false",), (str(program),)])
    player.play("stop", 10)
    qtbot.waitUntil(lambda: note.exists() and note.read_text().endswith("stop-10.wav\n"))
    assert player._players == [(str(program),)]
    player.close()


def test_a_new_sound_silences_the_one_before(tmp_path: Path, qtbot: QtBot) -> None:
    endless = tmp_path / "endless"
    endless.write_text("#!/bin/sh\nexec sleep 60\n")
    endless.chmod(endless.stat().st_mode | stat.S_IXUSR)
    player = SoundPlayer(players=[(str(endless),)])
    player.play("ok", 10)
    first = player._process.processId()
    player.play("look", 10)
    player.play("stop", 10)
    qtbot.waitUntil(lambda: player._process.processId() not in {0, first})
    assert player._process.arguments()[-1].endswith("stop-10.wav")
    player.close()


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (FeedbackEvent.OK, State.OK),
        (FeedbackEvent.STOP, State.STOP),
        (FeedbackEvent.LOOK, State.LOOK),
        (FeedbackEvent.TASK_DONE, State.OK),
        (FeedbackEvent.ORDER_DONE, State.OK),
        (FeedbackEvent.OFFLINE, State.IDLE),
    ],
)
def test_every_event_is_seen_and_heard_together(
    silent_player: SoundPlayer, event: FeedbackEvent, state: State
) -> None:
    feedback = Feedback(silent_player)
    seen: list[Flash] = []
    heard: list[str] = []
    feedback.flashed.connect(seen.append)
    feedback.played.connect(heard.append)
    feedback.give(event, "WORD")
    assert seen == [Flash(state, "WORD")]
    assert heard == [event.value]


def test_a_volume_out_of_range_is_refused(silent_player: SoundPlayer) -> None:
    feedback = Feedback(silent_player)
    feedback.set_volume(0)
    assert feedback.volume == 0
    with pytest.raises(ValueError, match="from 0 to 10"):
        feedback.set_volume(11)


def test_a_flash_frames_the_window_in_its_colour_and_goes_away(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.show()
    frame = FlashFrame(window)
    frame.flash(Flash(State.STOP, "STOP"))
    assert window.grab().toImage().pixelColor(3, 150).name() == "#a4121e"
    assert frame.accessibleName() == "STOP"
    qtbot.waitUntil(frame.isHidden)


def test_a_standing_frame_stays_under_flashes_and_follows_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.show()
    frame = FlashFrame(window)
    frame.stand(State.IDLE)
    grey = QColor(LIGHT.states[State.IDLE].fill)
    assert window.grab().toImage().pixelColor(1, 150) == grey
    frame.flash(Flash(State.OK, "OK"))
    assert window.grab().toImage().pixelColor(1, 150) == QColor(LIGHT.states[State.OK].fill)
    qtbot.waitUntil(lambda: window.grab().toImage().pixelColor(1, 150) == grey)
    window.resize(500, 300)
    qtbot.waitUntil(lambda: window.grab().toImage().pixelColor(498, 150) == grey)
    frame.stand(None)
    assert frame.isHidden()
