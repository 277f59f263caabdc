"""Packs parcels and listens where the label printer would be: when does its first byte arrive?"""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass, field

from uuid_utils.compat import uuid7

from app.bench.raw_commit import Durations
from app.bootstrap.cannot_open import CannotOpen
from app.bootstrap.print_room import PrintRoom
from app.demo.warehouse import LABEL_PRINTER
from app.domain.pack_state import PackPrompt, PackState
from app.domain.pick_state import PickPrompt, PickState
from app.domain.readings import Command
from app.services import packing, picking
from app.services.identifying import Entry
from app.services.station_setup import PrinterSettings, route_document, save_printer
from app.services.workplace import Workplace

QUESTION = b"~HS\r\n"
HEALTHY = (
    b"\x02030,0,0,1218,000,0,0,0,000,0,0,0\x03\r\n"
    b"\x02000,0,0,0,1,2,6,0,00000000,1,000\x03\r\n"
    b"\x021234,0\x03\r\n"
)
"""What a printer says that has paper and nothing else to do."""

PATIENCE_SECONDS = 20.0
MOST_SCANS = 400
"""Of one task or parcel; more would mean that a prompt is answered wrongly."""


class ListeningPrinter:
    """A label printer's port: answers how it is, and notes when a label's first byte comes."""

    def __init__(self) -> None:
        """Listen on a free port of this computer."""
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._came = threading.Event()
        self._at = 0.0
        self.asked = 0
        self._thread = threading.Thread(target=self._serve, name="listening printer", daemon=True)
        self._thread.start()

    def expect(self) -> None:
        """The next label is the one to be timed."""
        self.asked = 0
        self._came.clear()

    def first_byte_at(self) -> float | None:
        """When its first byte came, by `time.perf_counter`; None if none does."""
        return self._at if self._came.wait(PATIENCE_SECONDS) else None

    def close(self) -> None:
        """Listen no more."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # closed
            with connection:
                self._talk(connection)

    def _talk(self, connection: socket.socket) -> None:
        heard = b""
        while data := connection.recv(65536):
            heard += data
            if b"^XA" in heard and not self._came.is_set():
                self._at = time.perf_counter()
                self._came.set()
            while QUESTION in heard:
                _, _, heard = heard.partition(QUESTION)
                if not self._came.is_set():
                    self.asked += 1
                connection.sendall(HEALTHY)


@dataclass(frozen=True)
class Slowest:
    """The parcel that was waited for longest, and what the time went into, in seconds.

    Attributes:
        number: Which of the parcels, from 1; the first one finds everything cold.
        from_unit: From the scan of its last unit to the first byte of its label.
        closing: Of that, until the carton was closed.
        spool: From then until the first byte: leasing, drawing, asking the printer, the commits.
        asked: How often the printer was asked meanwhile how it is: once, unless the label was held.
    """

    number: int
    from_unit: float
    closing: float
    spool: float
    asked: int


@dataclass
class FirstBytes:
    """Seconds to the first byte of each parcel's label.

    Attributes:
        from_unit: From the scan of its last unit, the packer's scan of the box without any pause.
        from_box: From the scan of the box, which closes the carton.
        closing: Of that, until the carton is closed and its papers are on record.
        asked: How often the printer was asked how it is, from the scan of the box on.
    """

    from_unit: list[float] = field(default_factory=list)
    from_box: list[float] = field(default_factory=list)
    closing: list[float] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)

    @property
    def slowest(self) -> Slowest:
        """The parcel that was waited for longest."""
        place = max(range(len(self.from_unit)), key=self.from_unit.__getitem__)
        return Slowest(
            place + 1,
            self.from_unit[place],
            self.closing[place],
            self.from_box[place] - self.closing[place],
            self.asked[place],
        )

    def quantiles(self) -> dict[str, Durations]:
        """All three, sorted."""
        return {
            "last_unit_to_first_byte": Durations.of(self.from_unit),
            "box_to_first_byte": Durations.of(self.from_box),
            "closing": Durations.of(self.closing),
        }


def measure_first_bytes(
    workplace: Workplace, operator_id: int, totes: list[str], parcels: int
) -> FirstBytes:
    """Pick and pack so many parcels of what is released, and time each label.

    Raises:
        CannotOpen: there is not enough work, or no label arrives.
    """
    printer = ListeningPrinter()
    address = f"127.0.0.1:{printer.port}"
    save_printer(workplace, PrinterSettings("Listening", "tcp", address, "zpl", 203))
    route_document(workplace, "shipping_label", "Listening")
    room = PrintRoom(workplace)
    room.start()
    found = FirstBytes()
    try:
        for tote in totes[:parcels]:
            _pick(workplace, operator_id, tote)
            _pack(workplace, operator_id, tote, room, printer, found)
    finally:
        room.stop()
        printer.close()
        route_document(workplace, "shipping_label", LABEL_PRINTER)
    return found


def _pick(workplace: Workplace, operator_id: int, tote: str) -> None:
    state = picking.claim_work(workplace, operator_id)
    for _ in range(MOST_SCANS):
        if state.prompt is PickPrompt.TASK_DONE:
            return
        answer = picking.scan(workplace, operator_id, state, _entry(_asked_for(state, tote)))
        if answer.refusal is not None:
            raise CannotOpen(f"a pick of the benchmark was refused: {answer.refusal}")
        state = answer.state
    raise CannotOpen(f"a pick of the benchmark never ended: {state.prompt}")


def _asked_for(state: PickState, tote: str) -> str:
    match state.prompt, state.line:
        case PickPrompt.SCAN_TOTE, _:
            return tote
        case PickPrompt.SCAN_LOCATION, line if line is not None:
            return f"L-{line.location}"
        case PickPrompt.SCAN_ITEM, line if line is not None:
            return line.item.barcode or line.item.sku
    return Command.OK.value


def _pack(
    workplace: Workplace,
    operator_id: int,
    tote: str,
    room: PrintRoom,
    printer: ListeningPrinter,
    found: FirstBytes,
) -> None:
    state = packing.open_order(workplace, operator_id, _entry(tote)).state
    unit_at = box_at = 0.0
    for _ in range(MOST_SCANS):
        if state is None:
            break
        match state.prompt:
            case PackPrompt.DONE:
                return
            case PackPrompt.SCAN_UNIT:
                unit_at = time.perf_counter()
            case PackPrompt.CHOOSE_PACKAGING:
                printer.expect()
                box_at = time.perf_counter()
        before = state.prompt
        answer = packing.scan(workplace, operator_id, state, _entry(_asked_at_bench(state)))
        if answer.refusal is not None:
            raise CannotOpen(f"a parcel of the benchmark was refused: {answer.refusal}")
        state = answer.state
        if before is PackPrompt.CHOOSE_PACKAGING:
            closed_at = time.perf_counter()
            room.wake()
            arrived = printer.first_byte_at()
            if arrived is None:
                raise CannotOpen(f"no label came within {PATIENCE_SECONDS:g} s")
            found.from_unit.append(arrived - unit_at)
            found.from_box.append(arrived - box_at)
            found.closing.append(closed_at - box_at)
            found.asked.append(printer.asked)
    raise CannotOpen(f"a parcel of the benchmark never ended: {state and state.prompt}")


def _asked_at_bench(state: PackState) -> str:
    if state.prompt is PackPrompt.SCAN_UNIT:
        line = next(line for line in state.lines if line.open)
        return line.barcode or line.sku
    if state.prompt is PackPrompt.SCAN_LABEL:
        return f"]C100{state.sscc}"
    return Command.OK.value


def _entry(raw: str) -> Entry:
    return Entry(raw, uuid7())
