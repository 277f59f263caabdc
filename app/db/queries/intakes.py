"""Selects on what takes orders by itself: templates, channels, and the orders that wait."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.db.schema import Address, Channel, Order, OrderLine, Wave, WaveTemplate
from app.domain.order_filter import OrderFilter, OrderTraits
from app.domain.orders import MAY_HAVE_STOCK, OrderState
from app.domain.wave_templates import WaitingOrder
from app.domain.waves import WaveState


def listed(text: str) -> frozenset[str]:
    """The entries of a list separated by commas."""
    return frozenset(entry.strip() for entry in text.split(",") if entry.strip())


def filter_of(row: WaveTemplate | Channel) -> OrderFilter:
    """The orders that a template or channel takes."""
    return OrderFilter(
        carrier=row.carrier,
        countries=frozenset(code.upper() for code in listed(row.countries)),
        min_priority=row.min_priority,
        tags=listed(row.tags),
        lines_at_most=row.lines_at_most,
    )


def waiting_orders(session: Session) -> list[WaitingOrder]:
    """Paid orders at the desk that nothing holds and that are in no wave, the most urgent first."""
    lines = (
        select(OrderLine.order_id, func.count().label("lines"))
        .where(
            OrderLine.requires_shipping,
            OrderLine.quantity > OrderLine.cancelled + OrderLine.short,
        )
        .group_by(OrderLine.order_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Order.id,
            Order.shipping_method,
            func.coalesce(Address.country_code, ""),
            Order.priority,
            Order.tags,
            lines.c.lines,
        )
        .join(lines, lines.c.order_id == Order.id)
        .outerjoin(Address, Address.id == Order.ship_to_id)
        .outerjoin(Wave, Wave.id == Order.wave_id)
        .where(
            Order.state.in_(tuple(MAY_HAVE_STOCK)),
            or_(
                Order.wave_id.is_(None),
                Wave.state.in_((WaveState.COMPLETE, WaveState.CANCELLED)),
            ),
        )
        .order_by(Order.priority.desc(), Order.ship_by.is_(None), Order.ship_by, Order.placed_at)
        .order_by(Order.id)
    )
    return [
        WaitingOrder(order_id, OrderTraits(method, country, priority, listed(tags), int(count)))
        for order_id, method, country, priority, tags, count in rows
    ]


def lock_templates(session: Session) -> list[WaveTemplate]:
    """The templates at work, locked; empty while another station works on one of them."""
    wanted = WaveTemplate.active & WaveTemplate.auto_create
    every = session.scalars(select(func.count()).select_from(WaveTemplate).where(wanted)).one()
    locked = list(
        session.scalars(
            select(WaveTemplate)
            .where(wanted)
            .order_by(WaveTemplate.id)
            .with_for_update(skip_locked=True, key_share=True)
        )
    )
    return locked if len(locked) == every else []


def template_by_code(session: Session, code: str) -> WaveTemplate | None:
    """The template with a code, locked."""
    return session.scalar(
        select(WaveTemplate)
        .where(func.upper(WaveTemplate.code) == code.upper())
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def all_templates(session: Session) -> list[WaveTemplate]:
    """Every template, in the order in which they take orders."""
    return list(
        session.scalars(select(WaveTemplate).order_by(WaveTemplate.sequence, WaveTemplate.code))
    )


def waves_of_template(session: Session, template_id: int) -> list[Wave]:
    """The waves of a template that are not released, locked, the oldest first."""
    return list(
        session.scalars(
            select(Wave)
            .where(
                Wave.template_id == template_id,
                Wave.state.in_((WaveState.CREATED, WaveState.PLANNED)),
            )
            .order_by(Wave.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    )


def load_of_wave(session: Session, wave_id: int) -> tuple[int, int]:
    """How many orders a wave has, and how many lines are to be picked for them."""
    orders, lines = session.execute(
        select(func.count(func.distinct(Order.id)), func.count(OrderLine.id))
        .select_from(Order)
        .join(OrderLine, (OrderLine.order_id == Order.id) & OrderLine.requires_shipping)
        .where(Order.wave_id == wave_id)
    ).one()
    return int(orders), int(lines)


def channel_by_code(session: Session, code: str) -> Channel | None:
    """The channel with a code, locked."""
    return session.scalar(
        select(Channel)
        .where(func.upper(Channel.code) == code.upper())
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )


def all_channels(session: Session) -> list[Channel]:
    """Every channel, in the order in which they take orders."""
    return list(session.scalars(select(Channel).order_by(Channel.sequence, Channel.code)))


def channels_at_work(session: Session) -> list[str]:
    """Codes of the channels that are not asleep, in the order in which they take orders."""
    states = ("open", "locked")
    return list(
        session.scalars(
            select(Channel.code)
            .where(Channel.state.in_(states))
            .order_by(Channel.sequence, Channel.code)
        )
    )


def wave_of_channel(session: Session, channel_id: int, *, lock: bool = True) -> Wave | None:
    """The wave that a channel feeds: the last one that is not over; locked, or only looked at."""
    statement = (
        select(Wave)
        .where(
            Wave.channel_id == channel_id,
            Wave.state.in_((WaveState.RELEASED, WaveState.IN_PROGRESS)),
        )
        .order_by(Wave.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return session.scalar(statement.with_for_update(key_share=True) if lock else statement)


def waiting_in(session: Session, wave_id: int, states: Collection[OrderState]) -> list[int]:
    """The orders of a wave that are at the desk in one of the states, the most urgent first."""
    return list(
        session.scalars(
            select(Order.id)
            .where(
                Order.wave_id == wave_id,
                Order.released_at.is_(None),
                Order.state.in_(tuple(states)),
            )
            .order_by(Order.priority.desc(), Order.ship_by.is_(None), Order.ship_by)
            .order_by(Order.placed_at, Order.id)
        )
    )
