"""The named colours can be read, and text is as large as its reading distance asks."""

import re
from pathlib import Path

import pytest

from app.ui import tokens
from app.ui.tokens import DARK, LIGHT, Colours, State, TextSize

THEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2.2 defines it, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_formula_gives_the_published_extremes() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


@THEMES
def test_every_text_has_at_least_seven_to_one(colours: Colours) -> None:
    too_faint = [
        (name, round(contrast(ink, ground), 2))
        for name, ink, ground in colours.text_pairs()
        if contrast(ink, ground) < 7
    ]
    assert too_faint == []


@THEMES
def test_every_meaningful_mark_has_at_least_three_to_one(colours: Colours) -> None:
    too_faint = [
        (name, round(contrast(mark, ground), 2))
        for name, mark, ground in colours.graphic_pairs()
        if contrast(mark, ground) < 3
    ]
    assert too_faint == []


@THEMES
def test_both_themes_fill_the_states_with_the_same_colours(colours: Colours) -> None:
    fills = {state: colours.states[state].fill for state in State}
    assert fills == {
        State.OK: "#3CCF97",
        State.STOP: "#A4121E",
        State.LOOK: "#FFC20A",
        State.NEXT: "#0B4F9E",
        State.IDLE: "#50565E",
    }


@pytest.mark.parametrize(
    ("dpi", "expected"),
    [
        (92, {"VERDICT": 134, "GIANT": 119, "INSTRUCTION": 65, "ITEM": 33, "LABEL": 23}),
        (149, {"VERDICT": 216, "GIANT": 192, "INSTRUCTION": 106, "ITEM": 53, "LABEL": 37}),
    ],
)
def test_font_sizes_follow_the_distance_table(dpi: float, expected: dict[str, int]) -> None:
    assert {name: tokens.font_pixels(TextSize[name], dpi) for name in expected} == expected


def test_wall_board_text_is_readable_from_five_metres() -> None:
    assert TextSize.WALL.cap_height_mm == pytest.approx(32, abs=0.1)


def test_an_operators_larger_text_grows_near_text_and_leaves_giant_text_alone() -> None:
    assert tokens.font_pixels(TextSize.ITEM, 92, 1.25) == 41
    assert tokens.font_pixels(TextSize.GIANT, 92, 1.25) == 119


@pytest.mark.parametrize(
    ("millimetres", "dpi", "expected"), [(20, 92, 73), (25, 92, 91), (3, 92, 11), (20, 149, 118)]
)
def test_targets_in_millimetres_never_come_out_smaller(
    millimetres: float, dpi: float, expected: int
) -> None:
    assert tokens.pixels(millimetres, dpi) == expected


def test_a_bank_card_held_to_the_glass_calibrates_the_screen() -> None:
    assert tokens.dpi_from_bank_card(85.6 / 25.4 * 149) == pytest.approx(149)


def test_a_card_of_no_width_is_refused() -> None:
    with pytest.raises(ValueError, match="must be more than 0"):
        tokens.dpi_from_bank_card(0)


def test_no_screen_has_a_colour_of_its_own() -> None:
    """What is painted is one of the named colours, whose contrasts are proved above."""
    room = Path(tokens.__file__).parent
    found = [
        f"{path.relative_to(room)}: {colour}"
        for path in sorted(room.rglob("*.py"))
        if path.name not in {"tokens.py", "plot_colours.py"}
        for colour in re.findall(r"#[0-9A-Fa-f]{6}\b", path.read_text(encoding="utf-8"))
    ]
    assert found == []
