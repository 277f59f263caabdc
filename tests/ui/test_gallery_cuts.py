"""No screen cuts off a word in the smallest window it is made for, with the largest text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.theme import ThemeName
from app.ui.widgets.fact_strip import Fact, FactStrip
from tests.gallery.booth import Look, Studio
from tests.gallery.cuts import cuts_of
from tests.gallery.scenes import SCENES
from tests.gallery.wordings import PseudoWords, Wording, longer

DENSEST = (
    "home", "single", "cluster", "bench", "labels", "dock", "look-up", "exceptions",
    "wave-preview", "wave-late", "people", "stock-rules", "off-line", "settling",
)  # fmt: skip
"""The scenes with the least room to spare; `python -m tests.gallery --cuts` plays all of them."""

SMALLEST = Look(1280, 800, (ThemeName.LIGHT,), 1.25, is_for_words=True)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Studio]:
    """A studio that tells what is cut and keeps no pictures."""
    studio = Studio(tmp_path_factory.mktemp("gallery"), SMALLEST, qapp)
    yield studio
    studio.close()


@pytest.mark.parametrize("name", DENSEST)
def test_no_word_is_cut_on_a_small_screen_with_larger_text(studio: Studio, name: str) -> None:
    assert studio.play(SCENES[name]).cuts == []


def test_a_word_without_room_is_named_and_one_with_room_is_not(qtbot: QtBot) -> None:
    strip = FactStrip()
    qtbot.addWidget(strip)
    strip.show_facts((Fact("PRINTERS DOWN", "none"), Fact("AT RISK", "7 orders")))
    strip.resize(1200, strip.sizeHint().height())
    assert cuts_of(strip) == []
    strip.resize(160, strip.height())
    assert {cut.words for cut in cuts_of(strip)} >= {"PRINTERS DOWN", "AT RISK", "7 orders"}


def test_other_languages_keep_what_is_filled_in() -> None:
    told = PseudoWords(Wording.LONGER).translate("", "Scan {0} now")
    assert told == f"{longer('Scan ')}{{0}}{longer(' now')}"
    assert "{0}" in PseudoWords(Wording.FROM_RIGHT).translate("", "Scan {0} now")


def test_longer_words_have_two_letters_more_in_five() -> None:
    assert len(longer("abcdefghij")) == 14
    assert longer("12-04") == "12-04", "figures stay as they are"
