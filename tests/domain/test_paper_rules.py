"""Who may have a paper printed again, and which one nobody may call back."""

import pytest

from app.domain.paper_rules import is_last_of_parcel, verb_to_reprint
from app.domain.permissions import Verb
from app.domain.tasks import CartonState


@pytest.mark.parametrize(
    ("kind", "carton", "verb"),
    [
        ("shipping_label", CartonState.CLOSED, Verb.PACK),
        ("shipping_label", CartonState.LABELLED, Verb.PACK),
        ("packing_slip", CartonState.CLOSED, Verb.PACK),
        ("shipping_label", CartonState.SHIPPED, Verb.REPRINT),
        ("packing_slip", CartonState.SHIPPED, Verb.REPRINT),
        ("shipping_label", CartonState.VOIDED, Verb.REPRINT),
        ("location_label", None, Verb.PRINT_LABELS),
        ("test_page", None, Verb.PRINT_LABELS),
        ("badge_label", None, Verb.BADGES),
    ],
)
def test_the_parcel_in_hand_is_its_packers_and_the_rest_a_leads(
    kind: str, carton: CartonState | None, verb: Verb
) -> None:
    assert verb_to_reprint(kind, carton) is verb


@pytest.mark.parametrize(
    ("others", "carton", "is_last"),
    [
        (0, CartonState.CLOSED, True),
        (0, CartonState.LABELLED, True),
        (1, CartonState.CLOSED, False),
        (0, CartonState.SHIPPED, False),
        (0, CartonState.VOIDED, False),
        (0, None, False),
    ],
)
def test_a_parcel_on_the_bench_keeps_one_copy(
    others: int, carton: CartonState | None, is_last: bool
) -> None:
    assert is_last_of_parcel(others, carton) is is_last
