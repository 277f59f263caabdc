"""Closed lists of which a carrier has not been told yet, and what a person does about one."""

from __future__ import annotations

from dataclasses import dataclass

from app.db.queries.transports import untold_manifests
from app.db.unit_of_work import UnitOfWork
from app.domain.manifests import ManifestTelling
from app.domain.permissions import Verb
from app.domain.refusals import Refused
from app.domain.shipping_refusals import NothingInDoubt
from app.services.workplace import Workplace


def retell_manifest(workplace: Workplace, operator_id: int | None, number: str) -> None:
    """Tell a carrier once more of a list that it refused.

    Raises:
        Refused: with `NothingInDoubt`: no list of this number was refused.
    """

    def verb(work: UnitOfWork) -> None:
        found = {row.number: row for row in untold_manifests(work.session)}
        row = found.get(number.strip().upper())
        if row is None or row.telling is not ManifestTelling.REFUSED:
            raise Refused(NothingInDoubt(number))
        row.telling, row.tell_after = ManifestTelling.WANTED, None

    workplace.database.run(verb, workplace.actor(operator_id, Verb.REPRINT))


@dataclass(frozen=True)
class UntoldManifest:
    """A closed list of which its carrier has not been told; `is_refused`: it won't take it."""

    number: str
    carrier: str
    words: str
    is_refused: bool


def untold(workplace: Workplace) -> tuple[UntoldManifest, ...]:
    """All closed lists that carriers have not been told of, the oldest first."""
    with workplace.database.begin(workplace.actor()) as work:
        return tuple(
            UntoldManifest(
                row.number,
                row.carrier,
                row.telling_words,
                row.telling is ManifestTelling.REFUSED,
            )
            for row in untold_manifests(work.session)
        )
