"""`pickstation wave`, `template` and `channel` for whoever is at the shell."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db.schema import Location
from app.domain.payment import PaymentState
from app.services import picking
from app.services.allocating import allocate_waiting_orders
from tests import builders
from tests.commands.desk_shell import DeskShell
from tests.services import shift
from tests.services.floor_plan import on_a_grid


@pytest.fixture
def shell(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> DeskShell:
    return DeskShell(f"sqlite:///{tmp_path_factory.mktemp('waves') / 'floor.sqlite'}", capsys)


def an_order(shell: DeskShell, number: str, units: int = 1, **fields: object) -> str:
    item, _ = builders.some_stock(shell.workplace, units)
    builders.an_order(shell.workplace, (item, units), number=number, **fields)
    allocate_waiting_orders(shell.workplace)
    return number


def place_of(shell: DeskShell) -> str:
    """The first location there is."""
    with shell.workplace.database.begin() as work:
        return str(work.session.scalar(select(Location.code).order_by(Location.code)))


def test_a_wave_is_made_planned_released_and_aborted(shell: DeskShell) -> None:
    first, second = an_order(shell, "1001", 2), an_order(shell, "1002")
    assert shell.run("wave", "create", first, "--method", "cluster") == 0
    assert shell.said == "wave W-1 is created: 1 orders changed\n"
    assert shell.run("wave", "add", "w-1", second) == 0
    assert shell.run("wave", "plan", "W-1") == 0
    assert shell.said == (
        "wave W-1: 2 orders, 2 lines, 3 units, 2 stops, 1 tasks, 2 totes\n"
        "  zone A: 2 lines, 3 units\n"
        f"  no forecast: no floor plan: location {place_of(shell)}: nobody knows where it is. "
        "Give its x_m and y_m in the locations file.\n"
    )
    assert shell.run("wave", "release", "W-1", "--json") == 0
    assert (shell.answer["released"], shell.answer["tasks"]) == (["1001", "1002"], 1)
    assert shell.run("wave", "list") == 0
    assert "W-1" in shell.said
    assert "0/2 orders  0/2 lines" in shell.said
    assert shell.run("wave", "abort", "W-1") == 0
    assert "2 orders are at the desk" in shell.said
    assert shell.run("wave", "list") == 0
    assert shell.said == "There is no wave.\n"


def test_all_bad_orders_are_named_at_once_and_exit_with_1(shell: DeskShell) -> None:
    good = an_order(shell, "1001")
    an_order(shell, "1002", payment=PaymentState.UNPAID)
    builders.an_order(shell.workplace, (builders.an_item(shell.workplace), 3), number="1003")
    assert shell.run("wave", "create", good, "1002", "1003", "4711") == 1
    assert "  4711: no order, or one of two shops\n" in shell.said
    assert shell.run("wave", "plan", "W-1") == 1
    assert "1002 can't be released: held: unpaid; not paid: unpaid; 1 units have no stock" in (
        shell.said
    )
    assert "1003 can't be released: 3 units have no stock (lines 1)" in shell.said
    assert shell.run("wave", "release", "W-1") == 1
    assert "nothing was released; --leave-out-bad releases the others" in shell.said
    assert shell.run("wave", "release", "W-1", "--leave-out-bad") == 0
    assert "wave W-1 is released: 1 orders in 1 tasks" in shell.said


def test_orders_move_between_waves_and_a_held_one_waits(shell: DeskShell) -> None:
    first, second = an_order(shell, "1001"), an_order(shell, "1002")
    shell.run("wave", "create", first, "--cut-off", "2026-11-20T17:00", "--carrier", "DHL")
    shell.run("wave", "create", second)
    assert shell.run("wave", "move", "W-1", second) == 0
    assert shell.run("wave", "hold", "W-1") == 0
    assert shell.run("wave", "release", "W-1") == 1
    assert shell.complained == (
        "pickstation wave: wave W-1 is held; in this state it cannot be done\n"
    )
    assert shell.run("wave", "show", "W-1") == 0
    assert "17:00" in shell.said
    assert "1002: allocated, 0 of 1 units" in shell.said
    assert shell.run("wave", "remove", "W-1", second) == 0
    assert shell.run("wave", "add", "W-9", second) == 1
    assert shell.complained.startswith("pickstation wave: no wave W-9")


def test_a_wave_is_split_merged_and_put_together_again(shell: DeskShell) -> None:
    first, second = an_order(shell, "1001"), an_order(shell, "1002")
    shell.run("wave", "create", first, second)
    assert shell.run("wave", "split", "W-1", "carrier") == 1
    assert shell.complained.startswith("pickstation wave: wave W-1 has no part that could leave it")
    assert shell.run("wave", "split", "W-1", "orders", second) == 0
    assert shell.said == (
        "wave W-1 is created: 1 orders leave it\n"
        "  waves: W-2\n"
        "  `pickstation wave undo` merges them again\n"
    )
    assert shell.run("wave", "undo", "--json") == 0
    assert shell.answer["orders"] == [second]
    assert shell.run("wave", "undo") == 1
    assert shell.complained.startswith("pickstation wave: nothing was done to a wave")
    shell.run("wave", "split", "W-1", "half")
    assert shell.run("wave", "merge", "W-1", "W-3") == 0
    assert shell.said.startswith("wave W-1 is created: 1 orders came into it\n  waves: W-3\n")


def test_the_board_tells_each_wave_in_a_line_below_the_hour(shell: DeskShell) -> None:
    first = an_order(shell, "1001", 2)
    shell.run("wave", "create", first, "--cut-off", "2026-11-20T17:00")
    assert shell.run("wave", "board") == 0
    strip, wave, nobody = shell.said.splitlines()
    assert "at risk: 1 orders" in strip
    assert wave.startswith("W-1    17:00  0/1 lines   0 %  done ")
    assert " min LATE" in wave
    assert nobody.startswith("Nobody picks")
    assert shell.run("wave", "board", "--json") == 0
    assert shell.answer["waves"][0]["verdict"] == "late"


def test_late_orders_are_told_with_what_helps(shell: DeskShell) -> None:
    assert shell.run("wave", "late") == 0
    assert shell.said == "No order will miss its truck.\n"
    shell.run("wave", "create", an_order(shell, "1001", 2), "--cut-off", "2026-11-20T17:00")
    assert shell.run("wave", "late") == 0
    assert " ".join(shell.said.split()) == "1001 W-1 truck 17:00 allocated truck gone next truck"
    assert shell.run("wave", "late", "--json") == 0
    assert shell.answer["orders"][0]["move"] == "next_truck"


def test_a_wave_shows_who_works_on_it_and_what_nobody_does(shell: DeskShell) -> None:
    number = an_order(shell, "1001", 1)
    shell.run("wave", "create", number)
    shell.run("wave", "release", "W-1")
    ana = builders.an_operator(shell.workplace)
    state = picking.claim_work(shell.workplace, ana)
    assert shell.run("wave", "list") == 0
    assert "in progress" in shell.said
    assert shell.said.endswith("Ana Kovac\n")
    shift.pick_to_end(shell.workplace, ana, state, builders.a_tote(shell.workplace))
    assert shell.run("wave", "list", "--all") == 0
    assert "complete" in shell.said


def test_templates_are_written_listed_and_run(shell: DeskShell) -> None:
    an_order(shell, "1001", shipping_method="DHL Paket")
    words = ("--carrier", "DHL", "--countries", "DE,AT", "--cut-off", "12:30", "--auto-release")
    assert shell.run("template", "set", "NOON", *words, "--orders-per-wave", "1") == 0
    assert shell.run("template", "list") == 0
    assert shell.said == "NOON             12:30  single         DHL; AT,DE  releases by itself\n"
    assert shell.run("template", "run") == 0
    assert shell.said == "1 orders into 1 waves; released: W-1\n"
    assert shell.run("template", "off", "NOON") == 0
    assert shell.run("template", "list", "--json") == 0
    assert shell.answer[0]["active"] is False
    assert shell.run("template", "on", "X") == 1
    assert "no template X" in shell.complained
    assert shell.run("template", "set", "Y", "--orders-per-wave", "0") == 1
    assert shell.complained == "pickstation template: orders_per_wave can't be 0\n"


def test_a_channel_is_opened_locked_and_put_to_sleep(shell: DeskShell) -> None:
    for number in ("1001", "1002"):
        an_order(shell, number)
    assert shell.run("channel", "set", "WEB", "--room", "1") == 0
    assert shell.said == "channel WEB takes any order\n"
    assert shell.run("channel", "open", "WEB") == 0
    assert shell.said == "channel WEB is open: 2 orders came in, 1 released, 1 on the floor\n"
    assert shell.run("channel", "list") == 0
    assert "1/1 on the floor  1 waiting (1 ready)  0 done" in shell.said
    assert shell.run("channel", "lock", "WEB") == 0
    assert shell.run("channel", "release", "WEB", "5") == 0
    assert "0 released" in shell.said
    assert shell.run("channel", "sleep", "WEB") == 0
    assert shell.run("channel", "run") == 0
    assert shell.said == "No channel is at work.\n"
    assert shell.run("channel", "open", "X") == 1
    assert "no channel X" in shell.complained


@pytest.mark.parametrize(
    "words",
    [
        ("wave", "create", "--cut-off", "soon"),
        ("template", "set", "T", "--cut-off", "noon"),
        ("wave", "add", "W-1"),
    ],
)
def test_wrong_usage_ends_with_2(shell: DeskShell, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        shell.run(*words)
    assert ended.value.code == 2


@pytest.mark.parametrize("words", [("wave", "create", "1001"), ("template", "set", "NIGHT")])
def test_a_method_that_there_is_not_is_refused(shell: DeskShell, words: tuple[str, ...]) -> None:
    an_order(shell, "1001")
    with pytest.raises(SystemExit) as wrong_usage:
        shell.run(*words, "--method", "no_such_method")
    assert wrong_usage.value.code == 2
    assert shell.run("wave", "list") == 0
    assert shell.said == "There is no wave.\n"
    assert shell.run(*words, "--method", "zone_pass") == 0


def test_a_wave_is_told_in_metres_minutes_and_a_range_before_its_cut_off(shell: DeskShell) -> None:
    goods, _ = on_a_grid(shell.workplace, aisles=3, bays=4)
    numbers = [builders.an_order(shell.workplace, (goods[at], 1)) for at in (0, 5, 11)]
    allocate_waiting_orders(shell.workplace)
    assert (
        shell.run("wave", "create", *numbers, "--method", "batch", "--cut-off", "2000-01-01") == 0
    )
    assert shell.run("wave", "plan", "W-1", "--pickers", "2") == 0
    assert "  walk: " in shell.said
    assert " m in 1 tasks, " in shell.said
    assert "  2 picking: done " in shell.said
    assert "cut-off 2000-01-01 00:00: LATE\n" in shell.said
    assert "rests on a usual pace: too few of this house's own scans" in shell.said
    assert shell.run("wave", "show", "W-1", "--json") == 0
    assert shell.answer["forecast"]["verdict"] == "late"
    assert shell.run("wave", "plan", "W-1", "--pickers", "0") == 1
    assert "0 pickers pick nothing; name at least one" in shell.complained
    assert shell.run("wave", "create", numbers[0]) == 1
    assert shell.run("wave", "plan", "W-2", "--seconds", "1") == 1
    assert "wave W-2 has no order; add some first" in shell.complained
