"""Bundles as zip files that hold the keys of a registry: unpacked, a bundle is a registry.

Nothing is compressed: artifacts hardly shrink, and a reader then never makes more bytes than the file has. Members bear
no times, so equal releases make equal bundles.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

from returns.result import Failure, Result, Success

from fbm.adapters.bundles.finishing import finish, why
from fbm.domain.ports.storage import Entry, GetError, KeyMissing, PutError, StorageFailure
from fbm.domain.registry.errors import RegistryError

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_MOST_MEMBERS: Final = 200_000
_ENCRYPTED: Final = 0x1


class ZipBundleWriter:
    """Writes a bundle.

    Parameters
    ----------
    path : Path
        Where it goes; nothing may stand there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, entries: Iterable[tuple[str, Result[bytes, RegistryError]]]) -> Result[int, RegistryError]:
        """Write keys and their bytes, all or nothing; gives the size of the file in bytes, or the first failure."""
        if not self.path.name:
            return Failure(StorageFailure(str(self.path), "writing the bundle", "it is a directory"))
        aside = self.path.with_name(f".{self.path.name}-{os.urandom(8).hex()}")
        try:
            with zipfile.ZipFile(aside, "x", zipfile.ZIP_STORED) as bundle:
                for key, data in entries:
                    if isinstance(data, Failure):
                        return Failure(data.failure())
                    bundle.writestr(zipfile.ZipInfo(key, _NO_TIME), data.unwrap())
            return Success(finish(aside, self.path))
        except FileExistsError:
            return Failure(StorageFailure(str(self.path), "writing the bundle", "there is a file already"))
        except OSError as error:
            return Failure(StorageFailure(str(self.path), "writing the bundle", why(error)))
        finally:
            aside.unlink(missing_ok=True)


class ZipBundle:
    """A bundle as a storage that can only be read.

    Parameters
    ----------
    path : Path
    """

    is_remote = False

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def place(self) -> str:
        """The file."""
        return str(self.path)

    def put(self, key: str, data: bytes, *, durable: bool = True) -> Result[None, PutError]:  # noqa: ARG002  # the port's arguments
        """Refuse: a bundle is finished when it is written."""
        return Failure(StorageFailure(self.place, f"writing {key}", "a bundle is only read"))

    def delete(self, key: str) -> Result[None, GetError]:
        """Refuse: a bundle is finished when it is written."""
        return Failure(StorageFailure(self.place, f"removing {key}", "a bundle is only read"))

    def get(self, key: str, *, limit: int | None = None) -> Result[bytes, GetError]:
        """Read a member; what is longer than `limit` bytes is refused unread."""
        match self._members:
            case Success(members) if key not in members:
                return Failure(KeyMissing(key))
            case Success(members):
                return self._read(members[key], limit)
            case failure:
                return Failure(failure.failure())

    def keys(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:
        """List every key below a prefix, sorted."""
        return self.entries(prefix).map(lambda entries: tuple(entry.key for entry in entries))

    def children(self, prefix: str) -> Result[tuple[str, ...], StorageFailure]:
        """List the names directly below a prefix."""
        return self.keys(prefix).map(lambda keys: tuple({key[len(prefix) :].partition("/")[0] for key in keys}))

    def stamp(self, prefix: str) -> str | None:  # noqa: ARG002  # the port's arguments
        """Tell nothing: a listing is as quick."""
        return None

    def entries(self, prefix: str) -> Result[tuple[Entry, ...], StorageFailure]:
        """List every key below a prefix with its size; the mark is the member's checksum."""
        return self._members.map(
            lambda members: tuple(
                Entry(key, found.file_size, f"{found.CRC:08x}")
                for key, found in sorted(members.items())
                if key.startswith(prefix)
            )
        )

    @cached_property
    def _members(self) -> Result[dict[str, zipfile.ZipInfo], StorageFailure]:
        try:
            with zipfile.ZipFile(self.path) as bundle:
                infos = bundle.infolist()
        except OSError as error:
            return self._refused(why(error))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            return self._refused(f"it is no bundle ({error!s:.80})")
        if len(infos) > _MOST_MEMBERS:
            return self._refused(f"it has {len(infos)} members, {_MOST_MEMBERS} are the most")
        members = {info.filename: info for info in infos}
        if len(members) < len(infos):
            return self._refused("a member stands twice in it")
        if any(info.compress_type != zipfile.ZIP_STORED or info.flag_bits & _ENCRYPTED for info in infos):
            return self._refused("members of a bundle are neither compressed nor encrypted")
        return Success(members)

    def _read(self, member: zipfile.ZipInfo, limit: int | None) -> Result[bytes, GetError]:
        size = self.path.stat().st_size
        if member.file_size != member.compress_size or member.file_size > size:
            return Failure(StorageFailure(self.place, f"reading {member.filename}", "its sizes cannot be meant"))
        if limit is not None and member.file_size > limit:
            return Failure(StorageFailure(self.place, f"reading {member.filename}", f"it has more than {limit} bytes"))
        try:
            with zipfile.ZipFile(self.path) as bundle:
                return Success(bundle.read(member))
        except OSError as error:
            return Failure(StorageFailure(self.place, f"reading {member.filename}", why(error)))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, RuntimeError, EOFError) as error:
            return Failure(StorageFailure(self.place, f"reading {member.filename}", f"it is damaged ({error!s:.60})"))

    def _refused(self, reason: str) -> Result[dict[str, zipfile.ZipInfo], StorageFailure]:
        return Failure(StorageFailure(self.place, "reading the bundle", reason))
