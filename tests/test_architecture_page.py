"""ARCHITECTURE.md draws the states that the program really has."""

from pathlib import Path

import pytest

from app.domain.diagrams import transition_diagram
from app.domain.manifests import MANIFEST_TRANSITIONS, ManifestState
from app.domain.orders import state_diagram
from app.domain.shipping_purchases import PURCHASE_TRANSITIONS, PurchaseState
from app.domain.tasks import (
    CARTON_TRANSITIONS,
    PICK_TASK_TRANSITIONS,
    CartonState,
    PickTaskState,
)
from app.domain.waves import WAVE_TRANSITIONS, WaveState
from printing.jobs import TRANSITIONS, JobState

PAGE = Path(__file__).parent.parent / "ARCHITECTURE.md"

DIAGRAMS = {
    "orders": state_diagram(),
    "pick tasks": transition_diagram(PICK_TASK_TRANSITIONS, first=PickTaskState.READY),
    "waves": transition_diagram(WAVE_TRANSITIONS, first=WaveState.CREATED),
    "cartons": transition_diagram(CARTON_TRANSITIONS, first=CartonState.OPEN),
    "transports": transition_diagram(PURCHASE_TRANSITIONS, first=PurchaseState.QUEUED),
    "manifests": transition_diagram(MANIFEST_TRANSITIONS, first=ManifestState.OPEN),
    "print jobs": transition_diagram(TRANSITIONS, first=JobState.QUEUED),
}


@pytest.mark.parametrize("name", DIAGRAMS)
def test_page_shows_the_states_of_the_tables(name: str) -> None:
    expected = f"```mermaid\n{DIAGRAMS[name]}```"
    assert expected in PAGE.read_text(encoding="utf-8"), f"put this into the page:\n{expected}"


def test_page_names_every_room() -> None:
    root = PAGE.parent
    page = PAGE.read_text(encoding="utf-8")
    rooms = [f"app/{path.parent.name}" for path in (root / "app").glob("*/__init__.py")]
    assert [room for room in [*rooms, "printing", "resources"] if f"`{room}`" not in page] == []
