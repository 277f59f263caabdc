"""Collects what is wrong with a file while it is read, so that all problems come out at once."""

from collections.abc import Iterable

from app.exchange.model import ImportedFile, Problem, Record

PROBLEMS_MAXIMUM = 10_000
"""Problems listed for one file; a wrong file of a million rows must not fill the memory."""

_VALUE_LENGTH = 60


class Unreadable(Exception):
    """The file as a whole can't be read; carries the problem's words."""

    def __init__(self, message: str, remedy: str, value: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.value = value


class Findings:
    """What became known of one file so far.

    Attributes:
        rows_read: Data rows met, good or not.
        encoding: How the text was decoded.
        broke_off: The file ended in the middle of something: what was being put together last
            may lack its end.
    """

    def __init__(self, file: str) -> None:
        self._file = printable(file)
        self._problems: list[Problem] = []
        self._unlisted = 0
        self.rows_read = 0
        self.encoding = ""
        self.broke_off = False

    def add(self, row: int | None, field: str, value: str, message: str, remedy: str) -> None:
        """Note one problem; see `Problem` for the arguments."""
        if len(self._problems) >= PROBLEMS_MAXIMUM:
            self._unlisted += 1
            return
        short = value if len(value) <= _VALUE_LENGTH else value[: _VALUE_LENGTH - 1] + "…"
        self._problems.append(
            Problem(
                self._file,
                row,
                printable(field),
                printable(short),
                printable(message),
                printable(remedy),
            )
        )

    def refuse(self, unreadable: Unreadable, row: int | None = None) -> None:
        """Note that the file can't be read, or not beyond a row."""
        self.add(row, "", unreadable.value, unreadable.message, unreadable.remedy)

    def result(self, records: Iterable[Record]) -> ImportedFile[Record]:
        """Close the file with the records that were good."""
        given = tuple(records)  # first: an iterator may still find problems
        problems = tuple(sorted(self._problems, key=lambda problem: problem.row or 0))
        if self._unlisted:
            problems += (
                Problem(
                    self._file,
                    None,
                    "",
                    str(self._unlisted),
                    f"{self._unlisted} further problems are not listed.",
                    "Mend those listed and read the file again.",
                ),
            )
        return ImportedFile(given, problems, self.rows_read, self.encoding)


def printable(text: str) -> str:
    """Replace by a middle dot what can't be printed: control characters, damaged bytes."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else "·" for character in text)
