"""Names of the ways out of a shortage, and why one of them is proposed."""

from __future__ import annotations

from app.domain.short_ways import WayOut, WhyWay
from app.ui.message import translate


def way_words(way: str) -> str:
    """A way out, by its value, as a key or a list names it."""
    words = {
        WayOut.FIND_STOCK: translate("short", "Other location"),
        WayOut.TAKE_PROMISE: translate("short", "Later order's promise"),
        WayOut.TAKE_FROM_TOTE: translate("short", "Later order's tote"),
        WayOut.SUBSTITUTE: translate("short", "Other item"),
        WayOut.WAIT: translate("short", "Wait for stock"),
        WayOut.PART_SHIP: translate("short", "Rest now, this later"),
        WayOut.GIVE_UP: translate("short", "Send without it"),
        WayOut.CANCEL: translate("short", "Cancel the order"),
        WayOut.WRITE_OFF: translate("short", "Lost: pick others"),
        WayOut.FOUND: translate("short", "Found: let it go on"),
    }
    return {str(key): text for key, text in words.items()}.get(way, way)


def why_way_words(why: WhyWay) -> str:
    """Why a way out is the one to propose."""
    words = {
        WhyWay.ALL_FREE: translate("short", "All missing units are free elsewhere."),
        WhyWay.LATER_CAN_WAIT: translate("short", "The later order is not begun and can wait."),
        WhyWay.COMING: translate("short", "Enough units are about to be put away."),
        WhyWay.ANNOUNCED: translate("short", "A receipt is announced in time."),
        WhyWay.CUSTOMER_AGREED: translate("short", "The customer agreed to another item."),
        WhyWay.IN_A_TOTE: translate("short", "A less urgent order has them in its tote."),
        WhyWay.SOME_FREE: translate("short", "A part of them is free elsewhere."),
        WhyWay.REST_IN_TIME: translate("short", "The rest need not wait for it."),
        WhyWay.TIME_LEFT: translate("short", "There is time, and stock may come."),
        WhyWay.NOTHING_ELSE: translate("short", "Nothing else would send anything."),
    }
    return words[why]
