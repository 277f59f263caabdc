"""The installed Qt binding must not lose references, which ends the process after some hours."""

import subprocess
import sys

# PySide6 6.12.0 on Python 3.10 and 3.11 loses one reference to None per call of a void method and
# one to True per emitted signal; when the last is gone, the interpreter aborts.
PROBE = """
import sys
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Sender(QObject):
    counted = Signal(int)

application = QApplication(["probe"])
sender, label = Sender(), QLabel()
before = sys.getrefcount(True), sys.getrefcount(None)
for number in range(500):
    sender.counted.emit(number)
    label.setText("a")
after = sys.getrefcount(True), sys.getrefcount(None)
print(after[0] - before[0], after[1] - before[1])
"""


def test_qt_calls_lose_no_references_to_true_and_none() -> None:
    probe = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=False, timeout=300
    )
    assert probe.returncode == 0, probe.stderr
    changes = [int(word) for word in probe.stdout.split()]
    assert len(changes) == 2
    assert all(abs(change) < 50 for change in changes), (
        f"500 signals and 500 calls changed the references to True and None by {changes}: "
        "pin another PySide6-Essentials"
    )
