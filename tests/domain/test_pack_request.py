"""What a bench did off line is kept as it was, and what waits is the same for everybody."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.discrepancies import DiscrepancyKind
from app.domain.offline import (
    LONGEST_OFFLINE,
    MOST_LINES,
    Activity,
    Backlog,
    NeedsDatabase,
    OfflineTooLong,
)
from app.domain.operators import OperatorRole, OperatorView
from app.domain.pack_effects import (
    AcknowledgeInstructions,
    CloseCarton,
    ConfirmLabel,
    PackEffect,
    ParkOrder,
    PutInCarton,
    ReportMissing,
    ReprintLabel,
    ReprintSlip,
    TakeOutOfCarton,
)
from app.domain.pack_request import (
    PackRequest,
    after_offline,
    bench_discrepancy,
    changes_carton,
    judge_bench_offline,
    slip_to_print,
)
from app.domain.pack_state import MissingReason, PackPrompt, ReprintReason, SlipPaper
from app.domain.pick_request import Verdict
from app.domain.work_copy import (
    WorkCopy,
    copy_from_text,
    copy_to_text,
    request_from_text,
    request_to_text,
)
from tests.domain.dialogue_states import a_bench

SLIP = SlipPaper({"kind": "packing_slip", "lines": [{"sku": "1"}]}, "F", "folder", "/p", "pdf", 203)
BENCH = replace(a_bench(), slip=SLIP, revision=3)
CLOSE, REPRINT = CloseCarton("S"), ReprintSlip(ReprintReason.JAM)
POSSIBLE: tuple[PackEffect, ...] = (
    PutInCarton(1, 2),
    TakeOutOfCarton(1, 2),
    AcknowledgeInstructions(),
    CLOSE,
    REPRINT,
    ParkOrder(),
)
FRESH = Backlog(timedelta(minutes=1), 3, 5)


def test_request_comes_back_from_the_journal_as_it_was() -> None:
    request = PackRequest(
        uuid.uuid4(), "XCK", "hash", 5, 9, 3, 1, "P-01", POSSIBLE, "TooMany", SLIP
    )
    assert request_from_text(request_to_text(request)) == request


def test_order_on_the_bench_comes_back_with_its_slip() -> None:
    ana = OperatorView(1, "1042", "Ana Kovac", OperatorRole.PICKER)
    again = copy_from_text(copy_to_text(WorkCopy(ana, bench=BENCH))).bench
    assert again == BENCH
    assert again is not None
    assert again.slip == SLIP


@pytest.mark.parametrize(
    ("effect", "waits"),
    [
        *((effect, None) for effect in POSSIBLE),
        (ConfirmLabel("1"), Activity.LABEL),
        (ReprintLabel(ReprintReason.JAM), Activity.LABEL),
        (ReportMissing(MissingReason.DAMAGED), Activity.REPORT_MISSING),
    ],
)
def test_goods_and_slip_need_no_database_and_label_and_hold_do(
    effect: PackEffect, waits: Activity | None
) -> None:
    expected = None if waits is None else NeedsDatabase(waits)
    assert judge_bench_offline((effect,), FRESH) == expected


@pytest.mark.parametrize(
    "backlog", [Backlog(LONGEST_OFFLINE, 0, 0), Backlog(timedelta(), MOST_LINES, MOST_LINES)]
)
def test_limits_stop_everything_at_the_bench_but_parking(backlog: Backlog) -> None:
    assert isinstance(judge_bench_offline((PutInCarton(1, 1),), backlog), OfflineTooLong)
    assert judge_bench_offline((ParkOrder(),), backlog) is None


def test_carton_closed_off_line_waits_for_its_label_under_the_next_revision() -> None:
    closed = after_offline(BENCH, (CLOSE,))
    assert (closed.prompt, closed.revision) == (PackPrompt.LABEL_WAITS, 4)
    again = after_offline(closed, (REPRINT,))
    assert again.revision == 4, "a reprint is no change of the carton"
    assert again.slip is not None
    assert again.slip.copy == 2


def test_only_closing_and_reprinting_let_a_slip_come_out() -> None:
    for effect in POSSIBLE:
        slip = slip_to_print(BENCH, (effect,), is_in_doubt=False)
        assert (slip is not None) is isinstance(effect, CloseCarton | ReprintSlip)
    doubtful = slip_to_print(BENCH, (CLOSE,), is_in_doubt=True)
    assert doubtful is not None
    assert doubtful.is_in_doubt


def test_parking_and_reprinting_change_no_carton() -> None:
    assert [effect for effect in POSSIBLE if not changes_carton((effect,))] == [
        REPRINT,
        ParkOrder(),
    ]


@pytest.mark.parametrize(
    ("verdict", "refusal", "kind"),
    [
        (Verdict.APPLIED, None, None),
        (Verdict.REPEATED, None, None),
        (Verdict.STOPPED, "OrderStopped", DiscrepancyKind.ORDER_STOPPED),
        (Verdict.BEHIND, "WorkMovedOn", DiscrepancyKind.CARTON_CHANGED),
        (Verdict.NOT_ALLOWED, "NoLongerActive", DiscrepancyKind.NOT_ALLOWED),
        (Verdict.REPEATED_REFUSED, "NoLongerActive", DiscrepancyKind.NOT_ALLOWED),
        (Verdict.REFUSED, "StockMissing", DiscrepancyKind.STOCK_MISSING),
        (Verdict.REFUSED, "NotPrintable", DiscrepancyKind.CARTON_CHANGED),
    ],
)
def test_verdict_names_what_a_person_is_told(
    verdict: Verdict, refusal: str | None, kind: DiscrepancyKind | None
) -> None:
    assert bench_discrepancy(verdict, refusal) is kind
