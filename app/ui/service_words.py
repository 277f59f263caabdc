"""Why a carrier's service was chosen or not, by the values that stand beside each transport."""

from __future__ import annotations

from app.ui.message import translate


def service_reason_words(reason: str) -> str:
    """What decided for a service."""
    words = {
        "method_asks_for_it": translate("service", "the customer chose it"),
        "cheapest": translate("service", "the cheapest that takes the parcel"),
        "cheapest_in_time": translate("service", "the cheapest that arrives in time"),
        "asked_for_not_offered": translate("service", "nobody offers what the customer chose"),
        "none_in_time": translate("service", "none arrives in time, this one soonest"),
        "makes_up_delay": translate("service", "faster than paid for, to make up for our delay"),
    }
    return words.get(reason, reason.replace("_", " "))


def refusal_reason_words(reason: str) -> str:
    """What decided against a service."""
    words = {
        "rule": translate("service", "a rule of the house forbids it"),
        "not_what_was_paid": translate("service", "the customer paid for another one"),
        "too_late": translate("service", "it would arrive too late"),
        "dearer": translate("service", "it is dearer"),
        "slower": translate("service", "it is slower"),
    }
    return words.get(reason, reason.replace("_", " "))
