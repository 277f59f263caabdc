"""Templates by which waves make themselves: which orders, against which cut-off, how large."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from app.domain.order_filter import ANY_ORDER, OrderFilter, OrderTraits, takes


@dataclass(frozen=True, slots=True)
class TemplateRules:
    """What a template says about its waves.

    Attributes:
        code: its name.
        sequence: templates take orders in this order; among equals the stricter filter goes first.
        wanted: which orders.
        cut_off: by the floor's clock, when the truck leaves each day; None for no cut-off.
        lead_minutes: how long before the cut-off a wave takes no more orders and is released.
        orders_per_wave: the most orders of a wave; None for any number.
        lines_per_wave: the most lines of a wave; one order may be larger.
    """

    code: str
    sequence: int = 0
    wanted: OrderFilter = ANY_ORDER
    cut_off: time | None = None
    lead_minutes: int = 60
    orders_per_wave: int | None = None
    lines_per_wave: int | None = None


@dataclass(frozen=True, slots=True)
class WaitingOrder:
    """An order at the desk that no wave has; `traits` are what filters look at."""

    order_id: int
    traits: OrderTraits


@dataclass(frozen=True, slots=True)
class OpenWave:
    """A wave of a template that takes more orders; `wave_id` is None for one still to be made."""

    wave_id: int | None
    orders: int
    lines: int


@dataclass(frozen=True, slots=True)
class WaveFill:
    """Orders that go into a wave; `is_full` says that it takes no more after them."""

    wave_id: int | None
    orders: tuple[int, ...]
    is_full: bool


def next_cut_off(now: datetime, template: TemplateRules) -> datetime | None:
    """The cut-off against which an order that comes now is worked, by the floor's clock.

    Within the lead time before a cut-off, the wave for it takes no more: the order is for the next
    day's.

    Args:
        now: the floor's clock, without a zone.
        template: the template.
    """
    if template.cut_off is None:
        return None
    today = datetime.combine(now.date(), template.cut_off)
    is_over = now >= today - timedelta(minutes=template.lead_minutes)
    return today + timedelta(days=1) if is_over else today


def is_due(now: datetime, cut_off: datetime | None, template: TemplateRules) -> bool:
    """Whether a wave against a cut-off is to be released by now; both by the floor's clock."""
    return cut_off is not None and now >= cut_off - timedelta(minutes=template.lead_minutes)


class Release(StrEnum):
    """What becomes of a wave that may release itself."""

    NOT_YET = "not_yet"
    SEARCH_FIRST = "search_first"
    NOW = "now"


def release_of(
    *, is_ripe: bool, orders: int, a_cart: int, search_until: datetime | None, now: datetime
) -> Release:
    """Whether a wave is released now, or better carts are looked for first.

    A search is begun once, where there are more orders than go on one cart; while it may run, the
    wave waits, full or due though it is.

    Args:
        is_ripe: it is full or due.
        orders: how many it has.
        a_cart: how many share a cart; 0 where they share none, or nobody looks.
        search_until: until when somebody looks for its carts; None if nobody ever did.
        now: the database's clock.
    """
    if search_until is not None:  # it was ripe then, and no order has left it since
        return Release.NOT_YET if now < search_until else Release.NOW
    if not is_ripe:
        return Release.NOT_YET
    return Release.SEARCH_FIRST if 0 < a_cart < orders else Release.NOW


def share_out(
    orders: Sequence[WaitingOrder], templates: Collection[TemplateRules]
) -> dict[str, list[WaitingOrder]]:
    """Give each order to the first template that takes it; those that none takes are left out.

    Args:
        orders: the most urgent first.
        templates: the active ones.
    """
    ordered = sorted(templates, key=lambda one: (one.sequence, -one.wanted.strictness, one.code))
    shares: dict[str, list[WaitingOrder]] = defaultdict(list)
    for order in orders:
        template = next((one for one in ordered if takes(one.wanted, order.traits)), None)
        if template is not None:
            shares[template.code].append(order)
    return dict(shares)


def fill_waves(
    orders: Sequence[WaitingOrder], template: TemplateRules, open_wave: OpenWave | None
) -> tuple[WaveFill, ...]:
    """Put orders into the open wave of a template, and into new ones where that is full.

    Args:
        orders: in the order in which they go in.
        template: says how large a wave may be.
        open_wave: the wave that takes orders now, if there is one.
    """
    wave = open_wave or OpenWave(None, 0, 0)
    taken: list[int] = []
    fills: list[WaveFill] = []
    for order in orders:
        if not _fits(wave, order.traits.lines, template):
            fills.append(WaveFill(wave.wave_id, tuple(taken), is_full=True))
            wave, taken = OpenWave(None, 0, 0), []
        taken.append(order.order_id)
        wave = OpenWave(wave.wave_id, wave.orders + 1, wave.lines + order.traits.lines)
    if taken:
        is_full = not _fits(wave, 1, template)
        fills.append(WaveFill(wave.wave_id, tuple(taken), is_full))
    return tuple(fills)


def _fits(wave: OpenWave, lines: int, template: TemplateRules) -> bool:
    """Whether an order fits into a wave; an empty one takes an order of any size."""
    if wave.orders == 0:
        return True
    if template.orders_per_wave is not None and wave.orders >= template.orders_per_wave:
        return False
    return template.lines_per_wave is None or wave.lines + lines <= template.lines_per_wave
