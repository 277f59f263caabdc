"""`pickstation wave split`, `merge` and `undo`: what is done to several waves at once."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.commands.desk_words import why_words
from app.domain.wave_acts import WayBack
from app.domain.wave_splitting import SplitBy
from app.services import waves
from app.services.wave_sharing import WaveDeed, merge_waves, split_wave
from app.services.wave_undo import undo_last
from app.services.workplace import Workplace

Answer = tuple[Any, str, bool]
"""What is printed as JSON, what is said to a person, and whether all that was asked was done."""

_BACK = {
    WayBack.CALL_BACK: "brings it to the desk, until somebody picks",
    WayBack.GO_ON: "takes the hold away",
    WayBack.RELEASE_AGAIN: "releases it again",
    WayBack.MERGE_BACK: "merges them again",
    WayBack.SPLIT_AGAIN: "splits them again",
    WayBack.MOVE_BACK: "moves them back",
    WayBack.MAKE_AGAIN: "makes a wave like it again",
}
"""What `undo` does after an act."""


def add_sharing(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the actions to those of `pickstation wave`."""
    splitting = actions.add_parser("split", help="let parts of it become waves of their own")
    splitting.add_argument("wave", help="the wave, such as W-7")
    splitting.add_argument(
        "by",
        choices=list(SplitBy),
        help="what tells its parts apart; `half` halves its lines, `orders` are named ones",
    )
    splitting.add_argument(
        "names",
        nargs="*",
        metavar="PART",
        help="parts that leave, each into a wave: carriers, countries, zones, orders; all but the "
        "largest if left out",
    )
    splitting.add_argument("--source", default="", help="the shop, where two use one number")
    splitting.set_defaults(act=_split)
    merging = actions.add_parser("merge", help="let all orders of other waves change into one")
    merging.add_argument("wave", help="the wave that takes them, such as W-7")
    merging.add_argument("others", nargs="+", metavar="WAVE", help="the waves that give theirs")
    merging.set_defaults(act=_merge)
    undoing = actions.add_parser("undo", help="undo what was done here to a wave last")
    undoing.set_defaults(act=_undo)


def _split(workplace: Workplace, args: argparse.Namespace) -> Answer:
    by = SplitBy(args.by)
    if by is SplitBy.ORDERS:
        asked = waves.orders_named(workplace, args.names, args.source)
        deed = split_wave(workplace, args.wave, by, order_ids=asked.ids)
        return _told(deed, f"{len(deed.orders)} orders leave it", asked.unknown)
    deed = split_wave(workplace, args.wave, by, wanted=args.names or None)
    return _told(deed, f"{len(deed.orders)} orders leave it")


def _merge(workplace: Workplace, args: argparse.Namespace) -> Answer:
    deed = merge_waves(workplace, args.wave, args.others)
    return _told(deed, f"{len(deed.orders)} orders came into it")


def _undo(workplace: Workplace, _args: argparse.Namespace) -> Answer:
    deed = undo_last(workplace)
    return _told(deed, f"its {deed.act.value} is undone, {len(deed.orders)} orders changed")


def _told(deed: WaveDeed, what: str, unknown: tuple[str, ...] = ()) -> Answer:
    state = deed.state.value.replace("_", " ")
    lines = [f"wave {deed.code} is {state}: {what}"]
    if deed.others:
        lines.append(f"  waves: {', '.join(deed.others)}")
    lines += [f"  {number}: {why_words(why)}" for number, why in deed.refused]
    lines += [f"  {number}: no order, or one of two shops" for number in unknown]
    if deed.way_back is not None:
        lines.append(f"  `pickstation wave undo` {_BACK[deed.way_back]}")
    values = {**asdict(deed), "unknown": unknown}
    return values, "\n".join(lines), not (deed.refused or unknown)
