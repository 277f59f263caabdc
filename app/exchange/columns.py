"""Finds the columns of a table by their headings, whatever the system that wrote it calls them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.exchange.findings import Findings

_SEPARATORS = re.compile(r"[\s_\-]+")
_SHOWN = 400


@dataclass(frozen=True, slots=True)
class Column:
    """One field a reader looks for.

    Attributes:
        field: Our name of it, as `--map field=Heading` names it.
        headings: Known headings, the best first; compared without case, `-`, `_` and spaces.
        required: Without it nothing can be read.
    """

    field: str
    headings: tuple[str, ...]
    required: bool = False


def match_columns(
    columns: Sequence[Column],
    header: Sequence[str],
    header_row: int,
    mapping: Mapping[str, str],
    findings: Findings,
) -> dict[str, int] | None:
    """Say where each field stands in a table's rows.

    Args:
        columns: What is looked for.
        header: The headings as they stand in the file.
        header_row: Their row, for problems.
        mapping: The user's own choice, field to heading; goes before the known headings.
        findings: Takes up what is wrong.

    Returns:
        Place of each field found, or None where the table can't be read: a required column or a
        column of the mapping is missing, or a heading that is needed stands there twice.
    """
    places: dict[str, list[int]] = {}
    for place, heading in enumerate(header):
        places.setdefault(_plain(heading), []).append(place)
    fine = _mapping_is_known(columns, mapping, findings)
    found: dict[str, int] = {}
    missing: list[tuple[Column, Sequence[str]]] = []
    for column in columns:
        is_chosen = column.field in mapping
        headings = (mapping[column.field],) if is_chosen else column.headings
        heading = next((name for name in headings if _plain(name) in places), "")
        if not heading:
            if is_chosen or column.required:
                missing.append((column, headings))
        elif len(at := places[_plain(heading)]) > 1:
            findings.add(
                header_row,
                heading,
                ", ".join(str(place + 1) for place in at),
                f"The heading {heading} stands over {len(at)} columns.",
                "Rename or delete one of them.",
            )
            fine = False
        else:
            found[column.field] = at[0]
    if missing:
        _report_missing(missing, header, header_row, findings)
    return found if fine and not missing else None


def has_headings(header: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a header holds all of some headings."""
    return {_plain(heading) for heading in wanted} <= {_plain(heading) for heading in header}


def _plain(heading: str) -> str:
    """Bring a heading to the form in which headings are compared."""
    text = unicodedata.normalize("NFKC", heading).strip().strip("\ufeff'\"*:").casefold()
    return _SEPARATORS.sub(" ", text).strip()


def _mapping_is_known(
    columns: Sequence[Column], mapping: Mapping[str, str], findings: Findings
) -> bool:
    """Report fields of a mapping that don't exist."""
    fields = [column.field for column in columns]
    unknown = [field for field in mapping if field not in fields]
    for field in unknown:
        findings.add(
            None,
            field,
            mapping[field],
            f"There is no field {field} to map a column to.",
            f"Fields are {', '.join(fields)}.",
        )
    return not unknown


def _report_missing(
    missing: Sequence[tuple[Column, Sequence[str]]],
    header: Sequence[str],
    header_row: int,
    findings: Findings,
) -> None:
    """Report the columns that aren't there, all at once, with those that are."""
    there = ", ".join(heading.strip() or "(no heading)" for heading in header)
    wanted = ", ".join(
        f"{column.field} (heading {' or '.join(headings)})" for column, headings in missing
    )
    first = missing[0][0].field
    findings.add(
        header_row,
        ", ".join(column.field for column, _ in missing),
        there,
        f"There is no column for {wanted}. The columns found are: {there[:_SHOWN]}.",
        f"Name the columns, as in --map {first}=HEADING, or choose the right --source.",
    )
