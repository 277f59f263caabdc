"""The colours of plots on a screen, one for each tone of the painter; no Qt, so tests prove them.

Meaning never hangs on them: series differ by pattern too, and every heat cell says its number.
"""

from app.ui.tokens import DARK, LIGHT, Colours, State
from printing.plots.brush import Tone


def plot_colours(colours: Colours) -> dict[Tone, str]:
    """#RRGGBB by tone for a theme."""
    is_dark = colours.page == DARK.page
    heat = _DARK_HEAT if is_dark else _LIGHT_HEAT
    return {
        Tone.TEXT: colours.text,
        Tone.QUIET: colours.quiet,
        Tone.GRID: colours.line,
        Tone.GROUND: colours.surface,
        Tone.TARGET: colours.text,
        Tone.PLAIN: colours.states[State.NEXT].text,
        Tone.SECOND: colours.line,
        **heat,
    }


_LIGHT_HEAT = {
    Tone.HEAT_1: "#E3EDF8",
    Tone.HEAT_2: "#B5D2F0",
    Tone.HEAT_3: "#7DB8FF",
    Tone.HEAT_4: "#0B4F9E",
    Tone.ON_HEAT_1: LIGHT.text,
    Tone.ON_HEAT_2: LIGHT.text,
    Tone.ON_HEAT_3: LIGHT.text,
    Tone.ON_HEAT_4: LIGHT.surface,
}
_DARK_HEAT = {
    Tone.HEAT_1: "#22303F",
    Tone.HEAT_2: "#1F4870",
    Tone.HEAT_3: "#7DB8FF",
    Tone.HEAT_4: "#D6E8FF",
    Tone.ON_HEAT_1: DARK.text,
    Tone.ON_HEAT_2: DARK.text,
    Tone.ON_HEAT_3: DARK.page,
    Tone.ON_HEAT_4: DARK.page,
}

TEXT_ON = (
    (Tone.TEXT, Tone.GROUND),
    (Tone.QUIET, Tone.GROUND),
    (Tone.ON_HEAT_1, Tone.HEAT_1),
    (Tone.ON_HEAT_2, Tone.HEAT_2),
    (Tone.ON_HEAT_3, Tone.HEAT_3),
    (Tone.ON_HEAT_4, Tone.HEAT_4),
)
"""Every tone that words are written in, and what they are written on; each pair needs 7:1."""

MARKS_ON_GROUND = (Tone.PLAIN, Tone.SECOND, Tone.TARGET)
"""Tones of marks that carry meaning; each needs 3:1 against the ground."""
