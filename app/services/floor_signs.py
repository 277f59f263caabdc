"""Labels of the places that goods pass: put walls, consolidation slots, lanes, cages, stations."""

from __future__ import annotations

from app.db.queries.consolidation import slots
from app.db.queries.paper import stations
from app.db.queries.places import cages, places_of
from app.db.queries.walls import cubbies_of, walls
from app.db.schema import Location
from app.db.unit_of_work import UnitOfWork
from app.domain.locations import LocationKind
from app.domain.own_codes import location_payload, station_payload
from app.domain.pick_planning import DEFAULT_POSITIONS
from app.domain.pick_state import PickMethod
from app.services.label_requests import FloorLabel, LabelRequest, UnknownLabelSubject, chosen
from app.services.parcels import next_sscc
from printing.documents import Paper, PlaceKind, PlaceLabel

SMALL = Paper.LABEL_100X50_MM
SIGN = Paper.LABEL_4X6_IN
"""Lanes and cages are read from a truck."""


def wall_labels(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """Put walls and their cubbies; a wall's name asks for all of it.

    Raises:
        UnknownLabelSubject: nothing has this code.
    """
    labels: list[PlaceLabel] = []
    for wall, name in walls(work.session):
        labels.append(PlaceLabel(PlaceKind.PUT_WALL, location_payload(name), name, paper=SMALL))
        for _, code in cubbies_of(work.session, wall.location_id):
            # People call a cubby by column and row; the wall's name stands above.
            short = code.removeprefix(f"{name}-")
            payload = location_payload(code)
            labels.append(PlaceLabel(PlaceKind.CUBBY, payload, short, name, paper=SMALL))
        # Where goods go that no order wants is scanned too.
        aside = work.session.get_one(Location, wall.aside_id).code
        payload = location_payload(aside)
        labels.append(PlaceLabel(PlaceKind.PUT_WALL, payload, aside, name, paper=SMALL))
    return _chosen(labels, request, by_beginning=True)


def slot_labels(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """Slots of consolidation shelves.

    Raises:
        UnknownLabelSubject: nothing has this code.
    """
    kind = PlaceKind.CONSOLIDATION_SLOT
    labels = [
        PlaceLabel(kind, location_payload(slot.code), slot.code, paper=SMALL)
        for slot in slots(work.session)
    ]
    return _chosen(labels, request, by_beginning=True)


def lane_labels(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """Lanes where totes are put down, with the zone they lead to.

    Raises:
        UnknownLabelSubject: nothing has this code.
    """
    labels = [
        PlaceLabel(PlaceKind.LANE, location_payload(place.code), place.code, place.zone, paper=SIGN)
        for place in places_of(work.session, LocationKind.LANE)
    ]
    return _chosen(labels, request, by_beginning=True)


def cart_position_labels(_work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """Numbers for the positions of a cart, as the screen calls them: those named, or all usual.

    They have no bars: what is scanned is the tote that stands there.
    """
    names = request.codes or tuple(
        str(number + 1) for number in range(DEFAULT_POSITIONS[PickMethod.CLUSTER])
    )
    kind = PlaceKind.CART_POSITION
    return tuple(FloorLabel(name, PlaceLabel(kind, "", name, paper=SMALL)) for name in names)


def cage_labels(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """Cages on the dock, with their lane, carrier, and what of his goes there.

    Raises:
        UnknownLabelSubject: nothing has this code.
    """
    labels = []
    for cage, code in cages(work.session):
        note = " ".join(filter(None, (cage.service, cage.country_code, cage.postcodes)))
        above = " · ".join(filter(None, (cage.lane, cage.carrier)))
        payload = location_payload(code)
        labels.append(PlaceLabel(PlaceKind.CAGE, payload, code, above, note, paper=SIGN))
    return _chosen(labels, request, by_beginning=True)


def station_labels(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """Stations, by whose label a scanner is paired with them.

    Raises:
        UnknownLabelSubject: nothing has this code, or it cannot be scanned.
    """
    labels = []
    for station in stations(work.session):
        try:
            payload = station_payload(station.code)
        except ValueError:
            continue  # such a code can be typed, and no scanner would read it
        name = station.code
        label = PlaceLabel(PlaceKind.STATION, payload, name, note=station.name, paper=SMALL)
        labels.append(label)
    return _chosen(labels, request, prefix="S-")


def _chosen(
    labels: list[PlaceLabel],
    request: LabelRequest,
    *,
    prefix: str = "L-",
    by_beginning: bool = False,
) -> tuple[FloorLabel, ...]:
    codes = [label.payload.removeprefix(prefix) for label in labels]
    wanted = chosen(request, codes, prefix=prefix, by_beginning=by_beginning)
    return tuple(
        FloorLabel(code, label) for code, label in zip(codes, labels, strict=True) if code in wanted
    )


MOST_CARTON_LABELS = 500
"""Labels for empty cartons that are printed at once: a typing error takes no more numbers."""


def empty_carton_labels(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    """Labels for cartons that are picked into, each with a number that the parcel keeps.

    Raises:
        UnknownLabelSubject: it is not said how many, or too many are asked for.
        Refused: the house's numbers for cartons are used up.
    """
    (text,) = request.codes if len(request.codes) == 1 else ("",)
    if not text.isdecimal() or not 1 <= int(text) <= MOST_CARTON_LABELS:
        raise UnknownLabelSubject(request.what, text or "how many")
    numbers = [next_sscc(work) for _ in range(int(text))]
    return tuple(
        FloorLabel(sscc, PlaceLabel(PlaceKind.CARTON, sscc, sscc[-7:], sscc[:-7], paper=SMALL))
        for sscc in numbers
    )
