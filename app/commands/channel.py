"""`pickstation channel`: feeds the floor without waves, as much as there is room for."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.commands.desk_answer import answer_desk
from app.commands.intake import add_intake, conditions, intake_of, time_of_day
from app.domain.channels import ChannelState
from app.services import channels
from app.services.channels import ChannelRun, ChannelSettings, ChannelView
from app.services.workplace import Workplace

_STATES = {
    "open": (ChannelState.OPEN, "take orders in and release what the floor has room for"),
    "lock": (ChannelState.LOCKED, "keep its orders, release none"),
    "sleep": (ChannelState.ASLEEP, "let its waiting orders go"),
}


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "channel",
        help="feed the floor continuously, as much as there is room for",
        description="A channel takes waiting orders in and releases the next ones while fewer than "
        "its room are on the floor and not past picking.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    setting = actions.add_parser("set", help="write a channel, or write it anew")
    add_intake(setting)
    setting.add_argument("--room", type=int, default=channels.DEFAULT_ROOM, help="orders at once")
    setting.add_argument("--ends", type=time_of_day, help="when it falls asleep each day")
    setting.set_defaults(act=_set)
    for name, (state, words) in _STATES.items():
        changing = actions.add_parser(name, help=words)
        changing.add_argument("code")
        changing.set_defaults(act=_change, state=state)
    releasing = actions.add_parser("release", help="release the next few, as far as there is room")
    releasing.add_argument("code")
    releasing.add_argument("most", type=int, help="no more than this")
    releasing.set_defaults(act=_release)
    actions.add_parser("list", help="all channels").set_defaults(act=_list)
    actions.add_parser("run", help="look at all that are at work").set_defaults(act=_run)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused.
    """
    return answer_desk(args, "channel")


def _set(workplace: Workplace, args: argparse.Namespace) -> tuple[Any, str]:
    settings = ChannelSettings(**intake_of(args), room=args.room, ends=args.ends)
    channels.save_channel(workplace, settings)
    return asdict(settings), f"channel {settings.code} takes {conditions(asdict(settings))}"


def _change(workplace: Workplace, args: argparse.Namespace) -> tuple[Any, str]:
    done = channels.set_channel(workplace, args.code, args.state)
    return asdict(done), _run_words(done)


def _release(workplace: Workplace, args: argparse.Namespace) -> tuple[Any, str]:
    done = channels.release_next(workplace, args.code, args.most)
    return asdict(done), _run_words(done)


def _run(workplace: Workplace, _args: argparse.Namespace) -> tuple[Any, str]:
    done = channels.run_channels(workplace)
    words = "\n".join(map(_run_words, done)) or "No channel is at work."
    return [asdict(one) for one in done], words


def _list(workplace: Workplace, _args: argparse.Namespace) -> tuple[Any, str]:
    found = channels.channels_now(workplace)
    words = "\n".join(map(_line, found)) or "There is no channel."
    return [asdict(view) for view in found], words


def _run_words(done: ChannelRun) -> str:
    return (
        f"channel {done.code} is {done.state}: {done.taken} orders came in, "
        f"{len(done.released)} released, {done.on_floor} on the floor"
    )


def _line(view: ChannelView) -> str:
    settings = view.settings
    return (
        f"{settings.code:<16} {view.state:<7} {view.on_floor}/{settings.room} on the floor  "
        f"{view.waiting} waiting ({view.ready} ready)  {view.done} done  "
        f"{conditions(asdict(settings))}"
    )
