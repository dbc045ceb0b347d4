"""Parts of a batch, as they come back from workers: folders beside the results, until they are joined."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zlib
from pathlib import Path, PurePosixPath

from . import _native
from ._errors import Problem, refused

MANIFEST = "manifest.json"


class Parts:
    """The shards of one batch in ``OUT-shards``; ``part-3`` is there whole or not at all.

    Attributes:
        home: The folder that holds them.
        of: Into how many the batch is cut.
        there: Numbers of those that are there, whole.
        notes: Sentences on parts that were there.
    """

    def __init__(self, out: Path, digest: str, of: int | None, usual: int) -> None:
        self.home = out.with_name(out.name + "-shards")
        self.digest = digest
        found = {} if not self.home.is_dir() else {path: told(path) for path in sorted(self.home.glob("part-*"))}
        own = [shard for shard in found.values() if shard is not None and shard.get("batch") == digest]
        self.of = of or (own[0]["of"] if own else usual)
        self.there: set[int] = set()
        self.notes: list[str] = []
        problems, damaged = [], 0
        for path, shard in found.items():
            problem = self.foreign(path, shard)
            if problem is not None:
                problems.append(problem)
            elif is_whole(path):
                self.there.add(shard["number"])
            else:
                shutil.rmtree(path)
                damaged += 1
        if problems:
            raise refused(*problems)
        if self.there:
            self.notes.append(f"{len(self.there)} of {self.of} shards were there, finished, and are kept")
        if damaged:
            self.notes.append(f"{damaged} shards were there and are run again: they were not what was written")

    def foreign(self, path: Path, shard: dict | None) -> Problem | None:
        """Why a folder is none of these parts."""
        remedy = "choose another out, or remove it"
        if shard is None:
            return Problem(str(path), "it is no finished shard", remedy)
        if shard.get("batch") != self.digest:
            return Problem(str(path), "it is a shard of another batch: other scenarios, settings, tables or replications", remedy)
        if shard.get("build") != _native.BUILD:
            return Problem(str(path), "another build of this package made it, and shards are joined by the build that made them", remedy)
        if shard.get("of") != self.of:
            return Problem(str(path), f"the batch was cut into {shard.get('of')} shards, and {self.of} are asked for", f"say shards={shard.get('of')}")
        return None

    def begin(self) -> None:
        """Makes the folder, and clears what a killed call left half written."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            for left in self.home.glob(".part-*"):
                shutil.rmtree(left, ignore_errors=True)
        except OSError as error:
            raise refused(cannot(self.home, error)) from None

    def folder(self, number: int) -> Path:
        """Where a part is."""
        return self.home / f"part-{number}"

    def missing(self) -> list[int]:
        """Numbers of the shards that are not there."""
        return [number for number in range(1, self.of + 1) if number not in self.there]

    def keep(self, number: int, files: dict[str, bytes]) -> None:
        """Writes a part that came back; it has its name when all of it is on the disk."""
        draft = None
        try:
            draft = Path(tempfile.mkdtemp(prefix=f".part-{number}.", dir=self.home))
            for name, content in files.items():
                path = PurePosixPath(name)
                if path.is_absolute() or ".." in path.parts:
                    raise refused(Problem(name, "a worker sent a file outside its shard", "look at that worker", status="failed"))
                target = draft / path
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as file:
                    file.write(zlib.decompress(content))
                    file.flush()
                    os.fsync(file.fileno())
            draft.chmod(0o777 & ~umask())
            draft.rename(self.folder(number))
        except OSError as error:
            raise refused(cannot(self.folder(number), error)) from None
        finally:
            if draft is not None and draft.exists():
                shutil.rmtree(draft, ignore_errors=True)
        self.there.add(number)

    def remove(self) -> None:
        """Removes the parts, and their folder where nothing else is in it."""
        for number in self.there:
            shutil.rmtree(self.folder(number), ignore_errors=True)
        try:
            self.home.rmdir()
        except OSError:
            self.notes.append(f"{self.home} holds other files and stays")


def told(path: Path) -> dict | None:
    """What the manifest of a folder says of its shard; nothing where it is none."""
    try:
        shard = json.loads((path / MANIFEST).read_bytes()).get("shard")
    except (OSError, ValueError, AttributeError):
        return None
    if not isinstance(shard, dict) or path.name != f"part-{shard.get('number')}":
        return None
    return shard


def is_whole(path: Path) -> bool:
    """Whether every file is what the manifest says."""
    try:
        files = json.loads((path / MANIFEST).read_bytes())["files"]
        return all(hashlib.sha256((path / name).read_bytes()).hexdigest() == own["sha256"] for name, own in files.items())
    except (OSError, ValueError, KeyError, TypeError):
        return False


def cannot(path: Path, error: OSError) -> Problem:
    """The fault of a part that cannot be written here."""
    fault = f"cannot be written: {error.strerror or error}"
    return Problem(str(path), fault, "make room or choose another out, and call it again with resume=True", status="failed")


def umask() -> int:
    """What new folders leave out of their permissions."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
