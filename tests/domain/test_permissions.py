"""Who may do what, row by row, as the floor was told."""

import pytest

from app.domain.operators import OperatorRole
from app.domain.permissions import Group, Verb, group_of, may, may_care_for, roles_that_may

PICKER, PACKER, LEAD, ADMIN = OperatorRole

FLOOR = (PICKER, PACKER, LEAD, ADMIN)
DESK = (LEAD, ADMIN)

WHO_MAY = {
    Verb.PICK: FLOOR,
    Verb.SORT: FLOOR,
    Verb.PACK: FLOOR,
    Verb.SHIP: FLOOR,
    Verb.COUNT: FLOOR,
    Verb.REPLENISH: FLOOR,
    Verb.PUT_AWAY: FLOOR,
    Verb.INSPECT: FLOOR,
    Verb.WRITE_OFF: DESK,
    Verb.STOCK_DESK: DESK,
    Verb.PROMISE_STOCK: DESK,
    Verb.RELEASE: DESK,
    Verb.CHANGE_ORDERS: DESK,
    Verb.REASSIGN: DESK,
    Verb.SETTLE: DESK,
    Verb.IMPORT: DESK,
    Verb.REPRINT: DESK,
    Verb.PRINT_LABELS: DESK,
    Verb.OVERRIDE_WEIGHT: DESK,
    Verb.SET_UP: DESK,
    Verb.CLOSE_AISLES: DESK,
    Verb.BADGES: DESK,
    Verb.USERS: (ADMIN,),
}


@pytest.mark.parametrize("verb", Verb)
@pytest.mark.parametrize("role", OperatorRole)
def test_each_role_may_what_the_table_says(role: OperatorRole, verb: Verb) -> None:
    assert may(role, verb) is (role in WHO_MAY[verb])


@pytest.mark.parametrize("verb", Verb)
def test_somebody_may_do_everything_and_the_administrator_all_of_it(verb: Verb) -> None:
    assert roles_that_may(verb) == WHO_MAY[verb]
    assert may(ADMIN, verb)


def test_each_verb_runs_under_the_rights_of_its_own_group() -> None:
    walking = {
        Verb.PICK,
        Verb.SORT,
        Verb.COUNT,
        Verb.REPLENISH,
        Verb.PUT_AWAY,
        Verb.INSPECT,
    }
    assert {group_of(verb) for verb in walking} == {Group.PICKER}
    assert group_of(Verb.PACK) is Group.PACKER
    assert group_of(Verb.SHIP) is Group.PACKER
    assert group_of(Verb.USERS) is Group.ADMIN
    rest = set(Verb) - walking - {Verb.PACK, Verb.SHIP, Verb.USERS}
    assert {group_of(verb) for verb in rest} == {Group.LEAD}


@pytest.mark.parametrize(
    ("role", "subjects"),
    [(PICKER, ()), (PACKER, ()), (LEAD, (PICKER, PACKER)), (ADMIN, FLOOR)],
)
def test_badges_are_given_out_downwards_only(
    role: OperatorRole, subjects: tuple[OperatorRole, ...]
) -> None:
    assert tuple(one for one in OperatorRole if may_care_for(role, one)) == subjects
