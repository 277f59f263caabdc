"""What the books have of people's deeds: written, named for a person, or neither."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict

from tests.simulation import floor
from tests.simulation.goods import Deed, Goods

Key = tuple[uuid.UUID, int]
"""A scan and its leg."""


class Ledger:
    """One look at the books, and what of the deeds they do not have.

    Attributes:
        written: How often each deed is in the ledger, as itself or as settled.
        named: The resolution of each deed that is told of; empty while it is open.
        cancelled: Puts and take-backs of the same line and size that are both unwritten: units
            of an item are all alike, so nothing lies elsewhere by either of them.
    """

    def __init__(self, goods: Goods) -> None:
        self._goods = goods
        rows = floor.driver().execute("select scan_id, leg, resolution from discrepancy")
        self.named = {(uuid.UUID(str(scan)), int(leg)): str(how) for scan, leg, how in rows}
        self.written = self._written()
        self.cancelled = self._cancelled()

    def stands(self, deed: Deed) -> bool:
        """Whether units lie elsewhere than the books say, by this deed."""
        key = (deed.scan_id, deed.leg)
        return deed.done and not self.written[key] and key not in self.cancelled

    def _written(self) -> Counter[Key]:
        found: Counter[Key] = Counter()
        settled = {
            uuid.uuid5(scan_id, f"settled {leg}"): (scan_id, leg) for scan_id, leg in self.named
        }
        for text, leg in floor.driver().execute(
            "select scan_id, leg from stock_move where scan_id is not null and leg < 1000"
        ):
            scan_id = uuid.UUID(str(text))
            found[settled.get(scan_id, (scan_id, int(leg)))] += 1
        return found

    def _cancelled(self) -> set[Key]:
        puts: defaultdict[tuple[int, int], list[Key]] = defaultdict(list)
        backs: defaultdict[tuple[int, int], list[Key]] = defaultdict(list)
        for key, deed in self._goods.deeds.items():
            if deed.done and not self.written[key]:
                side = puts if deed.is_put else backs
                side[deed.pick_line_id, deed.quantity].append(key)
        found: set[Key] = set()
        for what, some in puts.items():
            others = backs[what]
            pairs = min(len(some), len(others))
            # What nobody is asked about any more first, so that who is asked looks at what is left.
            for keys in (some, others):
                found.update(sorted(keys, key=self._is_open)[:pairs])
        return found

    def _is_open(self, key: Key) -> bool:
        return self.named.get(key) == ""


def is_on_record(scan_id: uuid.UUID) -> bool:
    """Whether the scan log has a scan as accepted."""
    sql = "select 1 from scan_log where scan_id = ? and refusal is null"
    return floor.driver().execute(sql, (scan_id.hex,)).fetchone() is not None
