"""The cell-key method: the same records always give the same change, so repeating a question teaches nothing."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from hmac import digest
from itertools import accumulate
from typing import TYPE_CHECKING

from mfd_desktop.content.paths import resource_path
from mfd_desktop.content.statistics_files import FOLDER, WHOLE, read_cell_key_table
from mfd_desktop.domain.canonical import canonical

if TYPE_CHECKING:
    from pathlib import Path

    from mfd_desktop.content.statistics_files import CellKeyTable
    from mfd_desktop.domain.canonical import Canonical

MODULUS = 2**32
"""Keys of records and cells are integers below this."""


def record_key(secret: bytes, table: str) -> int:
    """Return the key of a record in one table: the first 32 bits of HMAC-SHA256 of secret and table id."""
    return int.from_bytes(digest(secret, table.encode(), "sha256")[:4], "big")


class Perturbation:
    """A perturbation table ready for looking up. ``id`` and ``digest`` name it in a contribution."""

    def __init__(self, table: CellKeyTable) -> None:
        """Turn the shares into integer thresholds for the cell key."""
        self.id = table.id
        self.digest = hashlib.sha256(canonical(_definition(table))).hexdigest()
        self.variance = table.variance
        """Variance of a change, in hundredths."""
        self._last = table.rows[-1].count
        self._rows = tuple((_thresholds(row.share), tuple(to - row.count for to in row.to)) for row in table.rows)

    def publish(self, count: int, key: int) -> int:
        """Return the count to be published for a true count and its cell key (any integer, taken modulo 2^32)."""
        if count == 0:
            return 0
        thresholds, changes = self._rows[min(count, self._last) - 1]
        return count + changes[bisect_right(thresholds, key % MODULUS)]


def load_perturbation(name: str = "cell_key-1", root: Path | None = None) -> Perturbation:
    """Return a shipped perturbation table; raise ContentError if it is broken. ``root``: the resources folder."""
    folder = (resource_path() if root is None else root) / FOLDER
    return Perturbation(read_cell_key_table(folder / f"{name}.toml"))


def _thresholds(shares: tuple[int, ...]) -> tuple[int, ...]:
    """Return the first cell key of each change but the first: the sum of the shares before it, rounded up."""
    return tuple(-(-total * MODULUS // WHOLE) for total in accumulate(shares[:-1]))


def _definition(table: CellKeyTable) -> dict[str, Canonical]:
    rows: list[Canonical] = [{"count": row.count, "to": list(row.to), "share": list(row.share)} for row in table.rows]
    return {"id": table.id, "version": table.version, "rows": rows}
