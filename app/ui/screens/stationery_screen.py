"""A form for how a shop's paper looks, with the paper beside it as it would come out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.devices.scan import Scan
from app.devices.wedge import CaptureMode
from app.services import stationery_form
from app.services.stationery_form import Edited, StationeryDraft
from app.ui.context import StationContext
from app.ui.feedback import FeedbackEvent
from app.ui.message import translate
from app.ui.screens.choice_field import ChoiceField
from app.ui.screens.floor_screen import FloorScreen
from app.ui.screens.heading import Heading
from app.ui.screens.setup_cards import label
from app.ui.screens.stationery_fields import FieldEditor, PictureEditor, editor_of
from app.ui.stationery_words import (
    field_words,
    limit_words,
    paper_words,
    problem_words,
    section_words,
    shop_words,
)
from app.ui.theme import Theme
from app.ui.tokens import SPACING_MM, State
from app.ui.widgets.action_row import Action

LOOK_AFTER_MS = 250
"""After the last entry: nobody wants a picture of each letter."""

_SAVE, _UNDO, _FORGET, _BACK, _HELP = "save", "undo", "forget", "back", "help"
_PAPERS = {
    "brand": "packing_slip",
    "packing_slip": "packing_slip",
    "gift_slip": "gift_slip",
    "label": "label",
    "pick_list": "pick_list",
}
"""Which paper is looked at beside a part of the form."""


class StationeryScreen(FloorScreen):
    """A desk screen: its fields take text, and a scan does nothing."""

    capture_mode = CaptureMode.DESK

    def __init__(self, context: StationContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.draft = StationeryDraft("")
        self.editors: dict[str, FieldEditor] = {}
        self._picture = QPixmap()
        self._shops: tuple[str, ...] = ()
        self.shop = ChoiceField()
        self.shop.activated.connect(self._choose_shop)
        self.tabs = QTabWidget()
        self.tabs.currentChanged.connect(lambda _: self._look_soon())
        self.told = label("", "")
        self.preview = QLabel()
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.preview.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.paper = label("", "quiet")
        self._timer = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._timer.timeout.connect(self.look_now)
        self._arrange()

    def _arrange(self) -> None:
        gap = Theme.current().mm(SPACING_MM)
        form = QVBoxLayout()
        top = QHBoxLayout()
        top.addWidget(label(translate("stationery", "Shop"), "quiet"))
        top.addWidget(self.shop, 1)
        form.addLayout(top)
        form.addWidget(self.tabs, 1)
        form.addWidget(self.told)
        paper = QVBoxLayout()
        paper.addWidget(self.paper)
        paper.addWidget(self.preview, 1)
        row = QHBoxLayout(self.work)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(form, 1)
        row.addLayout(paper, 1)
        for layout in (form, top, paper, row):
            layout.setSpacing(gap)

    # What the frame asks ------------------------------------------------------------------

    def arrived(self) -> None:
        """Open what is kept for all shops, or what was being edited."""
        self.held = None
        self.tell("")
        self.run(stationery_form.shops_to_edit, self.context.workplace, done=self._show_shops)
        if not self.draft.is_changed:
            self._open(self.draft.shop)
        self.refresh()

    def heading(self) -> Heading:
        """Whose paper it is, and whether it is saved."""
        detail = translate("stationery", "saved")
        if self.draft.is_changed:
            detail = translate("stationery", "changed, not saved yet")
        return Heading(translate("stationery", "How paper looks"), detail)

    def work_actions(self) -> tuple[Action, ...]:
        """Save, take back, forget a shop's own, help and the way back."""
        is_changed = self.draft.is_changed
        return (
            Action(
                _FORGET, "F4", translate("stationery", "As all shops"), "clear",
                is_enabled=bool(self.draft.shop),
            ),
            Action(
                _UNDO, "F6", translate("stationery", "Take back"), "undo", is_enabled=is_changed
            ),
            Action(_BACK, "F8", translate("stationery", "Back"), "pause"),
            Action(_SAVE, "F9", translate("stationery", "Save"), "ok", is_enabled=is_changed),
            Action(_HELP, "F1", translate("stationery", "Help"), "help"),
        )  # fmt: skip

    def do(self, name: str) -> None:
        """The keys of the action row; commands of the sheet are not obeyed here."""
        deeds = {
            _SAVE: self._save,
            _UNDO: self._take_back,
            _FORGET: self._forget,
            _BACK: self.home_asked.emit,
            _HELP: self.help_asked.emit,
        }
        if name in deeds:
            deeds[name]()
        else:
            super().do(name)

    def press_ok(self) -> None:
        """Enter belongs to the fields, except for a held message."""
        if self.held is not None:
            self.release()

    def on_scan(self, scan: Scan) -> None:
        """A scan means nothing here; it clears what is held."""
        del scan
        self.entry_taken.emit()
        if self.held is not None:
            self.release()

    def back(self) -> None:
        """Escape: back to where it was opened; what is not saved stays in the form."""
        if self.held is not None:
            super().back()
        else:
            self.home_asked.emit()

    def tell(self, words: str, state: State | None = None) -> None:
        """Say what came of the last entry."""
        self.told.setText(words)
        self.told.setProperty("state", "" if state is None else state.value)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)

    # Shops --------------------------------------------------------------------------------

    def _show_shops(self, shops: tuple[str, ...]) -> None:
        self._shops = shops
        self.shop.clear()
        self.shop.addItems([shop_words(shop) for shop in shops])
        if self.draft.shop in shops:
            self.shop.setCurrentIndex(shops.index(self.draft.shop))

    def _choose_shop(self, place: int) -> None:
        if self.draft.is_changed:
            self.shop.setCurrentIndex(self._shops.index(self.draft.shop))
            words = translate("stationery", "Save (F9) or take back (F6) first, then change shop.")
            self.tell(words, State.LOOK)
            return
        self._open(self._shops[place])

    def _open(self, shop: str) -> None:
        open_draft = partial(stationery_form.open_draft, shop=shop)
        self.run(open_draft, self.context.workplace, done=self._show_draft)

    def _show_draft(self, draft: StationeryDraft) -> None:
        self.draft = draft
        if not self.editors:
            self._build()
        for field in draft.fields():
            self.editors[field.path].show_value(field.value)
        self._look_soon()
        self.refresh()

    # Fields -------------------------------------------------------------------------------

    def _build(self) -> None:
        """Make the form once; its fields are the same for all shops."""
        forms: dict[str, QFormLayout] = {}
        for field in self.draft.fields():
            if field.section not in forms:
                forms[field.section] = self._page(field.section)
            editor = editor_of(field, self)
            editor.entered.connect(self._entered)
            if isinstance(editor, PictureEditor):
                editor.file_named.connect(self._take_logo)
                editor.removed.connect(lambda: self._take(self.draft.without_logo()))
            self.editors[field.path] = editor
            words, limits = field_words(field.path), limit_words(field)
            head = label(f"{words} ({limits})" if limits else words, "quiet")
            forms[field.section].addRow(head)
            forms[field.section].addRow(editor.widget)

    def _page(self, section: str) -> QFormLayout:
        inside = QWidget()
        form = QFormLayout(inside)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.setProperty("section", section)
        self.tabs.addTab(area, section_words(section))
        return form

    @property
    def section(self) -> str:
        """The part of the form that is shown."""
        return str(self.tabs.currentWidget().property("section")) if self.tabs.count() else "brand"

    def _entered(self, path: str, value: object) -> None:
        self._take(self.draft.with_value(path, value))

    def _take_logo(self, file: str) -> None:
        self._take(self.draft.with_logo(Path(file).expanduser()))

    def _take(self, edited: Edited) -> None:
        """Take an entry up, or say why it cannot be; the picture shows what counts."""
        self.draft = edited.draft
        if edited.problems:
            self.tell(problem_words(edited.problems[0]), State.STOP)
        else:
            self.tell("")
        for field in self.draft.fields():
            if isinstance(self.editors[field.path], PictureEditor):
                self.editors[field.path].show_value(field.value)
        self._look_soon()
        self.refresh()

    def _take_back(self) -> None:
        self.tell(translate("stationery", "Taken back: as it is on record."))
        self._open(self.draft.shop)

    # On record ----------------------------------------------------------------------------

    def _save(self) -> None:
        if not self.draft.is_changed:
            return
        who = None if self.operator is None else self.operator.operator_id
        keep = partial(stationery_form.keep_draft, operator_id=who)
        self.run(keep, self.context.workplace, self.draft, done=self._saved)

    def _saved(self, draft: StationeryDraft) -> None:
        self.draft = draft
        self.context.feedback.give(FeedbackEvent.OK)
        words = translate("stationery", "Saved: papers printed from now on look so.")
        self.tell(words, State.OK)
        self.refresh()

    def _forget(self) -> None:
        who = None if self.operator is None else self.operator.operator_id
        forget = partial(stationery_form.forget_own, operator_id=who)
        self.run(forget, self.context.workplace, self.draft.shop, done=self._forgotten)

    def _forgotten(self, draft: StationeryDraft) -> None:
        self.tell(translate("stationery", "This shop's papers look as all shops' do again."))
        self._show_draft(draft)

    # The paper beside it --------------------------------------------------------------------

    def _look_soon(self) -> None:
        self._timer.start()

    def look_now(self) -> None:
        """Draw the paper anew, beside the window."""
        part = _PAPERS[self.section]
        self.paper.setText(
            translate("stationery", "{0}, as it would come out now").format(paper_words(part))
        )
        self.context.jobs.background.submit(
            stationery_form.pictures_of,
            self.draft,
            part,
            done=self._show_picture,
            failed=self.failed,
            owner=self,
        )

    def _show_picture(self, pages: Sequence[bytes]) -> None:
        self._picture = QPixmap()
        if pages:
            self._picture.loadFromData(pages[0])
        self._fit()

    def _fit(self) -> None:
        if self._picture.isNull():
            self.preview.setText(translate("stationery", "This cannot be printed."))
            return
        room: QSize = self.preview.size()
        self.preview.setPixmap(
            self._picture.scaled(
                room,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the paper as large as there is room."""
        super().resizeEvent(event)
        if not self._picture.isNull():
            self._fit()

    def leave(self) -> None:
        """Nobody looks any more."""
        self._timer.stop()
        super().leave()
