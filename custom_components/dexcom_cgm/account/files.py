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
# What a parser may raise for content of the wrong shape.
_DAMAGE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


class AccountFile[T]:
    """One JSON file of an account below `.storage`, readable by its owner only.

    Home Assistant's own Store logs a failed write and goes on as if it had worked,
    postpones writes while Home Assistant stops, and raises for content of another
    shape, so that the account could not be set up. Here a failed write is reported, a
    write happens at once, and a file that cannot be used is set aside. The layout of
    the file is that of Store.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry_id: str,
        name: str | None,
        version: int,
        parse: Callable[[Any], T],
    ) -> None:
        """Prepare to read and write; nothing is touched yet.

        `parse` turns the content into what the caller works with, in an executor. It
        may raise any error that Python raises for values of the wrong type or range.
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
        """Return the content; None without a file, or with one that is damaged.

        `was_damaged` tells the two apart. A damaged file is renamed to `….damaged`.
        """
        content, self.was_damaged = await self._hass.async_add_executor_job(self._read)
        if self.was_damaged:
            LOGGER.warning("%s is damaged and was set aside", self._key)
        return content

    async def async_save(self, data: Any) -> bool:
        """Write the content; return whether it is on disk.

        It is not cancelled together with its caller. `data` must not change meanwhile.
        """
        save = self._hass.async_create_task(self._async_save(data), f"{DOMAIN} save")
        await asyncio.wait([save])
        return save.result()

    async def _async_save(self, data: Any) -> bool:
        """Write the content after saves under way; log the first failure of a row."""
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
        """Replace the file as a whole, safe on disk when this returns; OSError if not."""
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
    """Remove all files of an account, those that were set aside included.

    A save under way ends first, so that it leaves nothing behind.
    """
    async with _lock(hass, entry_id):
        await hass.async_add_executor_job(
            _remove, Path(hass.config.path(STORAGE_DIR)), _key(entry_id)
        )
    del hass.data[_LOCKS][entry_id]


def _lock(hass: HomeAssistant, entry_id: str) -> asyncio.Lock:
    """Return the lock of an account's files, the same one for each of its set-ups."""
    return hass.data.setdefault(_LOCKS, {}).setdefault(entry_id, asyncio.Lock())


def _key(entry_id: str) -> str:
    """Return the name that all files of an account begin with."""
    return f"{DOMAIN}.{entry_id}"


def _remove(directory: Path, key: str) -> None:
    """Remove the file of this name, and all whose names go on with a dot."""
    for path in (directory / key, *directory.glob(f"{glob.escape(key)}.*")):
        _discard(path)


def _discard(path: Path) -> None:
    """Remove a file, or a directory in its place; log it where that fails."""
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as err:
        LOGGER.error("%s cannot be removed: %s", path.name, err.strerror)


def _set_aside(path: Path) -> None:
    """Rename a file that cannot be used, in place of one set aside before."""
    aside = path.with_name(f"{path.name}.damaged")
    _discard(aside)
    with suppress(OSError):
        path.replace(aside)


def _sync_directory(path: Path) -> None:
    """Have a rename in a directory outlast a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
