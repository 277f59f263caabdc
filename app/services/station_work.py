"""Work as a station takes it up: from the database, or from its own copy while that is away."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.db.queries.people import operator_by_id
from app.db.queries.pick_copies import TaskSummary, summary_of
from app.db.unit_of_work import is_connection_lost
from app.domain.floor_work import FloorWork
from app.domain.offline import Activity, NeedsDatabase, StillSending, brought_up
from app.domain.operators import OperatorView
from app.domain.pick_state import PickPrompt, PickState
from app.domain.refusals import Refused
from app.domain.tasks import PickTaskState
from app.domain.wanted_work import ANY_WORK, WantedWork
from app.domain.work_copy import WorkCopy
from app.services import leases, zone_work
from app.services.identifying import Entry
from app.services.leases import LeftWork, left_behind
from app.services.picking import OfferedWork, claim_work, offered_work
from app.services.replaying import present_work
from app.services.sending import StationSender
from app.services.signing_in import badge_hash, sign_in_by_badge
from app.services.taking_over import take_over_here, take_over_work
from app.services.waiting_work import waiting_work
from app.services.workplace import Workplace

_log = logging.getLogger(__name__)

DRAIN_SECONDS = 3.0
"""How long a claim waits until what was scanned before is on record: a claim makes it void."""


@dataclass(frozen=True)
class ClaimedWork:
    """A task its operator holds, when it is due, and what it needs, where that is known."""

    state: PickState
    due_at: datetime | None = None
    equipment: str = ""


def sender_of(workplace: Workplace) -> StationSender | None:
    """The sender of a station that has a journal."""
    sender = workplace.sender
    return sender if isinstance(sender, StationSender) else None


def sign_in(workplace: Workplace, token: str) -> OperatorView:
    """Sign in whoever carries this badge; off line, only whoever has work here.

    Raises:
        Refused: with `UnknownBadge`, or with `NeedsDatabase` while it is away and the badge is
            another one than that of the operator whose work the station keeps.
    """
    sender = sender_of(workplace)
    if sender is None:
        return sign_in_by_badge(workplace, token)
    if sender.is_away:
        return _sign_in_here(sender, token)
    try:
        operator = sign_in_by_badge(workplace, token)
    except Exception as error:
        if not is_connection_lost(error):
            raise
        sender.note_lost(error)
        return _sign_in_here(sender, token)
    _note_operator(sender, operator, badge_hash(token))
    return operator


def _sign_in_here(sender: StationSender, token: str) -> OperatorView:
    copy = sender.copy
    if copy is None or not copy.badge_hash or copy.badge_hash != badge_hash(token):
        raise Refused(NeedsDatabase(Activity.SIGN_IN_ANOTHER))
    return copy.operator


def _note_operator(sender: StationSender, operator: OperatorView, badge: str) -> None:
    """Let the journal know who may sign in here off line; a full disk is told with their work."""
    copy = sender.copy
    if copy is None or copy.operator.operator_id != operator.operator_id:
        copy = WorkCopy(operator)
    try:
        sender.take_up(replace(copy, operator=operator, badge_hash=badge))
    except Refused as refused:
        _log.warning("who signed in is not in the journal: %s", refused)


@dataclass(frozen=True)
class Offer:
    """What a station offers an operator.

    Attributes:
        work: What to go on with, and what is next.
        left: Work that others left behind.
        waiting: How much of other kinds of work waits for this operator.
        is_offline: Whether this is all the station itself knows.
    """

    work: OfferedWork
    left: tuple[LeftWork, ...] = ()
    waiting: Mapping[FloorWork, int] = field(default_factory=dict)
    is_offline: bool = False


def on_offer(workplace: Workplace, operator_id: int) -> Offer:
    """What an operator could do next; off line, only the work that the station keeps for them."""
    sender = sender_of(workplace)
    if sender is None or not sender.is_away:
        return Offer(
            offered_work(workplace, operator_id),
            left_behind(workplace, operator_id),
            waiting_work(workplace, operator_id),
        )
    copy = own_copy(sender, operator_id)
    if copy is None or copy.state is None or not copy.can_go_on:
        return Offer(OfferedWork(None, None, 0), is_offline=True)
    summary = summary_of(copy.state, PickTaskState.IN_PROGRESS, copy.due_at)
    return Offer(OfferedWork(summary, None, 0), is_offline=True)


def claim(workplace: Workplace, operator_id: int, wanted: WantedWork = ANY_WORK) -> ClaimedWork:
    """Resume the operator's own task or take the next one; off line, go on with the station's copy.

    Args:
        workplace: where they are.
        operator_id: who asks.
        wanted: which of the waiting work.

    Raises:
        Refused: with `NoWork`; with `NeedsDatabase` off line where there is nothing to go on with;
            with `StillSending` while earlier scans are on their way; with `JournalFailed`.
    """
    sender = sender_of(workplace)
    if sender is None:
        return _claimed(workplace, operator_id, wanted)
    if sender.is_away:
        return _go_on_here(sender, operator_id)
    require_sent(sender)
    claimed = _claimed(workplace, operator_id, wanted)
    _take_up(workplace, sender, operator_id, claimed)
    return claimed


def take_over(workplace: Workplace, operator_id: int, entry: Entry) -> ClaimedWork | None:
    """Go on with the unfinished pick work of a tote; None where it has none.

    Raises:
        Refused: somebody works on it just now, or its order was stopped; what `claim` refuses.
    """
    sender = sender_of(workplace)
    if sender is not None:
        if sender.is_away:
            raise Refused(NeedsDatabase(Activity.CLAIM))
        require_sent(sender)
    state = zone_work.bring_in_waiting(workplace, operator_id, entry)
    if state is None:
        state = take_over_work(workplace, operator_id, entry)
    return None if state is None else _begun_with(workplace, operator_id, state)


def bring_in(workplace: Workplace, operator_id: int, entry: Entry) -> ClaimedWork:
    """Begin with a tote in one's zone: one that was handed over, or an empty one.

    Raises:
        Refused: what is to be done with the tote instead; what `claim` refuses.
    """
    sender = sender_of(workplace)
    if sender is not None:
        if sender.is_away:
            raise Refused(NeedsDatabase(Activity.CLAIM))
        require_sent(sender)
    return _begun_with(workplace, operator_id, zone_work.bring_in(workplace, operator_id, entry))


def hand_over_here(
    workplace: Workplace, operator_id: int, holder: OperatorView, state: PickState
) -> ClaimedWork:
    """Let a colleague go on with the work that is open at this station, in one step.

    Args:
        workplace: the station.
        operator_id: the colleague, who has scanned their badge.
        holder: whoever is at it.
        state: the work, as it is on the screen.

    Raises:
        Refused: with `NeedsDatabase` off line; the holder has it no more, or the colleague may not
            go on with it: it stays the holder's, off line as well.
    """
    sender = sender_of(workplace)
    if sender is not None:
        if sender.is_away:
            raise Refused(NeedsDatabase(Activity.HAND_OVER))
        require_sent(sender)
    try:
        taken = take_over_here(
            workplace, operator_id, holder.operator_id, state.task_id, state.epoch
        )
    except Refused:
        if sender is not None:
            sender.take_up(WorkCopy(holder, state=state))
        raise
    return _begun_with(workplace, operator_id, taken)


def _begun_with(workplace: Workplace, operator_id: int, state: PickState) -> ClaimedWork:
    """What was claimed by its tote, kept by the station as well."""
    claimed = _told(state, offered_work(workplace, operator_id).resume)
    sender = sender_of(workplace)
    if sender is not None:
        _take_up(workplace, sender, operator_id, claimed)
    return claimed


def _claimed(workplace: Workplace, operator_id: int, wanted: WantedWork) -> ClaimedWork:
    state = claim_work(workplace, operator_id, wanted)
    return _told(state, offered_work(workplace, operator_id).resume)


def _told(state: PickState, own: TaskSummary | None) -> ClaimedWork:
    return ClaimedWork(state) if own is None else ClaimedWork(state, own.due_at, own.equipment)


def _go_on_here(sender: StationSender, operator_id: int) -> ClaimedWork:
    copy = own_copy(sender, operator_id)
    if copy is None or copy.state is None or not copy.can_go_on:
        raise Refused(NeedsDatabase(Activity.CLAIM))
    return ClaimedWork(copy.state, copy.due_at)


def kept_state(workplace: Workplace, task_id: int, epoch: int) -> PickState | None:
    """A task as the station's journal has it; None where it keeps another or none."""
    sender = sender_of(workplace)
    copy = None if sender is None else sender.copy
    state = None if copy is None else copy.state
    return state if state is not None and (state.task_id, state.epoch) == (task_id, epoch) else None


