"""The page of the stock desk for counts: what waits, what is decided, and what is counted next."""

from __future__ import annotations

from dataclasses import replace

from app.domain.count_plan import CountFilter, ValueClass
from app.domain.look_up import Found, PlaceFound
from app.domain.readings import Command, CommandCode, LocationCode, PlainCode, QuantityCode, Reading
from app.domain.refusals import CommandNotPossible, NoSuchChoice, NotAskedForHere
from app.domain.tasks import CountState
from app.services import count_desk
from app.services.count_desk import CountPlan, CountView
from app.services.identifying import Entry
from app.services.looking_up import where_is
from app.ui.message import translate
from app.ui.screens.desk_screen import Asking, DeskScreen
from app.ui.screens.stock_desk_page import Card, PageKey, Question, StockDeskPage
from app.ui.stock_desk_words import count_row
from app.ui.stock_words import count_reason_words
from app.ui.theme import Theme
from app.ui.tokens import State
from app.ui.why_codes import codes_of
from app.ui.widgets.choice_panel import Choice, ChoiceGroup
from app.ui.widgets.desk_rows import Column, DeskRow
from app.ui.widgets.instruction_line import Instruction

DAYS, FEW = 90, 5
"""What "long not counted" and "little left" mean where a plan is asked for by hand."""

PLANS = (
    CountFilter(),
    CountFilter(value_class=ValueClass.A, older_than_days=30),
    CountFilter(value_class=ValueClass.B, older_than_days=DAYS),
    CountFilter(value_class=ValueClass.C, older_than_days=2 * DAYS),
    CountFilter(older_than_days=DAYS),
    CountFilter(below_units=FEW),
)
"""The plans that are offered by number; a place that is scanned keeps them to its zone."""


