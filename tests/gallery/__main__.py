"""Command line of the gallery: `python -m tests.gallery --out FOLDER`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.ui.theme import ThemeName
from tests.gallery.booth import Look, Studio
from tests.gallery.scenes import SCENES
from tests.gallery.wordings import Wording, wear


def main() -> int:
    """Take the pictures that were asked for, and name them."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.gallery", description="Take pictures of every screen of the product."
    )
    parser.add_argument("scenes", nargs="*", help="only these; all if none is named")
    parser.add_argument("--out", type=Path, required=True, help="the folder for the pictures")
    parser.add_argument("--size", default="1920x1080", help="of the window in pixels, WxH")
    parser.add_argument("--look", choices=list(ThemeName), help="only this look")
    parser.add_argument("--text", type=float, default=1.0, help="size of reading text, 1 to 1.25")
    parser.add_argument("--words", type=Wording, choices=list(Wording), default=Wording.AS_WRITTEN)
    parser.add_argument("--cuts", action="store_true", help="name what each picture cuts off")
    asked = parser.parse_args()
    unknown = [name for name in asked.scenes if name not in SCENES]
    if unknown:
        parser.error(f"no scene is called {', '.join(unknown)}; there are {', '.join(SCENES)}")
    width, height = (int(part) for part in asked.size.split("x"))
    names = (ThemeName(asked.look),) if asked.look else tuple(ThemeName)
    asked.out.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(sys.argv[:1])
    wear(asked.words, application)
    look = Look(width, height, names, asked.text, tells_cuts=asked.cuts)
    studio = Studio(asked.out, look, application)
    for name in asked.scenes or SCENES:
        booth = studio.play(SCENES[name])
        sys.stdout.write("\n    ".join((" ".join((name, *booth.taken)), *booth.cuts)) + "\n")
        sys.stdout.flush()
    studio.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
