"""Turns the inner loops of the planner into machine code, kept in the user's cache directory.

The functions of the kernel modules and, for up to three cross aisles, the unrolled tour are written
into one module, named by a hash of its text, so that old machine code is never taken for new. Numba
compiles it and keeps the result beside it. Without a directory to write to this happens in memory,
at every start; without Numba the functions run as they stand, a hundred times slower.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from inspect import getsource
from pathlib import Path
from types import ModuleType

from platformdirs import user_cache_path

from app.planning import annealing_kernel, cart_kernel, graph_kernel, savings_kernel
from app.planning.cart_arrays import Ints
from app.planning.cart_floors import AisleFloor, CartFloor
from app.planning.unrolled_tour import MOST_CROSS_AISLES, unrolled_tour

LOOPS = (annealing_kernel, savings_kernel)
"""The loops that are the same on all floors."""

_HEADER = '''"""Written by Pickstation's planner; it is made anew when it is missing."""

import math
from heapq import heappop, heappush

import numpy as np

from app.planning.annealing_kernel import Carts, Exchange
from app.planning.cart_arrays import INFINITE
from app.planning.savings_kernel import Joined
'''

_ALLOCATING = frozenset({"add_savings", "join_best", "join_by_savings"})
"""These make arrays or lists, so Numba must count who holds them. In all others counting would be
most of the work: each call would count every array it is handed, up and down."""

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kernels:
    """The inner loops, compiled or not; what they do is said where they are written."""

    compiled: bool
    cart_length: Callable[..., float]
    join_by_savings: Callable[..., Ints]
    anneal: Callable[..., None]


def kernels_for(floor: CartFloor) -> Kernels:
    """The inner loops for a floor, compiled if Numba is installed.

    The first call on a machine takes some seconds as soon as the loops run, later ones none.
    """
    return _compiled(_cross_aisles(floor))


def plain_kernels_for(floor: CartFloor) -> Kernels:
    """The same loops as they stand, a hundred times slower."""
    return _plain(_cross_aisles(floor))


def _cross_aisles(floor: CartFloor) -> int:
    """How many cross aisles a floor has; 0 for a floor that is no parallel aisles."""
    return len(floor.layout.cross_y) if isinstance(floor, AisleFloor) else 0


@cache
def _compiled(cross_aisles: int) -> Kernels:
    try:
        text = kernel_source(cross_aisles, version("numba"))
    except PackageNotFoundError:
        _LOG.warning("Numba is not installed: plans will be a good deal slower to get better")
        return _plain(cross_aisles)
    name = f"pickstation_kernels_{hashlib.sha256(text.encode()).hexdigest()[:20]}"
    module = _module_of(name, text)
    return Kernels(True, module.cart_length, module.join_by_savings, module.anneal)


@cache
def _plain(cross_aisles: int) -> Kernels:
    module = _in_memory("plain_kernels", kernel_source(cross_aisles))
    return Kernels(False, module.cart_length, module.join_by_savings, module.anneal)


def kernel_source(cross_aisles: int, numba_version: str = "") -> str:
    """The text of the module to be compiled, or to be run as it stands without Numba's version."""
    pieces, names = [_HEADER], []
    if numba_version:
        pieces.append(f"import numba\n\nNUMBA = {numba_version!r}")
    for kernel in (cart_kernel if cross_aisles else graph_kernel, *LOOPS):
        text = getsource(kernel)
        for node in ast.parse(text).body:
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.Call):
                pieces.append(ast.unparse(node))
            elif isinstance(node, ast.FunctionDef):
                node.returns = None
                for argument in node.args.args:
                    argument.annotation = None
                names.append(node.name)
                pieces.append(ast.unparse(node))
    if 0 < cross_aisles <= MOST_CROSS_AISLES:
        pieces.append(unrolled_tour(cross_aisles))  # takes the place of the one that uses tables
    if numba_version:
        pieces += [
            f"{name} = numba.njit(cache=__file__ is not None, _nrt={name in _ALLOCATING})({name})"
            for name in names
        ]
    return "\n\n".join(pieces) + "\n"


def _module_of(name: str, text: str) -> ModuleType:
    """The module with this text, from the cache directory if there can be one."""
    try:
        folder = user_cache_path("pickstation") / "kernels"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{name}.py"
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            _write_whole(file, text)
    except OSError as error:
        _LOG.warning("no cache for compiled code, it is made anew at each start: %s", error)
        return _in_memory(name, text)
    specification = importlib.util.spec_from_file_location(name, file)
    if specification is None or specification.loader is None:
        raise ImportError(f"{file} cannot be imported")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module  # Numba looks functions up by the name of their module
    specification.loader.exec_module(module)
    return module


def _in_memory(name: str, text: str) -> ModuleType:
    module = ModuleType(name)
    module.__file__ = None
    exec(compile(text, f"<{name}>", "exec"), module.__dict__)  # noqa: S102 - our own text
    return module


def _write_whole(file: Path, text: str) -> None:
    """Write a file so that another planner that starts now never reads half of it."""
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as part:
        part.write(text)
    Path(name).replace(file)
