"""Services run beside the window and report in order; closed screens hear nothing."""

import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.ui.jobs import ImmediateJobs, Jobs

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.drain()


def fail(words: str) -> None:
    raise LookupError(words)


def test_results_come_back_in_order_on_the_main_thread(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[tuple[int, int]] = []
    for number in range(200):
        jobs.submit(int, number, done=lambda result: heard.append((result, threading.get_ident())))
    qtbot.waitUntil(lambda: len(heard) == 200)
    assert heard == [(number, threading.get_ident()) for number in range(200)]


def test_jobs_run_one_at_a_time_on_another_thread(jobs: Jobs, qtbot: QtBot) -> None:
    threads: set[int] = set()
    for _ in range(20):
        jobs.submit(threading.get_ident, done=threads.add)
    qtbot.waitUntil(lambda: jobs.database.pending == 0)
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_background_work_does_not_hold_up_the_database_lane(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[str] = []
    release = threading.Event()
    jobs.background.submit(release.wait, 10, done=lambda _: heard.append("report"))
    jobs.submit(str, "scan", done=heard.append)
    qtbot.waitUntil(lambda: heard == ["scan"])
    release.set()
    qtbot.waitUntil(lambda: heard == ["scan", "report"])


def test_a_failure_reaches_failed_and_the_lane_goes_on(jobs: Jobs, qtbot: QtBot) -> None:
    problems: list[Exception] = []
    heard: list[str] = []
    jobs.submit(fail, "no such task", failed=problems.append)
    jobs.submit(str, "next", done=heard.append)
    qtbot.waitUntil(lambda: heard == ["next"])
    assert [str(problem) for problem in problems] == ["no such task"]


def test_a_failure_nobody_takes_is_raised_on_the_main_thread(jobs: Jobs, qtbot: QtBot) -> None:
    with qtbot.captureExceptions() as raised:
        jobs.submit(fail, "unforeseen")
        qtbot.waitUntil(lambda: jobs.database.pending == 0)
    assert [str(problem) for _, problem, _ in raised] == ["unforeseen"]


def test_a_closed_screen_hears_nothing_and_its_failure_is_logged(
    jobs: Jobs, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[object] = []
    closed, open_still = object(), object()
    jobs.submit(str, "for the closed", done=heard.append, owner=closed)
    jobs.submit(fail, "too late", failed=heard.append, owner=closed)
    jobs.submit(str, "for the open", done=heard.append, owner=open_still)
    jobs.drop(closed)
    qtbot.waitUntil(lambda: jobs.database.pending == 0)
    assert heard == ["for the open"]
    assert "failed after its screen closed" in caplog.text


def test_dropping_one_owner_keeps_jobs_without_owner(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[str] = []
    jobs.submit(str, "everyone's", done=heard.append)
    jobs.drop(object())
    qtbot.waitUntil(lambda: heard == ["everyone's"])


def test_submitting_from_another_thread_is_refused(jobs: Jobs) -> None:
    refused: list[RuntimeError] = []

    def submit_elsewhere() -> None:
        try:
            jobs.submit(int, 1)
        except RuntimeError as problem:
            refused.append(problem)

    other = threading.Thread(target=submit_elsewhere)
    other.start()
    other.join()
    assert "main thread only" in str(refused[0])


def test_draining_finishes_and_reports_everything_then_refuses_more() -> None:
    jobs = Jobs()
    heard: list[int] = []
    for number in range(5):
        jobs.submit(int, number, done=heard.append)
    jobs.drain()
    assert heard == [0, 1, 2, 3, 4]
    with pytest.raises(RuntimeError):
        jobs.submit(int, 6)


def test_a_report_may_submit_the_next_job(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[str] = []
    jobs.submit(str, "first", done=lambda first: jobs.submit(str, first + "+", done=heard.append))
    qtbot.waitUntil(lambda: heard == ["first+"])


def test_round_trip_through_the_lane_is_far_below_a_hundred_milliseconds(
    jobs: Jobs, qtbot: QtBot
) -> None:
    took: list[float] = []
    for _ in range(50):
        start = time.perf_counter()
        with qtbot.waitCallback() as back:
            jobs.submit(int, 1, done=back)
        took.append(time.perf_counter() - start)
    assert sorted(took)[25] < 0.1


def test_immediate_jobs_have_reported_when_submit_returns() -> None:
    jobs = ImmediateJobs()
    heard: list[object] = []
    problems: list[Exception] = []
    jobs.submit(str, "scan", done=heard.append)
    jobs.background.submit(str, "report", done=heard.append)
    jobs.submit(fail, "refused", failed=problems.append)
    assert heard == ["scan", "report"]
    assert str(problems[0]) == "refused"
    assert jobs.database.pending == 0


def test_immediate_jobs_raise_what_nobody_takes_and_end_with_drain() -> None:
    jobs = ImmediateJobs()
    with pytest.raises(LookupError, match="unforeseen"):
        jobs.submit(fail, "unforeseen")
    jobs.drop(object())
    jobs.drain()
    with pytest.raises(RuntimeError, match="after drain"):
        jobs.submit(int, 1)
