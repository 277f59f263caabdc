"""Drives windows on a loaded machine: waits long, and no longer than until the thing happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import CheckParamsCb, SignalBlocker

PATIENCE_MS = 60_000


class PatientBot(QtBot):
    """Waits as long as a loaded machine may take; a wait ends when the thing happens."""

    def waitUntil(  # noqa: N802 - pytest-qt's name
        self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS
    ) -> None:
        """Let the window's loop run until something has come about."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(  # noqa: N802 - pytest-qt's name
        self,
        signal: Any,
        *,
        timeout: int = PATIENCE_MS,
        raising: bool | None = None,
        check_params_cb: CheckParamsCb | None = None,
    ) -> SignalBlocker:
        """Let the window's loop run until a signal was sent."""
        return super().waitSignal(
            signal, timeout=timeout, raising=raising, check_params_cb=check_params_cb
        )
