"""Makes the small floor and the station on it known to the tests of the screens."""

from tests.ui.screens_fixture import small_floor, small_floor_database, small_floor_template
from tests.ui.screens_fixture_station import station

__all__ = ["small_floor", "small_floor_database", "small_floor_template", "station"]
