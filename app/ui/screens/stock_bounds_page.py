"""The page of the stock desk for the bounds within which pick faces are kept filled."""

from __future__ import annotations

from app.domain.look_up import Found, ItemFound, PlaceFound
from app.domain.readings import Command, CommandCode, QuantityCode, Reading
from app.domain.refusals import CommandNotPossible, NoSuchChoice, NotAskedForHere
from app.services import refill_planning
from app.services.identifying import Entry
from app.services.looking_up import where_is
from app.services.refill_planning import BoundsView, RefillView
from app.ui.message import translate
from app.ui.screens.desk_screen import Asking, DeskScreen
from app.ui.screens.stock_desk_page import Card, PageKey, StockDeskPage
from app.ui.stock_desk_words import need_cell
from app.ui.why_codes import codes_of
from app.ui.widgets.desk_rows import Cell, Column, DeskRow
from app.ui.widgets.instruction_line import Instruction


class BoundsPage(StockDeskPage):
    """All faces with bounds, those that run low first; bounds are changed or set by two numbers."""

    name = "bounds"
    key = "F9"

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__(screen)
        self.kept: tuple[BoundsView, ...] = ()
        self.sku = self.location = ""
        self.minimum: int | None = None

    def word(self) -> str:
        """Its name."""
        return translate("stock_desk", "Rules")

    def icon(self) -> str:
        """Goods that come down."""
        return "replenish"

    def columns(self) -> tuple[Column, ...]:
        """The face, its item, the bounds, what lies there, how it stands."""
        return (
            Column(translate("stock_desk", "FACE, ITEM"), 2.2),
            Column(translate("stock_desk", "BOUNDS"), 1.3, is_number=True),
            Column(translate("stock_desk", "FREE"), 1.2, is_number=True),
            Column(translate("stock_desk", "RESERVE"), 1.2, is_number=True, gives_way=True),
            Column(translate("stock_desk", "STATE"), 1.9),
        )

    def begin(self) -> None:
        """Show the list."""
        self.sku = self.location = ""
        self.minimum = None

    def read(self, ask: Asking) -> None:
        """Read all bounds and how the faces stand."""
        workplace = self.screen.context.workplace
        ask(refill_planning.bounds_kept, workplace, self.operator_id, done=self._show)

    def _show(self, kept: tuple[BoundsView, ...]) -> None:
        self.kept = kept
        self.screen.refresh()

    def rows(self) -> tuple[DeskRow, ...]:
        """One row a face and item."""
        return tuple(map(_row, self.kept))

    @property
    def chosen(self) -> BoundsView | None:
        """The chosen row."""
        key = self.table.chosen
        return next((view for view in self.kept if _key(view) == key), None)

    # What it says -----------------------------------------------------------------------------

    @property
    def _is_asking(self) -> bool:
        return bool(self.sku and self.location)

    def instruction(self) -> Instruction:
        """Choose, or the two numbers."""
        if self._is_asking and self.minimum is None:
            return Instruction(translate("stock_desk", "TYPE BELOW HOW MANY IT IS REFILLED"))
        if self._is_asking:
            return Instruction(translate("stock_desk", "TYPE UP TO HOW MANY"))
        if self.sku:
            words = translate("stock_desk", "SCAN THE PICK FACE OF {0}").format(self.sku)
            return Instruction(words)
        words = translate("stock_desk", "CHOOSE A ROW TO CHANGE IT")
        return Instruction(words, detail=translate("stock_desk", "scan an item for a new one"))

    def why_codes(self) -> tuple[str, ...]:
        """The face and the item of the chosen bounds."""
        row = self.chosen
        return () if row is None else (*codes_of("", row.location), row.sku)

    def card(self) -> Card:
        """What is being set, or what the rules do."""
        if self._is_asking:
            lines = [self.sku]
            if self.minimum is not None:
                lines.append(translate("stock_desk", "refilled below {0}").format(self.minimum))
            return Card(self.location, tuple(lines))
        due = sum(need_cell(view.need).state is not None for view in self.kept if _is_low(view))
        return Card(
            translate("stock_desk", "REFILL RULES"),
            (
                translate("stock_desk", "pick faces with bounds: {0}").format(len(self.kept)),
                translate("stock_desk", "running low: {0}").format(due),
                translate("stock_desk", "F6 raises what is due now"),
            ),
        )

    def own_key(self) -> PageKey | None:
        """Raise what is due; or no bounds any more."""
        if self._is_asking:
            return PageKey(translate("stock_desk", "No rule"), "void")
        return PageKey(translate("stock_desk", "Raise now"), "replenish")

    def press_own(self) -> None:
        """Raise what is due; or take the bounds of this face away."""
        workplace, who = self.screen.context.workplace, self.operator_id
        if self._is_asking:
            self._set(None)
            return

        def raise_them() -> tuple[RefillView, ...]:
            return refill_planning.raise_refills(workplace, operator_id=who)

        def show(waiting: tuple[RefillView, ...]) -> None:
            self.done(translate("stock_desk", "{0} refills wait").format(len(waiting)))

        self.screen.run(raise_them, done=show)

    def default(self) -> PageKey | None:
        """Change the chosen row."""
        if self.sku or self.chosen is None:
            return None
        return PageKey(translate("stock_desk", "Change it"), "enter", self.chosen.location)

    # Entries ------------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """A row, two numbers, or an item and its face for a new rule."""
        match reading:
            case QuantityCode(quantity=number) if self._is_asking:
                self._number(entry, number)
            case QuantityCode(quantity=number) if 1 <= number <= len(self.kept):
                self._change(entry, self.kept[number - 1])
            case QuantityCode(quantity=number):
                self.screen.refuse(NoSuchChoice(number, len(self.kept)))
            case CommandCode(command=Command.OK) if not self.sku and self.chosen is not None:
                self._change(entry, self.chosen)
            case CommandCode(command=command):
                self.screen.refuse(CommandNotPossible(command))
            case _ if self._is_asking:
                self.screen.refuse(NotAskedForHere(entry.raw))
            case _:
                self._find(entry)

    def _change(self, entry: Entry, view: BoundsView) -> None:
        self.sku, self.location, self.minimum = view.sku, view.location, None
        self.table.choose(_key(view))
        self.accepted(entry, view.location)

    def _find(self, entry: Entry) -> None:
        screen = self.screen

        def show(found: Found) -> None:
            match found:
                case ItemFound(item=item):
                    self.sku = item.sku
                    self.accepted(entry, item.sku)
                case PlaceFound(code=code) if self.sku:
                    self.location = code
                    self.accepted(entry, code)
                case _:
                    screen.refuse(NotAskedForHere(entry.raw))

        screen.run(where_is, screen.context.workplace, self.operator_id, entry, done=show)

    def _number(self, entry: Entry, number: int) -> None:
        if self.minimum is None:
            self.minimum = number
            self.accepted(entry, str(number))
        else:
            self._set((self.minimum, number))

    def _set(self, bounds: tuple[int, int] | None) -> None:
        workplace, who = self.screen.context.workplace, self.operator_id
        sku, location = self.sku, self.location

        def write() -> None:
            refill_planning.set_bounds(
                workplace, sku=sku, location=location, bounds=bounds, operator_id=who
            )

        def show(_: None) -> None:
            self.begin()
            if bounds is None:
                words = translate("stock_desk", "{0} in {1} has no bounds any more")
                self.done(words.format(sku, location))
                return
            words = translate("stock_desk", "{0} in {1}: below {2}, up to {3}")
            self.done(words.format(sku, location, *bounds))

        self.screen.run(write, done=show)

    def back(self) -> bool:
        """One answer back."""
        if self.minimum is not None:
            self.minimum = None
        elif self.sku:
            self.begin()
        else:
            return False
        return True


def _key(view: BoundsView) -> str:
    return f"{view.location} {view.sku}"


def _is_low(view: BoundsView) -> bool:
    return view.free < view.minimum


def _row(view: BoundsView) -> DeskRow:
    coming = ""
    if view.on_its_way:
        coming = translate("stock_desk", "{0} on their way").format(view.on_its_way)
    units = translate("stock_desk", "{0} units")
    return DeskRow(
        _key(view),
        (
            Cell(view.location, f"{view.sku} {view.name}"),
            Cell(f"{view.minimum} - {view.maximum}"),
            Cell(units.format(view.free), coming),
            Cell(units.format(view.in_reserve)),
            need_cell(view.need),
        ),
    )
