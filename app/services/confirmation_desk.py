"""The lead says how much pickers prove by scans: for the house, and for classes of items."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from app.db.schema import ConfirmationRule, Item, Site
from app.db.unit_of_work import UnitOfWork
from app.domain.confirmation import ConfirmationPolicy
from app.domain.desk_events import ConfirmationChanged
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.unit_refusals import NoSuchItem
from app.services.workplace import Workplace


@dataclass(frozen=True)
class ClassPolicy:
    """A class of items and how it is confirmed.

    Attributes:
        item_class: its name; empty for items that have none.
        policy: its own rule; None where the house's holds.
        items: how many are in it.
        numbered: how many of them are scanned by their serial numbers.
    """

    item_class: str
    policy: ConfirmationPolicy | None
    items: int
    numbered: int


@dataclass(frozen=True)
class Policies:
    """How pickers confirm: the house's policy, and the classes."""

    site: ConfirmationPolicy
    classes: tuple[ClassPolicy, ...]


def policies(workplace: Workplace) -> Policies:
    """The house's policy and those of all classes, whether they have a rule of their own or not."""
    with workplace.database.begin(workplace.actor()) as work:
        site = work.session.scalar(select(Site.confirmation)) or ConfirmationPolicy.STANDARD
        rules = {rule.item_class: rule.policy for rule in work.session.query(ConfirmationRule)}
        counts = {
            name: (items, numbered or 0)
            for name, items, numbered in work.session.execute(
                select(
                    Item.item_class,
                    func.count(),
                    func.count().filter(Item.serial_tracked.is_(True)),
                ).group_by(Item.item_class)
            )
        }
    return Policies(
        site,
        tuple(
            ClassPolicy(name, rules.get(name), *counts.get(name, (0, 0)))
            for name in sorted({*rules, *counts})
        ),
    )


def set_policy(
    workplace: Workplace,
    policy: ConfirmationPolicy | None,
    item_class: str | None = None,
    *,
    operator_id: int | None = None,
) -> None:
    """Say how a class of items is confirmed, or all that have no rule of their own.

    Work that is claimed from now on goes by it.

    Args:
        workplace: where this is done.
        policy: how; None to have no rule of its own any more.
        item_class: the class; None for the house.
        operator_id: who says so; None for the person at the shell.

    Raises:
        ValueError: the house would have no policy.
    """
    if item_class is None and policy is None:
        raise ValueError("a house has a policy")

    def verb(work: UnitOfWork) -> None:
        if item_class is None:
            if policy is not None:
                work.session.scalars(select(Site)).one().confirmation = policy
        else:
            _set_rule(work, item_class, policy)
        said = "" if policy is None else policy.value
        work.record(ConfirmationChanged(item_class or "", said, is_site=item_class is None))

    workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))


def _set_rule(work: UnitOfWork, item_class: str, policy: ConfirmationPolicy | None) -> None:
    row = work.session.get(ConfirmationRule, item_class)
    if policy is None:
        if row is not None:
            work.session.delete(row)
        return
    row = row or ConfirmationRule(item_class=item_class)
    row.policy = policy
    work.session.add(row)


def put_in_class(
    workplace: Workplace,
    skus: Collection[str],
    item_class: str,
    *,
    numbered: bool | None = None,
    operator_id: int | None = None,
) -> int:
    """Put items into a class; all of them or none.

    Args:
        workplace: where this is done.
        skus: which items.
        item_class: the class; empty for none.
        numbered: whether their units are scanned by their serial numbers; None leaves that.
        operator_id: who says so; None for the person at the shell.

    Returns:
        How many items it was.

    Raises:
        Refused: with `NoSuchItem` for the first SKU that nobody knows; nothing is changed.
    """

    def verb(work: UnitOfWork) -> int:
        rows = work.session.scalars(select(Item).where(Item.sku.in_(skus)))
        found = {item.sku: item for item in rows}
        missing = next((sku for sku in skus if sku not in found), None)
        if missing is not None:
            raise Refused(NoSuchItem(missing))
        for item in found.values():
            item.item_class = item_class
            item.serial_tracked = item.serial_tracked if numbered is None else numbered
        return len(found)

    return workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))
