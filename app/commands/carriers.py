"""`pickstation carriers`: which carriers this house ships with, by which rules; their troubles."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from app.bootstrap.carrier_secrets import keep_carrier_secrets
from app.bootstrap.passwords import NoKeyring
from app.carriers.house import HOUSE
from app.carriers.records import UnreadableRecord, from_record, to_record
from app.carriers.service_choice import ServiceRules
from app.carriers.tariff import DEFAULT_TARIFF
from app.carriers.tariff_file import BadTariff, tariff_to_record
from app.commands.desk_words import refusal_words
from app.commands.opened import opened_workplace
from app.domain.lanes import CageRule
from app.domain.manifests import HandOver
from app.domain.pack_boxing import BoxRule
from app.domain.refusals import Refused
from app.domain.weigh_steps import WeighRule
from app.services import shipping_setup, told_lists, transports
from app.services.shipping_setup import AccountView
from app.services.workplace import Workplace

ADAPTERS = (HOUSE, "karrio")


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command and its own to the program's."""
    parser = subparsers.add_parser(
        "carriers",
        help="set carriers, tariff and service rules up; settle what carriers could not say",
        description="Which carriers this house ships with. Settings are JSON files without "
        "secrets; those are read from standard input and kept in this machine's keyring.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="all carriers, and when a parcel is handed over")
    listing.set_defaults(act=_list)
    setting = actions.add_parser("set", help="set a carrier up, or change it")
    setting.add_argument("code", help='what the house calls it; "house" is our own van')
    setting.add_argument("--name", default="", help="as papers show it")
    setting.add_argument("--adapter", choices=ADAPTERS, help="how it is reached")
    setting.add_argument("--file", type=Path, metavar="FILE", help="JSON; a tariff for house")
    setting.add_argument("--account", default="", help="our number with it")
    setting.add_argument("--secrets", action="store_true", help="read a JSON object from stdin")
    setting.add_argument("--off", action="store_true", help="ship with it no more")
    setting.set_defaults(act=_set)
    tariff = actions.add_parser("tariff", help="print the house's tariff, to be changed and set")
    tariff.set_defaults(act=_tariff)
    rules = actions.add_parser("rules", help="print the rules of services, or set them")
    rules.add_argument("file", nargs="?", type=Path, metavar="FILE", help="JSON")
    rules.set_defaults(act=_rules)
    hand = actions.add_parser("hand-over", help="when a parcel counts as handed to its carrier")
    hand.add_argument("when", choices=[each.value for each in HandOver])
    hand.set_defaults(act=_hand_over)
    weigh = actions.add_parser("weigh", help="which parcels are weighed at the bench")
    weigh.add_argument("which", choices=[each.value for each in WeighRule])
    weigh.set_defaults(act=_weigh)
    box = actions.add_parser("box", help="whether the bench asks for each carton's packaging")
    box.add_argument("which", choices=[each.value for each in BoxRule])
    box.set_defaults(act=_box)
    _add_cage(actions)
    trouble = actions.add_parser("trouble", help="transports that wait for a person")
    trouble.set_defaults(act=_trouble)
    again = actions.add_parser("again", help="ask again for one that was refused")
    again.set_defaults(act=_again)
    settle = actions.add_parser("settle", help="say what the carrier's own pages say of one")
    settle.add_argument("--tracking", default="", metavar="NUMBER", help="none: it was not sold")
    settle.set_defaults(act=_settle)
    again.add_argument("number", help="as `trouble` lists it: a transport's, or a list's")
    settle.add_argument("number", type=int, help="as `trouble` lists it")
    parser.set_defaults(run=run)


def _add_cage(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    cage = actions.add_parser("cage", help="set a cage of the dock up: which parcels it takes")
    cage.add_argument("cage", metavar="CODE", help="as its label says it")
    cage.add_argument("--carrier", required=True, help="who collects it")
    cage.add_argument("--lane", default="", help="the row of cages it stands in")
    cage.add_argument("--service", default="", help="only this service")
    cage.add_argument("--country", default="", help="only to this country")
    cage.add_argument("--postcodes", nargs="*", default=(), help="only postcodes that begin so")
    cage.add_argument("--cut-off", default="", metavar="HH:MM", help="when it is collected")
    cage.set_defaults(act=_cage)


def run(args: argparse.Namespace) -> int:
    """Do what was asked, as the person at the shell.

    Returns:
        0 on success; 1 if a file is of no use or it was refused.
    """
    with opened_workplace(args) as workplace:
        try:
            print(args.act(workplace, args))
        except (BadTariff, BadFile, NoKeyring, UnreadableRecord) as error:
            print(f"pickstation carriers: {error}", file=sys.stderr)
            return 1
        except Refused as refused:
            print(f"pickstation carriers: {refusal_words(refused.refusal)}", file=sys.stderr)
            return 1
    return 0


class BadFile(ValueError):
    """A file or what came from standard input is no JSON object."""


def _list(workplace: Workplace, _: argparse.Namespace) -> str:
    lines = [
        f"{each.code:<12} {each.adapter:<8} {'' if each.active else 'off':<4} {each.name}"
        for each in shipping_setup.carrier_accounts(workplace)
    ]
    policy = shipping_setup.read_house_rules(workplace)
    lines.append(f"a parcel is handed over at: {policy.hand_over.value}")
    lines.append(f"parcels are weighed: {policy.weighing.value}")
    return "\n".join(lines)


def _set(workplace: Workplace, args: argparse.Namespace) -> str:
    code = args.code.strip().lower()
    known = {each.code: each for each in shipping_setup.carrier_accounts(workplace)}.get(code)
    adapter = args.adapter or (HOUSE if code == HOUSE else "karrio")
    account = known or AccountView(code, code, adapter, "", {}, active=True)
    if args.file is not None:
        account = replace(account, settings=_json(args.file.read_text(encoding="utf-8")))
    account = replace(
        account,
        name=args.name or account.name,
        adapter=args.adapter or account.adapter,
        account=args.account or account.account,
        active=not args.off,
    )
    if args.secrets:
        keep_carrier_secrets(code, _json(sys.stdin.read()))
    shipping_setup.save_carrier_account(workplace, account)
    return f"carrier {code} is {'set up' if account.active else 'off'}"


def _tariff(workplace: Workplace, _: argparse.Namespace) -> str:
    known = {each.code: each for each in shipping_setup.carrier_accounts(workplace)}.get(HOUSE)
    settings = tariff_to_record(DEFAULT_TARIFF) if known is None else known.settings
    return json.dumps(settings, indent=2, ensure_ascii=False)


def _rules(workplace: Workplace, args: argparse.Namespace) -> str:
    policy = shipping_setup.read_house_rules(workplace)
    if args.file is None:
        return json.dumps(to_record(policy.rules), indent=2, ensure_ascii=False)
    rules = from_record(_json(args.file.read_text(encoding="utf-8")), ServiceRules)
    shipping_setup.set_house_rules(workplace, replace(policy, rules=rules))
    return f"{len(rules.methods)} rules of methods, {len(rules.routes)} of routes"


def _hand_over(workplace: Workplace, args: argparse.Namespace) -> str:
    policy = shipping_setup.read_house_rules(workplace)
    shipping_setup.set_house_rules(workplace, replace(policy, hand_over=HandOver(args.when)))
    return f"a parcel is handed over at: {args.when}"


def _weigh(workplace: Workplace, args: argparse.Namespace) -> str:
    policy = shipping_setup.read_house_rules(workplace)
    shipping_setup.set_house_rules(workplace, replace(policy, weighing=WeighRule(args.which)))
    return f"parcels are weighed: {args.which}"


def _box(workplace: Workplace, args: argparse.Namespace) -> str:
    policy = shipping_setup.read_house_rules(workplace)
    shipping_setup.set_house_rules(workplace, replace(policy, boxing=BoxRule(args.which)))
    return f"packaging is: {args.which}"


def _cage(workplace: Workplace, args: argparse.Namespace) -> str:
    code = args.cage.strip().upper()
    rule = CageRule(
        location_id=0,
        code=code,
        carrier=args.carrier.strip().lower(),
        lane=args.lane,
        service=args.service,
        country_code=args.country,
        postcodes=tuple(args.postcodes),
        cut_off=args.cut_off,
    )
    shipping_setup.save_cage(workplace, rule)
    return f"cage {code} takes parcels of {rule.carrier}"


def _trouble(workplace: Workplace, _: argparse.Namespace) -> str:
    lines = [*_troubled_parcels(workplace), *_untold_lists(workplace)]
    return "\n".join(lines) or "no transport waits for a person"


def _untold_lists(workplace: Workplace) -> list[str]:
    """Closed lists that carriers have not been told of, in words."""
    return [
        f"list {each.number} for {each.carrier}: "
        + (
            f"refused: {each.words}; correct it, then `again {each.number}`"
            if each.is_refused
            else f"not told yet {each.words}".strip()
        )
        for each in told_lists.untold(workplace)
    ]


def _troubled_parcels(workplace: Workplace) -> list[str]:
    """Transports that wait for a person, in words."""
    return [
        f"{each.purchase_id}: parcel {each.sscc} of order {each.order_number}, "
        + (
            f"{each.carrier} cannot say whether it sold it: look it up there, then `settle`"
            if each.in_doubt
            else f"refused: {each.field} {each.words}; correct it, then `again`"
        )
        for each in transports.troubled_transports(workplace)
    ]


def _again(workplace: Workplace, args: argparse.Namespace) -> str:
    if not args.number.isdigit():
        told_lists.retell_manifest(workplace, None, args.number)
        return f"list {args.number} is told again"
    transports.try_transport_again(workplace, None, int(args.number))
    return f"transport {args.number} is asked for again"


def _settle(workplace: Workplace, args: argparse.Namespace) -> str:
    transports.settle_doubt(workplace, None, args.number, args.tracking)
    said = (
        f"was sold as {args.tracking}" if args.tracking else "was not sold, and is asked for anew"
    )
    return f"transport {args.number} {said}"


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise BadFile(f"no JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadFile("write a JSON object: names with their values")
    return found
