"""`pickstation template`: the templates by which waves make and release themselves."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from app.commands.desk_answer import answer_desk
from app.commands.intake import add_intake, conditions, intake_of, time_of_day
from app.services import wave_templates
from app.services.searching_ahead import LOOK, run_with_search
from app.services.wave_templates import TemplateSettings
from app.services.workplace import Workplace


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "template",
        help="say by what rules waves make and release themselves",
        description="Orders join the wave of the first template that takes them, until the lead "
        "time before its cut-off. The desk's stations run the templates every few seconds.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    setting = actions.add_parser("set", help="write a template, or write it anew")
    add_intake(setting)
    setting.add_argument("--cut-off", type=time_of_day, help="when the truck leaves each day")
    setting.add_argument("--lead-minutes", type=int, default=60, help="before it, in minutes")
    setting.add_argument("--orders-per-wave", type=int, help="the most orders of a wave")
    setting.add_argument("--lines-per-wave", type=int, help="the most lines of a wave")
    setting.add_argument("--no-auto-create", action="store_true", help="a lead makes its waves")
    setting.add_argument("--auto-release", action="store_true", help="when due, or when full")
    setting.set_defaults(act=_set)
    for name, active in (("on", True), ("off", False)):
        switching = actions.add_parser(name, help=f"let it {'take orders' if active else 'rest'}")
        switching.add_argument("code")
        switching.set_defaults(act=_switch, active=active)
    actions.add_parser("list", help="all templates").set_defaults(act=_list)
    running = actions.add_parser("run", help="do now what they do")
    running.add_argument(
        "--seconds",
        type=float,
        default=LOOK.seconds,
        metavar="S",
        help="how long better carts are looked for before a wave releases itself; 0 for none",
    )
    running.set_defaults(act=_run)
    for action in actions.choices.values():
        action.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Returns:
        0 on success; 1 if it was refused.
    """
    return answer_desk(args, "template")


def _set(workplace: Workplace, args: argparse.Namespace) -> tuple[Any, str]:
    settings = TemplateSettings(
        **intake_of(args),
        cut_off=args.cut_off,
        lead_minutes=args.lead_minutes,
        orders_per_wave=args.orders_per_wave,
        lines_per_wave=args.lines_per_wave,
        auto_create=not args.no_auto_create,
        auto_release=args.auto_release,
    )
    wave_templates.save_template(workplace, settings)
    return asdict(settings), _line(settings)


def _switch(workplace: Workplace, args: argparse.Namespace) -> tuple[Any, str]:
    wave_templates.switch_template(workplace, args.code, active=args.active)
    word = "takes orders" if args.active else "rests"
    return {"code": args.code, "active": args.active}, f"template {args.code} {word}"


def _list(workplace: Workplace, _args: argparse.Namespace) -> tuple[Any, str]:
    found = wave_templates.templates(workplace)
    words = "\n".join(map(_line, found)) or "There is no template."
    return [asdict(settings) for settings in found], words


def _run(workplace: Workplace, args: argparse.Namespace) -> tuple[Any, str]:
    done = run_with_search(workplace, args.seconds)
    released = ", ".join(done.released) or "none"
    words = f"{done.orders} orders into {len(set(done.filled))} waves; released: {released}"
    return asdict(done), words


def _line(settings: TemplateSettings) -> str:
    cut_off = "     " if settings.cut_off is None else f"{settings.cut_off:%H:%M}"
    rest = "" if settings.active else "  off"
    auto = "  releases by itself" if settings.auto_release else ""
    what = conditions(asdict(settings))
    return f"{settings.code:<16} {cut_off}  {settings.method:<13}  {what}{auto}{rest}"
