"""What goes wrong: networks, servers, power, disks, clocks, people; by chance, with a name each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.domain.pick_request import PickRequest, Verdict
from app.services.pick_applying import apply_pick
from app.services.workplace import Workplace

if TYPE_CHECKING:
    from tests.simulation.station import Station
    from tests.simulation.world import World

RATE = 0.02
"""How often anything of this strikes, a step."""


class Nemesis:
    """Chooses a fault now and then, and ends it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._ends: list[tuple[float, Callable[[], None]]] = []
        self._faults: tuple[tuple[int, str, Callable[[], None]], ...] = (
            (8, "partition", self._cut_one),
            (3, "partition of several", self._cut_some),
            (2, "server restart", world.restart_server),
            (4, "power cut", self._kill),
            (3, "full disk", self._fill_disk),
            (3, "full database", self._fill_database),
            (4, "clock set wrong", self._set_clock),
            (3, "long silence", self._let_time_pass),
            (6, "stray request", self._let_a_stray_arrive),
            (6, "delivered twice", self._deliver_again),
            (2, "person switched off", self._switch_off),
        )

    def step(self) -> None:
        """Do what is due, and perhaps something new."""
        for end in [one for one in self._ends if one[0] <= self.world.now]:
            self._ends.remove(end)
            end[1]()
        if not self.world.is_rough or self.world.chance.random() >= RATE:
            return
        weights = [weight for weight, _, _ in self._faults]
        ((_, name, act),) = self.world.chance.choices(self._faults, weights)
        if self.world.strikes(name, 1.1):
            self.world.note(name)
            act()

    def mend(self) -> None:
        """End all faults; what is still on its way arrives."""
        for _, end in self._ends:
            end()
        self._ends.clear()
        self.world.server_down_until = 0.0
        for station in self.world.stations:
            station.line.cut_until = 0.0
        while self.world.stray:
            self._let_a_stray_arrive()

    # Networks -----------------------------------------------------------------------------

    def _station(self) -> Station:
        return self.world.chance.choice(self.world.stations)

    def _seconds(self) -> float:
        return self.world.chance.choice((2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 200.0, 700.0, 2500.0))

    def stir(self) -> None:
        """Lines like to come back just when others have changed something."""
        for station in self.world.stations:
            if self.world.is_rough and not station.line.is_up and self.world.chance.random() < 0.4:
                station.line.cut_until = self.world.now + 4.0 * self.world.chance.random()

    def _cut_one(self) -> None:
        self._station().line.cut_until = self.world.now + self._seconds()

    def _cut_some(self) -> None:
        some = self.world.chance.sample(self.world.stations, 2)
        seconds = self._seconds()
        for station in some:
            station.line.cut_until = self.world.now + seconds

    def _let_time_pass(self) -> None:
        self.world.now += self.world.chance.choice((20.0, 100.0, 100.0, 650.0, 2000.0))

    # Machines -----------------------------------------------------------------------------

    def _kill(self) -> None:
        self._station().die("crash: anywhere")

    def _fill_disk(self) -> None:
        station = self._station()
        station.disk_is_full = True

        def clean_up() -> None:
            station.disk_is_full = False

        self._ends.append((self.world.now + self._seconds() / 4, clean_up))

    def _fill_database(self) -> None:
        """The server takes no changes, and goes on reading."""
        self.world.database_is_full = True

        def clean_up() -> None:
            self.world.database_is_full = False

        seconds = self.world.chance.choice((1.0, 3.0, 10.0, 40.0))
        self._ends.append((self.world.now + seconds, clean_up))

    def _set_clock(self) -> None:
        self._station().skew = self.world.chance.choice((-3600.0, 86400.0 * 400, -86400.0 * 3000))

    # Requests -----------------------------------------------------------------------------

    def _let_a_stray_arrive(self) -> None:
        """A request that its sender gave up reaches the database after all."""
        if self.world.stray:
            station, request = self.world.stray.pop(0)
            self._deliver("stray", station, request)

    def _deliver_again(self) -> None:
        if self.world.handed_in:
            station, request = self.world.chance.choice(list(self.world.handed_in))
            self._deliver("copy", station, request)

    def _deliver(self, what: str, station: str, request: PickRequest) -> None:
        """Somebody in between delivers a request; nobody hears the answer."""

        def body() -> None:
            place = Workplace(self.world.gate.database, station)
            applied = apply_pick(place, request)
            is_repeat = applied.verdict in (Verdict.REPEATED, Verdict.REPEATED_REFUSED)
            came = "after" if is_repeat else "before"
            self.world.count(f"{what} of a request arrived {came} it was known: {applied.verdict}")

        self.world.spawn(f"network {what}", body)

    # People -------------------------------------------------------------------------------

    def _switch_off(self) -> None:
        """Somebody's badge is taken away for a while."""
        who = self.world.chance.choice(self.world.template.pickers)
        office = self.world.office

        def change(*, is_active: bool) -> None:
            self.world.spawn("desk", lambda: office.switch(who, is_active=is_active))

        change(is_active=False)
        self._ends.append((self.world.now + self._seconds() / 2, lambda: change(is_active=True)))
