"""Words as other languages have them: two fifths longer, or written from the right."""

from __future__ import annotations

import re
from enum import StrEnum

from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QApplication

_PLACEHOLDER = re.compile(r"(\{[^}]*\})")
_ACCENTS = str.maketrans("aeiouAEIOU", "áéîöüÁÉÎÖÜ")
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_HEBREW = "אבגדהוזחטיכלמנסעפצקרשתבגדה"
_FROM_RIGHT = str.maketrans(_LATIN + _LATIN.upper(), _HEBREW * 2)
_DOUBLED = 0.4


class Wording(StrEnum):
    """How the program's own words are shown."""

    AS_WRITTEN = "as-written"
    LONGER = "longer"
    FROM_RIGHT = "from-right"


class PseudoWords(QTranslator):
    """Answers Qt's question for a translation with the English words, made longer or mirrored."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """The words as this wording has them; what is filled in later stays as it is."""
        del context, disambiguation, n
        parts = _PLACEHOLDER.split(source)
        reword = longer if self._wording is Wording.LONGER else from_right
        return "".join(part if part.startswith("{") else reword(part) for part in parts)


def longer(words: str) -> str:
    """Accented words with two letters more in every five, as a long language has them."""
    owed, told = 0.0, []
    for letter in words.translate(_ACCENTS):
        owed += _DOUBLED if letter.isalpha() else 0.0
        told.append(letter)
        if owed >= 1.0 and letter.isalpha():
            told.append(letter)
            owed -= 1.0
    return "".join(told)


def from_right(words: str) -> str:
    """The words in letters that are written from the right."""
    return words.translate(_FROM_RIGHT)


def wear(wording: Wording, application: QApplication) -> None:
    """Let everything that is built from now on speak in this wording."""
    if wording is Wording.AS_WRITTEN:
        return
    application.installTranslator(_kept(PseudoWords(wording), application))
    if wording is Wording.FROM_RIGHT:
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)


def _kept(translator: PseudoWords, application: QApplication) -> PseudoWords:
    translator.setParent(application)
    return translator
