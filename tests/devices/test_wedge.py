"""What keys mean at a station, told by their own time stamps."""

from collections.abc import Iterable

import pytest

from app.devices.keystrokes import LONGEST_RUN, Key, KeyKind
from app.devices.scan import KEYED, WEDGE, Scan
from app.devices.wedge import (
    CaptureMode,
    Discarded,
    DiscardReason,
    EntryCleared,
    EscapePressed,
    FunctionKey,
    ScannerPrefix,
    TypedOk,
    TypedQuantity,
    Verdict,
    WedgeReader,
)

KINDS = {
    "\r": KeyKind.ENTER,
    "\t": KeyKind.TAB,
    "⎋": KeyKind.ESCAPE,
    "⌫": KeyKind.BACKSPACE,
    "⇧": KeyKind.MODIFIER,
    "↓": KeyKind.NAVIGATION,
    "⌦": KeyKind.OTHER,
}
FAST = 5
SLOW = 130


class Station:
    """A reader and the keyboard in front of it; the program may be late by any time."""

    def __init__(
        self, mode: CaptureMode = CaptureMode.FLOOR, prefix: ScannerPrefix = ScannerPrefix.NONE
    ) -> None:
        self.ms = 5_000_000
        self.late_ms = 0
        self.reader = WedgeReader(prefix, now=lambda: (self.ms + self.late_ms) / 1000)
        self.reader.set_mode(mode)
        self.verdicts: list[Verdict] = []
        self.in_text_field = True

    def press(self, char: str, gap: int, *, is_repeat: bool = False) -> Verdict:
        self.ms += gap
        kind = KINDS.get(char, KeyKind.TEXT)
        key = Key(kind, char if kind is KeyKind.TEXT else "", self.ms, is_repeat=is_repeat)
        return self.take(key)

    def function(self, number: int, gap: int = SLOW) -> Verdict:
        self.ms += gap
        return self.take(Key(KeyKind.FUNCTION, "", self.ms, number))

    def take(self, key: Key) -> Verdict:
        verdict = self.reader.feed(key, in_text_field=self.in_text_field)
        self.verdicts.append(verdict)
        return verdict

    def keys(self, chars: str, gap: int, first: int = 2000) -> None:
        for place, char in enumerate(chars):
            self.press(char, gap if place else first)

    def gaps(self, keys: Iterable[tuple[str, int]]) -> None:
        for char, gap in keys:
            self.press(char, gap)

    def heard(self) -> list[object]:
        """The decisions so far; scans by payload and source."""
        return [
            (decision.raw, decision.source) if isinstance(decision, Scan) else decision
            for verdict in self.verdicts
            for decision in verdict.decisions
        ]


@pytest.mark.parametrize(
    ("typed", "gap", "heard"),
    [
        ("L-A01-01L-1\r", FAST, [("L-A01-01L-1", WEDGE)]),
        ("L-A01-01L-1\t", FAST, [("L-A01-01L-1", WEDGE)]),
        ("T-00112233\r", 0, [("T-00112233", WEDGE)]),
        ("]C10112345678901231\x1d10AB C\r", 1, [("]C10112345678901231\x1d10AB C", WEDGE)]),
        ("⇧T-0001⇧\r", 10, [("T-0001", WEDGE)]),
        ("XCK\r", FAST, [("XCK", WEDGE)]),
        ("101\r", FAST, [("101", WEDGE)]),
        ("\x02T-0001\x03\r", FAST, [("T-0001", WEDGE)]),
        ("T-0001\r\r", 2, [("T-0001", WEDGE)]),
        ("T-0001\t\r", 2, [("T-0001", WEDGE)]),
        ("T-0001\rT-0002\r", 20, [("T-0001", WEDGE), ("T-0002", WEDGE)]),
        ("3\r", SLOW, [TypedQuantity(3)]),
        ("12\r", SLOW, [TypedQuantity(12)]),
        ("007\r", SLOW, [TypedQuantity(7)]),
        ("0\r", SLOW, [TypedQuantity(0)]),
        ("٣٤\r", SLOW, [TypedQuantity(34)]),
        ("1⌫24\r", SLOW, [TypedQuantity(24)]),
        ("1234\r", SLOW, [("1234", KEYED)]),
        ("4006381333931\r", SLOW, [("4006381333931", KEYED)]),
        ("l-a01\r", 60, [("l-a01", KEYED)]),
        ("xck\r", SLOW, [("xck", KEYED)]),
        ("+5\r", SLOW, [Discarded("+5", DiscardReason.TOO_SHORT)]),
        ("\r", SLOW, [TypedOk()]),
        ("\t", SLOW, []),
        ("⎋", SLOW, [EscapePressed()]),
        ("12⎋", SLOW, [EntryCleared()]),
        ("12⎋3\r", SLOW, [EntryCleared(), TypedQuantity(3)]),
        ("\x033\r", SLOW, [TypedQuantity(3)]),
    ],
)
def test_floor_keys_mean_one_thing(typed: str, gap: int, heard: list[object]) -> None:
    station = Station()
    station.keys(typed, gap)
    assert station.heard() == heard
    assert all(verdict.swallow for verdict in station.verdicts)


