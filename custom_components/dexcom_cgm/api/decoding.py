"""Lenient JSON decoding: one bad character does not cost a whole answer.

Repaired: half a surrogate pair, bytes that are not UTF-8, a byte order mark, raw
control characters, NaN and Infinity, numbers beyond the range of a double. What may
not be whole stays an error: a truncated document, text after the document, missing or
trailing commas.
"""

from json import loads
from math import isfinite
import re

import orjson

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Every escape is matched, so that the "\u" behind an escaped backslash is not taken
# for one; a whole surrogate pair is one match.
_REPAIRABLE = re.compile(
    r"\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}"
    r"|\\u(?P<surrogate>[dD][89a-fA-F][\da-fA-F]{2})"
    r"|\\."
    r"|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f])",
    re.DOTALL,
)
# Integers of up to 18 digits are exact in 64 bits.
_MAX_DIGITS = 18


def decode_json(body: bytes | bytearray) -> object:
    """Decode a JSON document; ValueError, which carries none of it, if it is broken.

    No text of the result holds a surrogate, and no number is infinite or NaN. May take
    tens of milliseconds per megabyte: large bodies belong into an executor.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        pass
    try:
        return _decode_leniently(body)
    except ValueError, RecursionError:
        pass
    # Raised here, as the errors above hold the document.
    raise ValueError("not a JSON document")


def _decode_leniently(body: bytes | bytearray) -> object:
    """Repair a document, and decode it with the more tolerant standard library."""
    text = body.decode("utf-8", "replace").lstrip("\ufeff")
    decoded: object = loads(
        _REPAIRABLE.sub(_repair, text),
        strict=False,
        parse_int=_integer,
        parse_float=_finite,
        parse_constant=lambda _: None,
    )
    return decoded


def _repair(match: re.Match[str]) -> str:
    """Return what stands in for an escape or a character."""
    if match["surrogate"]:
        return _REPLACEMENT
    return " " if match["control"] else match[0]


def _integer(digits: str) -> int | float | None:
    """Return an integer, a float where it has more than 64 bits."""
    return int(digits) if len(digits) <= _MAX_DIGITS else _finite(digits)


def _finite(digits: str) -> float | None:
    """Return a float, None where it is infinite."""
    number = float(digits)
    return number if isfinite(number) else None
