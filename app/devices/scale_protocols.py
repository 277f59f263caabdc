r"""What scales say on a serial line, and how they are asked: one entry a protocol.

- `sics`: MT-SICS of Mettler Toledo, level 0 and 1: `SI`, `S`, `Z`, `T`, `TAC`, answers such as
  `S S     100.00 g`.
- `toledo_8217`: the check-out scales' request and answer: `W` gives STX weight CR while stable,
  else STX `?` and a status byte.
- `toledo_continuous`: Toledo's stream of STX, three status words, weight and tare, CR.
- `sbi`: Sartorius: ESC P gives 16 or 22 characters a line, without a unit while it moves.
- `ascii`: the streams of A&D, CAS and many others: `ST,GS,+  1.842kg`.
- `ohaus`: `IP` gives number and unit, and a `?` while it moves.
- `plain`: number and unit, sent by itself, without a word on whether it is stable.

Formats are the manufacturers' own, as their reference manuals describe them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from app.devices.scale_reading import Load, in_grams

LONGEST_JUNK = 512
"""Bytes without a frame that are kept: a noisy line can't fill memory."""


@dataclass(frozen=True)
class Shown:
    """What the scale shows; `load` is None where it does not say whether it is stable."""

    load: Load | None
    grams: float | None
    is_net: bool = False


@dataclass(frozen=True)
class Declined:
    """The scale would not do what it was told; `why` is in the manual's words."""

    command: str
    why: str


@dataclass(frozen=True)
class Done:
    """The scale did what it was told."""

    command: str


Told = Shown | Declined | Done

ZERO, TARE, CLEAR_TARE = "zero", "tare", "clear_tare"


@dataclass(frozen=True)
class ScaleProtocol:
    """How a scale is understood and asked.

    Attributes:
        name: What settings call it.
        frame: Finds one answer in the bytes of the line.
        read: What an answer says, with the unit to take where it names none; None for nothing.
        ask: What makes it tell its weight; empty for one that sends by itself.
        commands: Bytes by `ZERO`, `TARE`, `CLEAR_TARE`, as far as it knows them.
    """

    name: str
    frame: re.Pattern[bytes]
    read: Callable[[re.Match[bytes], str], Told | None]
    ask: bytes
    commands: dict[str, bytes]


class Framer:
    """Cuts the bytes of a line into what the scale says."""

    def __init__(self, protocol: ScaleProtocol, unit: str = "kg") -> None:
        self.protocol = protocol
        self._unit = unit
        self._tail = b""

    def feed(self, data: bytes) -> list[Told]:
        """Take bytes as they arrive; parity bits of 7-bit lines are taken off.

        Returns:
            What was said in them, in order. An answer in an unknown unit says nothing.
        """
        self._tail += bytes(byte & 0x7F for byte in data)
        told: list[Told] = []
        end = 0
        for match in self.protocol.frame.finditer(self._tail):
            end = match.end()
            try:
                said = self.protocol.read(match, self._unit)
            except (ValueError, InvalidOperation):
                continue
            if said is not None:
                told.append(said)
        self._tail = self._tail[end:][-LONGEST_JUNK:]
        return told


def _number(text: bytes) -> Decimal:
    return Decimal(text.replace(b" ", b"").replace(b"[", b"").replace(b"]", b"").decode("ascii"))


def _shown(load: Load | None, value: bytes, unit: str, *, is_net: bool = False) -> Shown:
    return Shown(load, in_grams(_number(value), unit), is_net)


# MT-SICS ---------------------------------------------------------------------------------------

_SICS = re.compile(
    rb"(?<![^\n])(?:(SI|S|ZI|Z|TI|TAC|TA|T) ([A-Z+\-])"
    rb"(?: +(-? *\d+(?:\.\d+)?) +([A-Za-z]{1,3}))?|E[STL]) *\r\n"
)
_SICS_LOADS = {b"S": Load.STABLE, b"D": Load.MOVING, b"+": Load.OVER, b"-": Load.UNDER}
_SICS_COMMANDS = {b"Z": ZERO, b"ZI": ZERO, b"T": TARE, b"TI": TARE, b"TAC": CLEAR_TARE}
_SICS_WHY = {b"I": "not now", b"+": "too much on it", b"-": "too little on it", b"L": "not allowed"}


