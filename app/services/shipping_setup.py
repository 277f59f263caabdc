"""How this house ships: when a parcel counts as handed over, and by which rules services go."""

from __future__ import annotations

from dataclasses import dataclass

from app.carriers.records import from_record, to_record
from app.carriers.service_choice import DEFAULT_RULES, ServiceRules
from app.db.queries.transports import shipping_policy
from app.db.schema import ShippingPolicy
from app.db.unit_of_work import UnitOfWork
from app.domain.manifests import HandOver
from app.domain.permissions import Verb
from app.services.workplace import Workplace


@dataclass(frozen=True)
class HouseRules:
    """The policy of a house; of one that never said, the defaults."""

    hand_over: HandOver = HandOver.BENCH
    rules: ServiceRules = DEFAULT_RULES


def house_rules(work: UnitOfWork) -> HouseRules:
    """The policy that is in force.

    Raises:
        UnreadableRecord: it was written by a program whose rules differ.
    """
    row = shipping_policy(work.session)
    if row is None:
        return HouseRules()
    return HouseRules(row.hand_over, from_record(row.rules, ServiceRules))


def set_house_rules(
    workplace: Workplace, policy: HouseRules, *, operator_id: int | None = None
) -> None:
    """Set the policy; parcels on their way keep what they were closed under."""

    def verb(work: UnitOfWork) -> None:
        row = shipping_policy(work.session)
        if row is None:
            row = ShippingPolicy(id=1, hand_over=policy.hand_over, rules={})
            work.session.add(row)
        row.hand_over = policy.hand_over
        row.rules = to_record(policy.rules)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))
