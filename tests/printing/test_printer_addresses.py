"""What a person types for a printer becomes that printer, or a message that says how to mend it."""

from pathlib import Path

import pytest

from printing.printers.addresses import BadPrinterAddress, printer_for
from printing.printers.printer import Lamp
from tests.printing.fake_label_printer import FakeLabelPrinter, FakeSerialPrinter


def test_folder_address_is_a_folder(tmp_path: Path) -> None:
    printer = printer_for("folder", f" {tmp_path} ", "pdf")
    assert printer.name == "pdf"
    assert printer.status().lamp is Lamp.READY


def test_tcp_address_is_host_and_port() -> None:
    with FakeLabelPrinter() as zebra:
        printer = printer_for("tcp", f"localhost:{zebra.port}", "zebra")
        assert printer.status().lamp is Lamp.READY
        assert zebra.mechanism.received == b"~HS\r\n"


def test_printer_set_up_as_not_answering_is_not_asked() -> None:
    with FakeLabelPrinter() as zebra:
        printer = printer_for("tcp", f"127.0.0.1:{zebra.port}", "plain", host_status=False)
        assert printer.status().lamp is Lamp.READY
        assert zebra.mechanism.received == b""


def test_serial_address_is_device_and_speed() -> None:
    with FakeSerialPrinter() as zebra:
        assert printer_for("serial", f"{zebra.port}@115200", "bench").status().lamp is Lamp.READY


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("tcp", "10.0.4.17"),
        ("tcp", "zebra-3.floor.example:9100"),
        ("tcp", "[fe80::1]:9100"),
        ("tcp", "fe80::1"),
        ("serial", "COM3"),
        ("ipp", "10.0.4.20"),
        ("ipp", "office.example:8631/ipp/print"),
        ("ipp", "ipp://office.example/ipp"),
        ("ipp", "[fe80::1]:631"),
        ("cups", "office"),
        ("cups", "labels@10.0.4.2:631"),
        ("cups", "labels@/run/cups/cups.sock"),
    ],
)
def test_good_addresses_open_nothing_until_they_are_used(kind: str, address: str) -> None:
    assert printer_for(kind, address, "some printer").name == "some printer"


@pytest.mark.parametrize(
    ("kind", "address", "problem"),
    [
        ("fax", "4711", "no such kind"),
        ("tcp", "   ", "empty"),
        ("folder", "", "empty"),
        ("tcp", "10.0.4.17:port", "'port' is no number"),
        ("tcp", "10.0.4.17:0", "'0' is no number"),
        ("tcp", "10.0.4.17:70000", "'70000' is no number"),
        ("tcp", ":9100", "no host name"),
        ("tcp", "http://10.0.4.17", "no number"),
        ("tcp", "zebra 3", "no host name"),
        ("tcp", "zebra\n3", "control characters"),
        ("serial", "@9600", "no device"),
        ("serial", "/dev/ttyUSB0@fast", "'fast' is no number"),
        ("ipp", "http://office/ipp/print", "no host name"),
        ("ipp", ":631/ipp/print", "no host name"),
        ("ipp", "office:fast/ipp/print", "'fast' is no number"),
        ("ipp", "me@office", "no host name"),
        ("cups", "-h evil", "no queue name"),
        ("cups", "my queue", "no queue name"),
        ("cups", "office@", "no server"),
        ("cups", "office@-h", "no server"),
    ],
)
def test_bad_address_names_kind_address_problem_and_remedy(
    kind: str, address: str, problem: str
) -> None:
    with pytest.raises(BadPrinterAddress, match=problem) as refused:
        printer_for(kind, address, "zebra")
    assert (refused.value.kind, refused.value.address) == (kind, address)
    assert refused.value.remedy.startswith(("give", "use"))
