"""All small orders, touched in every way the floor knows: the table of changes fits exactly."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from app.domain.order_holds import payment_hold
from app.domain.order_release import why_not_releasable
from app.domain.orders import (
    ENDED,
    TRANSITIONS,
    HoldReason,
    LineFacts,
    OrderFacts,
    OrderState,
    compute_state,
)
from app.domain.payment import PaymentState

HELD = frozenset({HoldReason.OPERATOR})
NO_HOLDS: frozenset[HoldReason] = frozenset()


def small_lines(quantity: int) -> Iterator[LineFacts]:
    """Every line of so many units whose counts can come about by counting step by step."""
    for allocated, picked, packed, shipped, short, cancelled in product(
        range(quantity + 1), repeat=6
    ):
        if shipped <= packed <= picked <= allocated <= quantity - short - cancelled:
            yield LineFacts(quantity, allocated, picked, packed, shipped, short, cancelled)


def small_orders() -> Iterator[OrderFacts]:
    """Every order of one line of three units or two lines of one, with every mix of flags."""
    one_line = [(line,) for line in small_lines(3)]
    two_lines = product(small_lines(1), repeat=2)
    flags = product((False, True), repeat=3)
    money = [
        (PaymentState.PAID, NO_HOLDS),
        (PaymentState.PAID, HELD),
        (PaymentState.UNPAID, NO_HOLDS),
        (PaymentState.UNPAID, HELD),
    ]
    for lines, (released, picking, packing), (payment, holds) in product(
        (*one_line, *two_lines), tuple(flags), money
    ):
        facts = OrderFacts(payment, False, holds, released, packing, lines, picking)
        if can_come_about(facts):
            yield facts


def can_come_about(facts: OrderFacts) -> bool:
    """Work needs a release, a release needs a promise (which may have turned out short)."""
    if not facts.released:
        nothing_of_it_about = facts.total("picked") == facts.total("shipped")
        return nothing_of_it_about and not (facts.picking_started or facts.packing_started)
    promised = facts.total("allocated") + facts.total("short")
    return promised > 0 and not (facts.packing_started and facts.total("unpicked"))


def desk_changes(facts: OrderFacts) -> Iterator[OrderFacts]:
    """What shop, customer and leads can do to an order at any time."""
    for payment in PaymentState:
        hold = payment_hold(payment, payment_waived=False)
        holds = facts.open_holds | {hold} if hold else facts.open_holds
        yield replace(facts, payment=payment, open_holds=holds)
    yield replace(facts, open_holds=facts.open_holds | HELD)
    yield replace(facts, payment_waived=True, open_holds=NO_HOLDS)
    yield replace(facts, open_holds=NO_HOLDS)
    yield replace(facts, cancelled=True)
    yield replace(facts, fulfilled_elsewhere=True)
    released = facts.released and facts.total("due") > 0
    yield replace(facts, released=released, lines=(*facts.lines, LineFacts(1)))
    if not why_not_releasable(facts, allow_partial=True):
        yield replace(facts, released=True)


def floor_changes(facts: OrderFacts) -> Iterator[OrderFacts]:
    """What happens to a whole order that was given to the floor."""
    if not facts.released:
        return
    if facts.total("picked") == facts.total("shipped"):
        yield replace(facts, picking_started=False)
        withdrawn = replace(facts, released=False, picking_started=False, packing_started=False)
        yield withdrawn
        unpromised = tuple(replace(line, allocated=line.picked) for line in facts.lines)
        yield replace(withdrawn, lines=unpromised)
    if facts.total("unpicked"):
        yield replace(facts, picking_started=True)
    else:
        yield replace(facts, packing_started=True)
    emptied = tuple(replace(line, packed=line.shipped) for line in facts.lines)
    yield replace(facts, packing_started=False, lines=emptied)
    if compute_state(facts) is OrderState.PACKED:
        gone = tuple(replace(line, shipped=line.packed) for line in facts.lines)
        yield replace(facts, lines=gone)


def line_changes(facts: OrderFacts) -> Iterator[OrderFacts]:
    """What happens to one unit of one line."""
    for place, line in enumerate(facts.lines):
        for changed in (*given_up(line), *promised(line, facts), *worked(line, facts)):
            lines = (*facts.lines[:place], changed, *facts.lines[place + 1 :])
            yield replace(facts, lines=lines)


def given_up(line: LineFacts) -> Iterator[LineFacts]:
    if line.unallocated:
        yield replace(line, short=line.short + 1)
        yield replace(line, cancelled=line.cancelled + 1)
    if line.allocated > line.picked:
        yield replace(line, allocated=line.allocated - 1, short=line.short + 1)
        yield replace(line, allocated=line.allocated - 1, cancelled=line.cancelled + 1)


def promised(line: LineFacts, facts: OrderFacts) -> Iterator[LineFacts]:
    if line.short and not facts.released:
        yield replace(line, short=line.short - 1)
    if line.unallocated:
        yield replace(line, allocated=line.allocated + 1)
    if line.allocated > line.picked and not facts.picking_started:
        yield replace(line, allocated=line.allocated - 1)


def worked(line: LineFacts, facts: OrderFacts) -> Iterator[LineFacts]:
    if not facts.released:
        return
    if line.allocated > line.picked:
        yield replace(line, picked=line.picked + 1)
        if facts.picking_started:
            yield replace(line, picked=line.picked + 1, packed=line.packed + 1)
    if line.picked > line.packed:
        yield replace(line, picked=line.picked - 1)
        yield replace(line, packed=line.packed + 1)
    if line.packed > line.shipped:
        yield replace(line, packed=line.packed - 1)


def changes_of_small_orders() -> set[tuple[OrderState, OrderState]]:
    changes = {
        (before, compute_state(after))
        for facts in small_orders()
        if (before := compute_state(facts)) not in ENDED
        for change in (desk_changes, floor_changes, line_changes)
        for after in change(facts)
    }
    return {(old, new) for old, new in changes if old is not new}


def test_every_change_that_can_happen_is_in_the_table_and_no_other() -> None:
    assert changes_of_small_orders() == set(TRANSITIONS)


def test_nothing_that_happens_later_moves_an_ended_order() -> None:
    for facts in small_orders():
        if (state := compute_state(facts)) in ENDED:
            assert compute_state(replace(facts, open_holds=HELD)) is state