class CountsPage(StockDeskPage):
    """Differences to decide first, then what waits to be counted; F6 plans more."""

    name = "counts"
    key = "F7"
    is_numbered = False

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__(screen)
        self.counts: tuple[CountView, ...] = ()
        self.is_planning = self.is_deciding = False
        self.zone = ""

    def word(self) -> str:
        """Its name."""
        return translate("stock_desk", "Counts")

    def icon(self) -> str:
        """Tally marks."""
        return "count"

    def columns(self) -> tuple[Column, ...]:
        """Where, what, why, and what came of it."""
        return (
            Column(translate("stock_desk", "WHERE"), 1.3),
            Column(translate("stock_desk", "ITEM"), 2.2),
            Column(translate("stock_desk", "COUNTED"), 1.2, is_number=True),
            Column(translate("stock_desk", "WHY"), 2.3),
        )

    def begin(self) -> None:
        """Show what waits."""
        self.is_planning, self.is_deciding, self.zone = False, False, ""

    def read(self, ask: Asking) -> None:
        """Read what waits: to be decided, then to be counted."""
        workplace, who = self.screen.context.workplace, self.operator_id

        def both() -> tuple[CountView, ...]:
            deciding = count_desk.counts_to_approve(workplace, who)
            return (*deciding, *count_desk.open_counts(workplace, who))

        ask(both, done=self._show)

    def _show(self, counts: tuple[CountView, ...]) -> None:
        self.counts = counts
        self.screen.refresh()

    def rows(self) -> tuple[DeskRow, ...]:
        """All counts that wait."""
        return tuple(map(count_row, self.counts))

    @property
    def chosen(self) -> CountView | None:
        """The count that a number decides about."""
        key = self.table.chosen
        return next((row for row in self.counts if str(row.count_id) == key), None)

    # What it says -----------------------------------------------------------------------------

    def instruction(self) -> Instruction:
        """Decide, or plan."""
        if self.is_planning:
            words = translate("stock_desk", "TYPE WHAT TO COUNT")
            detail = translate("stock_desk", "scan a place: only its zone")
            return Instruction(words, detail=detail)
        detail = translate("stock_desk", "arrows choose; a scanned place is counted")
        if self.chosen is None:
            return Instruction(translate("stock_desk", "SCAN A PLACE TO COUNT"), detail=detail)
        words = translate("stock_desk", "TYPE WHAT TO DO")
        return Instruction(words, detail=detail)

    def why_codes(self) -> tuple[str, ...]:
        """The place and the item of the chosen count."""
        row = self.chosen
        return () if row is None else (*codes_of("", row.location), row.sku)

    def card(self) -> Card:
        """What is known of the chosen one."""
        row = self.chosen
        if row is None:
            waiting = translate("stock_desk", "No count waits.")
            return Card(translate("stock_desk", "COUNTS"), (waiting,), State.OK)
        lines = [f"{row.sku} {row.name}", count_reason_words(row.reason)]
        if row.counted is not None:
            counted = translate("stock_desk", "{0} by the books, {1} counted by {2}")
            lines.append(counted.format(row.expected, row.counted, row.operator or "-"))
        if row.value_cents is not None:
            worth = translate("stock_desk", "worth {0}")
            lines.append(worth.format(f"{row.value_cents / 100:+.2f}"))
        return Card(row.location, tuple(lines))

    def question(self) -> Question | None:
        """The plans; or what can be done with the chosen count."""
        if self.is_planning:
            title = translate("stock_desk", "COUNT WHAT?")
            if self.zone:
                title = translate("stock_desk", "COUNT WHAT IN ZONE {0}?").format(self.zone)
            return title, (_group(_plan_words()),)
        row = self.chosen
        if row is None or (Theme.current().is_low and not self.is_deciding):
            return None
        return f"{row.location}: {row.sku}", (_group(_ways(row)),)

    def own_key(self) -> PageKey | None:
        """Plan counts."""
        return PageKey(translate("stock_desk", "Plan"), "count", is_enabled=not self.is_planning)

    def default(self) -> PageKey | None:
        """On a low screen, the ways take the place of the rows."""
        row = self.chosen
        if row is None or self.is_planning or self.question() is not None:
            return None
        return PageKey(translate("stock_desk", "Decide"), "enter", row.location)

    def press_own(self) -> None:
        """Ask what is to be counted."""
        self.is_planning = True

    def row_chosen(self) -> None:
        """Tell of the row that is chosen now."""
        self.is_deciding = False
        self.screen.refresh()

    # Entries ------------------------------------------------------------------------------------

    def answer(self, entry: Entry, reading: Reading) -> None:
        """A number decides or plans; a place is counted, or keeps a plan to its zone."""
        match reading:
            case QuantityCode(quantity=number) if self.is_planning:
                self._plan(number)
            case QuantityCode(quantity=number):
                self._decide(number)
            case CommandCode(command=Command.OK) if self.default() is not None:
                self.is_deciding = True
                self.screen.refresh()
            case CommandCode(command=command):
                self.screen.refuse(CommandNotPossible(command))
            case LocationCode() | PlainCode():
                self._place(entry)
            case _:
                self.screen.refuse(NotAskedForHere(entry.raw))

    def _plan(self, number: int) -> None:
        if not 1 <= number <= len(PLANS):
            self.screen.refuse(NoSuchChoice(number, len(PLANS)))
            return
        wanted = replace(PLANS[number - 1], zone=self.zone)
        workplace, who = self.screen.context.workplace, self.operator_id

        def plan() -> CountPlan:
            return count_desk.plan_counts(workplace, wanted=wanted, operator_id=who)

        self.screen.run(plan, done=self._planned)

    def _planned(self, plan: CountPlan) -> None:
        self.begin()
        words = translate("stock_desk", "{0} counts more; {1} others are due")
        self.done(words.format(plan.raised, plan.left_out))

    def _place(self, entry: Entry) -> None:
        screen = self.screen
        workplace, who = screen.context.workplace, self.operator_id

        def show(found: Found) -> None:
            if not isinstance(found, PlaceFound):
                screen.refuse(NotAskedForHere(entry.raw))
            elif self.is_planning:
                self.zone = found.zone
                self.accepted(entry, found.code)
            else:
                self._count_now(entry, found.code)

        screen.run(where_is, workplace, who, entry, done=show)

    def _count_now(self, entry: Entry, code: str) -> None:
        workplace, who = self.screen.context.workplace, self.operator_id

        def raise_them() -> int:
            return count_desk.ask_for_counts(workplace, [code], operator_id=who)

        def show(raised: int) -> None:
            self.accepted(entry, code)
            self.done(translate("stock_desk", "{0}: {1} counts more").format(code, raised))

        self.screen.run(raise_them, done=show)

    def _decide(self, number: int) -> None:
        row = self.chosen
        ways = () if row is None or self.question() is None else _ways(row)
        if row is None or not 1 <= number <= len(ways):
            self.screen.refuse(NoSuchChoice(number, len(ways)))
            return
        verbs = (
            (count_desk.approve_count, count_desk.count_once_more, count_desk.cancel_count)
            if row.state is CountState.TO_APPROVE
            else (count_desk.cancel_count,)
        )
        words = f"{row.location}, {row.sku}: {ways[number - 1]}"
        screen = self.screen
        screen.run(
            verbs[number - 1],
            screen.context.workplace,
            self.operator_id,
            row.count_id,
            done=lambda _: self._decided(words),
        )

    def _decided(self, words: str) -> None:
        self.begin()
        self.done(words)

    def back(self) -> bool:
        """From the plans, or the ways, to the list."""
        was_asking = self.is_planning or self.is_deciding
        self.begin()
        return was_asking


def _group(words: tuple[str, ...]) -> ChoiceGroup:
    choices = tuple(Choice(str(n), n, said) for n, said in enumerate(words, start=1))
    return ChoiceGroup("what", translate("stock_desk", "DECIDE"), choices)


def _ways(row: CountView) -> tuple[str, ...]:
    take_back = translate("stock_desk", "Take the count back")
    if row.state is not CountState.TO_APPROVE:
        return (take_back,)
    write = translate("stock_desk", "Write {0} into the books").format(f"{row.difference:+}")
    return write, translate("stock_desk", "Have it counted again"), take_back


def _plan_words() -> tuple[str, ...]:
    older = translate("stock_desk", "{0} items, {1} days")
    return (
        translate("stock_desk", "By the rules"),
        older.format("A", PLANS[1].older_than_days),
        older.format("B", PLANS[2].older_than_days),
        older.format("C", PLANS[3].older_than_days),
        translate("stock_desk", "All, {0} days").format(DAYS),
        translate("stock_desk", "Fewer than {0} left").format(FEW),
    )
