"""What is left of a document when everything but the drawing is taken away: the bare calls."""

from __future__ import annotations

import re
import zlib
from base64 import b64decode, b64encode
from binascii import crc_hqx
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, cast

from reportlab.pdfgen.canvas import Canvas

from printing.drawing import Sheet
from printing.pdf import draw_sheets, new_canvas

_PICTURE = re.compile(r"\^GFA,\d+,\d+,\d+,:Z64:([A-Za-z0-9+/=]+):[0-9a-f]{4}")


@dataclass
class Call:
    """One call of the PDF library; `path` holds the steps of the path that it draws."""

    name: str
    arguments: tuple[Any, ...]
    named: dict[str, Any]
    path: list[Call] = field(default_factory=list)


class _Recorder:
    """Passes every call on and writes it down; paths are recorded as part of their drawing."""

    def __init__(self, target: object, calls: list[Call]) -> None:
        self._target = target
        self._calls = calls

    def __getattr__(self, name: str) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            if name == "beginPath":
                return _Recorder(getattr(self._target, name)(), [])
            path: list[Call] = []
            real = list(arguments)
            if real and isinstance(real[0], _Recorder):
                path = real[0]._calls  # noqa: SLF001 - a recorder of its own kind
                real[0] = real[0]._target  # noqa: SLF001
                arguments = arguments[1:]
            self._calls.append(Call(name, arguments, named, path))
            return getattr(self._target, name)(*real, **named)

        return call


def pdf_calls(sheets: list[Sheet], title: str) -> list[Call]:
    """The calls by which sheets become a PDF."""
    calls: list[Call] = []
    draw_sheets(cast("Canvas", _Recorder(new_canvas(BytesIO()), calls)), sheets, title)
    return calls


def replay_pdf(calls: list[Call]) -> bytes:
    """Make the same PDF by the same calls, with nothing else between them."""
    target = BytesIO()
    canvas = new_canvas(target)
    for call in calls:
        arguments = call.arguments
        if call.path:
            path = canvas.beginPath()
            for step in call.path:
                getattr(path, step.name)(*step.arguments, **step.named)
            arguments = (path, *arguments)
        getattr(canvas, call.name)(*arguments, **call.named)
    canvas.save()
    return target.getvalue()


@dataclass(frozen=True)
class ZplParts:
    """A label taken apart: its plain fields, and between them its pictures, unpacked."""

    fields: tuple[str, ...]
    pictures: tuple[bytes, ...]


def zpl_parts(label: bytes) -> ZplParts:
    """Take a label apart."""
    fields = _PICTURE.split(label.decode("ascii"))
    return ZplParts(
        tuple(fields[::2]), tuple(zlib.decompress(b64decode(part)) for part in fields[1::2])
    )


def replay_zpl(parts: ZplParts) -> bytes:
    """Pack the same pictures and join the same fields."""
    done = [parts.fields[0]]
    for picture, following in zip(parts.pictures, parts.fields[1:], strict=True):
        packed = b64encode(zlib.compress(picture, 9))
        size = len(picture)
        done.append(f"^GFA,{size},{size},1,:Z64:{packed.decode()}:{crc_hqx(packed, 0):04x}")
        done.append(following)
    return "".join(done).encode("ascii")
