"""How this house ships: with which carriers, by which rules, and when a parcel is handed over."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.carriers.house import HOUSE, HouseCarrier
from app.carriers.interface import Carrier
from app.carriers.records import from_record, to_record
from app.carriers.service_choice import DEFAULT_RULES, ServiceRules
from app.carriers.tariff_file import tariff_from_record
from app.db.queries.docks import cage_at, place_called
from app.db.queries.transports import account_with, accounts, shipping_policy
from app.db.schema import Cage, CarrierAccount, Location, ShippingPolicy
from app.db.unit_of_work import UnitOfWork
from app.domain.lanes import CageRule
from app.domain.locations import LocationKind
from app.domain.manifests import HandOver
from app.domain.pack_boxing import BoxRule
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.shipping_refusals import NotACage
from app.domain.weigh_steps import WeighRule
from app.services.workplace import Workplace


@dataclass(frozen=True)
class HouseRules:
    """The policy of a house; of one that never said, the defaults."""

    hand_over: HandOver = HandOver.BENCH
    rules: ServiceRules = DEFAULT_RULES
    weighing: WeighRule = WeighRule.WITH_SCALE
    boxing: BoxRule = BoxRule.ASKED


@dataclass(frozen=True)
class AccountView:
    """A carrier of this house; `settings` hold no secrets."""

    code: str
    name: str
    adapter: str
    account: str
    settings: Mapping[str, Any]
    active: bool


def house_rules(work: UnitOfWork) -> HouseRules:
    """The policy that is in force.

    Raises:
        UnreadableRecord: it was written by a program whose rules differ.
    """
    row = shipping_policy(work.session)
    if row is None:
        return HouseRules()
    rules = from_record(row.rules, ServiceRules)
    return HouseRules(row.hand_over, rules, row.weighing, row.boxing)


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
        row.weighing = policy.weighing
        row.boxing = policy.boxing

    workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))


def read_house_rules(workplace: Workplace) -> HouseRules:
    """The policy that is in force, for a screen or command."""
    with workplace.database.begin(workplace.actor()) as work:
        return house_rules(work)


def carrier_accounts(workplace: Workplace) -> tuple[AccountView, ...]:
    """All carriers this house has set up."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(_view(row) for row in accounts(work.session))


def save_carrier_account(
    workplace: Workplace, account: AccountView, *, operator_id: int | None = None
) -> None:
    """Set a carrier up, or change it; settings of the house carrier are its tariff.

    Raises:
        BadTariff: the house carrier's tariff cannot be used.
    """
    if account.adapter == HOUSE:
        tariff_from_record(account.settings)

    def verb(work: UnitOfWork) -> None:
        row = account_with(work.session, account.code)
        if row is None:
            row = CarrierAccount(code=account.code, name="", adapter="", settings={})
            work.session.add(row)
        row.name, row.adapter, row.account = account.name, account.adapter, account.account
        row.settings, row.active = dict(account.settings), account.active

    workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))


def weigh_rule(work: UnitOfWork) -> WeighRule:
    """Which parcels this house weighs."""
    row = shipping_policy(work.session)
    return WeighRule.WITH_SCALE if row is None else row.weighing


def box_rule(work: UnitOfWork) -> BoxRule:
    """Whether this house asks for the packaging of each carton."""
    row = shipping_policy(work.session)
    return BoxRule.ASKED if row is None else row.boxing


def house_carrier(work: UnitOfWork, workplace: Workplace) -> Carrier:
    """The carrier that answers at once, by this house's own tariff where it has one."""
    row = account_with(work.session, HOUSE)
    if row is None or not row.active:
        return workplace.carrier
    return _house_of(json.dumps(row.settings, sort_keys=True))


@lru_cache(maxsize=4)
def _house_of(settings: str) -> HouseCarrier:
    return HouseCarrier(tariff_from_record(json.loads(settings)))


def ships_by_network(work: UnitOfWork, workplace: Workplace) -> bool:
    """Whether parcels may go by carriers that are asked over a network."""
    if workplace.network_carriers:
        return True
    return any(row.active and row.adapter != HOUSE for row in accounts(work.session))


def _view(row: CarrierAccount) -> AccountView:
    return AccountView(row.code, row.name, row.adapter, row.account, row.settings, row.active)


def save_cage(workplace: Workplace, rule: CageRule, *, operator_id: int | None = None) -> None:
    """Set a cage up, or change what belongs into it; its place is made where there is none.

    Raises:
        Refused: with `NotACage`: a place of another kind has this code.
    """
    code = rule.code.upper()

    def verb(work: UnitOfWork) -> None:
        place = place_called(work.session, code)
        if place is None:
            place = Location(code=code, kind=LocationKind.CAGE)
            work.session.add(place)
            work.session.flush()
        if place.kind is not LocationKind.CAGE:
            raise Refused(NotACage(code))
        row = cage_at(work.session, place.id)
        if row is None:
            row = Cage(location_id=place.id, carrier=rule.carrier)
            work.session.add(row)
        row.carrier, row.lane, row.service = rule.carrier, rule.lane, rule.service
        row.country_code, row.cut_off = rule.country_code.upper(), rule.cut_off
        row.postcodes = " ".join(beginning.upper() for beginning in rule.postcodes)

    workplace.database.run(verb, workplace.actor(operator_id, Verb.SET_UP))
