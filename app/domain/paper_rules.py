"""Who may have a paper printed again, and which paper nobody may call back."""

from __future__ import annotations

from app.domain.permissions import Verb
from app.domain.tasks import CartonState

BADGE = "badge_label"

_IN_HAND = frozenset({CartonState.OPEN, CartonState.CLOSED, CartonState.LABELLED})


def verb_to_reprint(document_kind: str, carton: CartonState | None) -> Verb:
    """What somebody has to be allowed who wants another copy of a paper.

    The papers of the parcel in hand are printed again by its packer: jams are normal. A label of
    a parcel that has left the bench can only go onto another one, so that takes a lead; and who
    prints a badge again is that person from then on.

    Args:
        document_kind: Such as `shipping_label`.
        carton: The state of the parcel it belongs to; None where it belongs to none.
    """
    if document_kind == BADGE:
        return Verb.BADGES
    if carton is None:
        return Verb.PRINT_LABELS
    return Verb.PACK if carton in _IN_HAND else Verb.REPRINT


def is_last_of_parcel(copies_that_count: int, carton: CartonState | None) -> bool:
    """Whether calling a paper back would leave a parcel without it.

    A parcel that is on its way, or was voided, needs no paper any more.

    Args:
        copies_that_count: Other copies of the paper that came out, or may still.
        carton: As for `verb_to_reprint`.
    """
    return carton in (CartonState.CLOSED, CartonState.LABELLED) and copies_that_count == 0
