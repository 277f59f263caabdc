"""Defects that no service would make, and the invariant that has to report each of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Defect:
    """A defect: the statements that make it, what must be reported, and how it is named."""

    code: str
    name: str
    statements: tuple[str, ...]
    subject: str
    without: tuple[str, ...] = ()
    also: frozenset[str] = frozenset()


MUG, TEA, TIN = (f"(SELECT id FROM item WHERE sku = '{sku}')" for sku in ("MUG", "TEA", "TIN"))


def place(code: str) -> str:
    return f"(SELECT id FROM location WHERE code = '{code}')"


def order(number: str) -> str:
    return f"(SELECT id FROM orders WHERE number = '{number}')"


def order_line(number: str, sku: str) -> str:
    return f"(SELECT id FROM order_line WHERE order_id = {order(number)} AND sku = '{sku}')"


def pick_line(number: str, sku: str) -> str:
    return f"(SELECT MIN(id) FROM pick_line WHERE order_line_id = {order_line(number, sku)})"


def carton(number: str) -> str:
    return (
        "(SELECT carton.id FROM carton JOIN shipment ON shipment.id = carton.shipment_id "
        f"WHERE shipment.order_id = {order(number)})"
    )


def first_pick(number: str, sku: str) -> str:
    return f"(SELECT MIN(id) FROM stock_move WHERE pick_line_id = {pick_line(number, sku)})"


def scan_of(move: str) -> str:
    return f"(SELECT scan_id FROM stock_move WHERE id = {move})"


def happened(kind: str, payload: str) -> str:
    return (
        "INSERT INTO event_log (kind, payload, station, at) "
        f"VALUES ('{kind}', '{payload}', 'P-01', '2026-11-20 09:00:00')"
    )


DEFECTS = (
    Defect(
        "stock_is_the_ledger",
        "a unit is in another place than the ledger says",
        (
            f"UPDATE stock SET on_hand = on_hand + 1 WHERE location_id = {place('A01-01L-1')}",
            f"UPDATE stock SET on_hand = on_hand - 1 WHERE location_id = {place('R01-01L-1')}",
        ),
        "item MUG at A01-01L-1",
    ),
    Defect(
        "items_balance",
        "a unit appeared from nowhere",
        (f"UPDATE stock SET on_hand = on_hand + 1 WHERE location_id = {place('R01-01L-1')}",),
        "item MUG",
        also=frozenset({"stock_is_the_ledger"}),
    ),
    Defect(
        "stock_is_in_the_house",
        "the carrier's truck is counted as stock",
        (f"INSERT INTO stock VALUES ({MUG}, -2, 0, 4, 0)",),
        "item MUG at SHIPPED",
    ),
    Defect(
        "stock_is_not_negative",
        "more was adjusted away than lay there",
        (
            f"INSERT INTO stock VALUES ({MUG}, {place('A01-03L-1')}, 0, -5, 0)",
            "INSERT INTO stock_move (item_id, lot_id, from_location_id, to_location_id, quantity, "
            f"reason, leg, station, at) VALUES ({MUG}, 0, {place('A01-03L-1')}, -4, 5, "
            "'adjusted', 0, '', '2026-11-20 09:00:00')",
        ),
        "item MUG at A01-03L-1",
        without=("stock",),
    ),
    Defect(
        "stock_is_not_negative",
        "more is promised than there is",
        (
            f"UPDATE stock SET allocated = on_hand + 1 WHERE location_id = {place('R01-01L-1')}",
            "UPDATE allocation SET quantity = 51, item_id = (SELECT item_id FROM stock WHERE "
            f"location_id = {place('R01-01L-1')}), location_id = {place('R01-01L-1')} "
            f"WHERE order_line_id = {order_line('1009', 'TIN')}",
            "UPDATE stock SET allocated = allocated - (SELECT allocated FROM order_line WHERE id = "
            f"{order_line('1009', 'TIN')}) WHERE location_id = {place('A01-03L-1')}",
            f"UPDATE order_line SET allocated = 51 WHERE id = {order_line('1009', 'TIN')}",
        ),
        "item MUG at R01-01L-1",
        without=("stock",),
    ),
    Defect(
        "moves_make_sense",
        "a delivery is booked as a pick",
        (
            "UPDATE stock_move SET reason = 'adjusted' WHERE reason = 'received' "
            f"AND to_location_id = {place('R01-01L-1')}",
        ),
        "item MUG",
    ),
    Defect(
        "moves_make_sense",
        "a ledger row moves nothing",
        (
            "INSERT INTO stock_move (id, item_id, lot_id, from_location_id, to_location_id, "
            f"quantity, reason, leg, station, at) VALUES (9999, {TIN}, 0, -1, "
            f"{place('A01-03L-1')}, 0, 'received', 0, '', '2026-11-20 09:00:00')",
        ),
        "ledger row 9999",
        without=("stock_move",),
    ),
    Defect(
        "lots_belong_to_items",
        "a lot was given to another item",
        (f"UPDATE lot SET item_id = {MUG} WHERE code = 'L1'",),
        "item TEA",
    ),
    Defect(
        "promised_stock_has_orders",
        "a promise was forgotten at its place",
        (f"UPDATE stock SET allocated = allocated + 1 WHERE location_id = {place('R01-01L-1')}",),
        "item MUG at R01-01L-1",
    ),
    Defect(
        "promises_are_open_work",
        "a promise was taken from released work",
        (
            f"UPDATE allocation SET quantity = 0 WHERE order_line_id = {order_line('1008', 'TEA')}",
            f"UPDATE stock SET allocated = allocated - 1 WHERE location_id = {place('A01-04L-1')}",
            f"UPDATE order_line SET allocated = 0 WHERE id = {order_line('1008', 'TEA')}",
        ),
        "order 1008, item TEA at A01-04L-1",
    ),
    Defect(
        "promises_are_open_work",
        "a picker is sent to another place than the promised one",
        (
            f"UPDATE pick_line SET location_id = {place('R01-01L-1')} "
            f"WHERE id = {pick_line('1008', 'TEA')}",
        ),
        "order 1008, item TEA",
    ),
    Defect(
        "order_lines_count_promises",
        "an order line forgot a promise",
        (
            "UPDATE order_line SET allocated = allocated - 1 "
            f"WHERE id = {order_line('1009', 'TIN')}",
        ),
        "order 1009, line 1 (TIN)",
    ),
    Defect(
        "pick_lines_are_moves",
        "a pick was booked on the order's other line",
        (
            f"UPDATE stock_move SET pick_line_id = {pick_line('1005', 'TIN')}, "
            f"order_line_id = {order_line('1005', 'TIN')} WHERE id = {first_pick('1005', 'MUG')}",
        ),
        "order 1005, item MUG at A01-01L-1",
    ),
    Defect(
        "pick_lines_are_moves",
        "a pick names another order line than its pick line",
        (
            f"UPDATE stock_move SET order_line_id = {order_line('1005', 'TIN')} "
            f"WHERE id = {first_pick('1005', 'MUG')}",
        ),
        "item MUG",
    ),
    Defect(
        "pick_lines_stay_in_bounds",
        "more is short than was asked for",
        ("UPDATE pick_line SET short = 5, state = 'cancelled' WHERE short > 0",),
        "order 1007, item TIN at A01-03L-1",
        without=("pick_line",),
    ),
    Defect(
        "pick_lines_stay_in_bounds",
        "a complete line is called short",
        (f"UPDATE pick_line SET state = 'short' WHERE id = {pick_line('1004', 'TIN')}",),
        "order 1004, item TIN at A01-03L-1",
    ),
    Defect(
        "order_lines_count_picks",
        "an order line forgot a picked unit",
        (
            "UPDATE order_line SET picked = picked - 1, allocated = allocated - 1 "
            f"WHERE id = {order_line('1004', 'TIN')}",
            f"UPDATE orders SET state = 'picking' WHERE number = '1004'",
            happened("OrderStateChanged", '{"order_id": 4, "old": "picked", "new": "picking"}'),
        ),
        "order 1004, line 1 (TIN)",
    ),
    Defect(
        "tasks_carry_their_orders",
        "a task carries another order than its lines are for",
        (f"UPDATE pick_task_tote SET order_id = {order('1009')} WHERE task_id = 8",),
        "pick task 8, item TEA",
    ),
    Defect(
        "tasks_have_holders",
        "work in progress has no lease",
        ("UPDATE pick_task SET lease_until = NULL WHERE state = 'in_progress'",),
        "pick task 5",
    ),
    Defect(
        "tasks_have_holders",
        "work nobody claimed has a picker",
        ("UPDATE pick_task SET operator_id = 1 WHERE state = 'ready'",),
        "pick task 8",
        without=("pick_task",),
    ),
    Defect(
        "tasks_end_with_their_lines",
        "a task without open lines goes on",
        ("UPDATE pick_task SET state = 'paused' WHERE id = 4",),
        "pick task 4",
    ),
    Defect(
        "picks_are_by_the_holder",
        "a pick names a claim that never was",
        (
            f"UPDATE scan_log SET epoch = 7 WHERE scan_id = {scan_of(first_pick('1006', 'MUG'))}",
            f"UPDATE stock_move SET epoch = 7 WHERE id = {first_pick('1006', 'MUG')}",
        ),
        "pick task 6",
    ),
    Defect(
        "picks_are_by_the_holder",
        "a unit was picked by somebody who did not hold the task",
        (
            "UPDATE scan_log SET operator_id = 2 "
            f"WHERE scan_id = {scan_of(first_pick('1006', 'MUG'))}",
            f"UPDATE stock_move SET operator_id = 2 WHERE id = {first_pick('1006', 'MUG')}",
        ),
        "pick task 6",
    ),
    Defect(
        "picks_are_by_the_holder",
        "two pickers hold one claim",
        (happened("TaskClaimed", '{"task_id": 5, "operator_id": 1, "epoch": 1}'),),
        "pick task 5, claim number 1",
    ),
    Defect(
        "picks_are_by_the_holder",
        "a unit was picked after somebody else took the task",
        (
            "UPDATE pick_task SET epoch = 2 WHERE id = 5",
            happened("TaskClaimed", '{"task_id": 5, "operator_id": 2, "epoch": 2}'),
            f"UPDATE scan_log SET epoch = 2 WHERE scan_id = {scan_of(first_pick('1005', 'MUG'))}",
            f"UPDATE stock_move SET epoch = 2 WHERE id = {first_pick('1005', 'MUG')}",
        ),
        "pick task 5",
    ),
    Defect(
        "totes_carry_one_order",
        "goods lie in a tote without an order",
        (f"UPDATE tote SET order_id = NULL WHERE location_id = {place('T-0004')}",),
        "tote T-0004",
    ),
    Defect(
        "totes_carry_one_order",
        "goods lie in another order's tote",
        (f"UPDATE tote SET order_id = {order('1003')} WHERE location_id = {place('T-0004')}",),
        "tote T-0004, item TIN",
    ),
    Defect(
        "totes_carry_one_order",
        "work goes on with a tote that carries nothing of it",
        (f"UPDATE pick_task_tote SET tote_id = {place('T-0009')} WHERE task_id = 6",),
        "tote T-0009",
    ),
    Defect(
        "order_lines_advance_in_order",
        "more is given up than was ordered",
        (f"UPDATE order_line SET short = 3, cancelled = 1 WHERE id = {order_line('1007', 'TIN')}",),
        "order 1007, line 1 (TIN)",
    ),
    Defect(
        "order_states_follow",
        "a hold was lifted and the order stayed held",
        (
            "UPDATE order_hold SET lifted_at = '2026-11-20 09:00:00' "
            f"WHERE order_id = {order('1010')}",
        ),
        "order 1010",
    ),
    Defect(
        "shipped_orders_are_complete",
        "a shipped order has no time of shipping",
        ("UPDATE orders SET shipped_at = NULL WHERE number = '1001'",),
        "order 1001",
    ),
    Defect(
        "shipped_orders_are_complete",
        "a picked unit of a shipped order stayed behind",
        (
            "UPDATE order_line SET packed = 1, shipped = 1, cancelled = 1 "
            f"WHERE id = {order_line('1001', 'MUG')}",
            f"UPDATE carton_line SET quantity = 1 WHERE order_line_id = {order_line('1001', 'MUG')}",
            "DELETE FROM stock_move WHERE id = (SELECT MIN(id) FROM stock_move WHERE "
            f"reason = 'packed' AND order_line_id = {order_line('1001', 'MUG')})",
            "UPDATE stock_move SET quantity = 1 WHERE reason = 'shipped' "
            f"AND order_line_id = {order_line('1001', 'MUG')}",
            "UPDATE stock SET on_hand = 1 "
            f"WHERE location_id = {place('T-0001')} AND item_id = {MUG}",
            f"UPDATE tote SET order_id = {order('1001')} WHERE location_id = {place('T-0001')}",
        ),
        "order 1001, line 1 (MUG)",
    ),
    Defect(
        "shipped_orders_are_complete",
        "a carton of a shipped order stands in the house",
        (
            "INSERT INTO location (id, code, kind, zone, aisle, side, bay, level, check_digits, "
            "pick_sequence) VALUES (999, 'CARTON-999', 'carton', '', '', '', '', '', '', 0)",
            "INSERT INTO carton (shipment_id, number, location_id, state, tracking_number, "
            "station, opened_at) SELECT shipment_id, 2, 999, 'open', '', '', opened_at "
            f"FROM carton WHERE id = {carton('1001')}",
        ),
        "order 1001",
    ),
    Defect(
        "order_lines_count_packs",
        "an order line forgot a packed unit",
        (f"UPDATE order_line SET packed = packed - 1 WHERE id = {order_line('1003', 'MUG')}",),
        "order 1003, line 1 (MUG)",
    ),
    Defect(
        "order_lines_count_shipments",
        "a shipment was booked on the order's other line",
        (
            f"UPDATE stock_move SET order_line_id = {order_line('1001', 'TEA')} "
            f"WHERE reason = 'shipped' AND order_line_id = {order_line('1001', 'MUG')}",
        ),
        "order 1001, line 1 (MUG)",
    ),
    Defect(
        "cartons_hold_what_they_list",
        "units are listed in another carton",
        (
            f"UPDATE carton_line SET carton_id = {carton('1002')} "
            f"WHERE carton_id = {carton('1003')} AND quantity > 0",
        ),
        "item MUG",
    ),
    Defect(
        "cartons_ship_once",
        "other lots were shipped than the carton listed",
        (
            f"UPDATE carton_line SET quantity = 5 - quantity "
            f"WHERE order_line_id = {order_line('1001', 'TEA')}",
        ),
        "item TEA",
    ),
    Defect(
        "cartons_keep_their_stages",
        "a closed carton has no time of closing",
        (f"UPDATE carton SET closed_at = NULL WHERE id = {carton('1002')}",),
        "carton 04012345",
    ),
    Defect(
        "carton_numbers_are_ours_once",
        "a number would be given out again",
        ("UPDATE sscc_range SET next_serial = 1",),
        "carton 04012345",
    ),
    Defect(
        "carton_numbers_are_ours_once",
        "a number does not check",
        (f"UPDATE carton SET sscc = '040123450000000026' WHERE id = {carton('1002')}",),
        "carton 040123450000000026 of order 1002",
    ),
    Defect(
        "carton_numbers_are_ours_once",
        "two cartons have one number",
        (
            f"UPDATE carton SET sscc = (SELECT sscc FROM carton WHERE id = {carton('1001')}) "
            f"WHERE id = {carton('1002')}",
        ),
        "carton number 04012345",
        without=("carton",),
    ),
    Defect(
        "cartons_have_their_papers",
        "a closed carton has no packing slip",
        (
            f"DELETE FROM print_job WHERE carton_id = {carton('1002')} "
            "AND document_kind = 'packing_slip'",
        ),
        "packing slip",
    ),
    Defect(
        "labels_are_never_doubled",
        "two labels of a parcel were printed, neither marked as a copy",
        (
            "UPDATE print_job SET state = 'confirmed' "
            f"WHERE carton_id = {carton('1001')} AND document_kind = 'shipping_label'",
            "INSERT INTO print_job (carton_id, document_kind, version, copy, document, printer_id, "
            "state, reason, attempt, sha256, worker, station, reprint_reason, made_at) "
            "SELECT carton_id, document_kind, 2, 1, document, printer_id, 'sent', '', 1, '', '', "
            f"'', '', made_at FROM print_job WHERE carton_id = {carton('1001')} "
            "AND document_kind = 'shipping_label'",
        ),
        "carton 04012345",
    ),
    Defect(
        "labels_are_never_doubled",
        "a label was printed again without a reason",
        ("UPDATE print_job SET reprint_reason = '' WHERE reprint_of IS NOT NULL",),
        "print job",
    ),
    Defect(
        "scans_apply_once",
        "a refused scan moved a unit",
        (
            "UPDATE scan_log SET refusal = 'wrong_item' "
            f"WHERE scan_id = {scan_of(first_pick('1004', 'TIN'))}",
        ),
        "item TIN",
    ),
    Defect(
        "scans_apply_once",
        "a scan is not in the log",
        (f"DELETE FROM scan_log WHERE scan_id = {scan_of(first_pick('1004', 'TIN'))}",),
        "item TIN",
    ),
    Defect(
        "scans_apply_once",
        "a unit was picked without a scan",
        (f"UPDATE stock_move SET scan_id = NULL WHERE id = {first_pick('1004', 'TIN')}",),
        "item TIN",
    ),
    Defect(
        "scans_apply_once",
        "a scan was applied twice",
        (
            "UPDATE stock_move SET scan_id = (SELECT scan_id FROM stock_move WHERE id = "
            "(SELECT MIN(id) FROM stock_move WHERE reason = 'packed')) WHERE reason = 'packed'",
        ),
        "the scan behind ledger row",
        without=("stock_move",),
    ),
    Defect(
        "scans_and_moves_agree",
        "a scan was made at another station than its move",
        (
            "UPDATE scan_log SET station = 'P-99' "
            f"WHERE scan_id = {scan_of(first_pick('1004', 'TIN'))}",
        ),
        "item TIN",
    ),
    Defect(
        "events_tell_the_same",
        "a pick is not told",
        (
            "DELETE FROM event_log WHERE id = (SELECT MIN(id) FROM event_log WHERE kind = 'LinePicked')",
        ),
        "order 1001, item",
    ),
    Defect(
        "events_tell_the_same",
        "a hand-over is told twice",
        (happened("CartonShipped", '{"carton_id": 1}'),),
        "carton 04012345",
    ),
    Defect(
        "events_tell_the_same",
        "another state was told than the order is in",
        (happened("OrderStateChanged", '{"order_id": 8, "old": "released", "new": "picking"}'),),
        "order 1008",
    ),
    Defect(
        "references_lead_somewhere",
        "a barcode is of no item",
        (f"UPDATE item_barcode SET item_id = 999 WHERE item_id = {TIN}",),
        "table item_barcode, column item_id",
    ),
)
