import pytest
from hypothesis import given
from hypothesis import strategies as st

from printing.fonts import BOX, EAST_ASIAN
from printing.text import (
    CUT_MARK,
    clean,
    cut,
    largest_size,
    paragraphs,
    runs,
    visual,
    width,
    wrap,
    wrap_to,
)
from tests.printing.paper_samples import SCRIPTS

ANY = st.text(max_size=80)


@given(ANY)
def test_cleaned_text_is_one_harmless_line_and_stays_so(text: str) -> None:
    line = clean(text)
    assert clean(line) == line
    assert not any(ord(char) < 0x20 or char in "\u202e\u2066\u2028" for char in line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  two\r\nlines\tand\x00 a\x1bbell\x07 ", "two lines and abell"),
        ("e\u0301", "\u00e9"),
        ("pay\u202eload", "payload"),
        ("\ud83d", "\ufffd"),
        ("heart\u2764\ufe0f", "heart\u2764"),
        ("lot\x1d17", "lot 17"),
    ],
)
def test_what_must_not_reach_paper_is_dropped(text: str, line: str) -> None:
    assert clean(text) == line


def test_line_breaks_of_people_make_paragraphs() -> None:
    assert paragraphs("Dear Anna,\n\n all the best \r\nBob") == [
        "Dear Anna,",
        "all the best",
        "Bob",
    ]


@pytest.mark.parametrize(
    ("logical", "drawn"),
    [
        ("\u05d0\u05d1", "\u05d1\u05d0"),
        ("(\u05d3\u05d9 3)", "(3 \u05d9\u05d3)"),
        ("a (\u05d0\u05d1) b", "a (\u05d1\u05d0) b"),
        ("\u05d0 12-34 (x) [y]", "[y] (x) 12-34 \u05d0"),
        ("Apt. 524", "Apt. 524"),
        ("\u05e9\u05b8\u05c1", "\u05e9"),
        ("\u0644\u0627", "\ufefb"),
        ("\u0628\u0628", "\ufe90\ufe91"),
        ("\u0634 123", "123 \ufeb5"),
    ],
)
def test_right_to_left_lines_are_joined_ordered_and_mirrored(logical: str, drawn: str) -> None:
    assert visual(logical) == drawn


def test_right_to_left_text_is_broken_before_it_is_reordered() -> None:
    words = "\u05d0\u05d0\u05d0 \u05d1\u05d1\u05d1 \u05d2\u05d2\u05d2"
    first, *_ = wrap(words, 10, width("\u05d0\u05d0\u05d0 ", 10))
    assert first == "\u05d0\u05d0\u05d0"


@pytest.mark.parametrize("address", SCRIPTS, ids=lambda address: address.country_code)
@pytest.mark.parametrize("bold", [False, True])
def test_no_letter_of_a_supported_script_becomes_a_box(address: object, bold: bool) -> None:
    for part in (address.name, address.company, *address.street, address.city):  # type: ignore[attr-defined]  # ids need the loose type
        assert BOX not in "".join(run.text for run in runs(clean(part), bold=bold))


def test_each_letter_comes_from_the_first_font_that_has_it() -> None:
    drawn = runs("A \u6771 B", bold=True)
    assert [run.text for run in drawn] == ["A ", "\u6771", " B"]
    assert drawn[1].face is EAST_ASIAN


@pytest.mark.parametrize("letter", ["\U0001fae8", "\u0f40", "\ue000", "\ua98f"])
def test_letter_without_glyph_is_a_visible_box(letter: str) -> None:
    assert BOX in "".join(run.text for run in runs(clean(letter), bold=False))


@given(ANY, st.integers(20, 300))
def test_wrapped_lines_fit_and_lose_no_letter(text: str, room: int) -> None:
    line = clean(text)
    lines = wrap(line, 10, room)
    assert all(width(part, 10) <= room for part in lines if len(part) > 1)
    assert "".join(lines).replace(" ", "") == line.replace(" ", "")


@given(ANY, st.integers(40, 300), st.integers(1, 3))
def test_limited_lines_are_few_and_say_when_something_is_missing(
    text: str, room: int, most: int
) -> None:
    line = clean(text)
    lines = wrap_to(line, 10, room, most)
    assert len(lines) <= most
    whole = "".join(lines).replace(" ", "") == line.replace(" ", "")
    assert whole or lines[-1].endswith(CUT_MARK)


def test_unbroken_word_is_broken_anywhere() -> None:
    lines = wrap("x" * 400, 10, 100)
    assert "".join(lines) == "x" * 400
    assert len(lines) > 10


def test_east_asian_text_breaks_between_letters_but_never_before_a_comma() -> None:
    lines = wrap("\u6771\u4eac\u90fd\u3001" * 10, 10, 31)
    assert len(lines) > 5
    assert not any(line.startswith("\u3001") for line in lines)


def test_cut_text_ends_with_the_mark_and_fits() -> None:
    shown = cut("Internationale Handelsgesellschaft", 10, 80)
    assert shown.endswith(CUT_MARK)
    assert width(shown, 10) <= 80
    assert cut("short", 10, 80) == "short"


def test_largest_size_goes_down_in_half_points_and_gives_up() -> None:
    assert largest_size("abc", 1000, (14, 9)) == 14
    assert largest_size("abc", width("abc", 11.5), (14, 9)) == 11.5
    assert largest_size("abc", 1, (14, 9)) is None