def own_copy(sender: StationSender, operator_id: int) -> WorkCopy | None:
    """What the station keeps of an operator's work; None where it keeps somebody else's or none."""
    copy = sender.copy
    return copy if copy is not None and copy.operator.operator_id == operator_id else None


def require_sent(sender: StationSender) -> None:
    """A claim raises the epoch: what was scanned under the one before has to be on record first."""
    if not sender.wait_until_sent(DRAIN_SECONDS):
        raise Refused(StillSending(sender.status.unsent))


def _take_up(
    workplace: Workplace, sender: StationSender, operator_id: int, claimed: ClaimedWork
) -> None:
    copy = own_copy(sender, operator_id) or WorkCopy(view_of(workplace, operator_id))
    sender.take_up(replace(copy, state=claimed.state, due_at=claimed.due_at))


def view_of(workplace: Workplace, operator_id: int) -> OperatorView:
    """Somebody who signed in without a badge."""
    with workplace.database.begin(workplace.actor(operator_id)) as work:
        row = operator_by_id(work.session, operator_id)
        return OperatorView(
            row.id,
            row.staff_number,
            row.name,
            row.role,
            row.language,
            row.theme,
            row.volume,
            row.left_handed,
            row.text_scale,
        )


def lay_down(workplace: Workplace, operator_id: int) -> None:
    """Put aside what an operator holds, since they leave; off line it stays here, for their badge.

    Raises:
        Refused: with `StillSending` while earlier scans are on their way.
    """
    sender = sender_of(workplace)
    if sender is None:
        leases.lay_down(workplace, operator_id)
        return
    if sender.is_away:
        return
    require_sent(sender)
    leases.lay_down(workplace, operator_id)
    copy = own_copy(sender, operator_id)
    if copy is not None and copy.state is not None:
        sender.take_up(replace(copy, state=None, due_at=None))


