"""What moving and adjusting share at the stock desk: a place, what lies there, the item meant."""

from __future__ import annotations

from app.domain.code_book import printable
from app.domain.desk_refusals import UnknownPlace
from app.domain.look_up import PlaceFound, StockSeen
from app.domain.readings import Command, CommandCode, QuantityCode, Reading
from app.domain.refusals import CommandNotPossible, NoSuchChoice
from app.services.desk_goods import item_named
from app.services.identifying import Entry
from app.services.looking_up import where_is
from app.ui.message import translate
from app.ui.screens.desk_screen import DeskScreen
from app.ui.screens.stock_desk_page import Card, StockDeskPage
from app.ui.stock_desk_words import stock_row
from app.ui.why_codes import codes_of
from app.ui.widgets.desk_rows import Column, DeskRow


class GoodsAtPlace(StockDeskPage):
    """What moving and adjusting share: a place is scanned, its rows shown, and one item meant."""

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__(screen)
        self.place: Entry | None = None
        self.place_code = ""
        self.stock: tuple[StockSeen, ...] = ()
        self.item: Entry | None = None
        self.meant: StockSeen | None = None
        self.lot = ""

    def columns(self) -> tuple[Column, ...]:
        """What lies there, and how many."""
        return (
            Column(translate("stock_desk", "WHAT LIES THERE"), 3.0),
            Column(translate("stock_desk", "HOW MANY"), 1.4, is_number=True),
        )

    def begin(self) -> None:
        """Forget the place."""
        self.place, self.place_code, self.stock = None, "", ()
        self.forget_item()

    def forget_item(self) -> None:
        """Another item is meant next."""
        self.item, self.meant, self.lot = None, None, ""

    def rows(self) -> tuple[DeskRow, ...]:
        """What lies at the place."""
        return tuple(map(stock_row, self.stock))

    def take_place(self, entry: Entry) -> None:
        """Read what lies at a place that was scanned."""
        screen = self.screen

        def show(found: object) -> None:
            if isinstance(found, PlaceFound):
                self.place, self.place_code, self.stock = entry, found.code, found.stock
                self.accepted(entry, found.code)
            else:
                screen.refuse(UnknownPlace(printable(entry.raw)[:24]))

        screen.run(where_is, screen.context.workplace, self.operator_id, entry, done=show)

    def read_place(self) -> None:
        """Read again what lies there, after something changed."""
        if self.place is not None:
            self.take_place(self.place)

    def take_item(self, entry: Entry, reading: Reading) -> None:
        """An item, scanned, or chosen by the number of its row."""
        match reading:
            case QuantityCode(quantity=number) if 1 <= number <= len(self.stock):
                meant = self.stock[number - 1]
                self._mean(Entry(meant.sku, self.screen.context.new_scan_id()), meant)
            case QuantityCode(quantity=number):
                self.screen.refuse(NoSuchChoice(number, len(self.stock)))
            case CommandCode(command=Command.OK) if self.table.chosen:
                at = [row.sku for row in self.stock].index(self.table.chosen)
                self._mean(
                    Entry(self.stock[at].sku, self.screen.context.new_scan_id()), self.stock[at]
                )
            case CommandCode(command=command):
                self.screen.refuse(CommandNotPossible(command))
            case _:
                self._find(entry)

    def _find(self, entry: Entry) -> None:
        screen = self.screen

        def show(sku: str) -> None:
            self._mean(entry, next((row for row in self.stock if row.sku == sku), None))

        screen.run(item_named, screen.context.workplace, self.operator_id, entry, done=show)

    def _mean(self, entry: Entry, meant: StockSeen | None) -> None:
        self.item, self.meant = entry, meant
        if meant is not None:
            self.table.choose(meant.sku)
        self.accepted(entry, "" if meant is None else meant.sku)

    def why_codes(self) -> tuple[str, ...]:
        """The place, and the chosen item or the one that is meant."""
        sku = self.table.chosen if self.meant is None else self.meant.sku
        return (*codes_of("", self.place_code), *((sku,) if self.place_code and sku else ()))

    def card(self) -> Card:
        """The place, and the item that is meant."""
        if self.place is None:
            return Card(self.word().upper(), self.start_lines())
        lines = [translate("stock_desk", "{0} items lie there").format(len(self.stock))]
        if self.meant is not None:
            words = translate("stock_desk", "{0} units, {1} of them promised")
            lines = [
                f"{self.meant.sku} {self.meant.name}",
                words.format(self.meant.units, self.meant.promised),
            ]
        if self.lot:
            lines.append(translate("stock_desk", "lot {0}").format(self.lot))
        return Card(self.place_code, tuple(lines))

    def brief(self) -> str:
        """The place that was scanned."""
        return self.place_code or self.word()

    def start_lines(self) -> tuple[str, ...]:
        """What the page is for, before anything was scanned."""
        return ()
