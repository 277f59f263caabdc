"""The program beside ours that speaks to carriers by the Karrio library: JSON lines in and out.

It is run by its file, imports nothing of ours, and may run under a Python of its own. So Karrio's
licence, its imports and its faults stay in here, and it can be ended at any time. What it asked and
what it was answered is in a journal on this computer's disk: the question before it leaves, the
answer before it is passed on.

A question is `{"id": 1, "op": "buy", "carrier": {...}, "key": "...", "shipment": {...}}`, and its
answer `{"id": 1, "answer": ...}` or `{"id": 1, "error": "rejected", "field": "", "words": ""}`.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
from typing import Any

Record = dict[str, Any]

REJECTED, RETRYABLE, UNKNOWN = "rejected", "retryable", "unknown"

_BUSY_CODES = ("timeout", "connection", "unavailable", "429", "500", "502", "503", "504")
"""Parts of codes and words with which carriers say that it may work later."""


class Refusal(Exception):
    """A question that gets no good answer."""

    def __init__(self, kind: str, field: str, words: str) -> None:
        super().__init__(words)
        self.kind, self.field, self.words = kind, field, words


class Journal:
    """What was asked under which key, and what was answered; on disk before anybody hears of it."""

    def __init__(self, path: str) -> None:
        self._lines = sqlite3.connect(path, isolation_level=None)
        self._lines.execute("PRAGMA synchronous = FULL")
        self._lines.execute("CREATE TABLE IF NOT EXISTS sale (key TEXT PRIMARY KEY, answer TEXT)")

    def answer(self, key: str) -> tuple[bool, Record | None]:
        """Whether a key was asked under, and the answer if one came."""
        row = self._lines.execute("SELECT answer FROM sale WHERE key = ?", (key,)).fetchone()
        if row is None:
            return False, None
        return True, None if row[0] is None else json.loads(row[0])

    def note_asking(self, key: str) -> None:
        """Remember that the question leaves now."""
        self._lines.execute("INSERT OR IGNORE INTO sale (key) VALUES (?)", (key,))

    def note_answer(self, key: str, answer: Record) -> None:
        """Remember the answer."""
        self._lines.execute("UPDATE sale SET answer = ? WHERE key = ?", (json.dumps(answer), key))

    def forget(self, key: str) -> None:
        """The question left, and the carrier said that it sold nothing."""
        self._lines.execute("DELETE FROM sale WHERE key = ?", (key,))


class Host:
    """Answers questions by the Karrio library."""

    def __init__(self, journal: Journal) -> None:
        from karrio import sdk
        from karrio.core import models

        self._sdk, self._models, self._journal = sdk, models, journal
        self._gateways: dict[str, Any] = {}

    def answer(self, question: Record) -> Any:  # noqa: ANN401 - whatever JSON holds
        """The answer to one question.

        Raises:
            Refusal: there is no good one.
        """
        gateway = self._gateway(question["carrier"])
        match question["op"]:
            case "rates":
                return self._rates(gateway, question)
            case "buy":
                return self._once(question["key"], lambda: self._buy(gateway, question))
            case "return":
                back = {**question, "shipment": _turned(question["shipment"])}
                return self._once(question["key"], lambda: self._buy(gateway, back))
            case "find":
                return self._find(question["key"])
            case "void":
                return self._void(gateway, question)
            case "manifest":
                return self._manifest(gateway, question)
            case "track":
                return self._track(gateway, question)
        raise Refusal(REJECTED, "op", f"no such question: {question['op']}")

    def _gateway(self, carrier: Record) -> Any:  # noqa: ANN401 - of the library
        name = json.dumps(carrier, sort_keys=True)
        if name not in self._gateways:
            try:
                self._gateways[name] = self._sdk.gateway[carrier["name"]].create(
                    carrier["settings"]
                )
            except Exception as error:
                raise Refusal(REJECTED, "carrier", f"{carrier['name']}: {error}") from error
        return self._gateways[name]

    def _rates(self, gateway: Any, question: Record) -> list[Record]:  # noqa: ANN401 - of the library
        shipment = question["shipment"]
        request = self._models.RateRequest(
            shipper=self._address(shipment["sender"]),
            recipient=self._address(shipment["recipient"]),
            parcels=[self._parcel(shipment)],
            services=question.get("services", []),
            reference=shipment["reference"],
        )
        rates, told = self._sdk.Rating.fetch(request).from_(gateway).parse()
        if not rates and told:
            raise _refusal(told)
        return [
            {
                "service": rate.service,
                "name": (rate.meta or {}).get("service_name") or rate.service,
                "cost": rate.total_charge,
                "currency": rate.currency,
                "days": rate.transit_days,
                "delivered_on": rate.estimated_delivery,
                "extras": [
                    {"name": extra.name, "cost": extra.amount} for extra in rate.extra_charges or []
                ],
            }
            for rate in rates or []
        ]

    def _buy(self, gateway: Any, question: Record) -> Record:  # noqa: ANN401 - of the library
        shipment = question["shipment"]
        customs = self._customs(shipment)
        request = self._models.ShipmentRequest(
            service=question["service"],
            shipper=self._address(shipment["sender"]),
            recipient=self._address(shipment["recipient"]),
            parcels=[self._parcel(shipment)],
            label_type=question.get("label_type", "PDF"),
            reference=shipment["reference"],
            **({"customs": customs} if customs is not None else {}),
        )
        bought, told = self._sdk.Shipment.create(request).from_(gateway).parse()
        if bought is None:
            raise _refusal(told)
        return {
            "tracking_number": bought.tracking_number,
            "carrier_ref": bought.shipment_identifier,
            "label": bought.docs.label if bought.docs else None,
            "label_type": bought.label_type or question.get("label_type", "PDF"),
            "url": (bought.meta or {}).get("tracking_link", ""),
        }

    def _once(self, key: str, sell: Any) -> Record:  # noqa: ANN401 - a plain function
        asked, answer = self._journal.answer(key)
        if answer is not None:
            return answer
        if asked:
            raise Refusal(UNKNOWN, "", "asked before, and no answer came")
        self._journal.note_asking(key)
        try:
            answer = dict(sell())
        except Refusal as refusal:
            if refusal.kind != UNKNOWN:
                self._journal.forget(key)
            raise
        except Exception as error:
            raise Refusal(UNKNOWN, "", str(error)) from error
        self._journal.note_answer(key, answer)
        return answer

    def _find(self, key: str) -> Record | None:
        asked, answer = self._journal.answer(key)
        if asked and answer is None:
            raise Refusal(UNKNOWN, "", "asked before, and no answer came")
        return answer

    def _void(self, gateway: Any, question: Record) -> bool:  # noqa: ANN401 - of the library
        request = self._models.ShipmentCancelRequest(
            shipment_identifier=question["carrier_ref"], service=question.get("service")
        )
        done, told = self._sdk.Shipment.cancel(request).from_(gateway).parse()
        if done is None or not done.success:
            raise _refusal(told)
        return True

    def _manifest(self, gateway: Any, question: Record) -> Record:  # noqa: ANN401 - of the library
        request = self._models.ManifestRequest(
            shipment_identifiers=question["carrier_refs"],
            address=self._address(question["sender"]),
            reference=question["number"],
        )
        made, told = self._sdk.Manifest.create(request).from_(gateway).parse()
        if made is None:
            raise _refusal(told)
        document = made.doc.manifest if made.doc else None
        return {"carrier_ref": str((made.meta or {}).get("manifest_id", "")), "document": document}

    def _track(self, gateway: Any, question: Record) -> list[Record]:  # noqa: ANN401 - of the library
        request = self._models.TrackingRequest(tracking_numbers=[question["tracking_number"]])
        ways, told = self._sdk.Tracking.fetch(request).from_(gateway).parse()
        if not ways:
            raise _refusal(told)
        return [
            {
                "date": event.date,
                "time": event.time,
                "status": event.status or ways[0].status or "",
                "words": event.description or "",
                "place": event.location or "",
            }
            for event in ways[0].events or []
        ]

    def _address(self, address: Record) -> Any:  # noqa: ANN401 - of the library
        lines = [*address["street"], "", ""]
        return self._models.Address(
            person_name=address["name"],
            company_name=address["company"],
            address_line1=lines[0],
            address_line2=", ".join(line for line in lines[1:] if line),
            city=address["city"],
            state_code=address["region"],
            postal_code=address["postcode"],
            country_code=address["country_code"],
            phone_number=address["phone"],
            email=address["email"],
        )

    def _parcel(self, shipment: Record) -> Any:  # noqa: ANN401 - of the library
        return self._models.Parcel(
            weight=shipment["weight_g"] / 1000,
            weight_unit="KG",
            length=shipment["length_mm"] / 10,
            width=shipment["width_mm"] / 10,
            height=shipment["height_mm"] / 10,
            dimension_unit="CM",
            reference_number=shipment["sscc"],
        )

    def _customs(self, shipment: Record) -> Any:  # noqa: ANN401 - of the library
        if not shipment["goods"]:
            return None
        return self._models.Customs(
            content_type="merchandise",
            invoice=shipment["reference"],
            commodities=[
                self._models.Commodity(
                    title=goods["description"],
                    quantity=goods["quantity"],
                    weight=goods["weight_g"] / 1000 / max(1, goods["quantity"]),
                    weight_unit="KG",
                    value_amount=goods["value_cents"] / 100 / max(1, goods["quantity"]),
                    value_currency=shipment["currency"],
                    origin_country=goods["origin_country"] or None,
                    hs_code=goods["tariff_number"] or None,
                )
                for goods in shipment["goods"]
            ],
        )


def _turned(shipment: Record) -> Record:
    """The same parcel on its way back."""
    return {**shipment, "sender": shipment["recipient"], "recipient": shipment["sender"]}


def _refusal(told: list[Any]) -> Refusal:
    """What a carrier's messages mean: something to change, or to try later."""
    first = told[0] if told else None
    words = "; ".join(str(message.message) for message in told) or "no answer"
    code = str(getattr(first, "code", "") or "")
    details = getattr(first, "details", None)
    field = next(iter(details), "") if isinstance(details, dict) else ""
    said = f"{code} {words}".casefold()
    if not told or any(part in said for part in _BUSY_CODES):
        return Refusal(RETRYABLE, "", words)
    return Refusal(REJECTED, str(field or code), words)


def main() -> None:
    """Answer questions until there are no more; what the library prints goes to standard error."""
    answers = sys.stdout
    with contextlib.redirect_stdout(sys.stderr):
        host = Host(Journal(sys.argv[1]))
        _say(answers, {"ready": True})
        for line in sys.stdin:
            question = json.loads(line)
            try:
                said: Record = {"id": question["id"], "answer": host.answer(question)}
            except Refusal as refusal:
                said = {
                    "id": question["id"],
                    "error": refusal.kind,
                    "field": refusal.field,
                    "words": refusal.words,
                }
            except Exception as error:  # noqa: BLE001 - one question must not end the program
                said = {"id": question["id"], "error": UNKNOWN, "field": "", "words": str(error)}
            _say(answers, said)


def _say(answers: Any, said: Record) -> None:  # noqa: ANN401 - standard output
    answers.write(json.dumps(said) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
