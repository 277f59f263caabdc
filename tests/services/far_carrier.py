"""A carrier behind a network: a counter that sells over TCP, and the carrier that asks it.

What the counter sold it remembers; that an answer gets lost on the way is part of it.
"""

from __future__ import annotations

import base64
import json
import socket
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.carriers.interface import (
    Address,
    Capabilities,
    CarrierLabel,
    HandOver,
    LabelFormat,
    Purchase,
    Rate,
    Rejected,
    Retryable,
    ShipmentRequest,
    UnknownOutcome,
)
from app.domain.shipping_tracking import ParcelStatus, TrackingEvent

FAR = "far"
RATE = Rate(FAR, "parcel", "PARCEL", 240, "GBP", 2)


class Counter:
    """The far end: sells once a key, and says what it sold."""

    def __init__(self) -> None:
        self.sold: dict[str, str] = {}
        self.voided: list[str] = []
        self.asked: list[str] = []
        self.loses_answers = False
        self.is_closed = False
        self.cannot_say = False
        self.refuses = ""
        self.takes_back = True
        self.ways: dict[str, list[TrackingEvent]] = {}
        self.document: bytes | None = None
        self.heard = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rw") as lines:
            question = json.loads(lines.readline())
            answer = self._said(question["op"], question.get("key", ""))
            if self.loses_answers and question["op"] == "buy":
                self.heard.set()
                lines.read()  # until the other end is gone
                return
            lines.write(json.dumps(answer) + "\n")
            lines.flush()

    def _said(self, op: str, key: str) -> dict[str, Any]:
        self.asked.append(op)
        if self.is_closed:
            return {"error": "busy"}
        if self.refuses and op in ("buy", "manifest"):
            return {"error": "refused", "field": self.refuses}
        if op == "buy":
            return {"number": self.sold.setdefault(key, f"FAR{len(self.sold) + 1:08d}")}
        if op == "find":
            return {"error": "unsure"} if self.cannot_say else {"number": self.sold.get(key)}
        if op == "void":
            if not self.takes_back:
                return {"error": "refused", "field": "void"}
            self.voided.append(key)
        if op == "track":
            return {
                "events": [(e.at.isoformat(), e.status, e.place) for e in self.ways.get(key, [])]
            }
        if op == "manifest" and self.document is not None:
            return {"document": base64.b64encode(self.document).decode("ascii")}
        return {}


class FarCarrier:
    """Asks the counter."""

    def __init__(self, port: int, *, label: bytes | None = None) -> None:
        self._port = port
        self._label = label

    @property
    def code(self) -> str:
        return FAR

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            frozenset({LabelFormat.PDF}),
            None,
            30_000,
            needs_phone=False,
            needs_customs=False,
            asks_network=True,
        )

    def rates(self, request: ShipmentRequest) -> Sequence[Rate]:
        self._ask("rates", request.sscc)
        return [RATE]

    def buy(self, request: ShipmentRequest, rate: Rate, idempotency_key: str) -> Purchase:
        del request
        try:
            answer = self._ask("buy", idempotency_key)
        except EOFError as error:
            raise UnknownOutcome(idempotency_key) from error
        return self._purchase(idempotency_key, rate, answer["number"])

    def find(self, idempotency_key: str) -> Purchase | None:
        number = self._ask("find", idempotency_key)["number"]
        return None if number is None else self._purchase(idempotency_key, RATE, number)

    def void(self, purchase: Purchase) -> None:
        self._ask("void", purchase.idempotency_key)

    def return_label(self, request: ShipmentRequest, idempotency_key: str) -> Purchase:
        return self.buy(
            request, replace(RATE, service="back", service_name="BACK"), idempotency_key
        )

    def manifest(self, number: str, sender: Address, purchases: Sequence[Purchase]) -> HandOver:
        del sender
        told = self._ask("manifest", number).get("document")
        document = None if told is None else base64.b64decode(told)
        return HandOver(number, f"far-{number}-{len(purchases)}", document)

    def track(self, tracking_number: str) -> Sequence[TrackingEvent]:
        told = self._ask("track", tracking_number)["events"]
        return [
            TrackingEvent(datetime.fromisoformat(at), ParcelStatus(status), place)
            for at, status, place in told
        ]

    def _purchase(self, key: str, rate: Rate, number: str) -> Purchase:
        label = self._label and CarrierLabel(self._label, LabelFormat.PDF, 102, 152, 0)
        return Purchase(key, rate, number, f"ref-{number}", label or None, f"https://far/{number}")

    def _ask(self, op: str, key: str) -> dict[str, Any]:
        with (
            socket.create_connection(("127.0.0.1", self._port)) as connection,
            connection.makefile("rw") as lines,
        ):
            lines.write(json.dumps({"op": op, "key": key}) + "\n")
            lines.flush()
            line = lines.readline()
        if not line:
            raise EOFError(op)
        answer: dict[str, Any] = json.loads(line)
        match answer.get("error"):
            case "busy":
                raise Retryable("the counter is closed")
            case "refused":
                raise Rejected(answer["field"], "the counter does not like it")
            case "unsure":
                raise UnknownOutcome(key)
        return answer
