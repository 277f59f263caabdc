"""Sentences for every reason that "Why?" can give: what is so, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.why import Why, WhyReason
from app.ui.floor_words import order_state_words, units_words, wave_state_words
from app.ui.message import translate
from app.ui.span_words import span_words
from app.ui.why_thing_words import THING_WORDS, clock, named


def why_sentence(why: Why) -> str:
    """One reason as a sentence or two."""
    return _WORDS[why.reason](why)


# Orders -----------------------------------------------------------------------------------------


def _held(why: Why) -> str:
    words = translate("why", "It is {0}. Settle that and let it go on.")
    if why.other:
        words = translate("why", "It is {0} ({1}). Settle that and let it go on.")
    return words.format(order_state_words(why.name), why.other)


def _money(why: Why) -> str:
    words = translate("why", "Its money is not there ({0}). Wait for it, or waive it at the desk.")
    return words.format(why.name.replace("_", " "))


def _no_stock(why: Why) -> str:
    words = translate("why", "No stock is promised to it: {0} (line {1}). Wait, or see Exceptions.")
    return words.format(units_words(why.units), why.name)


def _some_stock(why: Why) -> str:
    words = translate("why", "Stock is missing for {0} (line {1}). See Exceptions.")
    return words.format(units_words(why.units), why.name)


def _in_wave(why: Why) -> str:
    words = translate("why", "It is in wave {0}, which is {1}. Release the wave, or take it out.")
    return words.format(why.name, wave_state_words(why.other))


def _waits_for_picker(why: Why) -> str:
    if why.units:
        words = translate("why", "It waits for a picker behind {0} other pieces of work.")
        return words.format(why.units) + _zone(why.name)
    return translate("why", "It is the next work of whoever asks for some.") + _zone(why.name)


def _zone(zone: str) -> str:
    return " " + translate("why", "Send somebody to zone {0}.").format(zone) if zone else ""


def _with_picker(why: Why) -> str:
    words = translate("why", "{0} is picking it. Leave it to them.")
    if why.other:
        words = translate("why", "{0} is picking it, last at {1}. Leave it to them.")
    return words.format(why.name or translate("why", "Somebody"), why.other)


def _put_aside(why: Why) -> str:
    words = translate("why", "{0} put it aside. Scan its tote to go on with it.")
    if why.other:
        words = translate("why", "{0} put it aside at {1}. Scan its tote to go on with it.")
    return words.format(why.name or translate("why", "Somebody"), why.other)


def _waits_for_zone(why: Why) -> str:
    words = translate("why", "Zone {0} waits for its tote from the zone before. See who has that.")
    return words.format(why.name)


def _no_work(why: Why) -> str:
    words = translate("why", "Nobody has work for {0} of it. Hold it, then let it go on.")
    return words.format(units_words(why.units))


def _take_out(why: Why) -> str:
    words = translate("why", "Units are in {0} that nobody wants any more ({1}). Put them away.")
    return words.format(why.name or translate("why", "its tote"), units_words(why.units))


def _lies(why: Why) -> str:
    return why.name or translate("why", "its tote")


def _to_sort(why: Why) -> str:
    words = translate("why", "It is to be sorted out of {1} ({0}). Bring that to the wall.")
    return words.format(units_words(why.units), _lies(why))


def _part_missing(why: Why) -> str:
    words = translate("why", "The part of zone {0} has not come to the shelf. See who picks it.")
    return words.format(why.name)


def _to_inspect(why: Why) -> str:
    words = translate("why", "It is to be inspected first. Bring {0} to the inspection.")
    return words.format(_lies(why))


def _to_pack(why: Why) -> str:
    return translate("why", "It is picked. Bring {0} to a bench and scan it.").format(_lies(why))


def _at_bench(why: Why) -> str:
    words = translate("why", "It is open at bench {0}. Close its box there.")
    if why.units:
        words = translate("why", "It is open at bench {0}, {1} to pack. Go on there.")
    return words.format(why.name, units_words(why.units))


def _label_refused(why: Why) -> str:
    words = translate("why", "The carrier refused parcel {0}: {1}. Mend that and try it again.")
    return words.format(why.name, why.other or "?")


def _label_in_doubt(why: Why) -> str:
    words = translate("why", "Nobody knows if parcel {0} has a transport. Ask the carrier.")
    return words.format(why.name)


def _label_asked(why: Why) -> str:
    words = translate("why", "The carrier is being asked about parcel {0}. Wait for its label.")
    return words.format(why.name)


def _label_to_scan(why: Why) -> str:
    return translate("why", "Parcel {0} is closed. Stick its label on and scan it.").format(
        why.name
    )


def _to_load(why: Why) -> str:
    if not why.name:
        return translate("why", "It is packed. Scan its parcels into their cage.")
    return translate("why", "Parcel {0} is not loaded. Scan it into its cage.").format(why.name)


def _loaded(why: Why) -> str:
    words = translate("why", "Parcel {0} is in {1}. It goes when the driver signs.")
    return words.format(why.name, why.other)


def _late(why: Why) -> str:
    words = translate("why", "It was due at {0}, {1} ago. Rush it, or tell the customer.")
    return words.format(clock(why), span_words(why.minutes))


def _due(why: Why) -> str:
    return translate("why", "It is due at {0}, in {1}.").format(clock(why), span_words(why.minutes))


_WORDS: Mapping[WhyReason, Callable[[Why], str]] = {
    WhyReason.SHIPPED: named(lambda: translate("why", "It is shipped. Nothing is left to do.")),
    WhyReason.CANCELLED: named(lambda: translate("why", "It is cancelled. It is not sent.")),
    WhyReason.CLOSED: named(lambda: translate("why", "There is nothing to send of it here.")),
    WhyReason.TO_TAKE_OUT: _take_out,
    WhyReason.HELD: _held,
    WhyReason.NOT_PAID: _money,
    WhyReason.NO_STOCK: _no_stock,
    WhyReason.SOME_STOCK: _some_stock,
    WhyReason.IN_WAVE: _in_wave,
    WhyReason.NOT_RELEASED: named(
        lambda: translate("why", "It is ready and nobody has released it. Release it.")
    ),
    WhyReason.WAITS_FOR_PICKER: _waits_for_picker,
    WhyReason.WITH_PICKER: _with_picker,
    WhyReason.PUT_ASIDE: _put_aside,
    WhyReason.WAITS_FOR_ZONE: _waits_for_zone,
    WhyReason.NO_WORK: _no_work,
    WhyReason.NOTHING_WANTED: named(
        lambda: translate("why", "All its units were given up. Cancel it, or want some again.")
    ),
    WhyReason.TO_SORT: _to_sort,
    WhyReason.PART_MISSING: _part_missing,
    WhyReason.TO_INSPECT: _to_inspect,
    WhyReason.TO_PACK: _to_pack,
    WhyReason.AT_BENCH: _at_bench,
    WhyReason.LABEL_REFUSED: _label_refused,
    WhyReason.LABEL_IN_DOUBT: _label_in_doubt,
    WhyReason.LABEL_ASKED: _label_asked,
    WhyReason.LABEL_TO_SCAN: _label_to_scan,
    WhyReason.TO_LOAD: _to_load,
    WhyReason.LOADED: _loaded,
    WhyReason.LATE: _late,
    WhyReason.DUE: _due,
    **THING_WORDS,
}
