"""The table of a desk: rows chosen by arrows, click or number, and dragged onto one another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractTableModel,
    QByteArray,
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.ui.theme import Theme
from app.ui.tokens import TARGET_MM
from app.ui.widgets.desk_cell import DeskCellPainter, cell_width
from app.ui.widgets.desk_rows import Cell, Column, DeskRow
from app.ui.widgets.shared_width import shared_widths

Index = QModelIndex | QPersistentModelIndex

ROW_FORMAT = "application/x-pickstation-row"
"""The dragged row's key, as UTF-8, behind the name of the table it came from and a line break."""

_NONE = QModelIndex()


class DeskRows(QAbstractTableModel):
    """The rows behind a table."""

    def __init__(self, columns: tuple[Column, ...], name: str) -> None:
        super().__init__()
        self.columns, self.name = columns, name
        self.rows: tuple[DeskRow, ...] = ()

    def put(self, rows: tuple[DeskRow, ...]) -> bool:
        """Show other rows; says whether they are others, and not the same with new words."""
        are_others = [row.key for row in rows] != [row.key for row in self.rows]
        if are_others:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return True
        old, self.rows = self.rows, rows
        last = len(self.columns) - 1
        for at, (before, after) in enumerate(zip(old, rows, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(at, 0), self.index(at, last))
        return False

    def cell(self, index: Index) -> Cell:
        """What stands at an index."""
        return self.rows[index.row()].cells[index.column()]

    def rowCount(self, parent: Index = _NONE) -> int:
        """Qt's question for the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Qt's question for the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Words of a cell, for screen readers too."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        cell = self.cell(index)
        return f"{cell.text} {cell.detail}".strip()

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> str | Qt.AlignmentFlag | None:
        """Headings of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = self.columns[section].is_number
            side = Qt.AlignmentFlag.AlignTrailing if is_number else Qt.AlignmentFlag.AlignLeading
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen; those that are not fixed can be dragged, all can be dropped on."""
        kept = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if not self.rows[index.row()].is_fixed:
            kept |= Qt.ItemFlag.ItemIsDragEnabled
        return kept | Qt.ItemFlag.ItemIsDropEnabled

    def mimeTypes(self) -> list[str]:
        """What a drag carries."""
        return [ROW_FORMAT]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The key of the dragged row, and whose it is."""
        data = QMimeData()
        key = self.rows[indexes[0].row()].key
        data.setData(ROW_FORMAT, QByteArray(f"{self.name}\n{key}".encode()))
        return data


class DeskTable(QTableView):
    """Shows rows; keeps which one is chosen when they are read anew.

    Signals:
        picked(str): Somebody chose the row with this key.
        dropped(str, str, str): Name of a table, key of its row, and the row here it was dropped on.
    """

    picked = Signal(str)
    dropped = Signal(str, str, str)

    def __init__(
        self, columns: tuple[Column, ...], name: str, parent: QWidget | None = None
    ) -> None:
        """Show nothing yet.

        Args:
            columns: Their headings and widths.
            name: What `dropped` calls this table.
            parent: The widget around it.
        """
        super().__init__(parent)
        self.content = DeskRows(columns, name)
        self.setModel(self.content)
        self.setItemDelegate(
            DeskCellPainter(self, self.content.cell, lambda at: columns[at].is_number)
        )
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.verticalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentRowChanged.connect(self._tell)
        self._is_told = True
        self._size_rows()

    @property
    def chosen(self) -> str:
        """The key of the chosen row; empty where there is none."""
        at = self.currentIndex().row()
        return self.content.rows[at].key if 0 <= at < len(self.content.rows) else ""

    def show_rows(self, rows: tuple[DeskRow, ...]) -> None:
        """Show other rows; the chosen one stays chosen while it is there, else its neighbour is."""
        key, at = self.chosen, self.currentIndex().row()
        above = self.verticalScrollBar().value()
        before = self.content.rows
        are_others = self.content.put(rows)
        if rows != before:
            self._size_columns()
        if are_others and rows:
            found = next((n for n, row in enumerate(rows) if row.key == key), None)
            self._choose_at(min(max(at, 0), len(rows) - 1) if found is None else found)
            self.verticalScrollBar().setValue(above)

    def choose(self, key: str) -> bool:
        """Choose a row by its key; says whether it is there."""
        for at, row in enumerate(self.content.rows):
            if row.key == key:
                self._choose_at(at)
                return True
        return False

    def choose_number(self, number: int) -> bool:
        """Choose the row with this number, from 1; says whether there is one, and tells it."""
        if not 1 <= number <= len(self.content.rows):
            return False
        self._choose_at(number - 1)
        self.picked.emit(self.chosen)
        return True

    def step(self, by: int) -> None:
        """Choose the row so many further on, from the last to the first."""
        if self.content.rows:
            self.choose_number((self.currentIndex().row() + by) % len(self.content.rows) + 1)

    def changeEvent(self, event: QEvent) -> None:
        """Take sizes from a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.model() is not None:
            self._size_rows()
            self._size_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._size_columns()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on free ground chooses nothing else."""
        if self.indexAt(event.position().toPoint()).isValid():
            super().mousePressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let rows of any table of this program in."""
        if event.mimeData().hasFormat(ROW_FORMAT):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Rows are dropped onto rows."""
        super().dragMoveEvent(event)
        is_row = self.indexAt(event.position().toPoint()).isValid()
        event.setAccepted(is_row and event.mimeData().hasFormat(ROW_FORMAT))

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell what was dropped on what; the table itself moves nothing."""
        at = self.indexAt(event.position().toPoint())
        if at.isValid() and event.mimeData().hasFormat(ROW_FORMAT):
            text = bytes(event.mimeData().data(ROW_FORMAT).data()).decode()
            table, _, key = text.partition("\n")
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.dropped.emit(table, key, self.content.rows[at.row()].key)

    def _choose_at(self, at: int) -> None:
        self._is_told = False
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(
            self.content.index(at, 0), flags.ClearAndSelect | flags.Rows
        )
        self._is_told = True

    def _tell(self, current: QModelIndex) -> None:
        if self._is_told and current.isValid():
            self.picked.emit(self.chosen)

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(Theme.current().mm(TARGET_MM))

    def _size_columns(self) -> None:
        columns, room = self.content.columns, self.viewport().width()
        needs = [self._need(at) for at in range(len(columns))]
        shown = list(range(len(columns)))
        yielding = [at for at in shown if columns[at].gives_way]
        while yielding and sum(needs[at] for at in shown) > room:
            shown.remove(yielding.pop())
        widths = shared_widths(
            room, [needs[at] for at in shown], [columns[at].weight for at in shown]
        )
        for at in range(len(columns)):
            self.setColumnHidden(at, at not in shown)
        for at, width in zip(shown, widths, strict=True):
            self.setColumnWidth(at, width)

    def _need(self, at: int) -> int:
        """Pixels in which no word of a column is cut."""
        cells = {row.cells[at] for row in self.content.rows}
        head = self.horizontalHeader().sectionSizeFromContents(at).width() + 1
        return max((head, *(cell_width(cell) for cell in cells)))
