"""What a code means or what is wrong with it, in English sentences for the command line."""

from __future__ import annotations

from app.domain.barcodes import GarbledCode, Interpretation, PlainCode
from app.domain.gs1 import Fault, Gs1Fault
from app.domain.gs1_identifiers import IDENTIFIERS

_FAULTS = {
    Fault.EMPTY: "there is no data",
    Fault.TOO_LONG: "there is more data than a code holds",
    Fault.CONTROL_CHARACTERS: "there are control characters other than the group separator",
    Fault.RUN_TOGETHER: "two codes are run together",
    Fault.NO_KNOWN_FORM: "it has no known form: perhaps an SKU or a location",
    Fault.UNKNOWN_IDENTIFIER: "no application identifier begins like this",
    Fault.WRONG_LENGTH: "the data has the wrong length",
    Fault.WRONG_CHARACTER: "the data has a character that may not stand there",
    Fault.WRONG_CHECK_DIGIT: "the check digit is wrong",
    Fault.WRONG_DATE: "there is no such day or time",
    Fault.WRONG_CONTENT: "the content is not one of the legal ones",
    Fault.NOT_TOGETHER: "this may not stand beside",
    Fault.CONTRADICTION: "it stands there more than once, with different content",
    Fault.NO_LINK: "it is not a Digital Link",
    Fault.NO_KEY_IN_LINK: "the web address names no item, unit or place",
    Fault.WRONG_PATH: "the parts of the link's path do not belong together in this order",
    Fault.MISPLACED: "this may not stand in the query of a link",
}
_FACTS = {
    "gtin14": "item {}",
    "content_gtin14": "contains item {}",
    "upc_a": "UPC-A {}",
    "sscc": "logistic unit {}",
    "lot": "lot {}",
    "serial": "serial number {}",
    "count": "{} units",
    "variable_count": "{} pieces",
    "expiry": "use by {}",
    "best_before": "best before {}",
    "sell_by": "sell by {}",
    "production": "made on {}",
    "packed": "packed on {}",
    "net_weight_kg": "{} kg net",
    "gross_weight_kg": "{} kg gross",
    "location": "our location {}",
    "tote": "our tote T-{}",
    "badge": "an operator's badge",
    "order": "our order {}",
    "packaging": "our packaging {}",
    "station": "our station {}",
    "command": "command {}",
    "quantity": "quantity {}",
}
_NAMED = frozenset({"00", "01", "02", "10", "11", "13", "15", "16", "17", "21", "30", "37"})


def fault_words(fault: Gs1Fault) -> str:
    """One sentence on what is wrong, with the application identifier it was found at."""
    visible = "".join(sign if sign.isprintable() else "?" for sign in fault.ai)
    where = f"AI ({visible}): " if visible else ""
    beside = f" AI ({fault.other})" if fault.other else ""
    return f"{where}{_FAULTS[fault.fault]}{beside}"


def reading_words(told: Interpretation) -> str:
    """One line on what a code means, or why it means nothing."""
    if isinstance(told.reading, GarbledCode) and told.fault:
        return f"no code: {fault_words(told.fault)}"
    facts = [_FACTS[name].format(value) for name, value in told.meaning.items()]
    facts += [
        f"({element.ai}) {IDENTIFIERS[element.ai].title}: {element.value}"
        for element in told.elements
        if element.ai not in _NAMED and element.ai[:3] not in ("310", "330")
    ]
    if isinstance(told.reading, PlainCode) and not facts:
        facts = [f"text {told.reading.text}"]
    if told.fault:
        facts.append(fault_words(told.fault))
    if told.lacks_partner_of:
        facts.append(f"GS1 wants another identifier beside ({told.lacks_partner_of})")
    return "; ".join(facts)
