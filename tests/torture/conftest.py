"""The floors of the service tests, for plays on them."""

from tests.services.conftest import (
    floor,
    open_database,
    open_station,
    postgresql_databases,
    rows_of_a_new_database,
    sqlite_databases,
    sqlite_file,
)

__all__ = [
    "floor",
    "open_database",
    "open_station",
    "postgresql_databases",
    "rows_of_a_new_database",
    "sqlite_databases",
    "sqlite_file",
]
