"""`pickstation custody` says where anything is, what nobody has scanned, and gives work by name."""

from __future__ import annotations

from app.db.schema import Operator
from app.domain.readings import Command
from app.services import picking
from tests import builders
from tests.commands.test_stock_commands import Shell, shell
from tests.services import shift

__all__ = ["shell"]


def test_anything_is_found_by_its_code_and_the_unknown_refused(shell: Shell) -> None:
    floor = shell.floor
    mug, place = builders.some_stock(floor, 9)
    number = builders.a_released_order(floor, (mug, 2))
    ana, tote = builders.an_operator(floor, "Ana Kovac"), builders.a_tote(floor)
    shift.pick_order(floor, ana, tote)
    with floor.database.begin() as work:
        staff_number = work.session.get_one(Operator, ana).staff_number
    for code, words in (
        (tote, f"order {number}, picked: 2 units, 2 picked"),
        (mug.barcode, f"{place}: 7 x {mug.sku}"),
        (f"L-{place}", f"place {place}, pick_face"),
        (number, f"{tote}: 2 x {mug.sku}"),
        (staff_number, "Ana Kovac, picker, last scanned"),
    ):
        assert shell.run("custody", "where", code) == 0, shell.complained
        assert words in shell.said
    told = shell.told("custody", "where", tote)
    assert (told["kind"], told["next_step"]) == ("ToteFound", "pack_it")
    assert shell.run("custody", "where", "no-such-thing") == 1
    assert "nothing in this house has the code no-such-thing" in shell.complained
    assert shell.run("custody", "lost") == 0
    assert "Every tote with goods" in shell.said
    assert shell.run("custody", "lost", "--hours", "0") == 0
    assert f"{tote}: 2 units, order {number}, last scanned" in shell.said


def test_put_aside_work_is_given_to_somebody_by_name(shell: Shell) -> None:
    floor = shell.floor
    mug, _ = builders.some_stock(floor, 9)
    lamp, _ = builders.some_stock(floor, 9)
    builders.a_released_order(floor, (mug, 1), (lamp, 1))
    ana, bo = builders.an_operator(floor, "Ana Kovac"), builders.an_operator(floor, "Bo Lund")
    tote = builders.a_tote(floor)
    state = shift.pick(floor, ana, picking.claim_work(floor, ana), tote, mug.barcode).state
    with floor.database.begin() as work:
        staff_number = work.session.get_one(Operator, bo).staff_number
    assert shell.run("custody", "give", tote, staff_number) == 1
    assert "Ana Kovac is at the work" in shell.complained
    shift.pick(floor, ana, state, Command.PAUSE.value)
    assert shell.run("custody", "give", tote, "99") == 1
    assert "nobody has the staff number 99" in shell.complained
    assert shell.run("custody", "give", tote, staff_number) == 0
    assert f"Bo Lund goes on with the work of {tote}" in shell.said
