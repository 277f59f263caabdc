"""The shape of every message: what happened, where it counts, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


class Severity(StrEnum):
    """How loudly a message is said; the values are those of the screen's states."""

    STOP = "stop"
    LOOK = "look"
    OK = "ok"


@dataclass(frozen=True)
class Thing:
    """Something scanned or needed, as a person would name it.

    Attributes:
        text: Its name.
        code: The end of its code.
        place: Where it lives or belongs.
        emphasis: Words of the text that tell it from its look-alikes.
        label: Small words before it, where it was neither scanned nor is needed.
    """

    text: str
    code: str = ""
    place: str = ""
    emphasis: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Asked:
    """What the screen asks for at the moment a refusal comes.

    Attributes:
        needed: What would be right, if it is a thing.
        action: How to give it, verb first, a full sentence.
        count_line: What counts so far, e.g. "Nothing was counted: still 0/3."
    """

    needed: Thing | None = None
    action: str = ""
    count_line: str = ""


@dataclass(frozen=True)
class Message:
    """One answer in words; no part is longer than two lines of the screen it is made for.

    Attributes:
        title: What happened, two or three words.
        action: What to do now, verb first.
        scanned: What came.
        needed: What is needed.
        count_line: What was counted.
        hint: A second way out.
        severity: STOP for a wrong scan, LOOK for what is only not possible now.
        needs_ok: It stays until OK; no other scan is taken before.
    """

    title: str
    action: str
    scanned: Thing | None = None
    needed: Thing | None = None
    count_line: str = ""
    hint: str = ""
    severity: Severity = Severity.STOP
    needs_ok: bool = False

    def as_line(self) -> str:
        """The message in one line, for the list of the last five."""
        return f"{self.title.capitalize()}: {self.action}"


Words = Callable[[Any, Asked], Message]
"""Puts a refusal of one kind into words, given what the screen asks for."""


def nothing_counted(message: Message, asked: Asked) -> Message:
    """The message with the screen's count line, where it has none of its own."""
    return message if message.count_line else replace(message, count_line=asked.count_line)


def desk_look(title: str, thing: Thing, action: str) -> Message:
    """A message of the desk: nothing was changed."""
    return Message(
        title=title,
        scanned=thing,
        action=action,
        count_line=translate("messages", "Nothing was changed."),
        severity=Severity.LOOK,
    )


def code_end(code: str) -> str:
    """The last four characters of a code, as labels are compared by eye."""
    return f"..{code[-4:]}" if len(code) > 4 else code
