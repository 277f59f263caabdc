"""`pickstation operator` looks after people for whoever is at the shell, and tells no secrets."""

from __future__ import annotations

import io
import json
import re

import pytest

from app.__main__ import main
from app.domain.operators import OperatorRole
from app.domain.refusals import Refused
from app.services import signing_in
from app.services.workplace import Workplace
from tests import builders


class Shell:
    """A shell at one database; `said` and `complained` are the last command's."""

    def __init__(
        self,
        url: str,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        self.url = url
        self.workplace = Workplace(builders.a_database(url), "P-01")
        self.said = self.complained = ""
        self._capsys = capsys
        self._monkeypatch = monkeypatch

    def operator(self, *words: str, typed: str = "") -> int:
        """Run the command with what comes on standard input."""
        self._monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = main(["--database", self.url, "operator", *words])
        self.said, self.complained = self._capsys.readouterr()
        return code


@pytest.fixture
def shell(
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Shell:
    url = f"sqlite:///{tmp_path_factory.mktemp('operators') / 'floor.sqlite'}"
    return Shell(url, capsys, monkeypatch)


def badge_in(words: str) -> str:
    found = re.search(r"B-([A-Z2-9]{16})", words)
    assert found is not None
    return found[1]


def test_somebody_is_added_and_signs_in_by_what_was_said_and_typed(shell: Shell) -> None:
    assert shell.operator("add", "1042", "--name", "Ana", "--role", "lead", typed="471108\n") == 0
    assert "471108" not in shell.said
    badge = badge_in(shell.said)
    assert signing_in.sign_in_by_badge(shell.workplace, badge).role is OperatorRole.LEAD
    assert signing_in.sign_in_by_pin(shell.workplace, "1042", "471108").name == "Ana"


def test_an_unfit_pin_is_refused_in_words_that_do_not_repeat_it(shell: Shell) -> None:
    assert shell.operator("add", "1", "--name", "A", "--role", "admin", typed="4711\n") == 1
    assert "6 digits" in shell.complained
    assert "4711" not in shell.complained
    assert shell.operator("add", "1", "--name", "A", "--role", "admin", typed="123456\n") == 1
    assert "first that are tried" in shell.complained
    assert shell.operator("list") == 0
    assert shell.said.strip() == ""


def test_a_badge_is_replaced_and_revoked(shell: Shell) -> None:
    shell.operator("add", "1", "--name", "Ana", "--role", "picker", "--no-pin")
    first = badge_in(shell.said)
    shell.operator("badge", "1")
    second = badge_in(shell.said)
    with pytest.raises(Refused):
        signing_in.sign_in_by_badge(shell.workplace, first)
    assert signing_in.sign_in_by_badge(shell.workplace, second).name == "Ana"
    assert shell.operator("revoke", "1") == 0
    with pytest.raises(Refused):
        signing_in.sign_in_by_badge(shell.workplace, second)


def test_pin_role_and_account_change_and_the_list_shows_them(shell: Shell) -> None:
    shell.operator("add", "1", "--name", "Ana Kovac", "--role", "picker", "--no-pin")
    assert shell.operator("pin", "1", typed="4823\n") == 0
    assert signing_in.sign_in_by_pin(shell.workplace, "1", "4823").name == "Ana Kovac"
    assert shell.operator("role", "1", "lead") == 0
    assert "pickstation operator pin 1" in shell.said
    assert shell.operator("off", "1") == 0
    assert shell.operator("list", "--json") == 0
    (account,) = json.loads(shell.said)
    assert account == {
        "staff_number": "1",
        "name": "Ana Kovac",
        "role": "lead",
        "active": False,
        "skills": [],
    }
    assert shell.operator("on", "1") == 0
    assert shell.operator("list") == 0
    assert shell.said.split() == ["1", "lead", "Ana", "Kovac"]


def test_skills_are_added_dropped_and_told_with_the_places_that_need_them(shell: Shell) -> None:
    shell.operator("add", "1", "--name", "Ana Kovac", "--role", "picker", "--no-pin")
    builders.a_location(shell.workplace, "R-01", equipment="forklift")
    assert shell.operator("skills", "1", "--add", " Forklift ", "--add", "picker  truck") == 0
    assert shell.said == (
        "1 Ana Kovac may operate\n  forklift: 1 places need it\n  picker truck: no place needs it\n"
    )
    assert shell.operator("list") == 0
    assert "Ana Kovac  (forklift, picker truck)" in shell.said
    assert shell.operator("skills", "1", "--drop", "forklift", "--json") == 0
    assert json.loads(shell.said)["skills"] == ["picker truck"]
    assert shell.operator("skills", "1", "--drop", "picker truck") == 0
    assert shell.said == "1 Ana Kovac: no equipment\n"
    assert shell.operator("skills", "1", "--add", " ") == 1
    assert shell.complained == "pickstation operator: name the equipment, such as forklift\n"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("badge", "77"), "nobody has the staff number 77"),
        (("add", "1", "--name", "B", "--role", "picker", "--no-pin"), "1 is taken"),
        (("off", "1"), "last administrator"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    shell: Shell, words: tuple[str, ...], why: str
) -> None:
    shell.operator("add", "1", "--name", "A", "--role", "admin", "--no-pin")
    assert shell.operator(*words) == 1
    assert why in shell.complained
    assert shell.complained.count("\n") == 1


def test_a_staff_number_that_no_key_pad_types_is_wrong_usage(shell: Shell) -> None:
    with pytest.raises(SystemExit) as ended:
        shell.operator("badge", "10 42")
    assert ended.value.code == 2
