"""A shell at one database, as a test types into it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.__main__ import main
from app.services.workplace import Workplace
from tests import builders


class DeskShell:
    """A shell at one database; `said` and `complained` are the last command's."""

    def __init__(self, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.workplace = Workplace(builders.a_database(url), "P-01")
        self.said = self.complained = ""
        self._url = url
        self._capsys = capsys

    def run(self, *words: str) -> int:
        """Run a command."""
        code = main(["--database", self._url, *words])
        self.said, self.complained = self._capsys.readouterr()
        return code

    @property
    def answer(self) -> Any:
        """What the last command answered as JSON."""
        return json.loads(self.said)
