"""Parcels on the scale: on record, set aside by a lead, and learnt from, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.db.schema import Carton, Operator
from app.domain.bench_weights import BenchWeights, PackedUnits
from app.domain.operators import OperatorRole
from app.domain.pack_state import PackPrompt
from app.domain.permissions import Verb
from app.domain.refusals import NotAllowed, Refused
from app.domain.weigh_steps import Override, OverrideReason, WeighStep, next_weigh_step
from app.domain.weighing import WeightSource, WeightVerdict
from app.services import weighing
from app.services.workplace import Workplace
from tests import builders
from tests.services import books, shift


def a_carton(floor: Workplace, item: builders.Goods, units: int = 1) -> int:
    """An order of an item, picked, packed and waiting for its label; the carton's number."""
    inland = replace(builders.HOME, city="Leeds", postcode="LS1 4DT", country_code="GB")
    builders.a_released_order(floor, (item, units), ship_to=inland)
    who = builders.an_operator(floor)
    tote = builders.a_tote(floor)
    shift.pick_order(floor, who, tote)
    state = shift.open_bench(floor, who, tote)
    return shift.pack_until(floor, who, state, PackPrompt.SCAN_LABEL).carton_id


def item_id(floor: Workplace, goods: builders.Goods) -> int:
    return int(books.value(floor, "select id from item where sku = :sku", sku=goods.sku))


def weigh(
    floor: Workplace,
    carton_id: int,
    grams: float,
    *contents: tuple[int, int],
    override: Override | None = None,
) -> WeightVerdict:
    """Put a carton in a box M2 on the scale, with these units of items in it."""
    packed = [PackedUnits(item, f"SKU{item}", f"Item {item}", units) for item, units in contents]
    with floor.database.begin(floor.actor(verb=Verb.PACK)) as work:
        known = weighing.bench_weights(work, [item for item, _ in contents])
        parcel = known.parcel("M2", packed)
        weighed = known.judge(parcel, grams)
        carton = work.session.get_one(Carton, carton_id)
        weighing.note_weighing(work, carton, parcel, weighed, override)
    return weighed.verdict


def learn(floor: Workplace) -> None:
    while weighing.learn_weights(floor):
        pass


def a_lead(floor: Workplace) -> int:
    lead = builders.an_operator(floor, "Mara Lind")
    with floor.database.begin() as work:
        work.session.get_one(Operator, lead).role = OperatorRole.LEAD
    return lead


@pytest.fixture
def mug(floor: Workplace) -> builders.Goods:
    """Mugs whose record says 300 g."""
    goods, _ = builders.some_stock(floor)
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update item set weight_g = 300")
    return goods


def test_a_record_is_believed_until_something_was_weighed(
    floor: Workplace, mug: builders.Goods
) -> None:
    item = item_id(floor, mug)
    known = weighing.weights_for(floor, [item])
    assert known.items[item].grams == 300.0
    assert known.items[item].source is WeightSource.MASTER
    assert known.packagings["M2"].grams == 250.0
    assert set(known.packagings) == {"S", "M2"}


def test_a_weighing_is_on_record_with_what_lay_on_the_scale(
    floor: Workplace, mug: builders.Goods
) -> None:
    item, carton = item_id(floor, mug), a_carton(floor, mug, 2)
    assert weigh(floor, carton, 858.4, (item, 2)) is WeightVerdict.RIGHT
    assert books.rows(
        floor,
        "select carton_id, packaging_code, measured_g, expected_g, verdict, override_reason, "
        "station from weighing",
    ) == [(carton, "M2", 858.4, 850.0, "right", None, "P-01")]
    assert books.rows(floor, "select item_id, units from weighed_item") == [(item, 2)]
    assert books.value(floor, "select weight_g from carton") == 858
    assert books.value(floor, "select count(*) from event_log where kind = 'ParcelWeighed'") == 1


def test_a_light_parcel_stays_and_teaches_nothing(floor: Workplace, mug: builders.Goods) -> None:
    item, carton = item_id(floor, mug), a_carton(floor, mug, 2)
    before = books.value(floor, "select weight_g from carton")
    assert weigh(floor, carton, 552.0, (item, 2)) is WeightVerdict.LIGHT
    assert weigh(floor, carton, 550.0, (item, 2)) is WeightVerdict.LIGHT
    learn(floor)
    assert books.value(floor, "select count(*) from learnt_weight") == 0
    assert books.value(floor, "select weight_g from carton") == before
    with floor.database.begin() as work:
        row = work.session.get_one(Carton, carton)
        assert next_weigh_step(weighing.weighings(work, row)) is WeighStep.ASK_LEAD


def test_weights_are_learnt_from_right_parcels(floor: Workplace, mug: builders.Goods) -> None:
    item, carton = item_id(floor, mug), a_carton(floor, mug)
    cartons = [carton, *(a_carton(floor, mug) for _ in range(3))]
    for number, each in enumerate(cartons):
        assert weigh(floor, each, 567.0 + number, (item, 1)) is WeightVerdict.RIGHT
        learn(floor)
    known = weighing.weights_for(floor, [item])
    assert known.items[item].source is WeightSource.LEARNT
    whole = known.items[item].grams + known.packagings["M2"].grams
    assert whole == pytest.approx(567.5, abs=3.0)
    assert known.items[item].doubt_g < 15.0
    parcels = "select parcels, updated_at is not null from learnt_weight order by id"
    assert books.rows(floor, parcels) == [(4, True), (4, True)]
    assert weighing.learn_weights(floor) == 0


