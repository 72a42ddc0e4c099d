"""A Bloom filter of short ids."""

from array import array
from collections.abc import Iterator
import struct

# One word of 32 bits holds all three bits of an id. With 90 days of readings, less than
# 1 % of new ids are false positives, which cost a search in the log.
_WORDS = 2**14
_BIT = tuple(1 << (byte & 31) for byte in range(256))
# The first two bytes of an id select the word, the next three a bit each.
_CHOICE = struct.Struct(">HBBB3x")


class BloomFilter:
    """A set of ids with false positives and no false negatives, in 64 KiB."""

    def __init__(self, words: bytes = bytes(4 * _WORDS)) -> None:
        """Create an empty filter, or restore one; ValueError if damaged."""
        self._words = array("I", words)
        if len(self._words) != _WORDS:
            raise ValueError("not the words of a Bloom filter")

    def to_bytes(self) -> bytes:
        """Return the words of the filter, to restore it from."""
        return self._words.tobytes()

    def add(self, ids: bytes | bytearray) -> None:
        """Add concatenated ids."""
        words = self._words
        for word, bits in _choices(ids):
            words[word] |= bits

    def might_contain(self, ids: bytes | bytearray) -> list[bool]:
        """Return for each of the concatenated ids whether it may have been added."""
        words = self._words
        return [words[word] & bits == bits for word, bits in _choices(ids)]


def _choices(ids: bytes | bytearray) -> Iterator[tuple[int, int]]:
    """Yield the word of each id, and a mask of its bits."""
    bit = _BIT
    return (
        (word % _WORDS, bit[one] | bit[two] | bit[three])
        for word, one, two, three in _CHOICE.iter_unpack(ids)
    )
