"""What the tests of files share: the demonstration's files, and a way to write a file."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

WriteFile = Callable[[str | bytes], Path]


@pytest.fixture(scope="session")
def demo() -> Path:
    return Path(str(files("resources"))) / "demo"


@pytest.fixture
def write_file(tmp_path: Path) -> WriteFile:
    """Write text (as UTF-8) or bytes to a file and answer its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "upload.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
