"""Words for what is not possible with a parcel on its way out: transport, cage and manifest."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.refusals import Refusal
from app.domain.shipping_refusals import (
    DriverUnnamed,
    LoadedAlready,
    ManifestClosed,
    ManifestEmpty,
    NoCage,
    NoSuchParcel,
    NotACage,
    NothingInDoubt,
    NothingToShip,
    NotLabelled,
    NoTransport,
    ParcelGone,
    ParcelsMissing,
    ParcelStopped,
    ParcelVoided,
    ReasonMissing,
    TransportKept,
    WrongCage,
    WrongCarrier,
)
from app.ui.floor_words import order_state_words
from app.ui.message import Asked, Message, Severity, Thing, Words, code_end, translate


def carrier_word(carrier: str) -> str:
    """What a carrier is called on the floor."""
    return translate("shipping", "our own van") if carrier == "house" else carrier.upper()


def purchase_words(state: str) -> str:
    """How far a transport is, in few words."""
    words = {
        "queued": translate("shipping", "waits for its carrier"),
        "asking": translate("shipping", "its carrier is being asked"),
        "unknown": translate("shipping", "its carrier did not answer yet"),
        "bought": translate("shipping", "is bought"),
        "rejected": translate("shipping", "was refused by its carrier"),
        "voiding": translate("shipping", "is being taken back"),
        "voided": translate("shipping", "was taken back"),
    }
    return words.get(state, translate("shipping", "has no transport yet"))


def _parcel(sscc: str, place: str = "") -> Thing:
    return Thing(translate("shipping", "parcel"), code_end(sscc), place)


def _no_parcel(refusal: NoSuchParcel, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT OUR PARCEL"),
        scanned=Thing(translate("messages", "no parcel of this house"), code_end(refusal.code)),
        action=translate("messages", "Put it aside and scan the next parcel."),
    )


def _no_transport(refusal: NoTransport, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NOT POSSIBLE NOW"),
        _parcel(refusal.sscc, purchase_words(refusal.state)),
        translate("messages", "Wait until its carrier has answered, then try again."),
    )


def _kept(refusal: TransportKept, _asked: Asked) -> Message:
    return _look(
        translate("messages", "TOO LATE TO VOID"),
        _parcel(refusal.sscc, translate("messages", "it is on its way")),
        translate("messages", "Tell the shift lead: the parcel has to be called back by phone."),
    )


def _no_doubt(refusal: NothingInDoubt, _asked: Asked) -> Message:
    return _look(
        translate("messages", "SETTLED ALREADY"),
        _parcel(refusal.sscc),
        translate("messages", "Look at the list again: somebody settled it meanwhile."),
    )


def _not_labelled(refusal: NotLabelled, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "LABEL NOT PROVEN"),
        scanned=_parcel(
            refusal.sscc, translate("messages", "order {0}").format(refusal.order_number)
        ),
        action=translate("messages", "Take it back to bench {0}. Press OK.").format(
            refusal.station
        ),
        hint=translate("messages", "Its label was never scanned after it was stuck on."),
    )


def _voided(refusal: ParcelVoided, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "VOID: MUST NOT GO"),
        scanned=_parcel(
            refusal.sscc, translate("messages", "order {0}").format(refusal.order_number)
        ),
        action=translate("messages", "Put it on the hold shelf. Press OK."),
        hint=translate("messages", "The shift lead decides what becomes of it."),
    )


def _stopped(refusal: ParcelStopped, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "ORDER STOPPED"),
        scanned=_parcel(
            refusal.sscc,
            translate("messages", "order {0}: {1}").format(
                refusal.order_number, order_state_words(refusal.reason)
            ),
        ),
        action=translate("messages", "Leave it here: put it on the hold shelf. Press OK."),
        hint=translate("messages", "The shift lead decides what becomes of it."),
    )


def _gone(refusal: ParcelGone, _asked: Asked) -> Message:
    place = translate("messages", "is on manifest {0}, which is closed")
    if refusal.is_signed:
        place = translate("messages", "was handed over with manifest {0}")
    return Message(
        title=translate("messages", "COUNTED AS GONE"),
        scanned=_parcel(refusal.sscc, place.format(refusal.manifest)),
        action=translate("messages", "Put it aside and call the shift lead."),
    )


def _loaded(refusal: LoadedAlready, _asked: Asked) -> Message:
    return _look(
        translate("messages", "SCANNED ALREADY"),
        _parcel(refusal.sscc, translate("messages", "belongs into {0}").format(refusal.cage)),
        translate("messages", "Put it into {0}, scan the next parcel.").format(refusal.cage),
    )


def _no_cage(refusal: NoCage, _asked: Asked) -> Message:
    where = f"{refusal.country_code} {refusal.postcode}".strip()
    return Message(
        title=translate("messages", "NO CAGE FOR IT"),
        scanned=_parcel(refusal.sscc, f"{carrier_word(refusal.carrier)}, {where}"),
        action=translate("messages", "Put it aside; the shift lead sets a cage up for it."),
    )


def _wrong_carrier(refusal: WrongCarrier, _asked: Asked) -> Message:
    words = translate("messages", "Put it into {0}, scan {0}. Press OK first.")
    return Message(
        title=translate("messages", "WRONG CARRIER"),
        scanned=_parcel(refusal.sscc, carrier_word(refusal.carrier)),
        needed=Thing(carrier_word(refusal.loading), label=translate("messages", "being loaded")),
        action=words.format(refusal.cage or translate("messages", "another cage")),
    )


def _wrong_cage(refusal: WrongCage, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "WRONG CAGE"),
        scanned=Thing(refusal.scanned),
        needed=Thing(refusal.needed, place=code_end(refusal.sscc)),
        action=translate("messages", "Take it out, put it into {0}. Press OK, scan {0}.").format(
            refusal.needed
        ),
    )


def _no_cage_code(refusal: NotACage, _asked: Asked) -> Message:
    return Message(
        title=translate("messages", "NOT A CAGE"),
        scanned=Thing(refusal.code),
        action=translate("messages", "Scan the label on a cage of the dock."),
    )


def _missing(refusal: ParcelsMissing, _asked: Asked) -> Message:
    return _look(
        translate("messages", "PARCELS ARE MISSING"),
        Thing(
            translate("messages", "{0} not scanned").format(refusal.missing),
            place=refusal.manifest,
        ),
        translate("messages", "Scan each one, or choose why it stays for the next collection."),
    )


def _empty(refusal: ManifestEmpty, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NOTHING LOADED"),
        Thing(carrier_word(refusal.carrier)),
        translate("messages", "Scan the first parcel, then close the manifest."),
    )


def _closed(refusal: ManifestClosed, _asked: Asked) -> Message:
    state = translate("messages", "is closed")
    if refusal.state == "signed":
        state = translate("messages", "is signed by the driver")
    return _look(
        translate("messages", "MANIFEST IS DONE"),
        Thing(refusal.manifest, place=state),
        translate("messages", "Ask the shift lead, who can open a closed one again."),
    )


def _no_driver(refusal: DriverUnnamed, _asked: Asked) -> Message:
    return _look(
        translate("messages", "WHO TAKES THEM?"),
        Thing(refusal.manifest),
        translate("messages", "Type the driver's name, then sign."),
    )


def _no_reason(refusal: ReasonMissing, _asked: Asked) -> Message:
    return _look(
        translate("messages", "WHY OPEN IT AGAIN?"),
        Thing(refusal.manifest),
        translate("messages", "Type a reason in a few words, then open it."),
    )


def _nothing(_refusal: NothingToShip, _asked: Asked) -> Message:
    return _look(
        translate("messages", "NO CARRIER CHOSEN"),
        Thing(translate("messages", "nothing is being loaded here")),
        translate("messages", "Scan a parcel or a cage first."),
    )


def _look(title: str, thing: Thing, action: str) -> Message:
    return Message(title=title, scanned=thing, action=action, severity=Severity.LOOK)


WORDS: Mapping[type[Refusal], Words] = {
    NoSuchParcel: _no_parcel,
    NoTransport: _no_transport,
    TransportKept: _kept,
    NothingInDoubt: _no_doubt,
    NotLabelled: _not_labelled,
    ParcelVoided: _voided,
    ParcelStopped: _stopped,
    ParcelGone: _gone,
    LoadedAlready: _loaded,
    NoCage: _no_cage,
    WrongCarrier: _wrong_carrier,
    WrongCage: _wrong_cage,
    NotACage: _no_cage_code,
    ParcelsMissing: _missing,
    ManifestEmpty: _empty,
    ManifestClosed: _closed,
    DriverUnnamed: _no_driver,
    ReasonMissing: _no_reason,
    NothingToShip: _nothing,
}
