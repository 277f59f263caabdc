"""The life of a print job: every change the table allows, every one it forbids, and who decides."""

from dataclasses import replace
from itertools import product

import pytest

from printing.jobs import (
    PERSON_ONLY,
    RESTING,
    SPOOLER_ONLY,
    TRANSITIONS,
    IllegalTransition,
    JobState,
    check_transition,
    copy_mark,
    job_mark,
    queue_again,
    redirect,
    resolve,
)
from tests.printing.memory_ledger import a_job

UNCERTAIN = replace(
    a_job(), state=JobState.UNCERTAIN, reason="connection_lost", payload=b"^XA^XZ", sha256="ab"
)


@pytest.mark.parametrize(("old", "new"), sorted(product(JobState, JobState)))
@pytest.mark.parametrize("by_person", [False, True])
def test_a_change_of_state_passes_only_where_the_table_of_its_side_has_it(
    old: JobState, new: JobState, by_person: bool
) -> None:
    table = PERSON_ONLY if by_person else SPOOLER_ONLY
    if (old, new) in table:
        check_transition(old, new, by_person=by_person)
    else:
        with pytest.raises(IllegalTransition) as refused:
            check_transition(old, new, by_person=by_person)
        assert (refused.value.old, refused.value.new) == (old, new)


def test_the_spooler_alone_never_leaves_uncertain_nor_sends_again_what_may_have_come_out() -> None:
    may_have_come_out = {JobState.SENT, JobState.CONFIRMED, JobState.UNCERTAIN}
    assert not [pair for pair in SPOOLER_ONLY if pair[0] in may_have_come_out]


def test_paper_can_exist_only_after_the_state_sending() -> None:
    paper = {JobState.SENT, JobState.CONFIRMED, JobState.UNCERTAIN}
    entries = {old for old, new in TRANSITIONS if new in paper and old not in paper}
    assert entries == {JobState.SENDING}


def test_every_state_but_the_first_can_be_reached_and_only_two_are_final() -> None:
    assert {new for _, new in TRANSITIONS} == set(JobState)
    final = set(JobState) - {old for old, _ in TRANSITIONS}
    assert final == {JobState.CANCELLED, JobState.SUPERSEDED}
    assert final <= RESTING


def test_a_paper_that_came_out_can_only_be_voided() -> None:
    assert {new for old, new in TRANSITIONS if old is JobState.CONFIRMED} == {JobState.SUPERSEDED}
    assert (JobState.CONFIRMED, JobState.SUPERSEDED) in PERSON_ONLY


def test_whatever_is_not_on_its_way_into_the_printer_can_be_voided() -> None:
    voidable = {old for old, new in PERSON_ONLY if new is JobState.SUPERSEDED}
    assert set(JobState) - voidable == {
        JobState.SENDING,
        JobState.CANCELLED,
        JobState.SUPERSEDED,
    }


def test_person_saying_yes_confirms_the_job() -> None:
    answered = resolve(UNCERTAIN, came_out=True)
    assert (answered.state, answered.attempt, answered.reason) == (JobState.CONFIRMED, 1, "")


def test_person_saying_no_queues_a_second_attempt_that_is_rendered_anew_as_a_copy() -> None:
    answered = resolve(UNCERTAIN, came_out=False)
    assert (answered.state, answered.attempt) == (JobState.QUEUED, 2)
    assert (answered.payload, answered.sha256) == (None, "")
    assert copy_mark(answered) == "COPY 2"


@pytest.mark.parametrize("state", sorted(set(JobState) - {JobState.UNCERTAIN}))
def test_only_an_uncertain_job_is_asked_about(state: JobState) -> None:
    with pytest.raises(IllegalTransition):
        resolve(replace(a_job(), state=state), came_out=False)


@pytest.mark.parametrize(
    ("copy", "attempt", "mark"), [(1, 1, ""), (1, 2, "COPY 2"), (2, 1, "COPY 2"), (2, 2, "COPY 3")]
)
def test_each_repeated_sheet_has_its_own_copy_mark(copy: int, attempt: int, mark: str) -> None:
    assert copy_mark(replace(a_job(), copy=copy, attempt=attempt)) == mark


def test_two_attempts_never_share_a_job_mark() -> None:
    assert job_mark(a_job(7)) == "shipping_label-000007-1"
    assert job_mark(replace(a_job(7), attempt=2)) == "shipping_label-000007-2"


def test_failed_job_is_queued_again_as_the_same_attempt() -> None:
    again = queue_again(replace(a_job(), state=JobState.FAILED, reason="rendering_failed"))
    assert (again.state, again.attempt, again.reason) == (JobState.QUEUED, 1, "")
    with pytest.raises(IllegalTransition):
        queue_again(a_job())


def test_held_job_keeps_its_bytes_on_the_way_to_a_printer_that_understands_them() -> None:
    held = replace(UNCERTAIN, state=JobState.HELD, reason="paper_out")
    moved = redirect(held, "zebra-2", printer_format="zpl", dpi=203)
    assert (moved.state, moved.printer_name, moved.payload) == (
        JobState.READY,
        "zebra-2",
        b"^XA^XZ",
    )


@pytest.mark.parametrize(("printer_format", "dpi"), [("pdf", 203), ("zpl", 300)])
def test_held_job_is_rendered_anew_for_a_printer_that_needs_other_bytes(
    printer_format: str, dpi: int
) -> None:
    held = replace(UNCERTAIN, state=JobState.HELD, reason="paper_out")
    moved = redirect(held, "office", printer_format=printer_format, dpi=dpi)
    assert (moved.state, moved.payload, moved.attempt) == (JobState.QUEUED, None, 1)


@pytest.mark.parametrize("state", [JobState.SENDING, JobState.UNCERTAIN, JobState.SENT])
def test_job_whose_bytes_may_have_left_is_not_redirected(state: JobState) -> None:
    with pytest.raises(IllegalTransition):
        redirect(replace(UNCERTAIN, state=state), "zebra-2", printer_format="zpl", dpi=203)


def test_job_that_a_printer_refused_is_rendered_anew_for_another_one() -> None:
    refused = replace(UNCERTAIN, state=JobState.FAILED, renderings=3)
    moved = redirect(refused, "zebra-2", printer_format="zpl", dpi=203)
    assert (moved.state, moved.payload, moved.renderings) == (JobState.QUEUED, None, 0)
