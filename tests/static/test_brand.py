"""The brand images are as Home Assistant shows them."""

from pathlib import Path
import struct

import pytest

from .source import PACKAGE

FOLDER = PACKAGE / "brand"
NAMES = {
    f"{kind}{scale}.png"
    for kind in ("icon", "logo", "dark_logo")
    for scale in ("", "@2x")
}
TRUE_COLOR_WITH_ALPHA = 6


def header(path: Path) -> tuple[int, int, int]:
    """Return width, height and color type of a PNG file."""
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    width, height, _, color_type = struct.unpack(">IIBB", data[16:26])
    return width, height, color_type


def test_files() -> None:
    """There are these images and no others."""
    assert {path.name for path in FOLDER.iterdir()} == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_image(name: str) -> None:
    """An image has a transparent background, is small, and of the right size."""
    width, height, color_type = header(FOLDER / name)
    assert color_type == TRUE_COLOR_WITH_ALPHA
    assert (FOLDER / name).stat().st_size < 50_000
    scale = 2 if "@2x" in name else 1
    if name.startswith("icon"):
        assert (width, height) == (256 * scale, 256 * scale)
    else:
        assert 128 * scale <= height <= 256 * scale
        assert width > height


@pytest.mark.parametrize("kind", ["icon", "logo", "dark_logo"])
def test_sharp_image(kind: str) -> None:
    """The image for sharp screens is twice as large."""
    width, height, _ = header(FOLDER / f"{kind}.png")
    assert header(FOLDER / f"{kind}@2x.png")[:2] == (2 * width, 2 * height)
