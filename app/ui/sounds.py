"""Makes the floor's sounds from notes and plays them without ever holding up a scan."""

import io
import math
import shutil
import struct
import sys
import wave
from array import array
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, QProcess, Qt
from PySide6.QtWidgets import QApplication

if sys.platform == "win32":
    import winsound

RATE = 22050  # samples a second; the highest partial below is far under half of it
LOUDEST = 10
STOP_AT_LEAST = 3  # of 10: a STOP is heard whatever the operator chose
DECIBELS_PER_STEP = 3.0
_FADE_SECONDS = 0.008  # without it each note begins and ends with a click
_PLAYERS = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))


@dataclass(frozen=True)
class Note:
    """One tone; `end_hertz` makes it glide, `hertz` 0 is a rest."""

    hertz: float
    milliseconds: int
    end_hertz: float = 0.0
    harmonics: tuple[float, ...] = (1.0, 0.25)
    level: float = 0.8


def _rest(milliseconds: int) -> Note:
    return Note(0.0, milliseconds)


_BUZZ = (1.0, 0.0, 0.6, 0.0, 0.4, 0.0, 0.25)  # odd partials carry a low note over small speakers
_LOW_BURST = Note(233, 190, harmonics=_BUZZ, level=0.95)

SOUNDS: dict[str, tuple[Note, ...]] = {
    "ok": (Note(880, 100, end_hertz=1480),),
    "stop": (_LOW_BURST, _rest(80), _LOW_BURST),
    "look": (Note(660, 90, level=0.5), _rest(90), Note(660, 90, level=0.5)),
    "task_done": (Note(784, 110), Note(1047, 160)),
    "order_done": (Note(784, 100), Note(988, 100), Note(1319, 200)),
    "offline": (Note(880, 160, level=0.6), _rest(40), Note(587, 220, level=0.6)),
}


def samples(notes: tuple[Note, ...]) -> list[float]:
    """The notes as samples between -1 and 1, `RATE` a second."""
    heard: list[float] = []
    for note in notes:
        heard.extend(_tone(note))
    return heard


def _tone(note: Note) -> list[float]:
    count = round(RATE * note.milliseconds / 1000)
    if note.hertz == 0:
        return [0.0] * count
    end_hertz = note.end_hertz or note.hertz
    tone, turns = [], 0.0
    for index in range(count):
        turns += (note.hertz + (end_hertz - note.hertz) * index / count) / RATE
        partials = (
            share * math.sin(math.tau * turns * number)
            for number, share in enumerate(note.harmonics, start=1)
        )
        edge = min(index, count - 1 - index) / RATE / _FADE_SECONDS
        tone.append(min(1.0, edge) * sum(partials))
    peak = max(abs(value) for value in tone)
    return [note.level * value / peak for value in tone]


def wave_file(notes: tuple[Note, ...]) -> bytes:
    """The notes as a WAV file: 16 bit, mono."""
    sound = samples(notes)
    return _as_wave(struct.pack(f"<{len(sound)}h", *(round(value * 32767) for value in sound)))


def write_sounds(folder: Path) -> None:
    """Write every sound as NAME.wav; how `resources/sounds` came to be."""
    for name, notes in SOUNDS.items():
        (folder / f"{name}.wav").write_bytes(wave_file(notes))


def quieter(wave_bytes: bytes, volume: int) -> bytes:
    """The same WAV file at a volume from 0 (silent) to 10 (as recorded), 3 dB a step."""
    with wave.open(io.BytesIO(wave_bytes)) as sound:
        recorded = array("h", sound.readframes(sound.getnframes()))
    if sys.byteorder == "big":
        recorded.byteswap()
    gain = 10 ** (-DECIBELS_PER_STEP * (LOUDEST - volume) / 20) if volume > 0 else 0.0
    return _as_wave(struct.pack(f"<{len(recorded)}h", *(round(value * gain) for value in recorded)))


def _as_wave(frames: bytes) -> bytes:
    with io.BytesIO() as target:
        with wave.open(target, "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(frames)
        return target.getvalue()


def installed_players() -> list[tuple[str, ...]]:
    """Commands of this machine that can play a WAV file, best first."""
    return [command for command in _PLAYERS if shutil.which(command[0])]


class SoundPlayer(QObject):
    """Starts a player program a sound; the newest sound silences the one before.

    A player that fails (no sound server, no card) is not asked again; where none is left, Qt's beep
    is all there is. Sound is never the only signal.
    """

    def __init__(
        self, parent: QObject | None = None, *, players: list[tuple[str, ...]] | None = None
    ) -> None:
        super().__init__(parent)
        self._players = installed_players() if players is None else players
        self._folder = TemporaryDirectory(prefix="pickstation-sounds-", ignore_cleanup_errors=True)
        self._playing: Path | None = None
        self._next: Path | None = None
        self._is_closed = False
        self._process = QProcess(self)
        self._process.setStandardOutputFile(QProcess.nullDevice())
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.finished.connect(self._ended)
        # Queued: a process must not be started again from inside the report that it did not start.
        self._process.errorOccurred.connect(self._failed, Qt.ConnectionType.QueuedConnection)

    def play(self, name: str, volume: int = LOUDEST) -> int:
        """Start a sound and return at once.

        Args:
            name: One of `SOUNDS`.
            volume: 0 (silent) to 10; a STOP is played at 3 at least.

        Returns:
            The volume used.
        """
        volume = min(max(volume, STOP_AT_LEAST if name == "stop" else 0), LOUDEST)
        if volume > 0 and not self._is_closed:
            self._start(self._file(name, volume))
        return volume

    def close(self) -> None:
        """Silence what still sounds and remove the temporary files."""
        self._is_closed = True
        self._next = self._playing = None
        self._process.kill()
        self._process.waitForFinished(500)
        self._folder.cleanup()

    def _file(self, name: str, volume: int) -> Path:
        target = Path(self._folder.name) / f"{name}-{volume}.wav"
        if not target.exists():
            recorded = (files("resources") / "sounds" / f"{name}.wav").read_bytes()
            target.write_bytes(quieter(recorded, volume))
        return target

    def _start(self, file: Path) -> None:
        if sys.platform == "win32":
            winsound.PlaySound(
                str(file), winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
            )
        elif self._process.state() is not QProcess.ProcessState.NotRunning:
            self._next = file
            self._process.kill()
        elif self._players:
            program, *arguments = self._players[0]
            self._playing = file
            self._process.start(program, [*arguments, str(file)])
        else:
            QApplication.beep()

    def _ended(self, exit_code: int, status: QProcess.ExitStatus) -> None:
        if self._next is not None:
            following, self._next = self._next, None
            self._start(following)
        elif exit_code != 0 and status is QProcess.ExitStatus.NormalExit:
            self._without_this_player()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._without_this_player()

    def _without_this_player(self) -> None:
        if self._playing is not None:
            del self._players[0]
            self._start(self._playing)