def test_gloved_fingers_may_take_their_time_over_a_quantity() -> None:
    station = Station()
    station.keys("12\r", 3000)
    assert station.heard() == [TypedQuantity(12)]


def test_what_is_typed_is_shown_until_enter_and_gone_after_a_scan() -> None:
    station = Station()
    station.keys("12", SLOW)
    assert station.reader.entry == "12"
    station.keys("T-0001\r", FAST)
    assert station.reader.entry == ""
    assert station.heard() == [("T-0001", WEDGE)]


def test_a_new_prompt_forgets_typing_but_no_scan_under_way() -> None:
    station = Station()
    station.keys("12", SLOW)
    station.reader.forget_entry()
    station.keys("\r", SLOW)
    station.keys("T-00", FAST)
    station.reader.set_mode(CaptureMode.FLOOR)
    station.keys("01\r", FAST, first=FAST)
    assert station.heard() == [TypedOk(), ("T-0001", WEDGE)]


@pytest.mark.parametrize(("wait", "is_ok"), [(2, False), (299, False), (300, True)])
def test_enter_alone_is_ok_only_some_time_after_a_scan(wait: int, is_ok: bool) -> None:
    station = Station()
    station.keys("T-0001\r", FAST)
    station.press("\r", wait)
    assert station.heard() == [("T-0001", WEDGE)] + [TypedOk()] * is_ok


def test_a_held_enter_is_one_ok() -> None:
    station = Station()
    station.press("\r", 2000)
    station.press("\r", 660, is_repeat=True)
    station.press("\r", 30, is_repeat=True)
    assert station.heard() == [TypedOk()]


def test_doubled_characters_that_the_system_calls_repeats_are_kept() -> None:
    station = Station()
    for place, char in enumerate("T-0011"):
        station.press(char, 1 if place else 2000, is_repeat=char in "01")
    station.press("\r", 1)
    assert station.heard() == [("T-0011", WEDGE)]


def test_stalls_inside_a_scan_do_not_split_it() -> None:
    station = Station()
    stalls = [2000, 5, 80, 5, 5, 60, 5, 5, 300, 5, 5]
    station.gaps(zip("L-A01-01L-1", stalls, strict=True))
    station.press("\r", 5)
    assert station.heard() == [("L-A01-01L-1", WEDGE)]


@pytest.mark.parametrize("at", range(2, 6))
def test_half_a_scan_after_a_long_stall_is_never_a_code(at: int) -> None:
    station = Station()
    for place, char in enumerate("T-0001\r"):
        station.press(char, 700 if place == at else FAST if place else 2000)
    assert station.heard() == [("T-0001", WEDGE)]


def test_a_program_that_was_busy_decides_the_same_later() -> None:
    station = Station()
    station.late_ms = 30_000
    station.keys("T-0001\r", FAST)
    station.keys("3\r", SLOW)
    assert station.heard() == [("T-0001", WEDGE), TypedQuantity(3)]
    scan = station.verdicts[6].decisions[0]
    assert isinstance(scan, Scan)
    assert scan.at == pytest.approx((5_000_000 + 2000 + 6 * FAST) / 1000)


