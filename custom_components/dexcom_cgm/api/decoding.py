"""Lenient JSON decoding, so that one bad character does not lose an answer.

Repaired: half a surrogate pair, bytes that are not UTF-8, a byte order mark, raw
control characters, NaN and Infinity, numbers beyond the range of a double. Possibly
incomplete documents remain errors: truncation, text after the document, missing or
trailing commas.
"""

from codecs import iterdecode
from json import loads
from math import isfinite
import re

import orjson

# Thirty days of records every minute are 43,200 objects with 650,000 commas.
MAX_CONTAINERS = 100_000
MAX_COMMAS = 2_000_000
# Up to this size, decoding in one piece takes milliseconds.
_SMALL_BYTES = 2**20
_SMALL_CONTAINERS = 5_000

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Matches every escape, so that "\u" after an escaped backslash is not one; a surrogate
# pair is one match.
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}"
    r"|u(?P<surrogate>[dD][89a-fA-F][\da-fA-F]{2})"
    r"|.)",
    re.DOTALL,
)
_CONTROLS = bytes(each for each in range(0x20) if each not in b"\t\n\r")
_CONTROLS_TO_SPACES = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))
_PIECE = 2**16
# Integers of up to 18 digits are exact in 64 bits.
_MAX_DIGITS = 18


def is_large(body: bytes | bytearray) -> bool:
    """Return whether to decode in a thread."""
    return len(body) > _SMALL_BYTES or _containers(body) > _SMALL_CONTAINERS


def decode_json(body: bytes | bytearray) -> object:
    """Decode a JSON document; ValueError, without any of its content, if broken.

    The result has no surrogates, and no infinite or NaN numbers. The decoding of a large
    document releases the interpreter's lock at intervals.
    """
    if _containers(body) > MAX_CONTAINERS or body.count(b",") > MAX_COMMAS:
        raise ValueError("too many values")
    # orjson would hold the interpreter's lock meanwhile.
    if not is_large(body):
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError:
            pass
    try:
        return _decode_leniently(body)
    except ValueError, RecursionError:
        pass
    # Raised here, as the errors above include the document.
    raise ValueError("not a JSON document")


def _containers(body: bytes | bytearray) -> int:
    """Return an upper bound of the number of objects and lists."""
    return body.count(b"{") + body.count(b"[")


def _decode_leniently(body: bytes | bytearray) -> object:
    """Repair a document, and decode it with the more lenient standard library."""
    clean = bytes(body.translate(_CONTROLS_TO_SPACES))
    pieces = (clean[first : first + _PIECE] for first in range(0, len(clean), _PIECE))
    text = "".join(iterdecode(pieces, "utf-8", "replace")).lstrip("\ufeff")
    if "\\u" in text:
        text = _ESCAPE.sub(_repair, text)
    decoded: object = loads(
        text,
        strict=False,
        parse_int=_integer,
        parse_float=_finite,
        parse_constant=lambda _: None,
        # Python code, before which other threads have their chance.
        object_hook=lambda members: members,
    )
    return decoded


def _repair(escape: re.Match[str]) -> str:
    """Return the replacement of an escape."""
    return _REPLACEMENT if escape["surrogate"] else escape[0]


def _integer(digits: str) -> int | float | None:
    """Return an integer, or a float if it has more than 64 bits."""
    return int(digits) if len(digits) <= _MAX_DIGITS else _finite(digits)


def _finite(digits: str) -> float | None:
    """Return a float, None if it is infinite."""
    number = float(digits)
    return number if isfinite(number) else None