def _read_sics(match: re.Match[bytes], unit: str) -> Told | None:
    head, status, value, said_unit = match.groups()
    if head in (b"S", b"SI"):
        load = _SICS_LOADS.get(status)
        if load in (Load.STABLE, Load.MOVING) and value is not None:
            return _shown(load, value, (said_unit or unit.encode()).decode())
        return Shown(load, None) if load in (Load.OVER, Load.UNDER) else None
    command = _SICS_COMMANDS.get(head or b"")
    if command is None:
        return None
    if status in _SICS_WHY:
        return Declined(command, _SICS_WHY[status])
    return Done(command)


SICS = ScaleProtocol(
    "sics",
    _SICS,
    _read_sics,
    b"SI\r\n",
    {ZERO: b"Z\r\n", TARE: b"T\r\n", CLEAR_TARE: b"TAC\r\n"},
)


# Toledo 8217 -----------------------------------------------------------------------------------

_8217 = re.compile(rb"\x02(?: *(-?\d*\.?\d+) *(N?)|\?([\x20-\x7f\x00-\x1f]))\r")
_8217_MOTION, _8217_OVER, _8217_UNDER, _8217_NET = 0x01, 0x02, 0x04, 0x20


def _read_8217(match: re.Match[bytes], unit: str) -> Told | None:
    value, net, status = match.groups()
    if value is not None:
        return _shown(Load.STABLE, value, unit, is_net=net == b"N")
    bits = status[0]
    if bits & _8217_OVER:
        return Shown(Load.OVER, None)
    if bits & _8217_UNDER:
        return Shown(Load.UNDER, None)
    return Shown(Load.MOVING, None, bool(bits & _8217_NET)) if bits & _8217_MOTION else None


TOLEDO_8217 = ScaleProtocol(
    "toledo_8217", _8217, _read_8217, b"W", {ZERO: b"Z", TARE: b"T", CLEAR_TARE: b"C"}
)


# Toledo continuous -----------------------------------------------------------------------------

_CONTINUOUS = re.compile(rb"\x02([\x20-\x7f])([\x20-\x7f])([\x20-\x7f])([ \d]{6})([ \d]{6})\r")
_ALWAYS = 0x20
_NET, _NEGATIVE, _OUT_OF_RANGE, _MOTION, _KILOGRAMS = 0x01, 0x02, 0x04, 0x08, 0x10
_UNITS_OF_C = {0: "", 1: "g", 3: "oz"}


def _read_continuous(match: re.Match[bytes], _unit: str) -> Told | None:
    a, b, c = (status[0] for status in match.groups()[:3])
    if not (a & b & c & _ALWAYS):
        return None
    is_net = bool(b & _NET)
    if b & _OUT_OF_RANGE:
        return Shown(Load.UNDER if b & _NEGATIVE else Load.OVER, None, is_net)
    digits = match[4].replace(b" ", b"0")
    # Bits 0 to 2 of A say where the point is: 2 is none, each more a place to the left.
    value = Decimal(int(digits)).scaleb(2 - (a & 0x07))
    if c & 0x10:  # one more digit than the display has
        value /= 10
    unit = _UNITS_OF_C.get(c & 0x07, "?") or ("kg" if b & _KILOGRAMS else "lb")
    load = Load.MOVING if b & _MOTION else Load.STABLE
    return Shown(load, in_grams(-value if b & _NEGATIVE else value, unit), is_net)


TOLEDO_CONTINUOUS = ScaleProtocol(
    "toledo_continuous",
    _CONTINUOUS,
    _read_continuous,
    b"",
    {ZERO: b"Z\r\n", TARE: b"T\r\n", CLEAR_TARE: b"C\r\n"},
)


# Sartorius SBI ---------------------------------------------------------------------------------

_SBI = re.compile(rb"(?<![^\n])((?:[A-Za-z#][\w# ]{5})?)([+\- ][\d .\[\]HLE a-z]{13})\r\n")
_STATUS_LINE = re.compile(rb"^ *(HH?|High|LL?|Low)(?: |$)")