def test_a_scanner_without_suffix_is_named_and_its_half_scans_count_nothing() -> None:
    station = Station()
    station.keys("T-0001", FAST)
    station.keys("T-0002\r", FAST, first=3000)
    assert station.heard() == [
        Discarded("T-0001", DiscardReason.NO_SUFFIX),
        ("T-0002", WEDGE),
    ]


def test_enter_long_after_an_unfinished_scan_is_no_ok() -> None:
    station = Station()
    station.keys("T-0001", FAST)
    station.press("\r", 3000)
    assert station.heard() == [Discarded("T-0001", DiscardReason.NO_SUFFIX)]


def test_digits_typed_after_an_unfinished_scan_are_a_quantity_of_their_own() -> None:
    station = Station()
    station.keys("T-0001", FAST)
    station.keys("3\r", SLOW, first=700)
    assert station.heard() == [
        Discarded("T-0001", DiscardReason.NO_SUFFIX),
        TypedQuantity(3),
    ]


def test_garbage_without_end_is_bounded_and_the_next_scan_is_right() -> None:
    station = Station()
    station.keys("x" * 5000 + "\r", 1)
    station.keys("T-0001\r", FAST)
    garbage, scan = station.heard()
    assert garbage == ("x" * LONGEST_RUN, WEDGE)
    assert scan == ("T-0001", WEDGE)


@pytest.mark.parametrize("number", range(1, 13))
def test_function_keys_pass_on_both_kinds_of_screen(number: int) -> None:
    for mode in CaptureMode:
        station = Station(mode)
        assert station.function(number).decisions == (FunctionKey(number),)
        assert station.take(
            Key(KeyKind.FUNCTION, "", station.ms + 600, number, is_repeat=True)
        ) == Verdict(swallow=True)


@pytest.mark.parametrize("mode", CaptureMode)
@pytest.mark.parametrize("char", ["⎋", "⌫", "↓", "⌦"])
def test_a_control_key_inside_a_scan_acts_on_nothing_and_spoils_the_code(
    mode: CaptureMode, char: str
) -> None:
    station = Station(mode)
    station.keys(f"T-00{char}01\r", FAST)
    assert station.heard() == [("T-00\x1a01", WEDGE)]


@pytest.mark.parametrize("mode", CaptureMode)
def test_a_function_key_inside_a_scan_acts_on_nothing(mode: CaptureMode) -> None:
    station = Station(mode)
    station.keys("T-00", FAST)
    station.function(10, FAST)
    station.keys("01\r", FAST, first=FAST)
    assert station.heard() == [("T-00\x1a01", WEDGE)]


def test_a_scan_typed_with_num_lock_off_is_no_ok() -> None:
    station = Station()
    station.keys("↓↓↓↓↓↓\r", FAST)
    assert station.heard() == []


def test_arrows_reach_the_lists_of_a_floor_screen() -> None:
    assert not Station().press("↓", SLOW).swallow


@pytest.mark.parametrize("mode", CaptureMode)
@pytest.mark.parametrize(
    ("prefix", "sent", "raw"),
    [
        (ScannerPrefix.STX, "\x02A1\r", "A1"),
        (ScannerPrefix.STX, "\x02A1 B2\x03\r", "A1 B2"),
        (ScannerPrefix.AIM, "]C0A1\r", "]C0A1"),
        (ScannerPrefix.AIM, "]C0A]1\t", "]C0A]1"),
    ],
)
def test_a_prefix_decides_at_its_first_key_at_any_speed(
    mode: CaptureMode, prefix: ScannerPrefix, sent: str, raw: str
) -> None:
    station = Station(mode, prefix)
    station.keys(sent, 70)
    assert station.heard() == [(raw, WEDGE)]
    assert all(verdict.swallow for verdict in station.verdicts)


@pytest.mark.parametrize("mode", CaptureMode)
def test_the_f13_prefix_frames_a_scan(mode: CaptureMode) -> None:
    station = Station(mode, ScannerPrefix.F13)
    assert station.function(13).swallow
    station.keys("A1\r", 70, first=10)
    assert station.heard() == [("A1", WEDGE)]


