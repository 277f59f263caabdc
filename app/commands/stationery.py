"""`pickstation stationery`: how each shop's paper looks, as a file to edit, look at and keep."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from app.commands.opened import opened_workplace
from app.services.stationery import (
    ALL_SHOPS,
    drop_stationery,
    kept_stationery,
    save_stationery,
    stationery_views,
)
from app.services.workplace import Workplace
from printing.documents import UnprintableDocument
from printing.paper import Format
from printing.preview import preview
from printing.records import RecordError
from printing.stationery.checking import BadStationery
from printing.stationery.examples import examples
from printing.stationery.logos import UnusableLogo, logo_from
from printing.stationery.model import Stationery
from printing.stationery.texts import from_toml, to_toml

PAGE_DPI, LABEL_DPI = 110, 203


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "stationery",
        help="how each shop's slips and labels look: brand, texts, order of blocks",
        description="Stationery is a TOML file: `show` writes one to start from, `preview` draws "
        "an invented parcel's papers with it, `save` keeps it for a shop, or for all that have "
        "none of their own. Papers that are queued already stay as they are.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    show = actions.add_parser("show", help="write what is kept for a shop as TOML")
    show.set_defaults(act=_show)
    save = actions.add_parser("save", help="keep a file for a shop")
    save.add_argument("file", type=Path, metavar="FILE")
    save.add_argument("--logo", type=Path, metavar="FILE", help="PNG or SVG, in place of its own")
    save.set_defaults(act=_save)
    look = actions.add_parser("preview", help="draw an invented parcel's papers as PNG pictures")
    look.add_argument("file", type=Path, nargs="?", metavar="FILE", help="what is kept if none")
    look.add_argument("--logo", type=Path, metavar="FILE", help="PNG or SVG, in place of its own")
    look.add_argument("--out", type=Path, required=True, metavar="FOLDER")
    look.add_argument("--language", default="en", help="of the customer, such as de")
    look.set_defaults(act=_preview)
    drop = actions.add_parser("drop", help="forget a shop's own")
    drop.set_defaults(act=_drop)
    for action in (show, save, look, drop):
        action.add_argument(
            "--shop", default=ALL_SHOPS, help="source of its orders; of all shops if not given"
        )
    listing = actions.add_parser("list", help="which shops have stationery of their own")
    listing.add_argument("--json", action="store_true", help="answer with one JSON object")
    listing.set_defaults(act=_list)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do what was asked.

    Returns:
        0 on success; 1 if a file cannot be read, is no stationery or no logo, or nothing is kept.
    """
    with opened_workplace(args) as workplace:
        try:
            print(args.act(workplace, args))
        except (RecordError, BadStationery, UnusableLogo, UnprintableDocument) as error:
            named = getattr(args, "file", None)
            sys.stderr.write(f"pickstation stationery: {named or 'what is kept'}: {error}\n")
            return 1
        except (OSError, UnicodeDecodeError) as error:
            sys.stderr.write(f"pickstation stationery: {_words(error, args)}\n")
            return 1
    return 0


def _show(workplace: Workplace, args: argparse.Namespace) -> str:
    return to_toml(kept_stationery(workplace, args.shop)).rstrip()


def _save(workplace: Workplace, args: argparse.Namespace) -> str:
    save_stationery(workplace, args.shop, _given(args))
    return f"Kept for {_shop_word(args.shop)}."


def _preview(workplace: Workplace, args: argparse.Namespace) -> str:
    stationery = _given(args) if args.file else kept_stationery(workplace, args.shop)
    args.out.mkdir(parents=True, exist_ok=True)
    written = 0
    for name, document in examples(stationery, language=args.language).items():
        dpi = LABEL_DPI if document.paper.is_label else PAGE_DPI
        for number, png in enumerate(preview(document, Format.PDF, dpi), start=1):
            (args.out / f"{name}-{number}.png").write_bytes(png)
            written += 1
    return f"{written} pictures written to {args.out}"


def _drop(workplace: Workplace, args: argparse.Namespace) -> str:
    found = drop_stationery(workplace, args.shop)
    return f"{'Forgotten' if found else 'Nothing is kept'} for {_shop_word(args.shop)}."


def _list(workplace: Workplace, args: argparse.Namespace) -> str:
    views = stationery_views(workplace)
    if args.json:
        rows = [{"shop": view.shop, "changed_at": view.changed_at.isoformat()} for view in views]
        return json.dumps({"stationery": rows})
    if not views:
        return "No shop has stationery of its own; all papers are plain."
    return "\n".join(
        f"{_shop_word(view.shop)}: {view.stationery.brand.name or 'no name of its own'}, "
        f"changed {view.changed_at:%Y-%m-%d %H:%M}"
        for view in views
    )


def _given(args: argparse.Namespace) -> Stationery:
    """The stationery of the file named, with the logo named.

    Raises:
        OSError, UnicodeDecodeError: a file cannot be read.
        RecordError, BadStationery, UnusableLogo: it is no stationery, or no logo.
    """
    stationery = from_toml(args.file.read_text("utf-8"))
    if args.logo is None:
        return stationery
    logo = logo_from(args.logo.read_bytes())
    return replace(stationery, brand=replace(stationery.brand, logo=logo))


def _shop_word(shop: str) -> str:
    return shop or "all shops without their own"


def _words(error: OSError | UnicodeDecodeError, args: argparse.Namespace) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"{args.file}: is not written in UTF-8"
    return f"{error.filename}: {error.strerror}"