def test_an_item_without_a_weight_is_learnt_by_its_first_parcel(
    floor: Workplace, mug: builders.Goods
) -> None:
    with floor.database.engine.begin() as connection:
        connection.exec_driver_sql("update item set weight_g = null")
    item, carton = item_id(floor, mug), a_carton(floor, mug, 2)
    known = weighing.weights_for(floor, [item])
    assert known.items[item].source is WeightSource.UNKNOWN
    assert weigh(floor, carton, 1050.0, (item, 2)) is WeightVerdict.LEARNING
    learn(floor)
    assert weighing.weights_for(floor, [item]).items[item].grams == pytest.approx(400.0)
    assert weigh(floor, a_carton(floor, mug), 650.0, (item, 1)) is WeightVerdict.RIGHT


def test_only_the_last_weighing_of_a_carton_is_learnt_from(
    floor: Workplace, mug: builders.Goods
) -> None:
    item, carton = item_id(floor, mug), a_carton(floor, mug)
    weigh(floor, carton, 560.0, (item, 1))
    learn(floor)
    weigh(floor, carton, 545.0, (item, 1))
    learn(floor)
    assert books.rows(floor, "select measured_g, is_lesson from weighing order by id") == [
        (560.0, False),
        (545.0, True),
    ]
    assert books.rows(floor, "select distinct parcels from learnt_weight") == [(1,)]
    with floor.database.begin(floor.actor(verb=Verb.PACK)) as work:
        weighing.void_weighing(work, work.session.get_one(Carton, carton))
    assert not books.rows(floor, "select id from weighing where is_lesson")


@pytest.mark.parametrize("reason", OverrideReason)
def test_a_lead_lets_a_parcel_go_with_a_reason_that_is_counted(
    floor: Workplace, mug: builders.Goods, reason: OverrideReason
) -> None:
    item, carton, lead = item_id(floor, mug), a_carton(floor, mug), a_lead(floor)
    changed = item if reason is OverrideReason.ITEM_CHANGED else None
    word = Override(reason, lead, changed)
    assert weigh(floor, carton, 450.0, (item, 1), override=word) is WeightVerdict.LIGHT
    assert books.value(floor, "select weight_g from carton") == 450
    counts = weighing.gate_counts(floor)
    assert counts.verdicts[WeightVerdict.LIGHT] == 1
    assert counts.overrides[reason] == 1
    assert sum(counts.overrides.values()) == 1
    learn(floor)
    is_learnt = reason in (OverrideReason.COUNTED, OverrideReason.ITEM_CHANGED)
    assert bool(books.value(floor, "select count(*) from learnt_weight")) is is_learnt


def test_nobody_else_lets_a_parcel_of_a_wrong_weight_go(
    floor: Workplace, mug: builders.Goods
) -> None:
    item, carton = item_id(floor, mug), a_carton(floor, mug)
    picker = builders.an_operator(floor, "Ben")
    with pytest.raises(Refused) as caught:
        weigh(floor, carton, 450.0, (item, 1), override=Override(OverrideReason.COUNTED, picker))
    assert caught.value.refusal == NotAllowed(Verb.OVERRIDE_WEIGHT, OperatorRole.PICKER)
    assert books.value(floor, "select count(*) from weighing") == 0


def test_an_item_that_changed_forgets_what_it_weighed_before(
    floor: Workplace, mug: builders.Goods
) -> None:
    item, lead = item_id(floor, mug), a_lead(floor)
    for _ in range(5):
        weigh(floor, a_carton(floor, mug), 552.0, (item, 1))
        learn(floor)
    word = Override(OverrideReason.ITEM_CHANGED, lead, item)
    heavier = a_carton(floor, mug)
    assert weigh(floor, heavier, 672.0, (item, 1), override=word) is WeightVerdict.HEAVY
    learn(floor)
    assert weighing.weights_for(floor, [item]).items[item].grams > 385.0
    assert weigh(floor, a_carton(floor, mug), 672.0, (item, 1)) is WeightVerdict.RIGHT
    learn(floor)
    assert books.rows(floor, "select parcels from learnt_weight where item_id is not null") == [
        (2,)
    ]


def test_two_stations_learn_each_parcel_once(
    floor: Workplace, mug: builders.Goods, open_station: Callable[[str], Workplace]
) -> None:
    item = item_id(floor, mug)
    for _ in range(3):
        weigh(floor, a_carton(floor, mug), 552.0, (item, 1))
    assert weighing.learn_weights(open_station("P-02")) == 3
    assert weighing.learn_weights(floor) == 0


def test_a_bench_judges_by_itself_what_it_was_given(floor: Workplace, mug: builders.Goods) -> None:
    item = item_id(floor, mug)
    known: BenchWeights = weighing.weights_for(floor, [item])
    two_lines = [PackedUnits(item, mug.sku, "Mug", 1), PackedUnits(item, mug.sku, "Mug", 1)]
    parcel = known.parcel("M2", two_lines)
    assert [(line.sku, line.quantity) for line in parcel.lines] == [(mug.sku, 2)]
    light = known.judge(parcel, 550.0)
    assert light.verdict is WeightVerdict.LIGHT
    (missing,) = light.explanations[0]
    assert (missing.name, missing.units, round(missing.grams)) == ("Mug", 1, 300)
