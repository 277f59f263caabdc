"""Stationery as a form edits it: field by field, each judged as it is entered, looked at, kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from app.db.queries.orders import shops
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
from printing.records import RecordError, encode
from printing.stationery.checking import BadStationery, FieldProblem
from printing.stationery.editing import editable_fields, edited
from printing.stationery.examples import examples
from printing.stationery.fields import FieldKind, Limits
from printing.stationery.logos import UnusableLogo, logo_from
from printing.stationery.model import PLAIN, Stationery

PAGE_DPI, LABEL_DPI = 110, 203


class Control(StrEnum):
    """How a field is edited; see `printing.stationery.fields.FieldKind`."""

    TEXT = FieldKind.TEXT.value
    PARAGRAPH = FieldKind.PARAGRAPH.value
    LINES = FieldKind.LINES.value
    SWITCH = FieldKind.SWITCH.value
    NUMBER = FieldKind.NUMBER.value
    COLOUR = FieldKind.COLOUR.value
    PICTURE = FieldKind.PICTURE.value
    CHOICES = FieldKind.CHOICES.value
    LINK = FieldKind.LINK.value


@dataclass(frozen=True)
class FormField:
    """One field of the form.

    Attributes:
        path: Section and name, such as `brand.colour`.
        control: How it is edited.
        value: A text, number or truth; a tuple of texts for lines and choices; for a picture its
            size in words, empty without one.
        default: What it is on plain paper, in the same way.
        limits: What it takes.
    """

    path: str
    control: Control
    value: object
    default: object
    limits: Limits

    @property
    def section(self) -> str:
        """The part of the form it stands in."""
        return self.path.partition(".")[0]


@dataclass(frozen=True)
class FormProblem:
    """Why a value was not taken: the field, the kind of fault, the value, and its limit."""

    path: str
    fault: str
    value: str
    limit: str


@dataclass(frozen=True)
class StationeryDraft:
    """A shop's stationery while somebody edits it.

    Attributes:
        shop: Whose it is; empty for all that have none of their own.
        kept: What was on record when it was opened.
        now: As it has been edited.
    """

    shop: str
    kept: Stationery = PLAIN
    now: Stationery = PLAIN

    @property
    def is_changed(self) -> bool:
        """Whether saving would change anything."""
        return self.now != self.kept

    def fields(self) -> tuple[FormField, ...]:
        """All fields, in the order of the form."""
        return tuple(
            FormField(
                one.path,
                Control(one.limits.kind.value),
                _plain(one.value),
                _plain(one.default),
                one.limits,
            )
            for one in editable_fields(self.now)
        )

    def with_value(self, path: str, value: object) -> Edited:
        """The draft with one field changed, or why the value cannot be taken."""
        given = list(value) if isinstance(value, tuple) else value
        try:
            return Edited(replace(self, now=edited(self.now, path, given)))
        except BadStationery as bad:
            return Edited(self, tuple(map(_problem, bad.problems)))
        except RecordError as error:
            return Edited(self, (FormProblem(path, "wrong_type", str(value), str(error)),))

    def with_logo(self, file: Path) -> Edited:
        """The draft with a picture from a PNG or SVG file, or why that is no logo."""
        try:
            picture = logo_from(file.read_bytes())
        except OSError as error:
            problem = FormProblem("brand.logo", "no_file", str(file), error.strerror or str(error))
            return Edited(self, (problem,))
        except UnusableLogo as unusable:
            problem = FormProblem("brand.logo", "no_picture", file.name, str(unusable))
            return Edited(self, (problem,))
        return self.with_value("brand.logo", encode(picture))

    def without_logo(self) -> Edited:
        """The draft without a picture."""
        return self.with_value("brand.logo", None)


@dataclass(frozen=True)
class Edited:
    """What came of an entry: the draft as it is now, and why it is as before if there is a why."""

    draft: StationeryDraft
    problems: tuple[FormProblem, ...] = field(default=())


def open_draft(workplace: Workplace, shop: str = ALL_SHOPS) -> StationeryDraft:
    """What a shop's papers look like now, to be edited."""
    kept = kept_stationery(workplace, shop)
    return StationeryDraft(shop, kept, kept)


def shops_to_edit(workplace: Workplace) -> tuple[str, ...]:
    """The shops there are orders of, or stationery for; the house's own first."""
    with workplace.database.begin(workplace.actor()) as work:
        known = set(shops(work.session))
    known |= {view.shop for view in stationery_views(workplace)}
    return (ALL_SHOPS, *sorted(known - {ALL_SHOPS}))


def keep_draft(
    workplace: Workplace, draft: StationeryDraft, *, operator_id: int | None = None
) -> StationeryDraft:
    """Keep a draft for its shop; papers that are queued already stay as they are.

    Raises:
        Refused: with `NotAllowed`.
    """
    save_stationery(workplace, draft.shop, draft.now, operator_id=operator_id)
    return replace(draft, kept=draft.now)


def forget_own(
    workplace: Workplace, shop: str, *, operator_id: int | None = None
) -> StationeryDraft:
    """Let a shop's papers look as the house's do again; what they look like then.

    Raises:
        Refused: with `NotAllowed`.
    """
    drop_stationery(workplace, shop, operator_id=operator_id)
    return open_draft(workplace, shop)


def pictures_of(draft: StationeryDraft, part: str, language: str = "en") -> Sequence[bytes]:
    """The pages of an invented parcel's paper as PNG pictures; slow, for a lane beside the window.

    Args:
        draft: How it shall look.
        part: Which paper: `packing_slip`, `gift_slip`, `label`, `return_label` or `pick_list`.
        language: Of the customer.

    Returns:
        No pictures where the paper cannot be printed so.
    """
    document = examples(draft.now, language=language)[part]
    dpi = LABEL_DPI if document.paper.is_label else PAGE_DPI
    try:
        return preview(document, Format.PDF, dpi, most_pages=1)
    except UnprintableDocument:
        return ()


def _plain(value: object) -> object:
    """A value as the form shows it."""
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    if isinstance(value, dict):
        return f"{value['width']} x {value['height']}"
    return "" if value is None else value


def _problem(problem: FieldProblem) -> FormProblem:
    return FormProblem(problem.path, problem.fault.value, problem.value, problem.limit)
