"""Walks through a dialogue: every state that scans lead to, and whether each of them leads on."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.refusals import Refusal
from app.domain.scanned import Scanned

Step = Callable[[Any, Scanned], tuple[Any, Refusal | None]]
"""Answers a scan: the state after it, and the refusal if it was refused."""


class Fixed(dict[Any, Any]):
    """A mapping that is never changed, so that states which hold it can be told apart quickly."""

    def __hash__(self) -> int:  # type: ignore[override]  # a dict has none
        """By its content."""
        return hash(frozenset(self.items()))


@dataclass(frozen=True)
class Walk:
    """A dialogue to walk through.

    Attributes:
        name: of the dialogue and what is done in it.
        starts: where it may be begun; different prompts of it, so that all are reached.
        scans: what can be scanned: cards and labels only, no keys.
        step: the dialogue.
        is_over: whether a state is an end: what was begun is finished.
        is_left: whether it was given back or put aside instead; it is taken up anew elsewhere.
        most: states that are walked through from; the others only have to lead to an end.
    """

    name: str
    starts: tuple[Any, ...]
    scans: tuple[Scanned, ...]
    step: Step
    is_over: Callable[[Any], bool]
    is_left: Callable[[Any], bool] = lambda _state: False
    most: int = 60


FEW = 40
"""States that are looked through for a way on to one from which the end is known to be reached."""


@dataclass
class Walked:
    """What was found.

    Attributes:
        states: all that were reached.
        refusals: one of each kind and wording, as the dialogue made it.
        stuck: states from which no scans lead to an end.
    """

    states: list[Any] = field(default_factory=list)
    refusals: set[Refusal] = field(default_factory=set)
    stuck: list[Any] = field(default_factory=list)

    @property
    def prompts(self) -> set[object]:
        """The questions that were asked on the way."""
        return {state.prompt for state in self.states}


def walk(through: Walk) -> Walked:
    """Scan everything at every state, the nearest first; look for a way to an end from each."""
    found = Walked()
    known = dict.fromkeys(_plain(state) for state in through.starts)
    leads_to: dict[Any, list[Any]] = {}
    waiting = deque(known)
    while waiting and len(leads_to) < through.most:
        state = waiting.popleft()
        after = [_scan(through, state, scan, found.refusals) for scan in through.scans]
        leads_to[state] = after
        waiting.extend(one for one in dict.fromkeys(after) if one not in known)
        known.update(dict.fromkeys(after))
    found.states = list(known)
    good = _leading_to_an_end(through, known, leads_to)
    scans = list(through.scans)
    for state in known:
        leads_on = state in good or through.is_left(state)
        if not leads_on and not _gets_out(through, state, good, scans):
            found.stuck.append(state)
    return found


def _scan(through: Walk, state: Any, scan: Scanned, refusals: set[Refusal]) -> Any:
    then, refusal = through.step(state, scan)
    if refusal is not None:
        refusals.add(refusal)
    return _plain(then)


def _leading_to_an_end(
    through: Walk, states: Iterable[Any], leads_to: dict[Any, list[Any]]
) -> set[Any]:
    good = {state for state in states if through.is_over(state)}
    grew = True
    while grew:
        more = {
            state
            for state, after in leads_to.items()
            if state not in good and any(one in good for one in after)
        }
        good |= more
        grew = bool(more)
    return good


def _gets_out(through: Walk, state: Any, good: set[Any], scans: list[Scanned]) -> bool:
    """Whether scans lead from a state to one that is known to lead to an end.

    What led out of the state before is tried first: it often does again.
    """
    seen, waiting = {state}, deque([state])
    for _ in range(FEW):
        if not waiting:
            return False
        here = waiting.popleft()
        for number, scan in enumerate(scans):
            then = _scan(through, here, scan, set())
            if then in good or through.is_over(then):
                scans.insert(0, scans.pop(number))
                good.add(state)
                return True
            if then not in seen:
                seen.add(then)
                waiting.append(then)
    return False


def _plain(state: Any) -> Any:
    """The state without what only counts how often it was refused, and without mild refusals."""
    refusal = state.refusal
    is_kept = refusal is not None and (refusal.severe or refusal.name == "GoesToPacking")
    if state.same_refusals == int(is_kept) and (is_kept or refusal is None):
        return state
    return replace(state, refusal=refusal if is_kept else None, same_refusals=int(is_kept))


def first(states: Sequence[Any]) -> str:
    """A few states in words, for a test that fails."""
    return "\n".join(f"{state.prompt}: {state}" for state in states[:2])
