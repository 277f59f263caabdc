"""The answer to "Why?" about anything: reasons as data, the gravest first; no words yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class WhyReason(StrEnum):
    """One reason why something is as it is, or what it waits for."""

    # An order: what keeps it, by how far it has come.
    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    TO_TAKE_OUT = "to_take_out"
    HELD = "held"
    NOT_PAID = "not_paid"
    NO_STOCK = "no_stock"
    SOME_STOCK = "some_stock"
    IN_WAVE = "in_wave"
    NOT_RELEASED = "not_released"
    WAITS_FOR_PICKER = "waits_for_picker"
    WITH_PICKER = "with_picker"
    PUT_ASIDE = "put_aside"
    WAITS_FOR_ZONE = "waits_for_zone"
    NO_WORK = "no_work"
    NOTHING_WANTED = "nothing_wanted"
    TO_SORT = "to_sort"
    PART_MISSING = "part_missing"
    TO_INSPECT = "to_inspect"
    TO_PACK = "to_pack"
    AT_BENCH = "at_bench"
    LABEL_REFUSED = "label_refused"
    LABEL_IN_DOUBT = "label_in_doubt"
    LABEL_ASKED = "label_asked"
    LABEL_TO_SCAN = "label_to_scan"
    TO_LOAD = "to_load"
    LOADED = "loaded"
    LATE = "late"
    DUE = "due"
    # A location, an item: what can be taken from there, and why one is sent there.
    NOT_FOR_ORDERS = "not_for_orders"
    NOTHING_THERE = "nothing_there"
    ALL_PROMISED = "all_promised"
    COUNT_WAITS = "count_waits"
    AISLE_CLOSED = "aisle_closed"
    REFILL_COMING = "refill_coming"
    EXPIRED_THERE = "expired_there"
    FREE_THERE = "free_there"
    CHOSEN = "chosen"
    ONLY_IN_RESERVE = "only_in_reserve"
    TO_BE_PUT_AWAY = "to_be_put_away"
    # An aisle: whether one is sent there, and what waits.
    AISLE_IS_CLOSED = "aisle_is_closed"
    AISLE_WORK = "aisle_work"
    AISLE_QUIET = "aisle_quiet"
    # A receipt, a carrier's list: what it waits for.
    RECEIPT_TO_COME = "receipt_to_come"
    RECEIPT_TO_CLOSE = "receipt_to_close"
    RECEIPT_CLOSED = "receipt_closed"
    LIST_LOADING = "list_loading"
    LIST_UNSIGNED = "list_unsigned"
    LIST_SIGNED = "list_signed"
    # A parcel: its box and its way.
    BOX_AS_PROPOSED = "box_as_proposed"
    BOX_OVERRULED = "box_overruled"
    SERVICE_CHOSEN = "service_chosen"
    SERVICE_REFUSED = "service_refused"
    # A wave: what it waits for, and what makes it late.
    WAVE_TO_PLAN = "wave_to_plan"
    WAVE_TO_RELEASE = "wave_to_release"
    WAVE_SEARCHED = "wave_searched"
    WAVE_HELD = "wave_held"
    WAVE_DONE = "wave_done"
    WAVE_ABORTED = "wave_aborted"
    WAVE_STUCK = "wave_stuck"
    WAVE_HELD_ORDERS = "wave_held_orders"
    WAVE_NOBODY = "wave_nobody"
    WAVE_BOTTLENECK = "wave_bottleneck"
    WAVE_IN_TIME = "wave_in_time"
    WAVE_LATE = "wave_late"
    WAVE_NO_FORECAST = "wave_no_forecast"
    # Somebody at work: why this work, why none.
    GONE = "gone"
    AT_WORK = "at_work"
    NEXT_WORK = "next_work"
    FIRST_BY_PRIORITY = "first_by_priority"
    FIRST_BY_CUT_OFF = "first_by_cut_off"
    FIRST_BY_TURN = "first_by_turn"
    OF_OWN_ZONE = "of_own_zone"
    WORK_ELSEWHERE = "work_elsewhere"
    NOT_ABLE = "not_able"
    NO_WORK_READY = "no_work_ready"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason with the facts to say it and to mend it; which of them are set follows from it.

    Attributes:
        reason: the kind of reason.
        name: the hold, the person, the zone, the wave, the service: what it is about.
        other: a second name: a detail, a place, a rule.
        units: units, lines, tasks or orders it is about.
        minutes: how long, or how late.
        at: a moment it is about.
    """

    reason: WhyReason
    name: str = ""
    other: str = ""
    units: int = 0
    minutes: int = 0
    at: datetime | None = None
