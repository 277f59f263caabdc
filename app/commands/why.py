"""`pickstation why`: why an order, place, item, parcel, wave or person is as it is, in words."""

from __future__ import annotations

import argparse
import uuid
from dataclasses import asdict
from typing import Any

from app.commands.desk_answer import answer_desk
from app.services.asking_why import why
from app.services.identifying import Entry
from app.services.workplace import Workplace
from app.ui.why_words import why_sentence


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "why",
        help="why is this order, location, item, parcel, wave or person where it is",
        description="All that keeps an order from being released, picked, packed or shipped; why "
        "pickers are sent to a location; why a box and a carrier; what makes a wave late; why "
        "somebody gets this work. One sentence a reason, the gravest first.",
    )
    parser.add_argument(
        "code",
        metavar="ORDER|LOCATION|SKU|SSCC|WAVE|STAFF",
        help="a number, a code as it is scanned (L-A01, T-0442), or a staff number",
    )
    parser.add_argument("--json", action="store_true", help="answer with JSON")
    parser.set_defaults(run=run, act=_why)


def run(args: argparse.Namespace) -> int:
    """Say why.

    Returns:
        0 on success; 1 if nothing here has the code.
    """
    return answer_desk(args, "why")


def _why(workplace: Workplace, args: argparse.Namespace) -> tuple[dict[str, Any], str]:
    told = why(workplace, None, Entry(args.code, uuid.uuid4()))
    sentences = [why_sentence(each) for each in told.reasons]
    answer = {
        "subject": told.subject,
        "reasons": [
            asdict(each) | {"sentence": sentence}
            for each, sentence in zip(told.reasons, sentences, strict=True)
        ],
    }
    return answer, "\n".join((told.subject, *(f"  {sentence}" for sentence in sentences)))
