"""Private JSON files of an account: verified when written, tolerant when read."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
import glob
import os
from pathlib import Path
import shutil
from typing import Any
import zlib

import orjson

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN, LOGGER

_LOCKS: HassKey[dict[str, asyncio.Lock]] = HassKey(f"{DOMAIN}_file_locks")
# Errors of a parser for invalid content.
_DAMAGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class AccountFile[T]:
    """A JSON file of an account below `.storage`, readable by its owner only.

    Home Assistant's own Store only logs a failed write, postpones writes while Home
    Assistant stops, and raises for invalid content, so that the set-up would fail. This
    class reports a failed write, writes at once, and renames a damaged file. The layout
    of the file is that of Store.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry_id: str,
        name: str | None,
        version: int,
        parse: Callable[[Any], T],
    ) -> None:
        """Create the handle of a file, without accessing it.

        `parse` converts the content in an executor. It may raise any error of Python for
        values of the wrong type or range.
        """
        self._hass = hass
        self._key = _key(entry_id) if name is None else f"{_key(entry_id)}.{name}"
        self._path = Path(hass.config.path(STORAGE_DIR, self._key))
        self._version = version
        self._parse = parse
        self._lock = _lock(hass, entry_id)
        self._failing = False
        self.was_damaged = False

    async def async_load(self) -> T | None:
        """Return the parsed content, None if the file is missing or damaged.

        `was_damaged` distinguishes these. A damaged file is renamed to `….damaged`.
        """
        content, self.was_damaged = await self._hass.async_add_executor_job(self._read)
        if self.was_damaged:
            LOGGER.warning("%s is damaged and was set aside", self._key)
        return content

    async def async_save(self, data: Any) -> bool:
        """Write the content; return whether it is on disk.

        Cancelling the caller does not cancel the write. `data` must not change meanwhile.
        """
        save = self._hass.async_create_task(self._async_save(data), f"{DOMAIN} save")
        await asyncio.wait([save])
        return save.result()

    async def _async_save(self, data: Any) -> bool:
        """Write the content after pending writes; log the first of consecutive failures."""
        async with self._lock:
            try:
                await self._hass.async_add_executor_job(self._write, data)
            except (OSError, TypeError) as err:
                if not self._failing:
                    reason = getattr(err, "strerror", None) or type(err).__name__
                    LOGGER.error("%s cannot be written: %s", self._key, reason)
                self._failing = True
                return False
            if self._failing:
                LOGGER.info("%s can be written again", self._key)
            self._failing = False
            return True

    def _read(self) -> tuple[T | None, bool]:
        """Return the content, and whether the file is damaged."""
        try:
            envelope = orjson.loads(self._path.read_bytes())
            if type(envelope["version"]) is not int:
                raise TypeError("no version")
            if envelope["version"] != self._version:
                raise ValueError("another version")
            return self._parse(envelope["data"]), False
        except FileNotFoundError:
            return None, False
        except (OSError, zlib.error, *_DAMAGE):
            _set_aside(self._path)
            return None, True

    def _write(self, data: Any) -> None:
        """Replace the file atomically and durably; raises OSError."""
        content = orjson.dumps(
            {
                "version": self._version,
                "minor_version": 1,
                "key": self._key,
                "data": data,
            }
        )
        self._path.parent.mkdir(exist_ok=True)
        if self._path.is_dir():
            _set_aside(self._path)
        temporary = self._path.with_name(f"{self._key}.tmp")
        try:
            descriptor = os.open(
                temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600
            )
            with open(descriptor, "wb") as file:  # noqa: PTH123 - of a descriptor
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self._path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()
            raise
        _sync_directory(self._path.parent)
        if self._path.read_bytes() != content:
            raise OSError(0, "what is read back differs")


async def async_remove_files(hass: HomeAssistant, entry_id: str) -> None:
    """Remove all files of an account, including renamed damaged ones.

    Waits for a pending write first, so that it leaves no file behind.
    """
    async with _lock(hass, entry_id):
        await hass.async_add_executor_job(
            _remove, Path(hass.config.path(STORAGE_DIR)), _key(entry_id)
        )
    del hass.data[_LOCKS][entry_id]


def _lock(hass: HomeAssistant, entry_id: str) -> asyncio.Lock:
    """Return the lock of an account's files, which is shared by its set-ups."""
    return hass.data.setdefault(_LOCKS, {}).setdefault(entry_id, asyncio.Lock())


def _key(entry_id: str) -> str:
    """Return the common prefix of an account's file names."""
    return f"{DOMAIN}.{entry_id}"


def _remove(directory: Path, key: str) -> None:
    """Remove the file of this name, and those whose names continue with a dot."""
    for path in (directory / key, *directory.glob(f"{glob.escape(key)}.*")):
        _discard(path)


def _discard(path: Path) -> None:
    """Remove a file, or a directory in its place; log a failure."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as err:
        LOGGER.error("%s cannot be removed: %s", path.name, err.strerror)


def _set_aside(path: Path) -> None:
    """Rename a damaged file, replacing an earlier one."""
    aside = path.with_name(f"{path.name}.damaged")
    _discard(aside)
    with suppress(OSError):
        path.replace(aside)


def _sync_directory(path: Path) -> None:
    """Make a rename in a directory durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
