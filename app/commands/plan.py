"""`pickstation plan`: the shortest tours and best carts for a file of tasks."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.planning.aisle_layout import UnusableLayout

if TYPE_CHECKING:
    from app.planning.plan_progress import Budget


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the sub-command to the program's."""
    parser = subparsers.add_parser(
        "plan",
        help="plan tours and carts for a file of tasks",
        description="FILE holds a task a line, as JSON: a tour, a tour that also chooses among "
        "places, a tour on a graph, or orders to be shared out to carts. The format is described "
        "in resources/benchmarks/routing/README.md.",
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--seconds", type=float, default=5.0, metavar="S", help="time for each plan of carts"
    )
    parser.add_argument(
        "--processor",
        action="store_true",
        help="let --seconds count the processor's time, on a machine that does other things too",
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="write the plans there, a line each"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Plan and print the metres of each task.

    Returns:
        0 when all are planned, 1 when a task is refused, 2 on a senseless time.
    """
    if not 0 < args.seconds <= 86_400:
        sys.stderr.write("pickstation: --seconds takes more than 0, up to a day\n")
        return 2
    from app.planning.plan_files import read_tasks
    from app.planning.plan_progress import Budget

    budget = Budget(seconds=args.seconds, processor=args.processor)
    try:
        with ExitStack() as stack:
            out = stack.enter_context(args.out.open("w", encoding="utf-8")) if args.out else None
            for instance in read_tasks(args.file):
                answer = _answer(instance, budget)
                print(_in_words(answer), flush=True)
                if out:
                    out.write(json.dumps(answer) + "\n")
    except (OSError, ValueError) as error:
        sys.stderr.write(f"pickstation: {error}\n")
        return 1
    return 0


def _answer(instance: Mapping[str, Any], budget: Budget) -> dict[str, Any]:
    """The plan of a task, whose name goes into whatever is refused."""
    from app.planning.plan_files import UnreadableTask, is_batch, tour_answer

    try:
        return _carts(instance, budget) if is_batch(instance) else tour_answer(instance)
    except UnreadableTask:
        raise
    except ValueError as error:
        raise UnusableLayout(f"{instance['id']}: {error}") from error


def _carts(instance: Mapping[str, Any], budget: Budget) -> dict[str, Any]:
    from app.planning.batches import ImpossiblePlan, plan_of
    from app.planning.plan_files import batch_answer, batch_task_of
    from app.planning.plan_run import PlanRun

    task = batch_task_of(instance)
    with PlanRun(task, budget) as run:
        run.wait()
        if run.best is None:
            raise ImpossiblePlan(run.failure or "no plan was found in time; give more --seconds")
        return batch_answer(instance, plan_of(task, run.best.carts))


def _in_words(answer: dict[str, Any]) -> str:
    carts = f"  {len(answer['batches'])} carts" if "batches" in answer else ""
    return f"{answer['id']}  {answer['metres']:.1f} m{carts}"
