"""Makes the labels, cards and papers that are asked for by hand, whatever their kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from app.db.queries.packagings import packagings
from app.db.queries.people import operator_by_id, operator_by_staff_number
from app.db.queries.places import storage_locations, tote_codes
from app.db.unit_of_work import UnitOfWork
from app.domain.floor_work import FloorWork
from app.domain.own_codes import command_payloads, quantity_payload
from app.domain.permissions import Verb
from app.domain.readings import Command
from app.services.customs_documents import commercial_invoices, customs_declarations
from app.services.dock_documents import carton_labels, manifests, return_labels
from app.services.floor_lists import count_sheets, pick_lists
from app.services.floor_signs import (
    cage_labels,
    cart_position_labels,
    empty_carton_labels,
    lane_labels,
    slot_labels,
    station_labels,
    wall_labels,
)
from app.services.label_requests import (
    FloorLabel,
    FloorLabels,
    LabelRequest,
    UnknownLabelSubject,
    WhatToPrint,
    chosen,
)
from app.services.people_care import badge_verb, give_badge
from app.services.signing_in import new_badge
from app.services.workplace import Workplace
from printing.documents import (
    BadgeLabel,
    CommandCard,
    CommandSheet,
    LocationLabel,
    PackagingLabel,
    Paper,
    ToteLabel,
)

WORK_TITLES = {
    FloorWork.COUNT: "COUNT",
    FloorWork.REPLENISH: "REPLENISH",
    FloorWork.PUT_AWAY: "PUT AWAY",
    FloorWork.SETTLE: "TO SETTLE",
    FloorWork.PAPERS: "PAPERS",
    FloorWork.APPROVE: "APPROVE",
    FloorWork.SHELF: "SHELF",
    FloorWork.MAP: "FLOOR MAP",
    FloorWork.PEOPLE: "PEOPLE",
    FloorWork.DESK: "EXCEPTIONS",
    FloorWork.STOCK: "STOCK DESK",
    FloorWork.FIGURES: "FIGURES",
}
"""Kinds of work whose number has two digits, and so a card of its own."""

COMMAND_TITLES = {
    Command.OK: "OK",
    Command.UNDO: "UNDO",
    Command.SHORT: "SHORT",
    Command.DAMAGED: "DAMAGED",
    Command.SKIP: "SKIP",
    Command.NEXT: "NEXT",
    Command.FULL: "TOTE FULL",
    Command.WRONG_LOCATION: "WRONG LOCATION",
    Command.PAUSE: "PAUSE",
    Command.REPRINT: "REPRINT",
    Command.HELP: "HELP",
    Command.START: "START",
    Command.SUBSTITUTE: "SUBSTITUTE",
    Command.SIGN_OFF: "SIGN OFF",
    Command.OWN_FIGURES: "MY NUMBERS",
}


def floor_labels(workplace: Workplace, request: LabelRequest) -> FloorLabels:
    """The documents for a request; nothing is changed, but that labels of cartons take numbers.

    Raises:
        Refused: the house's numbers for cartons are used up.
        UnknownLabelSubject: a code names nothing, or there is nothing of the kind.
    """
    if request.what is WhatToPrint.CARTONS:
        made = workplace.database.run(
            lambda work: FloorLabels(empty_carton_labels(work, request)),
            workplace.actor(verb=Verb.PRINT_LABELS),
        )
    else:
        with workplace.database.begin(workplace.actor()) as work:
            made = _made(work, request)
    if not made.labels:
        raise UnknownLabelSubject(request.what)
    if request.paper is None:
        return made
    labels = tuple(
        FloorLabel(label.subject, replace(label.document, paper=request.paper))
        for label in made.labels
    )
    return FloorLabels(labels, made.new_badges)


def hand_badges_out(
    workplace: Workplace, new_badges: Mapping[int, str], *, operator_id: int | None = None
) -> None:
    """Make new badges valid; the operators' old ones stop working.

    To be called once they are on paper: whoever's printer fails keeps the badge they have.

    Args:
        workplace: where this is done.
        new_badges: token by operator, of which only a hash is stored.
        operator_id: who hands them out; None for the person at the shell.
    """

    def verb(work: UnitOfWork) -> None:
        for subject_id, token in sorted(new_badges.items()):
            give_badge(work, subject_id, token)

    with workplace.database.begin(workplace.actor()) as work:
        numbers = [operator_by_id(work.session, one).staff_number for one in new_badges]
    care = badge_verb(workplace, numbers)
    workplace.database.run(verb, workplace.actor(operator_id, care))


def command_sheet(paper: Paper = Paper.A4) -> CommandSheet:
    """The sheet of all commands, the quantities 0 to 9, and the work with a longer number."""
    commands = [
        CommandCard(payload, COMMAND_TITLES[command])
        for command, payload in command_payloads().items()
    ]
    quantities = [CommandCard(quantity_payload(number), str(number)) for number in range(10)]
    work = [
        CommandCard(quantity_payload(kind), f"{kind.value} {title}")
        for kind, title in WORK_TITLES.items()
    ]
    return CommandSheet(commands=(*commands, *quantities, *work), language="en", paper=paper)


def _made(work: UnitOfWork, request: LabelRequest) -> FloorLabels:
    if request.what is WhatToPrint.BADGES:
        return _badges(work, request)
    return FloorLabels(_MAKERS[request.what](work, request))


def _commands(_work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    return (FloorLabel("sheet", command_sheet(request.paper or Paper.A4)),)


def _locations(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    rows = storage_locations(work.session)
    wanted = chosen(request, [row.code for row in rows], prefix="L-", by_beginning=True)
    return tuple(
        FloorLabel(
            row.code,
            LocationLabel(
                code=row.code,
                check_digits=row.check_digits,
                zone=row.zone,
                level=int(row.level) if row.level.isdecimal() else None,
            ),
        )
        for row in rows
        if row.code in wanted
    )


def _totes(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    codes = [code.removeprefix("T-") for code in tote_codes(work.session)]
    wanted = chosen(request, codes, prefix="T-")
    return tuple(FloorLabel(code, ToteLabel(code=code)) for code in codes if code in wanted)


def _badges(work: UnitOfWork, request: LabelRequest) -> FloorLabels:
    labels: list[FloorLabel] = []
    tokens: dict[int, str] = {}
    for staff_number in dict.fromkeys(request.codes):
        operator = operator_by_staff_number(work.session, staff_number)
        if operator is None:
            raise UnknownLabelSubject(request.what, staff_number)
        token = tokens[operator.id] = new_badge()
        badge = BadgeLabel(token=token, name=operator.name, role=operator.role.value)
        labels.append(FloorLabel(staff_number, badge))
    return FloorLabels(tuple(labels), tokens)


def _packaging(work: UnitOfWork, request: LabelRequest) -> tuple[FloorLabel, ...]:
    kinds = packagings(work.session)
    wanted = chosen(request, [kind.code for kind in kinds], prefix="K-")
    return tuple(
        FloorLabel(kind.code, PackagingLabel(code=kind.code, name=kind.name))
        for kind in kinds
        if kind.code in wanted
    )


_MAKERS: Mapping[WhatToPrint, Callable[[UnitOfWork, LabelRequest], tuple[FloorLabel, ...]]] = {
    WhatToPrint.LOCATIONS: _locations,
    WhatToPrint.TOTES: _totes,
    WhatToPrint.PACKAGING: _packaging,
    WhatToPrint.COMMANDS: _commands,
    WhatToPrint.WALLS: wall_labels,
    WhatToPrint.SLOTS: slot_labels,
    WhatToPrint.LANES: lane_labels,
    WhatToPrint.CAGES: cage_labels,
    WhatToPrint.CART_POSITIONS: cart_position_labels,
    WhatToPrint.STATIONS: station_labels,
    WhatToPrint.PICK_LISTS: pick_lists,
    WhatToPrint.COUNT_SHEETS: count_sheets,
    WhatToPrint.MANIFESTS: manifests,
    WhatToPrint.CARTON_LABELS: carton_labels,
    WhatToPrint.RETURN_LABELS: return_labels,
    WhatToPrint.CUSTOMS: customs_declarations,
    WhatToPrint.INVOICES: commercial_invoices,
}
"""What makes each kind; badges come with tokens and are made apart."""
