"""Plays whoever inspects: rules set, orders picked for it, scans made one after the other."""

from __future__ import annotations

from app.domain.inspection_rules import WHOLE, RuleKind
from app.domain.inspection_state import Inspecting
from app.domain.readings import Command
from app.services import inspecting
from app.services.dialogues import Answer
from app.services.inspecting import begin_inspection
from app.services.raising_inspections import set_rules
from app.services.workplace import Workplace
from tests import builders
from tests.builders import Goods
from tests.services import shift
from tests.services.stock_work import Scan, entry_of

OK = Command.OK.value


def inspect_all(floor: Workplace) -> None:
    """Let every order be inspected."""
    set_rules(floor, {RuleKind.SHARE: WHOLE})


def a_picked_order(floor: Workplace, picker: int, *lines: tuple[Goods, int]) -> tuple[str, str]:
    """An order that was picked into a tote: its number, and the tote."""
    number = builders.a_released_order(floor, *lines)
    tote = builders.a_tote(floor)
    shift.pick_order(floor, picker, tote)
    return number, tote


def inspect(floor: Workplace, operator: int, state: Inspecting, *scans: Scan) -> Answer[Inspecting]:
    """Make scans one after the other; every one but the last must be accepted."""
    answer = Answer(state)
    for scan in scans:
        assert answer.refusal is None, answer.refusal
        answer = inspecting.scan(floor, operator, answer.state, entry_of(scan))
    return answer


def inspect_order(floor: Workplace, operator: int, code: str, *scans: Scan) -> Answer[Inspecting]:
    """Begin with a scanned code, and go on by scans that must be accepted."""
    state = begin_inspection(floor, operator, builders.entry(code))
    answer = inspect(floor, operator, state, *scans)
    assert answer.refusal is None, answer.refusal
    return answer
