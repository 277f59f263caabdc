"""Cuts the bytes of a serial port into scans, however the port has chopped them up."""

import re

LONGEST_TAIL = 4096
"""Bytes without a suffix that count as one garbage scan: a noisy line can't fill memory."""

SUBSTITUTE = "\x1a"
"""Stands for what is known to be missing: a scan that holds it can never be read as a code."""

_STX = b"\x02"
_ENDS = re.compile(rb"[\r\n\t\x03]")


class ScanFramer:
    r"""Collects bytes until a suffix ends a scan.

    CR, LF, CR LF, TAB and ETX end a scan, STX begins one; none of them is part of it. The AIM
    identifier and the GS separator belong to the payload and are kept. Bytes are UTF-8 where that
    is valid, else ISO 8859-1, the default of GS1 and Code 128 scanners.
    """

    def __init__(self, longest: int = LONGEST_TAIL) -> None:
        self._longest = longest
        self._tail = b""
        self._skips_to_end = False

    @property
    def is_waiting(self) -> bool:
        """Whether a scan has begun and its suffix has not come yet."""
        return bool(self._tail) or self._skips_to_end

    def feed(self, data: bytes) -> list[str]:
        """Take bytes as they arrive.

        Args:
            data: Any piece of the stream; scans may begin and end anywhere in it.

        Returns:
            The scans completed by these bytes, in order. More than the longest tail without a
            suffix gives one scan of that length; the rest up to the next suffix is thrown away.
        """
        *ended, tail = _ENDS.split(self._tail + data)
        scans: list[str] = []
        for line in ended:
            scans += self._end_of(line)
        if not self._skips_to_end and len(tail) > self._longest:
            scans += self._end_of(tail)
            self._skips_to_end = True
        self._tail = b"" if self._skips_to_end else tail
        return scans

    def flush(self, *, whole: bool) -> list[str]:
        """Take what has come without a suffix, after the line has been silent.

        Args:
            whole: The scanner is set to send no suffix, so silence is the end of a scan. Otherwise
                the scan was broken off: it is handed out marked with `SUBSTITUTE`, so that the
                floor hears of it and nothing can be counted by half a code.

        Returns:
            No scan or one, and the framer is empty.
        """
        tail, self._tail = self._tail, b""
        self._skips_to_end = False
        scans = self._end_of(tail)
        if scans and not whole:
            scans[-1] += SUBSTITUTE
        return scans

    def _end_of(self, line: bytes) -> list[str]:
        if self._skips_to_end:
            self._skips_to_end = False
            return []
        *broken_off, payload = line.split(_STX)
        # A start inside a scan means the one before it lost its end: it keeps the STX, so that
        # reading refuses it instead of taking half a code.
        scans = [_text(piece) + "\x02" for piece in broken_off if piece]
        if payload:
            scans.append(_text(payload[: self._longest]))
        return scans


def _text(payload: bytes) -> str:
    try:
        return payload.decode("utf-8")
    except UnicodeDecodeError:
        return payload.decode("iso-8859-1")
