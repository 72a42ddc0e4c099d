"""Reads what Chromium prints: pages, fonts and text of a PDF file."""

from dataclasses import dataclass
import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\n(.*?)\nendstream", re.DOTALL)
_FONT = re.compile(rb"/(F\d+) (\d+) 0 R")
_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_SECTION = re.compile(rb"begin(bfchar|bfrange)\n(.*?)\nend", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-F]+)>")
# A font is set, glyphs are shown, or a text object ends.
_OPERATOR = re.compile(rb"/(F\d+) \S+ Tf|<([0-9A-F]+)> Tj|(\bET\b)")


@dataclass(frozen=True, slots=True)
class Pdf:
    """What a file has: the number of its pages, images and fonts, and its text."""

    pages: int
    images: int
    fonts: int
    embedded_fonts: int
    text: str


def read_pdf(file: bytes) -> Pdf:
    """Read a file in the form that Chromium writes."""
    objects = {int(found[1]): found[2] for found in _OBJECT.finditer(file)}
    pages = [each for each in objects.values() if re.search(rb"/Type /Page\b", each)]
    descriptors = [
        each for each in objects.values() if b"/Type /FontDescriptor" in each
    ]
    return Pdf(
        pages=len(pages),
        images=sum(b"/Subtype /Image" in each for each in objects.values()),
        fonts=len(descriptors),
        # A font of type 3 consists of the drawings of its glyphs.
        embedded_fonts=sum(
            b"/FontFile" in each or b"/Subtype /Type3" in each
            for each in objects.values()
        ),
        text="\n".join(_text(page, objects) for page in pages),
    )


def _text(page: bytes, objects: dict[int, bytes]) -> str:
    """Return the text of a page, with a line for each text object."""
    letters = {
        name: _letters(objects[int(number)], objects)
        for name, number in _FONT.findall(page)
    }
    found = re.search(rb"/Contents (\d+) 0 R", page)
    assert found is not None
    text = ""
    font = b""
    for name, glyphs, end in _OPERATOR.findall(_stream(objects[int(found[1])])):
        if name:
            font = name
        elif end:
            text += "\n"
        else:
            size, known = letters[font]
            for place in range(0, len(glyphs), size):
                text += known[int(glyphs[place : place + size], 16)]
    return text


def _letters(font: bytes, objects: dict[int, bytes]) -> tuple[int, dict[int, str]]:
    """Return how many digits the codes of a font have, and its letters by their codes."""
    number = _UNICODE.search(font)
    assert number is not None
    letters = {}
    size = 0
    for kind, lines in _SECTION.findall(_stream(objects[int(number[1])])):
        for line in lines.splitlines():
            codes = _HEX.findall(line)
            first, last = int(codes[0], 16), int(codes[-2], 16)
            size = len(codes[0])
            text = bytes.fromhex(codes[-1].decode()).decode("utf-16-be")
            for code in range(first, last + 1 if kind == b"bfrange" else first + 1):
                letters[code] = text[:-1] + chr(ord(text[-1]) + code - first)
    return size, letters


def _stream(content: bytes) -> bytes:
    """Return the content of a compressed stream."""
    found = _STREAM.search(content)
    assert found is not None
    return zlib.decompress(found[1])
