"""Time from data to paint of the cards in Chromium, compared with a canvas."""

from pathlib import Path
from statistics import median

from demo.screenshot import browser_page

from .report import ROOT
from .result import Result, Row, number

_CARDS = ROOT / "custom_components/dexcom_cgm/frontend/dexcom-cgm-cards.js"
_PAGE = Path(__file__).with_suffix(".js")


async def _measure(rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of each round by what is painted."""
    async with browser_page(width=800, height=900) as page:
        await page.add_script_tag(path=_CARDS, type="module")
        await page.add_script_tag(path=_PAGE, type="module")
        await page.wait_for_function("window.measure")
        # Compilation and fonts are not measured.
        await page.evaluate("measure(3)")
        found: dict[str, list[float]] = await page.evaluate(f"measure({rounds})")
        return found


async def measure(_folder: Path, quick: bool) -> Result:
    """Paint the glucose card and the profile card repeatedly."""
    rounds = 10 if quick else 60
    found = {what: median(each) for what, each in (await _measure(rounds)).items()}

    def row(what: str, key: str, canvas: str, limit: float) -> Row:
        return Row(
            what=f"From data to paint, {what}",
            value=found[key],
            unit="ms",
            limit=limit,
            how=(
                f"{number(found[key] / found[canvas])} x a canvas with the same points, "
                f"{number(found[canvas])} ms; up to 17 ms of both until the next frame; "
                f"{rounds} rounds"
            ),
        )

    return Result(
        rows=[
            row("glucose card of 24 hours", "day", "dayCanvas", 50),
            row("a new reading in it", "push", "dayCanvas", 50),
            row("profile card of 90 days", "quarter", "quarterCanvas", 100),
        ]
    )
