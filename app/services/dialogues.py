"""Answers a scan of any dialogue that the database judges: read, decide, write, log, once.

The pick and pack dialogues have ways of their own, since they go on off line. All others are worked
on line: the rows are locked and read anew, the pure dialogue decides, and its effects, the scan and
the events are committed together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from app.db.unit_of_work import UnitOfWork
from app.domain.dialogues import EffectT, Outcome, Shown, stop
from app.domain.events import Event
from app.domain.permissions import Verb
from app.domain.refusals import Refusal, Refused
from app.domain.scanned import Scanned
from app.services.identifying import Entry, identify
from app.services.scan_records import log_refused, seen_before, write_scan
from app.services.workplace import Workplace

State = TypeVar("State", bound=Shown)


class Dialogue(Protocol[State, EffectT]):
    """How one kind of work is read, answered and written.

    Attributes:
        about: the name of the work in the scan log, at most 16 characters.
        verb: what its operator must be allowed to do.
    """

    @property
    def about(self) -> str:
        """The name of the work in the scan log, at most 16 characters."""

    @property
    def verb(self) -> Verb:
        """What its operator must be allowed to do."""

    def work_id(self, state: State) -> int | None:
        """The number of the work, for the scan log."""

    def fresh(self, work: UnitOfWork, state: State) -> State:
        """Lock and read the rows; keep of `state` what only the station knows (prompt, in hand).

        Raises:
            Refused: the work is not what it was, or not this operator's any more.
        """

    def answer(self, state: State, scanned: Scanned, *, today: date) -> Outcome[State, EffectT]:
        """The pure dialogue."""

    def write(self, work: UnitOfWork, outcome: Outcome[State, EffectT], entry: Entry) -> State:
        """Write the effects, record what happened, and say how the work stands now.

        Raises:
            Refused: the books do not allow it; the transaction is rolled back.
        """


@dataclass(frozen=True)
class Answer(Generic[State]):
    """What to show now, the refusal if any, and what happened."""

    state: State
    refusal: Refusal | None = None
    events: tuple[Event, ...] = ()


def answer_scan(
    workplace: Workplace,
    operator_id: int,
    dialogue: Dialogue[State, EffectT],
    state: State,
    entry: Entry,
    *,
    empty_hands: Callable[[State], State] = lambda state: state,
) -> Answer[State]:
    """Answer one scan and write down, in one transaction, what it changed.

    The same entry handed in twice changes nothing the second time and shows the work as it is, by
    way of `empty_hands`: what was in hand then may be written by now, and is asked for anew. A
    refusal is written into the scan log and nowhere else.

    Raises:
        ScanIdReused: the entry's id came with another code before.
    """

    def verb(work: UnitOfWork) -> Answer[State]:
        known = seen_before(work, entry)
        present = dialogue.fresh(work, state)
        if known is not None:
            return Answer(empty_hands(present))
        outcome = dialogue.answer(present, identify(work, entry), today=work.now.date())
        write_scan(
            work,
            entry,
            about=dialogue.about,
            work_id=dialogue.work_id(state),
            refusal=None if outcome.refusal is None else outcome.refusal.name,
        )
        if outcome.refusal is not None or not outcome.effects:
            return Answer(outcome.state, outcome.refusal)
        return Answer(dialogue.write(work, outcome, entry), events=tuple(work.events))

    try:
        return workplace.database.run(verb, workplace.actor(operator_id, dialogue.verb))
    except Refused as refused:
        actor = workplace.actor(operator_id)
        log_refused(
            workplace.database,
            actor,
            entry,
            refused.refusal,
            dialogue.about,
            dialogue.work_id(state) or 0,
        )
        return Answer(stop(state, refused.refusal).state, refused.refusal)
