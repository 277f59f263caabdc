"""The bench weighs what it packs: by itself, typed, with a lead's word, and off line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.db.schema import Operator
from app.domain.offline import Activity, NeedsDatabase
from app.domain.operators import OperatorRole
from app.domain.pack_state import PackPrompt, PackState
from app.domain.permissions import Verb
from app.domain.readings import Command, WeightCode
from app.domain.refusals import NotAllowed, Refused, UnknownBadge
from app.domain.weigh_steps import ScaleUse, WeighRule
from app.services import weighing
from app.services.identifying import Entry
from app.services.shipping_setup import read_house_rules, set_house_rules
from app.services.workplace import Workplace
from tests import builders
from tests.servers.postgresql import PostgresqlServer
from tests.services import books, shift
from tests.services.offline_bench import (
    Bench,
    OneOrder,
    a_bench,
    an_order_at_the_bench,
    carton,
    jobs,
)
from tests.services.offline_floor import OfflineFloor, offline_floor

OK, SKIP = Command.OK.value, Command.SKIP.value
CARD = "K-M2"
"""A medium carton of 250 g."""


def on_scale(grams: float) -> Entry:
    """What the scale says, as the screen hands it in."""
    return replace(builders.entry(f"{grams:.1f} g"), reading=WeightCode(grams))


class Packer:
    """Somebody at a bench with an order of two mugs of 300 g, all of them in."""

    def __init__(self, floor: Workplace, *, has_scale: bool = True) -> None:
        self.floor = replace(floor, has_scale=has_scale)
        self.mug, _ = builders.some_stock(floor, weight_g=300)
        self.number = builders.a_released_order(floor, (self.mug, 2))
        self.who, tote = builders.an_operator(floor), builders.a_tote(floor)
        shift.pick_order(floor, self.who, tote)
        opened = shift.open_bench(self.floor, self.who, tote)
        self.state: PackState = self.do(opened, self.mug.barcode, self.mug.barcode)

    def do(self, state: PackState, *scans: str | Entry) -> PackState:
        answer = shift.pack(self.floor, self.who, state, *scans)
        assert answer.refusal is None, answer.refusal
        assert answer.state is not None
        return answer.state


def a_lead(floor: Workplace) -> str:
    """The badge of a lead."""
    lead = builders.an_operator(floor, "Mara Lind")
    with floor.database.begin() as work:
        work.session.get_one(Operator, lead).role = OperatorRole.LEAD
    return f"B-{builders.badge_of(lead)}"


def weighings(floor: Workplace) -> list[tuple[object, ...]]:
    return books.rows(
        floor, "select measured_g, verdict, override_reason from weighing order by id"
    )


def test_a_stable_weight_closes_the_carton_and_is_on_its_label(floor: Workplace) -> None:
    packer = Packer(floor)
    assert packer.state.scale is ScaleUse.OFFERED
    state = packer.do(packer.state, CARD, on_scale(866.0))
    assert state.prompt is PackPrompt.SCAN_LABEL
    assert weighings(floor) == [(866.0, "right", None)]
    assert books.value(floor, "select weight_g from carton") == 866
    asked, label = books.rows(
        floor,
        "select p.request, j.document from carrier_purchase p, print_job j "
        "where j.document_kind = 'shipping_label'",
    )[0]
    assert '"weight_g": 866' in str(asked).replace("'", '"')
    assert '"weight_g": 866' in str(label).replace("'", '"')
    assert books.rows(floor, "select units from weighed_item") == [(2,)]
    while weighing.learn_weights(floor):
        pass
    assert books.value(floor, "select count(*) from learnt_weight") == 2
    books.audit(floor.database)


def test_the_same_weight_handed_in_again_is_weighed_once(floor: Workplace) -> None:
    packer = Packer(floor)
    at_scale, once = packer.do(packer.state, CARD), on_scale(866.0)
    first = packer.do(at_scale, once)
    again = packer.do(at_scale, once)
    assert again.sscc == first.sscc
    assert len(weighings(floor)) == 1


def test_which_benches_ask_for_a_weight(floor: Workplace) -> None:
    without = Packer(floor, has_scale=False)
    assert without.do(without.state, OK).prompt is PackPrompt.SCAN_LABEL
    set_house_rules(floor, replace(read_house_rules(floor), weighing=WeighRule.ALWAYS))
    typed = Packer(floor, has_scale=False)
    state = typed.do(typed.state, CARD)
    assert state.prompt is PackPrompt.WEIGH
    assert shift.pack(typed.floor, typed.who, state, SKIP).refusal is not None
    state = typed.do(state, builders.typed(8), builders.typed(66), OK)
    assert state.prompt is PackPrompt.SCAN_LABEL
    set_house_rules(floor, replace(read_house_rules(floor), weighing=WeighRule.NEVER))
    never = Packer(floor)
    assert never.do(never.state, OK).prompt is PackPrompt.SCAN_LABEL
    assert weighings(floor) == [(866.0, "right", None)]


def test_a_light_parcel_stays_until_it_is_put_right(floor: Workplace) -> None:
    packer = Packer(floor)
    state = packer.do(packer.state, CARD, on_scale(552.0))
    assert state.prompt is PackPrompt.WEIGHT_DIFFERS
    assert state.weighed is not None
    assert state.weighed.explanations[0][0].units == 1
    assert books.value(floor, "select state from carton") == "open"
    emptied = packer.do(state, builders.typed(2))
    assert (emptied.prompt, emptied.verified) == (PackPrompt.SCAN_UNIT, 0)
    resumed = shift.pack(packer.floor, packer.who, emptied, packer.mug.barcode)
    assert resumed.state is not None
    assert resumed.state.history == emptied.history + resumed.state.history
    state = packer.do(resumed.state, packer.mug.barcode, CARD, on_scale(852.0))
    assert state.prompt is PackPrompt.SCAN_LABEL
    assert [row[1] for row in weighings(floor)] == ["light", "right"]
    books.audit(floor.database)


def test_only_a_leads_badge_lets_a_wrong_weight_go(floor: Workplace) -> None:
    packer = Packer(floor)
    differs = packer.do(packer.state, CARD, on_scale(552.0), on_scale(553.0))
    asked = packer.do(differs, builders.typed(3), builders.typed(1))
    own = f"B-{builders.badge_of(packer.who)}"
    for badge, refusal in (
        (own, NotAllowed(Verb.OVERRIDE_WEIGHT, OperatorRole.PICKER)),
        ("B-" + "A" * 16, UnknownBadge()),
    ):
        assert shift.pack(packer.floor, packer.who, asked, badge).refusal == refusal
    assert books.value(floor, "select state from carton") == "open"
    state = packer.do(asked, a_lead(floor))
    assert state.prompt is PackPrompt.SCAN_LABEL
    assert weighings(floor)[-1] == (553.0, "light", "counted")
    assert books.value(floor, "select weight_g from carton") == 553
    kinds = "select count(*) from event_log where kind = 'WeightOverridden'"
    assert books.value(floor, kinds) == 1
    raws = {raw for (raw,) in books.rows(floor, "select raw from scan_log")}
    assert "badge" in raws
    assert not [raw for raw in raws if raw.startswith("B-")]
    books.audit(floor.database)


# Off line -------------------------------------------------------------------------------------


def prompt(bench: Bench) -> PackPrompt:
    assert bench.state is not None
    return bench.state.prompt


@pytest.fixture
def net(postgresql_server: PostgresqlServer, tmp_path: Path) -> Iterator[OfflineFloor]:
    with offline_floor(postgresql_server, tmp_path) as floor:
        yield floor


@pytest.fixture
def order(net: OfflineFloor, tmp_path: Path) -> OneOrder:
    set_house_rules(net.desk, replace(read_house_rules(net.desk), weighing=WeighRule.ALWAYS))
    return an_order_at_the_bench(net, tmp_path)


def test_off_line_the_bench_judges_by_itself_and_only_the_leads_word_waits(
    net: OfflineFloor, order: OneOrder
) -> None:
    with net.desk.database.engine.begin() as connection:
        connection.exec_driver_sql("update item set weight_g = 300")
    with a_bench(net, order) as bench:
        net.cut()
        bench.scan(order.mug.barcode, order.lamp.barcode, order.mug.barcode, CARD)
        assert prompt(bench) is PackPrompt.WEIGH
        bench.scan("550")
        assert prompt(bench) is PackPrompt.WEIGHT_DIFFERS
        bench.scan("XCK", "551", "XCNE")
        assert prompt(bench) is PackPrompt.WEIGHT_REASON
        bench.scan("XCK")
        with pytest.raises(Refused) as refused:
            bench.scan(f"B-{builders.badge_of(order.operator)}")
        assert refused.value.refusal == NeedsDatabase(Activity.OVERRIDE_WEIGHT)
        bench.scan("XCUND", "XCK", "1152")
        assert prompt(bench) is PackPrompt.LABEL_WAITS
        bench.back()
    assert carton(net).weight_g == 1152
    verdicts = books.rows(net.desk, "select verdict from weighing order by id")
    assert verdicts == [("light",), ("light",), ("right",)]
    assert len(jobs(net, "shipping_label")) == 1
    assert net.violations() == []
