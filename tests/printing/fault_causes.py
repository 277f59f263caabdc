"""The faults of printing, each made to happen: at the printer, the worker, the database, CUPS."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import make_url

from app.db.unit_of_work import Database
from app.services import paper_desk, station_setup
from app.services.spooling import LABEL
from app.services.workplace import Workplace
from printing.jobs import JobState
from printing.printers.cups_printer import CupsPrinter, CupsTimings
from printing.printers.label_printer import Timings
from printing.printers.serial_printer import serial_printer
from printing.printers.tcp_printer import tcp_printer
from tests.printing.fake_label_printer import FakeLabelPrinter, FakeSerialPrinter, LabelMechanism
from tests.printing.fault_bench import Bench, HookedSpool
from tests.printing.spool_worker import a_printer as worker_printer
from tests.servers.cups_daemon import cups_daemon
from tests.servers.fault_proxy import FaultProxy

QUICK = Timings(connect=1.0, silence=0.15, write=2.0, finish=0.4, poll=0.005, goodbye=0.05)
CUPS_QUICK = CupsTimings(command=10.0, connect=3.0, finish=10.0, last_words=0.05, poll=0.01)


@dataclass(frozen=True)
class Device:
    """A label printer made of software at the end of a real line."""

    path: str
    mechanism: LabelMechanism
    pull_after: Callable[[int | None], None]
    port: int = 0


Fault = Callable[[Bench, Device], None]


@contextmanager
def at_tcp(bench: Bench, name: str = "Z") -> Iterator[Device]:
    """A printer on the network."""
    with FakeLabelPrinter() as zebra:
        printer = tcp_printer(name, "127.0.0.1", zebra.port, timings=QUICK)
        bench.plug(name, printer, lambda: zebra.labels)
        yield Device(
            "TCP", zebra.mechanism, lambda most: setattr(zebra, "drop_after", most), zebra.port
        )


@contextmanager
def at_serial(bench: Bench) -> Iterator[Device]:
    """A printer on a serial line; after its cable was pulled it is plugged into another port."""
    with ExitStack() as plugged:
        serials = [plugged.enter_context(FakeSerialPrinter())]

        def pull_after(most: int | None) -> None:
            if most is not None:
                serials[-1].unplug_after = most
                return
            serials.append(plugged.enter_context(FakeSerialPrinter()))
            printer = serial_printer("Z", serials[-1].port, 115_200, timings=QUICK)
            bench.plug("Z", printer, sheets)

        def sheets() -> list[bytes]:
            return [label for each in serials for label in each.mechanism.labels]

        printer = serial_printer("Z", serials[0].port, 115_200, timings=QUICK)
        bench.plug("Z", printer, sheets)
        yield Device("serial", serials[0].mechanism, pull_after)


# Of the printer ----------------------------------------------------------------------------------


def paper_out(bench: Bench, device: Device) -> None:
    device.mechanism.paper_left = 0
    bench.work()
    device.mechanism.load_paper()


def paper_out_and_speechless(bench: Bench, device: Device) -> None:
    device.mechanism.speechless_in_trouble = True
    paper_out(bench, device)


def head_open(bench: Bench, device: Device) -> None:
    device.mechanism.head_open = True
    bench.work()
    device.mechanism.close_head()


def last_label_of_the_roll(bench: Bench, device: Device) -> None:
    device.mechanism.paper_left = 1
    bench.work()
    device.mechanism.load_paper()


def head_opened_under_the_label(bench: Bench, device: Device) -> None:
    ledger = HookedSpool(bench.workplace.database)
    ledger.after[JobState.SENDING] = lambda: setattr(device.mechanism, "head_open", True)
    bench.work(ledger)
    device.mechanism.close_head()  # and what waited in its memory comes out


def silence(bench: Bench, device: Device) -> None:
    device.mechanism.dumb = True
    bench.work()
    device.mechanism.dumb = False


def silent_after_the_label(bench: Bench, device: Device) -> None:
    ledger = HookedSpool(bench.workplace.database)
    ledger.after[JobState.SENDING] = lambda: setattr(device.mechanism, "dumb", True)
    bench.work(ledger)
    device.mechanism.dumb = False


def unplugged_while_sending(bench: Bench, device: Device) -> None:
    device.pull_after(500)
    bench.work()
    device.pull_after(None)


def switched_off_before(bench: Bench, device: Device) -> None:
    printer, sheets = bench.printers["Z"], bench.sheets["Z"]
    with FakeLabelPrinter(switched_on=False) as gone:
        bench.plug("Z", tcp_printer("Z", "127.0.0.1", gone.port, timings=QUICK), sheets)
        bench.work()
    bench.plug("Z", printer, sheets)
    assert device.path == "TCP"


# Other printers ----------------------------------------------------------------------------------


def next_printer_takes_over(bench: Bench, device: Device) -> None:
    with at_tcp(bench, "Z2") as second:
        station_setup.route_document(bench.workplace, LABEL, "Z", "Z2")
        station_setup.note_lamp(bench.workplace, "Z2", "ready", "")
        device.mechanism.paper_left = 0
        bench.work(tries=1)
        bench.hold_for_long()
        bench.work()
        device.mechanism.load_paper()
        bench.work()
        assert len(second.mechanism.labels) == 1


def moved_by_hand(bench: Bench, device: Device) -> None:
    with at_tcp(bench, "Z2") as second:
        device.mechanism.head_open = True
        bench.work()
        paper_desk.move_to_printer(bench.workplace, bench.label().job_id, "Z2")
        bench.work()
        device.mechanism.close_head()
        bench.work()
        assert len(second.mechanism.labels) == 1


def voided_while_it_waits(bench: Bench, device: Device) -> None:
    device.mechanism.paper_left = 0
    bench.work()
    bench.void_and_label_anew()
    device.mechanism.load_paper()


def voided_when_it_was_out(bench: Bench, device: Device) -> None:
    bench.work()
    bench.void_and_label_anew()
    assert device.mechanism.labels


# Of the worker -----------------------------------------------------------------------------------

STEPS = (
    *(f"{when} {state}" for state in ("rendering", "ready", "sending", "confirmed")
      for when in ("before", "after")),
    "rendering",
    "bytes 0",
    "bytes 500",
    "bytes 1000000",
)  # fmt: skip


def worker_killed(point: str) -> Fault:
    """Signal 9 for a worker in its own process; it starts again."""

    def killed(bench: Bench, device: Device) -> None:
        bench.plug("Z", worker_printer(device.port, "never"), bench.sheets["Z"])
        bench.kill_worker(device.port, point)

    return killed


def worker_killed_and_another_takes_over(bench: Bench, device: Device) -> None:
    bench.kill_worker(device.port, "bytes 500", worker="P-07/Z")
    bench.work()  # the dead one's lease still holds
    bench.await_lease_end()


def killed_while_the_label_is_held(bench: Bench, device: Device) -> None:
    device.mechanism.paper_left = 0
    bench.kill_worker(device.port, "after held")
    device.mechanism.load_paper()


def two_workers(*names: str) -> Fault:
    """Two processes at one queue of eight labels, at the same time."""

    def raced(bench: Bench, device: Device) -> None:
        workers = [bench.run_worker(device.port, "never", name) for name in names]
        for worker in workers:
            worker.join(300)
        for parcel in bench.parcels:
            bench.carton_id = parcel
            bench.settle()
            assert len(bench.out()) == 1, f"parcel {parcel}"

    return raced


# Of the database ---------------------------------------------------------------------------------


def database_lost(when: str, state: JobState, fault: str) -> Fault:
    """The line to the server fails at the commit of a state; it is back for the next try."""

    def lost(bench: Bench, _device: Device) -> None:
        with FaultProxy(_socket_of(bench.url)) as proxy:
            behind = make_url(bench.url).set(host="127.0.0.1", port=proxy.port, query={})
            station = Workplace(_opened(behind.render_as_string(hide_password=False)), "P-01")
            ledger = HookedSpool(station.database)
            hooks = ledger.before if when == "before" else ledger.after

            def strike() -> None:
                if fault == "cut":
                    proxy.cut()
                    proxy.refuse()
                else:
                    proxy.lose_reply(b"COMMIT\0")  # not the BEGIN of a READ COMMITTED

            hooks[state] = strike
            died = threading.Event()
            spooler = bench.spooler(ledger)
            try:
                while spooler.work_once():
                    pass
            except Exception:  # noqa: BLE001 - any error of a lost database; the loop outlives it
                died.set()
            assert died.is_set(), "the fault did not strike"
            station.database.close()
        bench.note()

    return lost


def _socket_of(url: str) -> str:
    query = make_url(url).query
    return f"{query['host']}/.s.PGSQL.{query.get('port', 5432)}"


def _opened(url: str) -> Database:
    from app.db.engine import make_engine

    return Database(make_engine(url))


# Behind CUPS -------------------------------------------------------------------------------------


def behind_cups(
    bench: Bench,
    folder: Path,
    fault: Callable[[Bench, FakeLabelPrinter], None],
    *,
    is_on: bool = True,
) -> None:
    """Run a fault with a real print server in between, whose raw queue only passes bytes on."""
    with cups_daemon(folder) as cups, FakeLabelPrinter(switched_on=is_on) as zebra:
        cups.add_queue("label", f"socket://127.0.0.1:{zebra.port}/?contimeout=1")
        timings = CUPS_QUICK if is_on else replace(CUPS_QUICK, connect=0.3)
        printer = CupsPrinter("Z", "label", cups.server, timings=timings)
        bench.plug("Z", printer, lambda: zebra.labels)
        fault(bench, zebra)
        bench.printers["Z"] = CupsPrinter("Z", "label", cups.server, timings=CUPS_QUICK)
        bench.settle()


def paper_out_behind_cups(bench: Bench, zebra: FakeLabelPrinter) -> None:
    zebra.mechanism.paper_left = 0
    bench.work()
    zebra.mechanism.load_paper()


def switched_off_behind_cups(bench: Bench, zebra: FakeLabelPrinter) -> None:
    bench.work()
    zebra.switch_on()


# By name -----------------------------------------------------------------------------------------

PRINTER_FAULTS: dict[str, Fault] = {
    "no paper, and it says so": paper_out,
    "no paper, and it falls silent": paper_out_and_speechless,
    "head open": head_open,
    "head opened as the bytes leave": head_opened_under_the_label,
    "paper ends with this very label": last_label_of_the_roll,
    "silent from the start": silence,
    "silent after the last byte": silent_after_the_label,
    "unplugged while sending": unplugged_while_sending,
    "no paper: the next printer takes over": next_printer_takes_over,
    "head open: moved by hand": moved_by_hand,
    "voided while it is held": voided_while_it_waits,
    "voided after it came out": voided_when_it_was_out,
}

WORKER_FAULTS: dict[str, Fault] = {
    "switched off before": switched_off_before,
    **{f"worker killed, {point}": worker_killed(point) for point in STEPS},
    "worker killed while it is held": killed_while_the_label_is_held,
    "worker killed, another takes over": worker_killed_and_another_takes_over,
    "two workers, two names": two_workers("P-01/Z", "P-02/Z"),
    "two programs under one name": two_workers("P-01/Z", "P-01/Z"),
}

PARCELS = dict.fromkeys(("two workers, two names", "two programs under one name"), 8)
"""Labels that have to wait for a fault, where it is more than one."""

DATABASE_FAULTS: dict[str, Fault] = {
    "database lost before ready": database_lost("before", JobState.READY, "cut"),
    "database lost before the first byte": database_lost("before", JobState.SENDING, "cut"),
    "first byte allowed, answer lost": database_lost("before", JobState.SENDING, "reply"),
    "database lost after the first byte was allowed": database_lost(
        "after", JobState.SENDING, "cut"
    ),
    "database lost before it was told": database_lost("before", JobState.CONFIRMED, "cut"),
    "told, answer lost": database_lost("before", JobState.CONFIRMED, "reply"),
}

CUPS_FAULTS = {
    "no paper behind a print server": (paper_out_behind_cups, True),
    "switched off behind a print server": (switched_off_behind_cups, False),
}
