"""Short ids of records, and a small note of which ones have been seen."""

from array import array
from collections.abc import Iterator
from hashlib import blake2b
import struct

ID_BYTES = 8
# Whether an id may be known is noted by three bits in one of so many words. With 90
# days in the log, less than 1 % of new ids look known and are looked for among all.
_WORDS = 2**14
_BIT = tuple(1 << (byte & 31) for byte in range(256))
# Two bytes of an id choose the word, and three a bit each.
_CHOICE = struct.Struct(">HBBB3x")


def short_id(record_id: str) -> bytes:
    """Return a short form of a record's id."""
    # Half a UUID would be cheaper to have, but ids in a row may share either half.
    return blake2b(record_id.encode(), digest_size=ID_BYTES).digest()


class SeenIds:
    """Tells that an id was never noted, or that it may have been."""

    def __init__(self, words: bytes = bytes(4 * _WORDS)) -> None:
        """Begin with none, or with what `to_bytes` returned; ValueError if damaged."""
        self._words = array("I", words)
        if len(self._words) != _WORDS:
            raise ValueError("not the words of noted ids")

    def to_bytes(self) -> bytes:
        """Return what is noted."""
        return self._words.tobytes()

    def note(self, ids: bytes | bytearray) -> None:
        """Remember ids, one after the other in a row of bytes."""
        words = self._words
        for word, bits in _choices(ids):
            words[word] |= bits

    def maybe(self, ids: bytes | bytearray) -> list[bool]:
        """Return for each id of a row whether it may have been noted."""
        words = self._words
        return [words[word] & bits == bits for word, bits in _choices(ids)]


def _choices(ids: bytes | bytearray) -> Iterator[tuple[int, int]]:
    """Return for each id of a row its word, and its bits in it."""
    bit = _BIT
    return (
        (word % _WORDS, bit[one] | bit[two] | bit[three])
        for word, one, two, three in _CHOICE.iter_unpack(ids)
    )
