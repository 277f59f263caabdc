"""Reads the warehouse's locations from a table."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from app.domain.equipment import LONGEST, equipment_named
from app.domain.locations import LocationKind
from app.exchange import model
from app.exchange.bad_value import BadValue
from app.exchange.cells import Cells
from app.exchange.codes import read_location_code
from app.exchange.columns import Column
from app.exchange.findings import Findings
from app.exchange.model import ImportedFile, ImportedLocation, Progress
from app.exchange.tables import read_cells

COLUMNS = (
    Column("code", ("code", "location", "location code"), required=True),
    Column("zone", ("zone",), required=True),
    Column("aisle", ("aisle",)),
    Column("side", ("side",)),
    Column("bay", ("bay", "rack", "position")),
    Column("level", ("level", "shelf")),
    Column("kind", ("kind", "type")),
    Column("x_m", ("x m", "x"), required=True),
    Column("y_m", ("y m", "y"), required=True),
    Column("check_digits", ("check digits", "check code")),
    Column("equipment", ("equipment", "needs")),
)
_KINDS: Mapping[str, LocationKind] = MappingProxyType(
    {
        "pick": LocationKind.PICK_FACE,
        "pick face": LocationKind.PICK_FACE,
        "pick_face": LocationKind.PICK_FACE,
        "reserve": LocationKind.RESERVE,
        "bulk": LocationKind.RESERVE,
        "receiving": LocationKind.STAGING,
        "staging": LocationKind.STAGING,
        "quarantine": LocationKind.QUARANTINE,
        "lane": LocationKind.LANE,
    }
)
_SIDES: Mapping[str, str] = MappingProxyType(
    {"l": "L", "left": "L", "r": "R", "right": "R", "-": ""}
)
_CHECK_DIGITS = re.compile(r"[0-9]{1,4}")
_NUMBER_MAXIMUM = 9_999


def read_location_table(
    path: Path, mapping: Mapping[str, str] | None = None, progress: Progress | None = None
) -> ImportedFile[ImportedLocation]:
    """Read locations.

    Codes become capitals. A place without kind is a pick face. One check digit is taken for two
    of which a spreadsheet dropped the leading zero.

    Args:
        path: CSV, TSV or XLSX.
        mapping: Headings by field (`COLUMNS` names the fields).
        progress: Told rows read and rows in all.
    """
    findings = Findings(path.name)
    locations: dict[str, ImportedLocation] = {}
    for cells in read_cells(path, COLUMNS, mapping or {}, findings, progress):
        if not cells.is_good:
            continue
        location = _location(cells)
        if location.code in locations:
            cells.problem(
                "code",
                f"Row {locations[location.code].row} has this code already.",
                "Delete one of the rows.",
            )
        if cells.is_good:
            locations[location.code] = location
    return findings.result(locations.values())


def _location(cells: Cells) -> ImportedLocation:
    """Read one row."""
    for required in ("code", "zone", "x_m", "y_m"):
        cells.require(required)
    return ImportedLocation(
        code=cells.read(
            "code", lambda text: read_location_code(text, model.LOCATION_CODE_LENGTH), ""
        ),
        zone=cells.text("zone", model.ZONE_LENGTH),
        aisle=cells.text("aisle", model.ZONE_LENGTH),
        side=cells.choice("side", _SIDES, ""),
        bay=cells.whole("bay", _NUMBER_MAXIMUM),
        level=cells.whole("level", _NUMBER_MAXIMUM),
        kind=cells.choice("kind", _KINDS, LocationKind.PICK_FACE),
        x_m=cells.metres("x_m"),
        y_m=cells.metres("y_m"),
        check_digits=cells.read("check_digits", _read_check_digits, ""),
        equipment=_equipment(cells),
        row=cells.row,
    )


def _equipment(cells: Cells) -> str | None:
    """What is needed to reach the place; a column that is not there changes nothing."""
    if not cells.has("equipment"):
        return None
    return equipment_named(cells.text("equipment", LONGEST))


def _read_check_digits(text: str) -> str:
    """Read the digits an operator speaks or types."""
    if not _CHECK_DIGITS.fullmatch(text):
        raise BadValue("Check digits are two to four digits.", "Write them as on the label.")
    return text.zfill(2)
