"""From what a person typed at the set-up screen to a printer, or to what is wrong with it."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from printing.printers.cups_printer import CupsPrinter
from printing.printers.folder_printer import FolderPrinter
from printing.printers.ipp_printer import IPP_PORT, USUAL_PATH, IppPrinter
from printing.printers.printer import Printer
from printing.printers.serial_printer import FACTORY_BAUD, serial_printer
from printing.printers.tcp_printer import RAW_PORT, tcp_printer


class PrinterKind(StrEnum):
    """The ways to paper.

    Attributes:
        FOLDER: Address is a folder: `prints`, `~/labels`.
        TCP: `host` or `host:port`, port 9100 if none is given: `10.0.4.17`, `zebra-3:9100`.
        SERIAL: `device` or `device@baud`, 9600 if none is given: `/dev/ttyUSB0@115200`, `COM3`.
        IPP: `host`, `host:port` or `host:port/path`, port 631 and path `/ipp/print` if none is
            given: `10.0.4.20`, `office.example:631/ipp/print`.
        CUPS: `queue`, or `queue@server` where the server is not this machine's own:
            `office`, `labels@10.0.4.2:631`.
    """

    FOLDER = "folder"
    TCP = "tcp"
    SERIAL = "serial"
    IPP = "ipp"
    CUPS = "cups"


class BadPrinterAddress(ValueError):
    """No printer can be reached by this kind and address.

    Attributes:
        kind: As given.
        address: As given.
        problem: What is wrong with it.
        remedy: What a right one looks like.
    """

    def __init__(self, kind: str, address: str, problem: str, remedy: str) -> None:
        super().__init__(f"printer address {kind} {address!r}: {problem}; {remedy}")
        self.kind = kind
        self.address = address
        self.problem = problem
        self.remedy = remedy


def printer_for(kind: str, address: str, name: str, *, host_status: bool = True) -> Printer:
    """The printer at an address; nothing is opened or asked yet.

    Args:
        kind: Value of a `PrinterKind`.
        address: As the kind describes.
        name: What the station calls it.
        host_status: Whether a TCP or serial printer answers `~HS`, as Zebra printers do. Without,
            jobs go out blindly and end as `sent`.

    Raises:
        BadPrinterAddress: The kind is unknown or the address makes no sense for it.
    """
    try:
        known = PrinterKind(kind)
    except ValueError:
        remedy = f"use one of {', '.join(PrinterKind)}"
        raise BadPrinterAddress(kind, address, "no such kind of printer", remedy) from None
    text = address.strip()
    if not text:
        raise BadPrinterAddress(kind, address, "it is empty", _REMEDY[known])
    if not text.isprintable():
        raise BadPrinterAddress(kind, address, "it holds control characters", _REMEDY[known])
    return _MAKERS[known](text, name, host_status)


_REMEDY = {
    PrinterKind.FOLDER: "give a folder, such as prints",
    PrinterKind.TCP: "give host or host:port, such as 10.0.4.17:9100",
    PrinterKind.SERIAL: "give device or device@baud, such as /dev/ttyUSB0@9600 or COM3",
    PrinterKind.IPP: "give host, host:port or host:port/path, such as 10.0.4.20:631/ipp/print",
    PrinterKind.CUPS: "give queue or queue@server, such as office or labels@10.0.4.2:631",
}


def _folder(text: str, name: str, _host_status: bool) -> Printer:
    return FolderPrinter(name, Path(text).expanduser())


def _tcp(text: str, name: str, host_status: bool) -> Printer:
    host, port = _split_port(text)
    if not host or any(c.isspace() or c in "/@" for c in host):
        raise BadPrinterAddress("tcp", text, "no host name in it", _REMEDY[PrinterKind.TCP])
    return tcp_printer(name, host, port, host_status=host_status)


def _split_port(text: str, usual: int = RAW_PORT, kind: str = "tcp") -> tuple[str, int]:
    bracketed = text.startswith("[")
    if (
        (bracketed and text.endswith("]"))
        or ":" not in text
        or (not bracketed and text.count(":") > 1)
    ):
        return text.strip("[]"), usual
    host, _, port = text.rpartition(":")
    return host.strip("[]"), _number(kind, text, port, 65535)


def _serial(text: str, name: str, host_status: bool) -> Printer:
    device, at, baud = text.partition("@")
    if not device:
        raise BadPrinterAddress("serial", text, "no device in it", _REMEDY[PrinterKind.SERIAL])
    speed = _number("serial", text, baud, 4_000_000) if at else FACTORY_BAUD
    return serial_printer(name, device, speed, host_status=host_status)


def _ipp(text: str, name: str, _host_status: bool) -> Printer:
    plain = text.removeprefix("ipp://")
    place, slash, path = plain.partition("/")
    if not place or any(c.isspace() or c in "@?#" for c in plain) or "://" in plain:
        raise BadPrinterAddress("ipp", text, "no host name in it", _REMEDY[PrinterKind.IPP])
    try:
        bare, port = _split_port(place, IPP_PORT, "ipp")
    except BadPrinterAddress as wrong:
        raise BadPrinterAddress("ipp", text, wrong.problem, wrong.remedy) from None
    if not bare:
        raise BadPrinterAddress("ipp", text, "no host name in it", _REMEDY[PrinterKind.IPP])
    host = f"[{bare}]" if ":" in bare else bare
    return IppPrinter(name, f"{host}:{port}", f"{slash}{path}" if path else USUAL_PATH)


def _cups(text: str, name: str, _host_status: bool) -> Printer:
    queue, at, server = text.partition("@")
    # CUPS itself forbids these in queue names; a leading hyphen would read as an option of lp.
    if not queue or queue.startswith("-") or any(c.isspace() or c in "/#?'\"" for c in queue):
        raise BadPrinterAddress("cups", text, "no queue name in it", _REMEDY[PrinterKind.CUPS])
    if at and (not server or server.startswith("-")):
        raise BadPrinterAddress("cups", text, "no server after @", _REMEDY[PrinterKind.CUPS])
    return CupsPrinter(name, queue, server)


def _number(kind: str, address: str, digits: str, most: int) -> int:
    if not (digits.isascii() and digits.isdecimal() and 1 <= int(digits) <= most):
        raise BadPrinterAddress(
            kind, address, f"{digits!r} is no number from 1 to {most}", _REMEDY[PrinterKind(kind)]
        )
    return int(digits)


_MAKERS: dict[PrinterKind, Callable[[str, str, bool], Printer]] = {
    PrinterKind.FOLDER: _folder,
    PrinterKind.TCP: _tcp,
    PrinterKind.SERIAL: _serial,
    PrinterKind.IPP: _ipp,
    PrinterKind.CUPS: _cups,
}
