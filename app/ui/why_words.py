"""Sentences for every reason that "Why?" can give: what is so, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.allocation import AllocationReason
from app.domain.count_rules import CountReason
from app.domain.locations import LocationKind
from app.domain.why import Why, WhyReason
from app.ui.floor_words import order_state_words, units_words, wave_state_words
from app.ui.message import translate
from app.ui.service_words import refusal_reason_words, service_reason_words
from app.ui.span_words import span_words
from app.ui.stock_words import count_reason_words, place_kind_words


def why_sentence(why: Why) -> str:
    """One reason as a sentence or two."""
    return _WORDS[why.reason](why)


def _at(why: Why) -> str:
    return "" if why.at is None else why.at.astimezone().strftime("%H:%M")


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
    return words.format(_at(why), span_words(why.minutes))


def _due(why: Why) -> str:
    return translate("why", "It is due at {0}, in {1}.").format(_at(why), span_words(why.minutes))


# Stock ------------------------------------------------------------------------------------------


def _not_for_orders(why: Why) -> str:
    words = translate("why", "{0} is {1}: nothing is promised to orders from there.")
    return words.format(why.name, place_kind_words(LocationKind(why.other)) or why.other)


def _count_waits(why: Why) -> str:
    words = translate("why", "{0} waits for a count ({1}): count it, then it is promised again.")
    return words.format(why.name, count_reason_words(CountReason(why.other)))


def _closed(why: Why) -> str:
    words = translate("why", "The aisle of {0} is closed ({1}): stops there come last. Open it.")
    return words.format(why.name, why.other)


def _refill(why: Why) -> str:
    words = translate("why", "{0} gets {1} from {2}: work 12 brings them.")
    return words.format(why.name, units_words(why.units), why.other)


def _expired(why: Why) -> str:
    words = translate("why", "{0} has {1} past their last day: nobody gets them. Put them away.")
    return words.format(why.name, units_words(why.units))


def _chosen(why: Why) -> str:
    words = translate("why", "Orders take {0} from {1}: {2}.")
    return words.format(units_words(why.units), why.name, rule_words(why.other))


def rule_words(rule: str) -> str:
    """Why a promise was made from a location, by the value of the rule."""
    words = {
        AllocationReason.EARLIEST_EXPIRY: translate("why", "its lot expires first"),
        AllocationReason.ONLY_LOCATION: translate("why", "it lies nowhere else"),
        AllocationReason.NEAREST_WITH_ALL: translate("why", "the nearest place with all of them"),
        AllocationReason.NEXT_ON_THE_WALK: translate("why", "no place has all, this one is next"),
        AllocationReason.FROM_RESERVE: translate("why", "the pick faces have no more"),
        AllocationReason.SHORTEST_WALK: translate("why", "it makes the walk of the cart shortest"),
    }
    return {str(key): text for key, text in words.items()}.get(rule, rule.replace("_", " "))


# Parcels ----------------------------------------------------------------------------------------


def _overruled(why: Why) -> str:
    words = translate("why", "The packer took box {0} where {1} was proposed: that is learnt from.")
    return words.format(why.name, why.other)


def _service(why: Why) -> str:
    words = translate("why", "It goes by {0}: {1}.")
    return words.format(why.name, service_reason_words(why.other))


def _not_service(why: Why) -> str:
    words = translate("why", "It does not go by {0}: {1}.")
    return words.format(why.name, refusal_reason_words(why.other))


# Waves ------------------------------------------------------------------------------------------


def _wave_stuck(why: Why) -> str:
    words = translate("why", "Wave {0}: nobody has work for {1} of its orders. Ask Why of each.")
    return words.format(why.name, why.units)


def _wave_held_orders(why: Why) -> str:
    words = translate("why", "Wave {0}: {1} of its orders are held. Settle them, or take them out.")
    return words.format(why.name, why.units)


def _nobody(why: Why) -> str:
    words = translate("why", "Nobody picks for wave {0}: {1} lines wait. Send somebody.")
    return words.format(why.name, why.units)


def _bottleneck(why: Why) -> str:
    zone = why.name or translate("why", "the floor")
    words = translate("why", "Most waits in zone {0}: {1} lines for {2} people. Send one more.")
    return words.format(zone, why.units, why.other)


def _in_time(why: Why) -> str:
    if why.minutes:
        words = translate("why", "Wave {0} is picked at about {1}, {2} min before its cut-off.")
        return words.format(why.name, _at(why), why.minutes)
    words = translate("why", "Wave {0} is picked at about {1}.")
    return words.format(why.name, _at(why))


def _wave_late(why: Why) -> str:
    words = translate("why", "Wave {0} is picked at about {1}, {2} min late. Send more people.")
    return words.format(why.name, _at(why), why.minutes)


def _no_forecast(why: Why) -> str:
    words = translate("why", "There is no forecast for wave {0} ({1}).")
    if not why.other:
        words = translate("why", "There is no forecast for wave {0}: give the floor a layout.")
    return words.format(why.name, why.other)


# People -----------------------------------------------------------------------------------------


def _at_work(why: Why) -> str:
    return translate("why", "{0} is at order {1}: that goes before anything new.").format(
        why.name, why.other
    )


def _elsewhere(why: Why) -> str:
    words = translate("why", "{1} picks in zone {0}: nothing waits there, {2} tasks elsewhere.")
    return words.format(why.name, why.other, why.units)


def _first_by_cut_off(why: Why) -> str:
    words = translate("why", "Order {0} goes first, since its cut-off is {1}.")
    return words.format(why.name, _at(why))


def _first_by_priority(why: Why) -> str:
    words = translate("why", "Order {0} goes first, since its priority {1} is the highest.")
    return words.format(why.name, why.units)


def _named(text: Callable[[], str]) -> Callable[[Why], str]:
    """A sentence with the two names and the units in it."""
    return lambda why: text().format(why.name, why.other, units_words(why.units))


_WORDS: Mapping[WhyReason, Callable[[Why], str]] = {
    WhyReason.SHIPPED: _named(lambda: translate("why", "It is shipped. Nothing is left to do.")),
    WhyReason.CANCELLED: _named(lambda: translate("why", "It is cancelled. It is not sent.")),
    WhyReason.CLOSED: _named(lambda: translate("why", "There is nothing to send of it here.")),
    WhyReason.TO_TAKE_OUT: _take_out,
    WhyReason.HELD: _held,
    WhyReason.NOT_PAID: _money,
    WhyReason.NO_STOCK: _no_stock,
    WhyReason.SOME_STOCK: _some_stock,
    WhyReason.IN_WAVE: _in_wave,
    WhyReason.NOT_RELEASED: _named(
        lambda: translate("why", "It is ready and nobody has released it. Release it.")
    ),
    WhyReason.WAITS_FOR_PICKER: _waits_for_picker,
    WhyReason.WITH_PICKER: _with_picker,
    WhyReason.PUT_ASIDE: _put_aside,
    WhyReason.WAITS_FOR_ZONE: _waits_for_zone,
    WhyReason.NO_WORK: _no_work,
    WhyReason.NOTHING_WANTED: _named(
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
    WhyReason.NOT_FOR_ORDERS: _not_for_orders,
    WhyReason.NOTHING_THERE: _named(
        lambda: translate("why", "{0}: nothing is there by the books. Refill it, or count it.")
    ),
    WhyReason.ALL_PROMISED: _named(
        lambda: translate("why", "{0}: all of it ({2}) is promised. The rest waits for stock.")
    ),
    WhyReason.COUNT_WAITS: _count_waits,
    WhyReason.AISLE_CLOSED: _closed,
    WhyReason.REFILL_COMING: _refill,
    WhyReason.EXPIRED_THERE: _expired,
    WhyReason.FREE_THERE: _named(
        lambda: translate("why", "{0}: {2} are free. The next order that wants them gets them.")
    ),
    WhyReason.CHOSEN: _chosen,
    WhyReason.ONLY_IN_RESERVE: _named(
        lambda: translate("why", "{0} lies in reserve only ({1}). Refill its pick face.")
    ),
    WhyReason.TO_BE_PUT_AWAY: _named(
        lambda: translate("why", "{0}: {2} wait to be put away. Work 13 brings them.")
    ),
    WhyReason.BOX_AS_PROPOSED: _named(
        lambda: translate("why", "Box {0} is the smallest that holds the goods, as proposed.")
    ),
    WhyReason.BOX_OVERRULED: _overruled,
    WhyReason.SERVICE_CHOSEN: _service,
    WhyReason.SERVICE_REFUSED: _not_service,
    WhyReason.WAVE_TO_PLAN: _named(
        lambda: translate("why", "Wave {0} is not planned yet. Plan it, then release it.")
    ),
    WhyReason.WAVE_TO_RELEASE: _named(
        lambda: translate("why", "Wave {0} is planned and waits for its release.")
    ),
    WhyReason.WAVE_HELD: _named(
        lambda: translate("why", "Wave {0} is held. Lift that, then release it.")
    ),
    WhyReason.WAVE_DONE: _named(lambda: translate("why", "Wave {0} is picked.")),
    WhyReason.WAVE_ABORTED: _named(lambda: translate("why", "Wave {0} was aborted.")),
    WhyReason.WAVE_STUCK: _wave_stuck,
    WhyReason.WAVE_HELD_ORDERS: _wave_held_orders,
    WhyReason.WAVE_NOBODY: _nobody,
    WhyReason.WAVE_BOTTLENECK: _bottleneck,
    WhyReason.WAVE_IN_TIME: _in_time,
    WhyReason.WAVE_LATE: _wave_late,
    WhyReason.WAVE_NO_FORECAST: _no_forecast,
    WhyReason.GONE: _named(lambda: translate("why", "{0} does not work here any more.")),
    WhyReason.AT_WORK: _at_work,
    WhyReason.NEXT_WORK: _named(lambda: translate("why", "{0} gets order {1} next.")),
    WhyReason.FIRST_BY_PRIORITY: _first_by_priority,
    WhyReason.FIRST_BY_CUT_OFF: _first_by_cut_off,
    WhyReason.FIRST_BY_TURN: _named(
        lambda: translate("why", "Order {0} has its turn by the plan of its release.")
    ),
    WhyReason.OF_OWN_ZONE: _named(
        lambda: translate("why", "Order {1} is in zone {0}: work of the own zone goes first.")
    ),
    WhyReason.WORK_ELSEWHERE: _elsewhere,
    WhyReason.NO_WORK_READY: _named(
        lambda: translate("why", "No work is ready for {0}. Release some.")
    ),
}
