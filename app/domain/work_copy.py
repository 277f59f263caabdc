"""The work as a station keeps it on its own disk: who does it, how far it is, as JSON and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial

from cattrs.preconf.json import JsonConverter, make_converter
from cattrs.strategies import configure_tagged_union, include_subclasses

from app.domain.goods_told import GoodsTold
from app.domain.operators import OperatorView
from app.domain.pack_request import PACK_WORK, PackRequest
from app.domain.pack_state import PackPrompt, PackState
from app.domain.pick_request import PickRequest
from app.domain.pick_state import PickPrompt, PickState
from app.domain.refusals import Refusal


class UnreadableCopy(ValueError):
    """A copy or request was written by another version of the program, or is no such thing."""


@dataclass(frozen=True)
class WorkCopy:
    """What a station needs to go on with claimed work without its database.

    Attributes:
        operator: Who works here.
        badge_hash: Fingerprint of their badge, so that they can sign in again; never a PIN.
        state: The claimed task, as it is after the last entry; None without claimed work.
        due_at: When the task is due.
        bench: The order on the bench, as it is after the last entry; None without one.
    """

    operator: OperatorView
    badge_hash: str = ""
    state: PickState | None = None
    due_at: datetime | None = None
    bench: PackState | None = None

    @property
    def can_go_on(self) -> bool:
        """Whether there is claimed work with something left to do."""
        done = (PickPrompt.TASK_DONE, PickPrompt.PAUSED)
        return self.state is not None and self.state.prompt not in done

    @property
    def has_bench(self) -> bool:
        """Whether there is an order on the bench to go on with."""
        return self.bench is not None and self.bench.prompt is not PackPrompt.DONE

    def with_work(self, work: PickState | PackState) -> WorkCopy:
        """The copy with the task, or the order on the bench, as it is now."""
        if isinstance(work, PackState):
            return replace(self, bench=work)
        return replace(self, state=work)


def copy_to_text(copy: WorkCopy) -> str:
    """The copy as one line of JSON."""
    return _converter().dumps(copy, ensure_ascii=False, separators=(",", ":"))


def copy_from_text(text: str) -> WorkCopy:
    """The copy that `copy_to_text` wrote.

    Raises:
        UnreadableCopy: it was written by a program whose records differ.
    """
    try:
        return _converter().loads(text, WorkCopy)
    except Exception as error:
        raise UnreadableCopy(f"the copy of the work cannot be read: {error}") from error


GOODS = "goods"
"""Under which key a request's text names its goods, beside what the database is asked."""


def request_to_text(request: PickRequest | PackRequest, goods: tuple[GoodsTold, ...] = ()) -> str:
    """A request as one line of JSON, with the goods of its effects in words."""
    record = {**request.as_record(), GOODS: _converter().unstructure(goods)}
    return _converter().dumps(record, ensure_ascii=False, separators=(",", ":"))


def request_from_text(text: str) -> PickRequest | PackRequest:
    """The request that `request_to_text` wrote.

    Raises:
        UnreadableCopy: it was written by a program whose records differ.
    """
    try:
        record = _converter().loads(text, dict)
        record.pop(GOODS, None)
        if record.get("work") == PACK_WORK:
            return PackRequest.from_record(record)
        return PickRequest.from_record(record)
    except Exception as error:
        raise UnreadableCopy(f"the request cannot be read: {error}") from error


def goods_from_text(text: str) -> tuple[GoodsTold, ...]:
    """The goods that `request_to_text` named; none where it was given none.

    Raises:
        UnreadableCopy: it was written by a program whose records differ.
    """
    try:
        told = _converter().loads(text, dict).get(GOODS, ())
        return _converter().structure(told, tuple[GoodsTold, ...])
    except Exception as error:
        raise UnreadableCopy(f"the goods of a request cannot be read: {error}") from error


def _converter() -> JsonConverter:
    """The converter of all records, for the refusals that are known by now."""
    return _converter_for(_kinds(Refusal))


def _kinds(base: type[Refusal]) -> tuple[type[Refusal], ...]:
    return tuple(kind for own in base.__subclasses__() for kind in (own, *_kinds(own)))


@cache
def _converter_for(_refusals: tuple[type[Refusal], ...]) -> JsonConverter:
    converter = make_converter(forbid_extra_keys=True)
    tagged = partial(configure_tagged_union, tag_name="kind")
    include_subclasses(Refusal, converter, union_strategy=tagged)
    return converter
