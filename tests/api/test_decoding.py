"""Decoding answers that are not quite JSON."""

import json
import math
from threading import Thread
from time import sleep
from typing import Self

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.dexcom_cgm.api.decoding import (
    MAX_COMMAS,
    MAX_CONTAINERS,
    decode_json,
    is_large,
)

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("body", "decoded"),
    [
        # Half of a surrogate pair, as an escape; the two next to each other that are
        # a pair; the same characters behind an escaped backslash.
        (rb'{"v": "walk \ud83d"}', {"v": f"walk {REPLACEMENT}"}),
        (rb'{"v": "\uDE00 walk"}', {"v": f"{REPLACEMENT} walk"}),
        (rb'{"v": "\ud83d\ud83d\ude00\ude00"}', {"v": f"{REPLACEMENT}😀{REPLACEMENT}"}),
        (rb'{"v": "\ude00\ud83d"}', {"v": REPLACEMENT * 2}),
        (rb'{"v": "\\ud83d \ud83d"}', {"v": rf"\ud83d {REPLACEMENT}"}),
        (rb'{"v": "\\\ud83d"}', {"v": f"\\{REPLACEMENT}"}),
        (rb'{"v": "\ud83dx\n\"\u00e9"}', {"v": f'{REPLACEMENT}x\n"é'}),
        (rb'{"\ud83d": 1}', {REPLACEMENT: 1}),
        # Bytes that are no UTF-8: a surrogate, Latin-1, a character that is cut off.
        (b'{"v": "\xed\xa0\xbd"}', {"v": REPLACEMENT * 3}),
        (b'{"v": "caf\xe9"}', {"v": f"caf{REPLACEMENT}"}),
        (b'{"v": "\xf0\x9f\x98"}', {"v": REPLACEMENT}),
        # Around and between what counts.
        (b'\xef\xbb\xbf{"v": 1}', {"v": 1}),
        (b'\xef\xbb\xbf\xef\xbb\xbf{"v": 1}', {"v": 1}),
        (b'\x00{"v": \x0c 1}\x00\x1a', {"v": 1}),
        (b'{"v": "a\tb\r\nc\x00\x1bd"}', {"v": "a\tb\r\nc  d"}),
        # Numbers.
        (b'{"v": NaN, "w": [Infinity, -Infinity]}', {"v": None, "w": [None, None]}),
        (b'{"v": 1e400, "w": -1E999}', {"v": None, "w": None}),
        (b'{"v": %s}' % (b"9" * 400), {"v": None}),
        (b'{"v": -%s, "w": 7}' % (b"9" * 5000), {"v": None, "w": 7}),
        (
            b'{"v": 12345678901234567890123, "w": NaN}',
            {"v": 1.2345678901234568e22, "w": None},
        ),
        (b'{"v": 123456789012345678, "w": NaN}', {"v": 123456789012345678, "w": None}),
        # The last of two keys counts, in both ways of decoding.
        (b'{"v": 1, "v": 2}', {"v": 2}),
        (rb'{"v": "\ud83d", "v": 2}', {"v": 2}),
    ],
)
@pytest.mark.parametrize("kind", [bytes, bytearray])
def test_repaired(body: bytes, decoded: object, kind: type[bytes | bytearray]) -> None:
    """One bad character costs itself, and nothing else of the document."""
    assert decode_json(kind(body)) == decoded


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  ",
        b"\xef\xbb\xbf",
        b"\x00",
        b"<html></html>",
        b'{"v": 1',
        b'{"v": "secret',
        b'{"v": "secret\\ud83',
        b'{"v": "\\ud83d", ',
        b'{"v": 1,}',
        b"{'v': 1}",
        b'{"v": 1} {"v": 2}',
        b'{"v": "\\ud83d"} x',
        b'{"v": \xff}',
        b'{"v": nan}',
        b"[" * 99_000,
        b'{"v":' * 99_000,
        b"\x00\x01\x02\xff\xfe" * 1000,
    ],
    ids=lambda body: repr(body[:20]),
)
def test_broken(body: bytes) -> None:
    """An incomplete document is an error that does not contain its content."""
    with pytest.raises(ValueError, match=r"^not a JSON document$") as caught:
        decode_json(body)
    assert type(caught.value) is ValueError
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "body",
    [
        b"[" + b"{}," * MAX_CONTAINERS + b"{}]",
        b"[" + b"[]," * MAX_CONTAINERS + b"[]]",
        b"[" * (MAX_CONTAINERS + 1),
        b"[" + b"0," * (MAX_COMMAS + 1) + b"0]",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_too_many_values(body: bytes) -> None:
    """A document whose values would fill the memory is not decoded at all."""
    with pytest.raises(ValueError, match=r"^too many values$"):
        decode_json(body)


@pytest.mark.parametrize("bad", ["", r"\ud83d", "\udc00", "\x00"])
def test_large(bad: str) -> None:
    """A large document is decoded to the same, and lets other threads run."""
    record = {
        "recordId": "a" * 36,
        "value": 101,
        "rate": -0.1,
        "text": "😀 {,",
        "no": None,
    }
    records = [record] * 20_000
    body = json.dumps({"bad": "BAD", "records": records}).replace("BAD", bad)
    encoded = body.encode("utf-8", "surrogatepass")
    assert is_large(encoded)
    # On a busy machine the other thread may not run even though it could.
    for _ in range(5):
        with Ticks() as ticks:
            decoded = decode_json(encoded)
        assert isinstance(decoded, dict)
        assert decoded["records"] == records
        if ticks.seen > 2:
            break
    else:
        pytest.fail("no other thread ran in any of five decodings")


class Ticks:
    """Counts how often another thread runs."""

    def __enter__(self) -> Self:
        """Start."""
        self.seen, self._over = 0, False
        self._thread = Thread(target=self._run)
        self._thread.start()
        return self

    def _run(self) -> None:
        """Count."""
        while not self._over:
            self.seen += 1
            sleep(0.001)

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._over = True
        self._thread.join()


def has_only_clean_values(value: object) -> bool:
    """Return whether Home Assistant can serialize a value."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode() == value
        case float():
            return math.isfinite(value)
        case dict():
            return all(map(has_only_clean_values, [*value, *value.values()]))
        case list():
            return all(map(has_only_clean_values, value))
        case _:
            return True


texts = st.text(st.characters(codec=None), max_size=10) | st.text(
    st.sampled_from('\\ud83\ude00\ud83d"n\x00\n'), max_size=10
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=10,
)


@given(value=values, ascii_only=st.booleans())
@settings(max_examples=500, deadline=None)
def test_what_python_writes(value: object, ascii_only: bool) -> None:
    """Whatever Python's own encoder writes can be read, and comes out clean."""
    body = json.dumps(value, ensure_ascii=ascii_only)
    decoded = decode_json(body.encode("utf-8", "surrogatepass"))
    assert has_only_clean_values(decoded)
    assert type(decoded) is type(value) or decoded is None or isinstance(value, int)


@given(body=st.binary(max_size=40))
@settings(max_examples=500, deadline=None)
def test_any_bytes(body: bytes) -> None:
    """Bytes are a clean document or an error."""
    for document in (body, b'{"v": "' + body + b'"}'):
        try:
            decoded = decode_json(document)
        except ValueError:
            continue
        assert has_only_clean_values(decoded)


@given(text=texts, mark=st.sampled_from([r"\ud83d", "\udc00", "\x01", "\ufeff"]))
@settings(max_examples=300, deadline=None)
def test_the_rest_is_kept(text: str, mark: str) -> None:
    """Text around an invalid character is kept."""
    rest = {"text": text.encode("utf-8", "replace").decode(), "list": [1, 2.5, None]}
    body = f'{{"bad": "{mark}", "rest": {json.dumps(rest)}}}'
    decoded = decode_json(body.encode("utf-8", "surrogatepass"))
    assert isinstance(decoded, dict)
    assert decoded["rest"] == rest
