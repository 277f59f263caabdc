"""`pickstation barcode`: says what each scanned code means, in words or as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tqdm import tqdm

from app.commands.barcode_words import fault_words, reading_words
from app.domain.barcodes import Interpretation, interpret
from app.domain.gs1 import GS

_LONG_FILE = 1000  # lines from which a progress bar is worth its line


@dataclass(frozen=True)
class _Line:
    """One code to read, or why the line holds none; `place` names file and line for people."""

    place: str
    code: str | None = None
    problem: str = ""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "barcode",
        help="say what scanned codes mean",
        description="Says what scanned codes mean. Without arguments, codes are read from standard "
        "input, one a line; a scanner in keyboard mode can type them. {GS} stands for the group "
        "separator.",
    )
    parser.add_argument(
        "codes",
        nargs="*",
        metavar="FILE|CODE",
        help="a text file with one code a line, or a code itself",
    )
    parser.add_argument(
        "--json",
        metavar="FILE",
        help="a file with one scan a line as a JSON string (- is standard input); answers with "
        "one JSON object a line: input, valid, elements, meaning, error",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Answer every code.

    Returns:
        0 when every line held a code, legal or not; 1 when a line or file could not be read; 2
        when codes were given beside `--json`.
    """
    if args.json is not None and args.codes:
        print("pickstation barcode: give either codes or --json FILE, not both", file=sys.stderr)
        return 2
    today = datetime.now(tz=UTC).astimezone().date()
    try:
        if args.json is not None:
            return _answer_in_json(_json_lines(args.json), today)
        return _answer_in_words(_plain_lines(args.codes), today)
    except BrokenPipeError:
        return 1  # the reader of our answers, such as `head`, has seen enough
    except OSError as problem:
        print(f"pickstation barcode: {problem.filename}: {problem.strerror}", file=sys.stderr)
        return 1


def as_json(raw: str, told: Interpretation) -> dict[str, object]:
    """The answer for one scan, in the words of the benchmark this project is scored on."""
    return {
        "input": raw,
        "valid": told.valid,
        "elements": [[element.ai, element.value] for element in told.elements],
        "meaning": dict(told.meaning),
        "error": fault_words(told.fault) if told.fault else None,
    }


def _answer_in_json(lines: Iterable[_Line], today: date) -> int:
    problems = 0
    for line in lines:
        if line.code is None:
            problems += 1
            print(f"pickstation barcode: {line.place}: {line.problem}", file=sys.stderr)
            answer: dict[str, object] = {
                "input": None,
                "valid": False,
                "elements": [],
                "meaning": {},
                "error": f"{line.place}: {line.problem}",
            }
        else:
            answer = as_json(line.code, interpret(line.code, today=today))
        print(json.dumps(answer))
    return 1 if problems else 0


def _answer_in_words(lines: Iterable[_Line], today: date) -> int:
    problems = 0
    for line in lines:
        if line.code is None:
            problems += 1
            print(f"pickstation barcode: {line.place}: {line.problem}", file=sys.stderr)
        else:
            print(f"{_shown(line.code)}\n    {reading_words(interpret(line.code, today=today))}")
    return 1 if problems else 0


def _json_lines(name: str) -> Iterator[_Line]:
    for place, text in _lines_of(name):
        if isinstance(text, UnicodeDecodeError):
            yield _Line(place, problem=f"is not UTF-8 ({text.reason}); save the file as UTF-8")
            continue
        try:
            code = json.loads(text)
        except (ValueError, RecursionError) as problem:
            yield _Line(place, problem=f"{text[:40]!r} is not JSON ({problem}); {_WANTED}")
            continue
        if isinstance(code, str):
            yield _Line(place, code)
        else:
            yield _Line(place, problem=f"{text[:40]!r} is not a JSON string; {_WANTED}")


_WANTED = 'write each scan in double quotes, such as "]C10104012345123456"'


def _plain_lines(codes: list[str]) -> Iterator[_Line]:
    for code in codes or ["-"]:
        if code != "-" and not _is_file(code):
            yield _Line("argument", code.replace("{GS}", GS))
            continue
        for place, text in _lines_of(code):
            if isinstance(text, UnicodeDecodeError):
                yield _Line(place, problem=f"is not UTF-8 ({text.reason}); save the file as UTF-8")
            else:
                yield _Line(place, text.replace("{GS}", GS))


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False  # longer than a file name may be, or with characters none has


def _lines_of(name: str) -> Iterator[tuple[str, str | UnicodeDecodeError]]:
    """The lines that are not blank, each with its place; only CR and LF end a line, never a GS."""
    if name == "-":
        yield from _numbered("standard input", sys.stdin.buffer)
        return
    path = Path(name)
    with path.open("rb") as file:
        total = sum(1 for _ in file)
        file.seek(0)
        quiet = total < _LONG_FILE or not sys.stderr.isatty()
        bar = tqdm(file, total=total, desc=path.name, unit="scan", disable=quiet, file=sys.stderr)
        yield from _numbered(name, bar)


def _numbered(name: str, lines: Iterable[bytes]) -> Iterator[tuple[str, str | UnicodeDecodeError]]:
    for number, line in enumerate(lines, start=1):
        data = line.rstrip(b"\r\n")
        if not data.strip():
            continue
        place = f"{name}, line {number}"
        try:
            yield place, data.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as problem:
            yield place, problem


def _shown(code: str) -> str:
    """The code with what can't be seen made visible, and cut where it is beyond all codes."""
    visible = "".join(
        "{GS}" if sign == GS else sign if sign.isprintable() else f"\\x{ord(sign):02x}"
        for sign in code
    )
    return visible if len(visible) <= 160 else f"{visible[:150]}… ({len(code)} characters)"
