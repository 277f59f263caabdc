"""The words and figures of the screen on the wall, made of plain values."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.floor_heat import HeatLayer
from app.services.floor_queues import FloorQueues
from app.services.hall_board import CutOffLoad, HallBoard
from app.ui.message import translate
from app.ui.tokens import State
from app.ui.widgets.hall_tiles import Tile

MOST_CUT_OFFS, MOST_LANES = 4, 4
"""So many are shown; the earliest, and those with most to do."""


def hour_tiles(board: HallBoard, now: datetime) -> tuple[Tile, ...]:
    """On time, at risk, the next truck, and how far its orders are."""
    share, today = board.strip.on_time_share, board.strip.today
    known = "-" if share is None else f"{100 * share:.1f} %"
    due = translate("hall", "n {0}").format(today.in_time + today.late)
    risk = State.LOOK if board.strip.at_risk else None
    tiles = (
        Tile(translate("hall", "ON TIME"), known, "" if share is None else due),
        Tile(
            translate("hall", "AT RISK"),
            str(board.strip.at_risk),
            translate("hall", "orders"),
            risk,
        ),
    )
    load = board.next_cut_off
    if load is None:
        return (*tiles, Tile(translate("hall", "CUT-OFF"), translate("hall", "none today")))
    at = load.at.astimezone().strftime("%H:%M")
    return (
        *tiles,
        Tile(translate("hall", "CUT-OFF"), countdown(load.at - now), at),
        _done(load, translate("hall", "PACKED {0}").format(at)),
    )


def countdown(left: timedelta) -> str:
    """Minutes and seconds, or hours from one on."""
    seconds = max(0, int(left.total_seconds()))
    minutes, seconds = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes:02}:{seconds:02} min"
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02} h"


def _done(load: CutOffLoad, title: str) -> Tile:
    share = load.packed / load.orders if load.orders else 1.0
    return Tile(title, f"{load.packed}/{load.orders}", share=share)


def cut_off_tiles(board: HallBoard, now: datetime) -> tuple[Tile, ...]:
    """The cut-offs in turn, each with its orders packed of all."""
    tiles = []
    for load in board.cut_offs[:MOST_CUT_OFFS]:
        tile = _done(load, load.at.astimezone().strftime("%H:%M"))
        is_late = load.at <= now and load.packed < load.orders
        word = translate("hall", "late") if is_late else translate("hall", "packed")
        state = State.LOOK if is_late else None
        tiles.append(Tile(tile.title, tile.figure, word, state, tile.share))
    return tuple(tiles)


def queue_tiles(queues: FloorQueues) -> tuple[Tile, ...]:
    """Walls, benches, lanes and printers."""
    tiles = [
        Tile(
            translate("hall", "PACK"),
            translate("hall", "{0} min").format(queues.pack_minutes),
            translate("hall", "{0} totes").format(queues.pack_totes),
        )
    ]
    tiles += [
        Tile(
            translate("hall", "WALL {0}").format(wall.wall),
            f"{round(100 * wall.share)} %",
            share=wall.share,
        )
        for wall in queues.walls
    ]
    lanes = sorted(queues.lanes, key=lambda lane: lane.loaded - lane.parcels)[:MOST_LANES]
    tiles += [
        Tile(
            translate("hall", "LANE {0}").format(lane.carrier.upper()),
            f"{lane.loaded}/{lane.parcels}",
            share=lane.loaded / lane.parcels,
        )
        for lane in lanes
    ]
    if queues.printers_down:
        names = ", ".join(queues.printers_down)
        tiles.append(Tile(translate("hall", "PRINTERS DOWN"), names, state=State.LOOK))
    return tuple(tiles)


def zone_tiles(board: HallBoard, layer: HeatLayer) -> tuple[Tile, ...]:
    """The figure of each zone, beside the map whose own figures are small from afar."""
    return tuple(Tile(zone.zone or "-", str(zone.values[layer])) for zone in board.live.zones)


def queue_words(queues: FloorQueues) -> str:
    """The queues on one line, under a lead's map."""
    parts = [
        translate("hall", "WALL {0} {1} %").format(wall.wall, round(100 * wall.share))
        for wall in queues.walls
    ]
    pack = translate("hall", "PACK {0} totes = {1} min, {2} packers")
    parts.append(pack.format(queues.pack_totes, queues.pack_minutes, queues.packers))
    parts += [f"{lane.carrier.upper()} {lane.loaded}/{lane.parcels}" for lane in queues.lanes]
    if queues.printers_down:
        down = ", ".join(queues.printers_down)
        parts.append(translate("hall", "PRINTERS DOWN {0}").format(down))
    return "  |  ".join(parts)
