"""What the desk's commands share: one verb at the database, its answer in words or as JSON."""

from __future__ import annotations

import argparse
import json
import sys

from app.commands.desk_words import refusal_words
from app.commands.opened import opened_workplace
from app.domain.refusals import Refused


def answer_desk(args: argparse.Namespace, command: str) -> int:
    """Do what was asked, as the person at the shell, who is trusted as an administrator.

    Args:
        args: the words; `act` is what they ask for, and gives the answer and the words for it.
        command: the command's name, for what is refused.

    Returns:
        0 on success; 1 if it was refused.
    """
    with opened_workplace(args) as workplace:
        try:
            answer, words = args.act(workplace, args)
        except Refused as refused:
            sys.stderr.write(f"pickstation {command}: {refusal_words(refused.refusal)}\n")
            return 1
    print(json.dumps(answer, indent=1, default=str) if args.json else words)
    return 0
