"""Orders as a bench works on them: at the database, or from its own copy while that is away."""

from __future__ import annotations

import logging
from dataclasses import replace

from app.db.unit_of_work import is_connection_lost
from app.domain.code_book import shown
from app.domain.offline import Activity, NeedsDatabase
from app.domain.pack_effects import CloseCarton, PackOutcome, ReprintSlip
from app.domain.pack_request import (
    PackRequest,
    after_offline,
    bench_waits_for,
    judge_bench_offline,
    slip_to_print,
)
from app.domain.pack_state import PackPrompt, PackState, begin_packing
from app.domain.packing import answer_packing
from app.domain.readings import OrderCode, Reading, SsccCode, ToteCode
from app.domain.refusals import NothingToPack, NotPrintable, Refused
from app.domain.scanned import (
    Scanned,
    ScannedCarton,
    ScannedLocation,
    ScannedOrder,
    ScannedTote,
    ScannedUnknown,
)
from app.domain.work_copy import WorkCopy
from app.services import packing
from app.services.bench_hand_over import take_over_bench
from app.services.identifying import Entry, read_entry
from app.services.own_slips import call_back_slips
from app.services.packing import PackAnswer
from app.services.scan_records import logged_raw, payload_hash
from app.services.sending import StationSender
from app.services.spooling import SLIP
from app.services.station_work import own_copy, require_sent, sender_of, view_of
from app.services.unit_checks import serial_of
from app.services.workplace import Workplace

_log = logging.getLogger(__name__)

_LEFT = (PackPrompt.DONE, PackPrompt.PARKED)


def open_order(
    workplace: Workplace, operator_id: int, entry: Entry, *, tote: str = ""
) -> PackAnswer:
    """Open the order that a code leads to; off line, only the one that is on the bench already.

    See `packing.open_order`; `tote` is the bulk tote that units are taken out of.

    Raises:
        Refused: with `StillSending` while earlier scans are on their way.
        ScanIdReused: the entry's id came with another code before.
    """
    sender = sender_of(workplace)
    if sender is None:
        return packing.open_order(workplace, operator_id, entry, tote=tote)
    if _is_away(sender):
        return _open_here(workplace, operator_id, entry)
    require_sent(sender)
    try:
        answer = packing.open_order(workplace, operator_id, entry, tote=tote)
    except Exception as error:
        if not is_connection_lost(error):
            raise
        sender.note_lost(error)
        return _open_here(workplace, operator_id, entry)
    if answer.state is not None:
        _keep(workplace, sender, operator_id, answer.state)
    return answer


def resume_order(workplace: Workplace, operator_id: int, order_id: int) -> PackState:
    """The order on the bench as its rows say, or as the bench's copy says while they are away.

    Raises:
        Refused: with `NothingToPack`; with `StillSending` while earlier scans are on their way;
            with `NeedsDatabase` off line where another order is on the bench.
    """
    sender = sender_of(workplace)
    if sender is None:
        return packing.resume_order(workplace, operator_id, order_id)
    if _is_away(sender):
        kept = kept_order(workplace, operator_id)
        if kept is None or kept.order_id != order_id:
            raise Refused(NeedsDatabase(Activity.PACK))
        return kept
    require_sent(sender)
    state = packing.resume_order(workplace, operator_id, order_id)
    _keep(workplace, sender, operator_id, state)
    return state


def hand_over_here(
    workplace: Workplace, operator_id: int, holder_id: int, state: PackState
) -> PackState:
    """Let a colleague go on with the order on this bench, in one step; see `take_over_bench`.

    Raises:
        Refused: with `NeedsDatabase` off line; with `StillSending`; the order was packed on
            elsewhere or stopped, or the colleague may not pack: it stays the holder's.
    """
    sender = sender_of(workplace)
    if sender is not None:
        if _is_away(sender):
            raise Refused(NeedsDatabase(Activity.HAND_OVER))
        require_sent(sender)
    taken = take_over_bench(workplace, operator_id, holder_id, state)
    if sender is not None:
        _keep(workplace, sender, operator_id, taken)
    return taken


def present_order(workplace: Workplace, operator_id: int, order_id: int) -> PackState | None:
    """The order on the bench as its rows say after the return; None if it is there no more.

    Raises:
        Refused: with `StillSending`.
    """
    try:
        return resume_order(workplace, operator_id, order_id)
    except Refused as refused:
        if not isinstance(refused.refusal, NothingToPack):
            raise
    sender = sender_of(workplace)
    if sender is not None:
        _keep(workplace, sender, operator_id, None)
    return None


def kept_order(workplace: Workplace, operator_id: int) -> PackState | None:
    """The order that the bench itself keeps, while the database is away."""
    sender = sender_of(workplace)
    if sender is None or not _is_away(sender):
        return None
    copy = own_copy(sender, operator_id)
    if copy is None or copy.bench is None or not copy.has_bench:
        return None
    is_parked = copy.bench.prompt is PackPrompt.PARKED
    return begin_packing(copy.bench) if is_parked else copy.bench


