"""All guards that are removed on purpose, by name."""

from tests.torture import scan_mutants, stock_mutants
from tests.torture.mutation import (
    MUTANTS,
    apply,
    apply_in_database,
    restore_in_database,
)

__all__ = [
    "MUTANTS",
    "apply",
    "apply_in_database",
    "restore_in_database",
    "scan_mutants",
    "stock_mutants",
]
