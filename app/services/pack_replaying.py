"""The return of the database to a bench: what was packed off line is written, or asked about."""

from __future__ import annotations

from app.db.unit_of_work import UnitOfWork
from app.domain.pack_request import PackRequest, bench_discrepancy, needs_a_person
from app.domain.pick_request import Applied, PickRequest, Verdict
from app.services.discrepancies import DiscrepancyView, raise_discrepancies
from app.services.pack_applying import apply_pack
from app.services.replaying import (
    Replayed,
    hand_to_a_person,
    replay_pick,
)
from app.services.slip_notes import SlipNote, SlipNotes
from app.services.workplace import Workplace

PRINTING_SECONDS = 10.0
"""How long a slip that is on its way into the printer is waited for."""


def replay(workplace: Workplace, request: PickRequest | PackRequest, slips: SlipNotes) -> Replayed:
    """Write what a station did without its database; see `replay_pack` and `replay_pick`."""
    if isinstance(request, PackRequest):
        return replay_pack(workplace, request, slips)
    return replay_pick(workplace, request)


def replay_pack(workplace: Workplace, request: PackRequest, slips: SlipNotes) -> Replayed:
    """Write what a bench did without its database, in the order it was done.

    The slip that came out at the station is written as sent. What the world changed meanwhile
    becomes a discrepancy for each unit that was moved and for a parcel that was closed. Handed in
    again, nothing is written and the same discrepancies are told.

    Args:
        workplace: the station.
        request: what was done.
        slips: how far the station's own slips are.
    """
    raised: tuple[DiscrepancyView, ...] = ()

    def write_down(work: UnitOfWork, applied: Applied) -> None:
        nonlocal raised  # anew by each try of the transaction
        raised = _raise_refused(work, request, applied)

    # A scan that cannot be applied and its discrepancies are one transaction.
    applied = apply_pack(workplace, request, _taken(workplace, request, slips), write_down)
    if applied.verdict is Verdict.ID_REUSED:
        return Replayed(applied, hand_to_a_person(workplace, request))
    return Replayed(applied, raised)


def _raise_refused(
    work: UnitOfWork, request: PackRequest, applied: Applied
) -> tuple[DiscrepancyView, ...]:
    """Write down what a bench did, where the answer says that it is not in the books."""
    is_as_told = applied.verdict is Verdict.REPEATED_REFUSED and applied.logged == request.refusal
    needs = any(needs_a_person(effect) for effect in request.effects)
    if applied.verdict is Verdict.ID_REUSED or is_as_told or not needs:
        return ()
    kind = bench_discrepancy(applied.verdict, applied.logged)
    return () if kind is None else raise_discrepancies(work, request, kind, applied.logged or "")


def _taken(workplace: Workplace, request: PackRequest, slips: SlipNotes) -> SlipNote | None:
    """Take the slip from the station's own printing, but only once the database answers."""
    if request.slip is None:
        return None
    with workplace.database.begin():
        pass
    return slips.take(
        request.scan_id, is_in_doubt=request.slip.is_in_doubt, seconds=PRINTING_SECONDS
    )
