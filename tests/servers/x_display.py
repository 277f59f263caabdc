"""A virtual screen of the tests' own, on which real windows get keys from a real X client."""

import os
import signal
import subprocess
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from PIL import Image, ImageGrab

from tests.servers.processes import ServerError, guarded, installed, stop

SIZE = "1920x1080x24"  # the screen of a packing station
GROUP_SEPARATOR = "\x1d"
XDOTOOL_SECONDS = 150.0


class XDisplay:
    """An X server without a screen, and a window manager on it.

    Attributes:
        name: What DISPLAY has to be, such as ":3".
    """

    def __init__(self) -> None:
        why = "tests open real windows with it"
        self._programs = {name: installed(name, why) for name in ("Xvfb", "openbox", "xdotool")}
        self._processes: list[subprocess.Popen[str]] = []
        self.name = ""

    def __enter__(self) -> Self:
        """Start server and window manager; both are ready when this returns."""
        try:
            self._start_server()
            self._start_window_manager()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop both."""
        self.stop()

    @property
    def environment(self) -> dict[str, str]:
        """The variables for a program whose windows shall open here."""
        elsewhere = {"WAYLAND_DISPLAY", "XAUTHORITY"}
        inherited = {name: value for name, value in os.environ.items() if name not in elsewhere}
        return inherited | {"DISPLAY": self.name, "QT_QPA_PLATFORM": "xcb"}

    def activate(self, title: str) -> None:
        """Wait until a window of this title is open, and give it the keyboard.

        A window of another program that goes just while xdotool looks through them all ends the
        search, as after a kill; then it looks again.
        """
        words = ("search", "--sync", "--onlyvisible", "--name", title, "windowactivate", "--sync")
        for _ in range(3):
            with suppress(subprocess.CalledProcessError):
                self._xdotool(*words)
                return
        self._xdotool(*words)

    def type_scan(self, text: str, delay_ms: int = 1) -> None:
        """Type a code and Return as a keyboard-wedge scanner does, into the active window.

        Args:
            text: What is on the label; the GS1 group separator is typed as Ctrl+], which is how
                keyboard wedges send it.
            delay_ms: Milliseconds between two keys.
        """
        words: list[str] = []
        for number, part in enumerate(text.split(GROUP_SEPARATOR)):
            if number:
                words += ["key", "--delay", str(delay_ms), "ctrl+bracketright"]
            if part:
                words += ["type", "--delay", str(delay_ms), "--args", "1", part]
        self._xdotool(*words, "key", "--delay", str(delay_ms), "Return")

    def press(self, key: str) -> None:
        """Press and release a key or a chord, by its X name, such as "F5" or "ctrl+z"."""
        self._xdotool("key", key)

    def screenshot(self, path: Path) -> None:
        """Save a picture of the whole screen; the file's ending decides the format."""
        self.picture().save(path)

    def picture(self) -> Image.Image:
        """Return a picture of the whole screen."""
        return ImageGrab.grab(xdisplay=self.name)

    def stop(self) -> None:
        """End what was started, windows' connections included."""
        while self._processes:
            process = self._processes.pop()
            stop(process, signal.SIGTERM)
            if process.stdout is not None:
                process.stdout.close()

    def _start_server(self) -> None:
        reading, writing = os.pipe()
        with os.fdopen(reading) as ready:
            try:
                self._processes.append(
                    subprocess.Popen(
                        guarded([self._programs["Xvfb"], *self._server_options(writing)], "TERM"),
                        pass_fds=[writing],
                        stderr=subprocess.DEVNULL,
                        text=True,
                    )
                )
            finally:
                os.close(writing)
            number = ready.readline().strip()  # empty if the server ended instead
        if not number:
            raise ServerError("Xvfb does not start.")
        self.name = f":{number}"

    @staticmethod
    def _server_options(ready: int) -> list[str]:
        return ["-displayfd", str(ready), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]

    def _start_window_manager(self) -> None:
        manager = subprocess.Popen(
            guarded([self._programs["openbox"], "--startup", "echo it is ready"], "TERM"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self.environment,
            text=True,
        )
        self._processes.append(manager)
        if manager.stdout is None or "it is ready\n" not in manager.stdout:
            raise ServerError("openbox does not start.")

    def _xdotool(self, *words: str) -> None:
        subprocess.run(
            [self._programs["xdotool"], *words],
            env=self.environment,
            check=True,
            timeout=XDOTOOL_SECONDS,
        )