def scan(workplace: Workplace, operator_id: int, state: PackState, entry: Entry) -> PackAnswer:
    """Answer one scan of a packer; while the database is away, by the bench's own copy.

    The scan is then on this station's disk before it counts, and is sent under the same id. A scan
    whose answer was lost on the way is judged here as well: its id makes it count once.

    Raises:
        Refused: off line: what only the database can do, `OfflineTooLong` or `JournalFailed`; on
            line: `StillSending` while earlier scans are on their way.
        ScanIdReused: the entry's id came with another code before.
    """
    sender = sender_of(workplace)
    if sender is None:
        return packing.scan(workplace, operator_id, state, entry)
    if _is_away(sender):
        return _scan_here(workplace, sender, operator_id, state, entry)
    require_sent(sender)
    try:
        answer = packing.scan(workplace, operator_id, state, entry)
    except Exception as error:
        if not is_connection_lost(error):
            raise
        sender.note_lost(error)
        outcome = _judge(workplace, state, entry)
        if bench_waits_for(outcome.effects) is not None:
            raise  # only the database can do it, and may have: the same scan is handed in again
        return _scan_here(workplace, sender, operator_id, state, entry, is_in_doubt=True)
    _keep(workplace, sender, operator_id, answer.state)
    return answer


def _is_away(sender: StationSender) -> bool:
    return sender.is_away or sender.is_offline


# The bench's own copy -----------------------------------------------------------------------


def _keep(
    workplace: Workplace, sender: StationSender, operator_id: int, state: PackState | None
) -> None:
    """Keep the order as it is on record now; a full disk is told when the copy is needed."""
    bench = None if state is None or state.prompt in _LEFT else replace(state, refusal=None)
    copy = own_copy(sender, operator_id)
    if copy is not None and copy.bench == bench:
        return
    try:
        copy = copy or WorkCopy(view_of(workplace, operator_id))
        sender.take_up(replace(copy, bench=bench))
    except Exception as error:  # noqa: BLE001 - the scan is on record, whatever becomes of the copy
        _log.warning("the order on the bench is not in the journal: %s", error)


def _open_here(workplace: Workplace, operator_id: int, entry: Entry) -> PackAnswer:
    kept = kept_order(workplace, operator_id)
    if kept is None:
        return PackAnswer(None, NeedsDatabase(Activity.PACK))
    match _meaning(kept, read_entry(entry, workplace.clock.today()), entry):
        case ScannedOrder(number=number) if number == kept.order_number:
            return PackAnswer(kept, is_stored=True)
        case ScannedTote(order_number=number) if number == kept.order_number:
            return PackAnswer(kept, is_stored=True)
        case ScannedLocation(code=code) if code in {place.code for place in kept.places}:
            return PackAnswer(kept, is_stored=True)
    return PackAnswer(None, NeedsDatabase(Activity.PACK))


def _scan_here(
    workplace: Workplace,
    sender: StationSender,
    operator_id: int,
    state: PackState,
    entry: Entry,
    *,
    is_in_doubt: bool = False,
) -> PackAnswer:
    """Judge a scan by the bench's copy, and write it into the journal."""
    outcome = _judge(workplace, state, entry)
    effects = outcome.effects
    refusal = judge_bench_offline(effects, sender.backlog)
    if refusal is not None:
        raise Refused(refusal)
    slip = slip_to_print(state, effects, is_in_doubt=is_in_doubt)
    prints = any(isinstance(effect, CloseCarton | ReprintSlip) for effect in effects)
    if prints and slip is None:
        raise Refused(NotPrintable(SLIP, "printer", "no_printer_for_this_document"))
    request = PackRequest(
        scan_id=entry.scan_id,
        raw=logged_raw(entry),
        payload_hash=payload_hash(entry),
        order_id=state.order_id,
        carton_id=state.carton_id,
        revision=state.revision,
        operator_id=operator_id,
        station=workplace.station,
        effects=effects,
        refusal=None if outcome.refusal is None else outcome.refusal.name,
        slip=slip,
    )
    if any(isinstance(effect, ReprintSlip) for effect in effects):
        call_back_slips(sender, state.carton_id)
    after = after_offline(outcome.state, effects)
    sender.keep_packing(request, state, after, entry)
    return PackAnswer(after, outcome.refusal, is_stored=True)


def _judge(workplace: Workplace, state: PackState, entry: Entry) -> PackOutcome:
    today = workplace.clock.today()
    scanned = _meaning(state, read_entry(entry, today), entry)
    return answer_packing(state, scanned, today=today)


def _meaning(state: PackState, reading: Reading, entry: Entry) -> Scanned:
    """What a reading means for the order on the bench; nobody can say what else it could be."""
    match reading:
        case OrderCode(number=number):
            is_own = number == state.order_number.upper()  # our labels are read in capitals
            return ScannedOrder(state.order_number if is_own else number)
        case SsccCode(sscc=sscc):
            return ScannedCarton(sscc, None)
        case ToteCode(code=code) if f"T-{code}" not in state.book.totes:
            return ScannedTote(0, f"T-{code}")
    serial = serial_of(reading) if state.prompt is PackPrompt.SCAN_SERIAL else None
    known = serial or state.book.identify(reading, shown(entry.raw))
    return known or ScannedUnknown(shown(entry.raw))
