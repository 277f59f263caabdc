from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.__main__ import main
from app.bench.walk_check import checked_length

ROUTING = Path(__file__).parents[2] / "resources" / "benchmarks" / "routing"
FLOOR = {"aisle_x": [0.0, 4.0], "cross_y": [0.0, 9.0], "cell_y": [1.0, 5.0]}
TOUR = {"id": "t", "layout": FLOOR, "depot": [0, 0], "picks": [[1, 1]]}


def test_each_kind_of_task_is_planned_and_written_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tasks = [
        json.loads((ROUTING / name).read_text().splitlines()[0])
        for name in ("tours_multiblock.jsonl", "tours_graph.jsonl")
    ]
    scattered = {
        **TOUR,
        "id": "s",
        "wanted": {"7": 3},
        "stock": [[7, 0, 1, 2], [7, 1, 0, 2], [7, 1, 1, 9]],
    }
    del scattered["picks"]
    orders = [{"load": 2, "picks": [[n % 2, n % 2]]} for n in range(6)]
    tasks += [TOUR, scattered, {**TOUR, "id": "carts", "capacity": 6, "orders": orders}]
    file, out = tmp_path / "tasks.jsonl", tmp_path / "plans.jsonl"
    file.write_text("\n".join(map(json.dumps, tasks)))
    assert main(["plan", str(file), "--seconds", "0.3", "--out", str(out)]) == 0
    answers = [json.loads(line) for line in out.read_text().splitlines()]
    assert [answer["id"] for answer in answers] == [task["id"] for task in tasks]
    for task, answer in zip(tasks, answers, strict=True):
        assert checked_length(task, answer) == pytest.approx(answer["metres"])
    printed = capsys.readouterr().out
    assert "t  18.0 m" in printed
    assert "carts  20.0 m  2 carts" in printed


@pytest.mark.parametrize(
    ("task", "words"),
    [
        ("{", "line 1"),
        ("[]", "not a task"),
        (json.dumps({"id": "x"}), "neither picks"),
        (json.dumps({**TOUR, "picks": [[0, 9]]}), "there are 2 cells"),
        (json.dumps({**TOUR, "picks": [[5, 0]]}), "the layout has 2"),
        (json.dumps({**TOUR, "picks": [5]}), "wrong form"),
        (json.dumps({"id": "x", "picks": []}), "'layout' is missing"),
        (json.dumps({**TOUR, "layout": "nowhere"}), "layouts.json"),
        (json.dumps({**TOUR, "orders": [], "capacity": 3}), "no order"),
        (
            json.dumps({**TOUR, "orders": [{"load": 4, "picks": []}], "capacity": 3}),
            "order 0: 4 units, but a cart takes 3",
        ),
    ],
)
def test_tasks_that_make_no_sense_are_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], task: str, words: str
) -> None:
    file = tmp_path / "tasks.jsonl"
    file.write_text(task)
    assert main(["plan", str(file)]) == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("seconds", ["0", "-1", "nan"])
def test_a_senseless_time_is_wrong_usage(tmp_path: Path, seconds: str) -> None:
    assert main(["plan", str(tmp_path / "none"), "--seconds", seconds]) == 2
    assert main(["bench", "batches", "--seconds", seconds]) == 2
