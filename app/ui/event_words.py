"""Words for events of the log, where a history tells them: what happened, and the facts of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.ui.floor_words import order_state_words
from app.ui.message import translate

_TOLD = ("quantity", "reason", "location", "place", "source", "target", "tote", "sscc", "receipt")
"""Facts that say something by themselves, in the order in which they are told."""


def event_words(kind: str, facts: Mapping[str, object]) -> tuple[str, str]:
    """What happened in a few words, and its facts in one line.

    An event that has no words of its own is named as the log names it, in words.
    """
    if kind == "OrderStateChanged":
        return (
            translate("events", "order is {0}").format(order_state_words(str(facts["new"]))),
            "",
        )
    told = [str(facts[name]).replace("_", " ") for name in _TOLD if facts.get(name)]
    return _words().get(kind) or _spelled(kind), ", ".join(told)


def _words() -> dict[str, str]:
    return {
        "OrderHeld": translate("events", "order held"),
        "HoldLifted": translate("events", "hold lifted"),
        "OrderCancelled": translate("events", "order cancelled"),
        "OrderEdited": translate("events", "order changed"),
        "AddressChanged": translate("events", "address changed"),
        "PackingStarted": translate("events", "packing began"),
        "CartonClosed": translate("events", "parcel closed"),
        "LabelConfirmed": translate("events", "label on the parcel"),
        "CartonShipped": translate("events", "handed to the carrier"),
        "LabelReprinted": translate("events", "paper printed again"),
        "ParcelWeighed": translate("events", "weighed"),
        "TransportBought": translate("events", "transport bought"),
        "ParcelLoaded": translate("events", "in its cage"),
        "ToteBound": translate("events", "tote taken for an order"),
        "CountRaised": translate("events", "to be counted"),
        "CountDone": translate("events", "counted"),
        "CountDecided": translate("events", "count decided"),
        "RefillRaised": translate("events", "to be refilled"),
        "PutAwayRaised": translate("events", "to be put away"),
        "AdjustmentAsked": translate("events", "adjustment to be decided"),
        "LocationFoundEmpty": translate("events", "seen to be empty"),
        "LineShorted": translate("events", "not all was found"),
    }


def _spelled(kind: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind).lower()