def resume(workplace: Workplace, operator_id: int, task_id: int) -> ClaimedWork | None:
    """The same task as its rows say now, or as the station's copy says while the database is away.

    Returns:
        None if the operator does not hold it any more.

    Raises:
        Refused: with `StillSending` while earlier scans are on their way; with `JournalFailed`.
    """
    sender = sender_of(workplace)
    if sender is None:
        return _anew(workplace, operator_id, task_id)
    if sender.is_away:
        copy = own_copy(sender, operator_id)
        if copy is None or copy.state is None or copy.state.task_id != task_id:
            return None
        return ClaimedWork(copy.state, copy.due_at)
    require_sent(sender)
    claimed = _present(workplace, operator_id, task_id)
    copy = own_copy(sender, operator_id)
    if claimed is None:
        if copy is not None:
            sender.take_up(replace(copy, state=None, due_at=None))
        return None
    if copy is not None and copy.state is not None:
        claimed = replace(claimed, state=brought_up(copy.state, claimed.state))
    _take_up(workplace, sender, operator_id, claimed)
    return claimed


def _present(workplace: Workplace, operator_id: int, task_id: int) -> ClaimedWork | None:
    """The task without a new claim, which needs none unless it was put aside."""
    own = offered_work(workplace, operator_id).resume
    if own is None or own.task_id != task_id:
        return None
    state = present_work(workplace, operator_id, task_id)
    if state is None or state.prompt is PickPrompt.PAUSED:
        state = claim_work(workplace, operator_id)
    return _told(state, own)


def _anew(workplace: Workplace, operator_id: int, task_id: int) -> ClaimedWork | None:
    own = offered_work(workplace, operator_id).resume
    if own is None or own.task_id != task_id:
        return None
    return _told(claim_work(workplace, operator_id), own)
