"""The sub-command `barcode`: one answer a line, and clear words where a line holds no code."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest

from app.commands import barcode


def pickstation(*arguments: str) -> int:
    parser = argparse.ArgumentParser(prog="pickstation")
    barcode.add_parser(parser.add_subparsers(required=True))
    args = parser.parse_args(["barcode", *arguments])
    code: int = args.run(args)
    return code


def answers(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_each_scan_gets_one_answer_with_the_benchmarks_fields(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scans = ["]C1010075118259030721sL", "4006381333932", "T-0442"]
    file = tmp_path / "scans.jsonl"
    file.write_text("".join(f"{json.dumps(scan)}\n" for scan in scans), encoding="utf-8")

    assert pickstation("--json", str(file)) == 0

    first, second, third = answers(capsys.readouterr().out)
    assert first == {
        "input": "]C1010075118259030721sL",
        "valid": True,
        "elements": [["01", "00751182590307"], ["21", "sL"]],
        "meaning": {"gtin14": "00751182590307", "serial": "sL"},
        "error": None,
    }
    assert (second["valid"], second["error"]) == (False, "the check digit is wrong")
    assert third["meaning"] == {"tote": "0442"}


@pytest.mark.parametrize("line", [b"T-0442", b"42", b"[" * 9000, b'"\xff"', b'{"a": 1}'])
def test_a_malformed_line_is_named_and_the_others_are_answered(
    line: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "scans.jsonl"
    file.write_bytes(b'"T-0442"\n' + line + b'\n"T-0443"\n')

    assert pickstation("--json", str(file)) == 1

    printed = capsys.readouterr()
    assert f"{file}, line 2" in printed.err
    first, second, third = answers(printed.out)
    assert (first["valid"], second["valid"], third["valid"]) == (True, False, True)
    assert (second["input"], f"{file}, line 2" in second["error"]) == (None, True)


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert pickstation("--json", "no-such-file.jsonl") == 1
    assert "no-such-file.jsonl" in capsys.readouterr().err


def test_codes_beside_a_json_file_are_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert pickstation("--json", "scans.jsonl", "T-0442") == 2
    assert "not both" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("XCUND", "command UNDO"),
        ("47566", "perhaps an SKU"),
        ("4006381333932", "no code: the check digit is wrong"),
        ("]d20104006381333931{GS}10A1", "item 04006381333931; lot A1"),
        ("]d210A1", "GS1 wants another identifier beside (10)"),
        ("(01)04006381333931(422)276", "(422) ORIGIN: 276"),
        ("^21A{GS}235B", "beside AI (235)"),
        ("x" * 5000, "more data than a code holds"),
    ],
)
def test_a_code_given_as_argument_is_explained(
    code: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pickstation(code) == 0
    assert words in capsys.readouterr().out


def test_a_text_file_keeps_its_group_separators(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "codes.txt"
    file.write_bytes(b"\xef\xbb\xbf]d20104006381333931\r\n\r\n]d210A1\x1d21S1\r\n")

    assert pickstation(str(file)) == 0

    printed = capsys.readouterr().out
    assert "item 04006381333931" in printed
    assert "]d210A1{GS}21S1" in printed
    assert "lot A1; serial number S1" in printed


def test_codes_are_read_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"XCNC\n")))
    assert pickstation() == 0
    assert "quantity 1" in capsys.readouterr().out