def _read_sbi(match: re.Match[bytes], _unit: str) -> Told | None:
    head, body = match.groups()
    value, unit = body[:11].strip(), body[11:].strip().decode()
    status = _STATUS_LINE.match(body)
    if status is not None:
        return Shown(Load.OVER if status[1].startswith(b"H") else Load.UNDER, None)
    if head.startswith(b"Stat") or not value:
        return None
    is_net = head.startswith(b"N")
    if not unit:  # the unit is left out until the weight stands still
        return Shown(Load.MOVING, None, is_net)
    return _shown(Load.STABLE, value, unit, is_net=is_net)


SBI = ScaleProtocol("sbi", _SBI, _read_sbi, b"\x1bP\r\n", {ZERO: b"\x1bV\r\n", TARE: b"\x1bU\r\n"})


# A&D, CAS and others ---------------------------------------------------------------------------

_ASCII = re.compile(
    rb"(?<![^\n])(?:(ST|US|QT) ?,(?: ?(GS|NT|TR|G|N) ?,)?(?:[\s\S]{2},)?"
    rb" *([+-]?) *(\d+(?:\.\d+)?) *([A-Za-z]{1,3})? *|(OL|UL) ?,([^\r\n]*))\r\n"
)
_ASCII_LOADS = {b"ST": Load.STABLE, b"QT": Load.STABLE, b"US": Load.MOVING}


def _read_ascii(match: re.Match[bytes], unit: str) -> Told | None:
    head, kind, sign, value, said_unit, beyond, rest = match.groups()
    if beyond is not None:
        is_under = beyond == b"UL" or b"-" in rest
        return Shown(Load.UNDER if is_under else Load.OVER, None)
    if kind == b"TR":
        return None
    named = (said_unit or unit.encode()).decode()
    return _shown(_ASCII_LOADS[head], sign + value, named, is_net=kind in (b"NT", b"N"))


ASCII = ScaleProtocol(
    "ascii", _ASCII, _read_ascii, b"", {ZERO: b"Z\r\n", TARE: b"T\r\n", CLEAR_TARE: b"CT\r\n"}
)


# OHAUS and plain lines -------------------------------------------------------------------------

_LINE = re.compile(
    rb"(?<![^\n\x02]) *(?:([+-]? *\d+(?:\.\d+)?) *([A-Za-z]{1,3})(?: *(\?))?(?: +(G|N|NET|T))?"
    rb"|(-*OL-*|OVER\w*|Err(?:or)? *8\.3|H{3,})|(-*UL-*|UNDER\w*|Err(?:or)? *8\.4|L{3,})) *\r?\n"
)


def _read_line(match: re.Match[bytes], stands: Load | None) -> Told | None:
    value, unit, moves, kind, over, under = match.groups()
    if over is not None:
        return Shown(Load.OVER, None)
    if under is not None:
        return Shown(Load.UNDER, None)
    is_net = (kind or b"").startswith(b"N")
    return _shown(Load.MOVING if moves else stands, value, unit.decode(), is_net=is_net)


OHAUS = ScaleProtocol(
    "ohaus",
    _LINE,
    lambda match, _unit: _read_line(match, Load.STABLE),
    b"IP\r\n",
    {ZERO: b"Z\r\n", TARE: b"T\r\n"},
)
PLAIN = ScaleProtocol("plain", _LINE, lambda match, _unit: _read_line(match, None), b"", {})

SENDING = (TOLEDO_CONTINUOUS, ASCII, SBI, PLAIN)
"""Those that may send by themselves, the strictest first; SBI prints by itself if set so."""

ASKED = (SICS, OHAUS, SBI, TOLEDO_8217)
"""Those that are asked, in the order of trying: what one takes for its question is nonsense, and
harmless, to those before it."""

PROTOCOLS = {
    each.name: each for each in (SICS, TOLEDO_8217, TOLEDO_CONTINUOUS, SBI, ASCII, OHAUS, PLAIN)
}
"""By name."""
