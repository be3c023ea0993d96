# mypy: disable-error-code="no-any-return"
"""How the solvers' loops are compiled: once, kept on the disk where there is a place for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Any:
    """Compile at the first call, without the interpreter's lock, dividing as IEEE 754 says.

    The machine code is kept beside the package or in the user's cache. Where neither can be
    written, as in a read-only container, each process compiles for itself.
    """
    options: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
    try:
        return njit(cache=True, **options)(function)
    except RuntimeError:  # numba finds no place for its cache
        return njit(**options)(function)
