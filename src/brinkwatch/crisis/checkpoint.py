"""A solve that was interrupted goes on where it stopped, to the same bytes as one that was not.

The draws done so far are kept as plain arrays (NumPy's .npz, no pickles), replaced whole at each
save, under a fingerprint of what is solved: the scenario, the draws, the seed and the solver.
"""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from brinkwatch.errors import InputError

EVERY = 16
"""Draws between saves."""


class Kept(Protocol):
    """What can be kept: its arrays out, and in again."""

    done: int

    def arrays(self) -> dict[str, NDArray[Any]]:
        """What was found so far, by name; the first axis of each is the draws."""

    def restore(self, arrays: dict[str, NDArray[Any]]) -> None:
        """Take back what `arrays` gave, and go on after the draws that are done."""


@dataclass(frozen=True)
class Checkpoint:
    """A file that keeps the draws done; `key` names what is solved."""

    path: Path
    key: str

    @classmethod
    def of(cls, path: Path, *parts: object) -> Checkpoint:
        """The checkpoint of a solve that these parts determine."""
        return cls(path, hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest())

    def load(self, kept: Kept) -> None:
        """Restore the draws done, if the file is there.

        Raises:
            InputError: the file is of another solve, or is no checkpoint.
        """
        if not self.path.exists():
            if not self.path.parent.is_dir():
                raise InputError(
                    f"{self.path}: there is no folder {self.path.parent}; make it first."
                )
            return
        try:
            with self.path.open("rb") as file, np.load(file, allow_pickle=False) as data:
                arrays = {name: data[name] for name in data.files}
            key, done = str(arrays.pop("key")), int(arrays.pop("done"))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            raise InputError(
                f"{self.path}: no checkpoint of a solve; name another file for it."
            ) from None
        if key != self.key:
            raise InputError(
                f"{self.path}: keeps another solve (scenario, draws, seed or solver differ); name "
                "another file, or delete it."
            )
        kept.restore(arrays)
        kept.done = done

    def save(self, kept: Kept) -> None:
        """Keep the draws done; the file is whole at every moment."""
        beside = self.path.with_name(f"{self.path.name}.part")
        try:
            with beside.open("wb") as file:
                arrays: dict[str, Any] = kept.arrays()
                np.savez(file, key=np.array(self.key), done=np.array(kept.done), **arrays)
            beside.replace(self.path)
        except OSError as error:
            raise InputError(
                f"{self.path}: {error.strerror}; give a file that can be written."
            ) from None
