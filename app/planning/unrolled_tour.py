"""Writes the tour programme of one number of cross aisles out as straight code, to be compiled.

Following tables costs ten times as long as the additions they lead to. For two and three cross
aisles the tables are small enough to become lines such as `v = s2 + once`; with more the code
would be long to compile and the tables are followed instead (`app.planning.cart_kernel`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.planning.tour_states import NOWHERE, Table, tour_moves

MOST_CROSS_AISLES = 3
"""Up to here the code is written out."""

Choice = tuple[tuple[Table, ...], str]
"""The moves of a choice, and the name of the variable that holds its length."""


def unrolled_tour(cross_aisles: int) -> str:
    """The text of a function `tour_length` that does what the one in `cart_kernel` does."""
    moves = tour_moves(cross_aisles)
    count = len(moves.states)
    lines = [
        "def tour_length(a, first, last, work):",
        "    s0 = 0.0",
        *(f"    s{state} = INFINITE" for state in range(1, count)),
        "    for aisle in range(first, last + 1):",
        "        if aisle == a.depot_aisle:",
    ]
    for k, table in enumerate(moves.visit):
        lines.append(f"            if a.depot_cross == {k}:")
        lines += _stage(count, [((table,), "")], " " * 16)
    for k, (once, twice) in enumerate(moves.traverse):
        bottom, top = moves.visit[k], moves.visit[k + 1]
        choices: list[Choice] = [
            ((once,), "once"),
            ((twice,), "twice"),
            ((), "nothing"),
            ((bottom,), "from_bottom"),
            ((top,), "from_top"),
            ((bottom, top), "both"),
        ]
        lines += [
            f"        once = a.lengths[aisle, {k}]",
            "        twice = once + once",
            *(
                f"        {name} = work.costs[aisle, {k}, {number}]"
                for number, name in enumerate(("nothing", "from_bottom", "from_top", "both"))
            ),
            *_stage(count, choices, " " * 8),
        ]
    lines.append("        if aisle < last:")
    for k, tables in enumerate(moves.advance):
        names = ("", "once", "twice")
        choices = [((table,), name) for table, name in zip(tables, names, strict=True)]
        lines += [
            f"            once = a.widths[aisle, {k}]",
            "            twice = once + once",
            *_stage(count, choices, " " * 12),
        ]
    lines.append("    shortest = INFINITE")
    for state in sorted(moves.finished):
        lines += [f"    if s{state} < shortest:", f"        shortest = s{state}"]
    lines.append("    return shortest")
    return "\n".join(lines)


def _stage(count: int, choices: Sequence[Choice], indent: str) -> Iterator[str]:
    """Lines that bring each state to the shortest way there over one stage."""
    ways: dict[int, list[str]] = defaultdict(list)
    for state in range(count):
        for tables, length in choices:
            to = state
            for table in tables:
                to = table[to]
            if to != NOWHERE:
                ways[to].append(f"s{state} + {length}" if length else f"s{state}")
    for to, (first, *others) in sorted(ways.items()):
        yield f"{indent}n{to} = {first}"
        for way in others:
            yield f"{indent}v = {way}"
            yield f"{indent}if v < n{to}:"
            yield f"{indent}    n{to} = v"
    for state in range(count):
        yield f"{indent}s{state} = " + (f"n{state}" if state in ways else "INFINITE")
