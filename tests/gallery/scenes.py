"""All scenes of the gallery by name, in the order in which an order meets the screens."""

from __future__ import annotations

from tests.gallery import (
    board_scenes,
    desk_scenes,
    pack_scenes,
    parcel_scenes,
    people_scenes,
    pick_scenes,
    stock_desk_scenes,
    stock_scenes,
    trouble_scenes,
)
from tests.gallery.booth import Scene

SCENES: dict[str, Scene] = {
    scene.__name__.replace("_", "-"): scene
    for scene in (
        *pick_scenes.SCENES,
        *pack_scenes.SCENES,
        *parcel_scenes.SCENES,
        *stock_scenes.SCENES,
        *desk_scenes.SCENES,
        *board_scenes.SCENES,
        *people_scenes.SCENES,
        *stock_desk_scenes.SCENES,
        *trouble_scenes.SCENES,
    )
}
"""By the name that the command takes."""
