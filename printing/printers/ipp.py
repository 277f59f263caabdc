"""Speaks IPP to printers and print servers (RFC 8010 for the encoding, RFC 8011 for the rest).

A CUPS server is only asked: `lpstat` prints no job state, and the reasons it prints are wrong
before CUPS 2.4.8: completed, cancelled and aborted jobs all read "processing-to-stop-point". Its
jobs are submitted and cancelled by `lp` and `cancel`, which know the server's authentication. A
printer that speaks IPP itself is also sent its jobs this way.
"""

import http.client
import socket
import struct
from collections.abc import Mapping

PRINT_JOB = 0x0002
CANCEL_JOB = 0x0008
GET_JOB_ATTRIBUTES = 0x0009
GET_PRINTER_ATTRIBUTES = 0x000B
NOT_FOUND = 0x0406
FORMAT_NOT_SUPPORTED = 0x040A
NOT_ACCEPTING, BUSY = 0x0506, 0x0507

Value = int | bool | str | None
Attributes = Mapping[str, tuple[Value, ...]]

_OPERATION_GROUP, _END = 0x01, 0x03
_INTEGER, _BOOLEAN, _ENUM, _NAME, _KEYWORD, _URI, _CHARSET, _LANGUAGE, _MIME = (
    0x21, 0x22, 0x23, 0x42, 0x44, 0x45, 0x47, 0x48, 0x49,
)  # fmt: skip
_OUT_OF_BAND = range(0x10, 0x20)
_FIRST_VALUE_TAG = 0x10

LONGEST_ANSWER = 1_000_000
"""Bytes of an answer that are read; one about a job or a queue has a few thousand."""


class IppError(Exception):
    """The server could not be asked, or its answer is no good.

    Attributes:
        status: IPP status code of a refusal, or None where there was no IPP answer.
    """

    def __init__(self, words: str, status: int | None = None) -> None:
        super().__init__(words)
        self.status = status


class NotReached(IppError):
    """No connection came about, so nothing at all was sent."""