def test_without_its_prefix_a_scan_is_still_known_by_its_pace() -> None:
    station = Station(prefix=ScannerPrefix.STX)
    station.keys("T-0001\r", FAST)
    assert station.heard() == [("T-0001", WEDGE)]


def test_a_framed_scan_that_is_cut_off_does_not_swallow_what_follows() -> None:
    station = Station(CaptureMode.DESK, ScannerPrefix.STX)
    station.keys("\x02T-00", 70)
    station.keys("abc", SLOW)
    assert station.heard() == [Discarded("T-00", DiscardReason.NO_SUFFIX)]
    assert [verdict.swallow for verdict in station.verdicts[-3:]] == [False] * 3


def test_a_frame_begun_inside_a_frame_drops_the_broken_one_aloud() -> None:
    station = Station(prefix=ScannerPrefix.STX)
    station.keys("\x02T-00\x02T-0002\r", 40)
    assert station.heard() == [
        Discarded("T-00", DiscardReason.NO_SUFFIX),
        ("T-0002", WEDGE),
    ]


@pytest.mark.parametrize("gap", [60, 110, SLOW])
def test_desk_typing_passes_untouched(gap: int) -> None:
    station = Station(CaptureMode.DESK)
    station.keys("Hello world 12\r", gap)
    station.keys("⌫⎋\t\x03\x16", gap)
    assert station.heard() == []
    assert not any(verdict.swallow for verdict in station.verdicts)


def test_a_desk_scan_lets_its_keys_through_and_asks_for_the_field_back() -> None:
    station = Station(CaptureMode.DESK)
    station.keys("T-00 11\r", FAST)
    assert [verdict.swallow for verdict in station.verdicts] == [False] * 7 + [True]
    assert [verdict.starts_run for verdict in station.verdicts] == [True] + [False] * 7
    assert [verdict.restore for verdict in station.verdicts] == [False] * 7 + [True]
    assert station.heard() == [("T-00 11", WEDGE)]


def test_a_desk_scan_after_typing_starts_its_own_run() -> None:
    station = Station(CaptureMode.DESK)
    station.keys("Mill", SLOW)
    station.keys("T-0001\r", FAST, first=401)
    assert station.heard() == [("T-0001", WEDGE)]
    assert [verdict.starts_run for verdict in station.verdicts].index(True, 1) == 4


def test_the_separator_of_a_desk_scan_is_kept_and_reaches_no_field() -> None:
    station = Station(CaptureMode.DESK)
    station.keys("10AB\x1d17260126\r", FAST)
    assert station.heard() == [("10AB\x1d17260126", WEDGE)]
    assert station.verdicts[4].swallow


def test_the_rest_of_a_suffix_does_not_reach_a_desk_field() -> None:
    station = Station(CaptureMode.DESK)
    station.keys("T-0001\t\r", FAST)
    assert station.verdicts[-1].swallow
    station.press("\r", 301)
    assert not station.verdicts[-1].swallow


def test_without_a_text_field_only_the_first_key_of_a_desk_scan_gets_through() -> None:
    station = Station(CaptureMode.DESK)
    station.in_text_field = False
    station.keys("T 00\r", FAST)
    assert [verdict.swallow for verdict in station.verdicts] == [False, True, True, True, True]
    assert not station.press(" ", SLOW * 10).swallow
    assert not station.press("\r", SLOW * 10).swallow


def test_no_short_cut_may_fire_inside_a_scan() -> None:
    station = Station(CaptureMode.DESK)
    assert not station.reader.is_within_scan(station.ms)
    station.keys("10AB", FAST)
    assert station.reader.is_within_scan(station.ms + FAST)
    assert not station.reader.is_within_scan(station.ms + 1000)


def test_keys_without_a_time_stamp_are_timed_on_arrival() -> None:
    station = Station()
    for char in "12":
        station.ms += SLOW
        station.take(Key(KeyKind.TEXT, char))
    station.ms += SLOW
    station.take(Key(KeyKind.ENTER))
    assert station.heard() == [TypedQuantity(12)]
