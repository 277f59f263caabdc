"""What every printer offers the spool, and how it says what became of the bytes."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from printing.jobs import DoubtReason, HoldReason


class Lamp(StrEnum):
    """What a station shows beside a printer's name.

    Attributes:
        READY: It would take a job now.
        ATTENTION: It is there, and somebody has to go and look at it.
        OFFLINE: Nothing is there: no power, no cable, no server.
    """

    READY = "ready"
    ATTENTION = "attention"
    OFFLINE = "offline"


@dataclass(frozen=True)
class PrinterStatus:
    """What a printer says of itself.

    Attributes:
        lamp: Ready, needs attention, or offline.
        reasons: Why it is not ready; empty where it is.
        words: The device's or the system's own words, for the set-up screen and the log.
    """

    lamp: Lamp
    reasons: tuple[HoldReason, ...] = ()
    words: str = ""

    @classmethod
    def because(cls, reasons: tuple[HoldReason, ...], words: str = "") -> "PrinterStatus":
        """Status with the lamp that the reasons call for: ready where there are none."""
        if not reasons:
            return cls(Lamp.READY, (), words)
        lamp = Lamp.OFFLINE if HoldReason.OFFLINE in reasons else Lamp.ATTENTION
        return cls(lamp, reasons, words)


class Outcome(StrEnum):
    """What is known once every byte was handed over.

    Attributes:
        CONFIRMED: The printer says that the paper is out.
        SENT: It took the bytes and cannot say more.
        UNCERTAIN: It reported a fault, or nothing, right after; a person has to look.
    """

    CONFIRMED = "confirmed"
    SENT = "sent"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class SendResult:
    """The outcome of a job whose bytes were handed over.

    Attributes:
        outcome: What is known.
        reason: Why it is uncertain; None otherwise.
        words: The device's or the system's own words.
    """

    outcome: Outcome
    reason: HoldReason | DoubtReason | None = None
    words: str = ""


class NothingSent(Exception):
    """The printer did not get a single byte of the job, so trying again makes no second paper.

    Attributes:
        reason: Why.
        words: The device's or the system's own words.
    """

    def __init__(self, reason: HoldReason, words: str = "") -> None:
        super().__init__(f"nothing sent, {reason}: {words}")
        self.reason = reason
        self.words = words


class SendInterrupted(Exception):
    """Bytes may have left and nobody knows what came of them: only a person may send again.

    Attributes:
        reason: Why.
        words: The device's or the system's own words.
    """

    def __init__(self, reason: HoldReason | DoubtReason, words: str = "") -> None:
        super().__init__(f"interrupted, {reason}: {words}")
        self.reason = reason
        self.words = words


class DocumentRefused(Exception):
    """This printer will never take these bytes; none of them was printed. Another printer may.

    Attributes:
        words: The device's or the system's own words.
    """

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class PrinterNotSetUp(LookupError):
    """The station knows no printer of this name."""


def nothing_to_do() -> None:
    """Stands for `about_to_send` where nobody keeps a ledger, as in a trial print."""


class Printer(Protocol):
    """A way to paper. Methods may be called from any thread; jobs go out one after another."""

    @property
    def name(self) -> str:
        """What the station calls it."""

    def status(self) -> PrinterStatus:
        """What the printer says of itself now; never raises for a printer in trouble."""

    def send(
        self,
        payload: bytes,
        job_mark: str,
        about_to_send: Callable[[], None] = nothing_to_do,
    ) -> SendResult:
        """Prints `payload` once.

        Args:
            payload: The rendered document.
            job_mark: Name of this attempt (see `printing.jobs.job_mark`); no two attempts share it.
            about_to_send: Called once the printer is known to be ready and before the first byte
                leaves. What it raises passes through, and then no byte leaves.

        Returns:
            What is known of the paper.

        Raises:
            NothingSent: No byte left; the job may be tried again by itself.
            SendInterrupted: Bytes may have left; the job must not be tried again by itself.
            DocumentRefused: The printer does not understand the bytes and printed none.
        """