class _SocketFileConnection(http.client.HTTPConnection):
    """HTTP over a Unix domain socket, CUPS's own way on one machine."""

    def __init__(self, path: str, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def ask(
    server: str, operation: int, target: str, wanted: tuple[str, ...], *, timeout: float
) -> Attributes:
    """Attributes of one job or queue.

    Args:
        server: `host:port`, or the path of the server's Unix socket.
        operation: `GET_JOB_ATTRIBUTES` or `GET_PRINTER_ATTRIBUTES`.
        target: Path of the job or queue on the server: `/jobs/12`, `/printers/label`.
        wanted: Names of the attributes to ask for.
        timeout: Seconds for the connection and for each part of the answer.

    Returns:
        Values by attribute name; a value the server does not have is None.

    Raises:
        IppError: The server is not there, refuses, or talks nonsense.
    """
    kind = "job-uri" if operation == GET_JOB_ATTRIBUTES else "printer-uri"
    asked = [_keyword(place, name) for place, name in enumerate(wanted)]
    head = [(_URI, kind, f"ipp://localhost{target}".encode()), *asked]
    return _call(server, target, _encode(operation, head), timeout=timeout)


def ask_printer(
    server: str, path: str, operation: int, wanted: tuple[str, ...] = (), *,
    job_id: int | None = None, timeout: float,
) -> Attributes:  # fmt: skip
    """Attributes of a printer that speaks IPP itself, or of one of its jobs; or a job's end.

    Args:
        server: `host:port`.
        path: The printer's path on it, such as `/ipp/print`.
        operation: `GET_PRINTER_ATTRIBUTES`, `GET_JOB_ATTRIBUTES` or `CANCEL_JOB`.
        wanted: Names of the attributes to ask for.
        job_id: The job that is meant.
        timeout: Seconds for the connection and for each part of the answer.

    Raises:
        IppError: The printer is not there, refuses, or talks nonsense.
    """
    job = [] if job_id is None else [(_INTEGER, "job-id", struct.pack(">i", job_id))]
    asked = [_keyword(place, name) for place, name in enumerate(wanted)]
    head = [_printer_uri(server, path), *job, _USER, *asked]
    return _call(server, path, _encode(operation, head), timeout=timeout)


def print_job(
    server: str, path: str, payload: bytes, document_format: str, title: str, *, timeout: float
) -> Attributes:
    """Hand a document to a printer that speaks IPP itself.

    Returns:
        The new job's attributes, `job-id` among them.

    Raises:
        NotReached: No connection came about: nothing was sent.
        IppError: The printer refused, or it is not known whether it took the document.
    """
    head = [
        _printer_uri(server, path),
        _USER,
        (_NAME, "job-name", title.encode()),
        (_MIME, "document-format", document_format.encode()),
    ]
    return _call(server, path, _encode(PRINT_JOB, head) + payload, timeout=timeout)


_Attribute = tuple[int, str, bytes]
_USER: _Attribute = (_NAME, "requesting-user-name", b"pickstation")


def _printer_uri(server: str, path: str) -> _Attribute:
    return _URI, "printer-uri", f"ipp://{server}{path}".encode()


def _keyword(place: int, name: str) -> _Attribute:
    return _KEYWORD, "requested-attributes" if place == 0 else "", name.encode()


def _call(server: str, target: str, body: bytes, *, timeout: float) -> Attributes:
    connection = _connection(server, timeout)
    try:
        try:
            connection.connect()
        except OSError as error:
            raise NotReached(f"print server {server}: {error}") from error
        connection.request("POST", target, body, {"Content-Type": "application/ipp"})
        with connection.getresponse() as response:  # one that is not read to its end stays open
            answer = response.read(LONGEST_ANSWER + 1)
    except (OSError, http.client.HTTPException) as error:
        raise IppError(f"print server {server}: {error}") from error
    finally:
        connection.close()
    if response.status != http.client.OK:
        raise IppError(f"print server {server}: HTTP {response.status} {response.reason}")
    if len(answer) > LONGEST_ANSWER:
        raise IppError(f"print server {server}: the answer never ends")
    return decode(answer)


def _connection(server: str, timeout: float) -> http.client.HTTPConnection:
    if server.startswith("/"):
        return _SocketFileConnection(server, timeout)
    host, _, port = server.rpartition(":")
    if not host or not port.isdecimal():
        host, port = server, "631"
    return http.client.HTTPConnection(host.strip("[]"), int(port), timeout=timeout)


def _encode(operation: int, attributes: list[_Attribute]) -> bytes:
    head = struct.pack(">BBHIB", 2, 0, operation, 1, _OPERATION_GROUP)
    first = [(_CHARSET, "attributes-charset", b"utf-8")]
    first.append((_LANGUAGE, "attributes-natural-language", b"en"))
    return head + b"".join(_attribute(*one) for one in (*first, *attributes)) + bytes([_END])


def _attribute(tag: int, name: str, value: bytes) -> bytes:
    key = name.encode()
    return struct.pack(">BH", tag, len(key)) + key + struct.pack(">H", len(value)) + value


def decode(answer: bytes) -> Attributes:
    """Attributes in an IPP answer.

    Args:
        answer: The body of the HTTP answer.

    Raises:
        IppError: The server refused, or the bytes are no IPP answer.
    """
    try:
        status = struct.unpack_from(">H", answer, 2)[0]
        found = _attributes(answer)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise IppError(f"no IPP answer: {answer[:40]!r}") from error
    if status >= 0x0400:
        words = found.get("status-message", ("refused",))[0]
        raise IppError(f"{words} (0x{status:04x})", status)
    return found


def _attributes(answer: bytes) -> dict[str, tuple[Value, ...]]:
    found: dict[str, list[Value]] = {}
    position, name = 8, ""
    while answer[position] != _END:
        tag = answer[position]
        position += 1
        if tag < _FIRST_VALUE_TAG:
            continue
        key, position = _counted(answer, position)
        raw, position = _counted(answer, position)
        name = key.decode() or name
        if key:
            found[name] = []
        found.setdefault(name, []).append(_value(tag, raw))
    return {name: tuple(values) for name, values in found.items()}


def _counted(answer: bytes, position: int) -> tuple[bytes, int]:
    length = struct.unpack_from(">H", answer, position)[0]
    end = position + 2 + length
    if end > len(answer):
        raise IndexError("the answer ends within a value")
    return answer[position + 2 : end], end


def _value(tag: int, raw: bytes) -> Value:
    if tag in _OUT_OF_BAND:
        return None
    if tag in {_INTEGER, _ENUM}:
        number: int = struct.unpack(">i", raw)[0]
        return number
    if tag == _BOOLEAN:
        return raw != b"\x00"
    return raw.decode("utf-8", "replace")
