"""A folder as printer: one whole file a job, never written over, never half there."""

from pathlib import Path

import pytest

from printing.jobs import HoldReason
from printing.printers.folder_printer import FolderPrinter
from printing.printers.printer import Lamp, NothingSent, Outcome

MARK = "shipping_label-000007-1"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        (b"%PDF-1.4 ...", f"{MARK}.pdf"),
        (b"^XA^XZ", f"{MARK}.zpl"),
        (b"\x89PNG\r\n", f"{MARK}.png"),
        (b"plain", f"{MARK}.bin"),
    ],
)
def test_job_becomes_one_file_named_after_its_mark_and_is_confirmed(
    tmp_path: Path, payload: bytes, name: str
) -> None:
    printer = FolderPrinter("folder", tmp_path / "new" / "prints")
    assert printer.send(payload, MARK).outcome is Outcome.CONFIRMED
    assert files(tmp_path / "new" / "prints") == {name: payload}


def test_no_file_has_its_name_before_the_ledger_knows(tmp_path: Path) -> None:
    seen: list[str] = []
    printer = FolderPrinter("folder", tmp_path)
    printer.send(b"^XA^XZ", MARK, lambda: seen.extend(files(tmp_path)))
    assert seen == [f".{MARK}.part"]


def test_ledger_that_refuses_leaves_no_file_behind(tmp_path: Path) -> None:
    def refuse() -> None:
        raise OSError("database gone")

    with pytest.raises(OSError, match="database gone"):
        FolderPrinter("folder", tmp_path).send(b"^XA^XZ", MARK, refuse)
    assert files(tmp_path) == {}


def test_the_same_attempt_sent_again_is_confirmed_by_the_file_it_left(tmp_path: Path) -> None:
    printer = FolderPrinter("folder", tmp_path)
    for _ in range(2):
        assert printer.send(b"^XA^XZ", MARK).outcome is Outcome.CONFIRMED
    assert files(tmp_path) == {f"{MARK}.zpl": b"^XA^XZ"}


def test_strange_file_of_the_same_name_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / f"{MARK}.zpl").write_bytes(b"older")
    FolderPrinter("folder", tmp_path).send(b"^XA^XZ", MARK)
    assert files(tmp_path) == {f"{MARK}.zpl": b"older", f"{MARK}.2.zpl": b"^XA^XZ"}


def test_file_in_the_place_of_the_folder_sends_nothing_and_needs_attention(tmp_path: Path) -> None:
    (tmp_path / "prints").write_text("not a folder")
    printer = FolderPrinter("folder", tmp_path / "prints")
    status = printer.status()
    assert (status.lamp, status.reasons) == (Lamp.ATTENTION, (HoldReason.REFUSED,))
    with pytest.raises(NothingSent) as refused:
        printer.send(b"^XA^XZ", MARK)
    assert refused.value.reason is HoldReason.REFUSED
    assert "prints" in refused.value.words


def test_folder_that_takes_files_is_ready(tmp_path: Path) -> None:
    assert FolderPrinter("folder", tmp_path).status().lamp is Lamp.READY
