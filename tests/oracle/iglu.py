"""Answers from iglu and NumPy, in their own environment: JSON in, JSON out."""

from contextlib import redirect_stdout
from importlib import import_module
import json
import sys
from typing import Any
import warnings

# Only the oracle's environment has these.
iglu: Any = import_module("iglu_python")
numpy: Any = import_module("numpy")
pandas: Any = import_module("pandas")

PERCENTILES = [5, 25, 50, 75, 95]


def measures(times: list[int], values: list[int], zone: str) -> dict[str, Any]:
    """Return what iglu makes of a series; times are seconds since 1970 UTC."""
    frame = pandas.DataFrame(
        {"id": "series", "time": pandas.to_datetime(times, unit="s"), "gl": values}
    ).astype({"gl": float})

    def row(answer: Any) -> dict[str, Any]:
        """Return the only row of an answer."""
        (only,) = answer.to_dict("records")
        return {str(key): value for key, value in only.items()}

    episodes = iglu.episode_calculation(frame, tz="UTC")
    return {
        **row(iglu.mean_glu(frame)),
        **row(iglu.sd_glu(frame)),
        **row(iglu.cv_glu(frame)),
        **row(iglu.gmi(frame)),
        **row(iglu.gri(frame, tz="UTC")),
        **row(iglu.lbgi(frame)),
        **row(iglu.hbgi(frame)),
        **row(iglu.in_range_percent(frame, [[70, 180], [70, 140], [63, 140]])),
        **row(iglu.above_percent(frame, [140, 180, 250])),
        **row(iglu.below_percent(frame, [54, 63, 70])),
        "active": row(iglu.active_percent(frame, tz="UTC"))["active_percent"],
        **row(iglu.median_glu(frame)),
        **row(iglu.iqr_glu(frame)),
        "quantiles": list(row(iglu.quantile_glu(frame, PERCENTILES)).values())[1:],
        "numpy": {
            "quantiles": percentiles(values),
            "profile": {
                minute: percentiles(each["gl"])
                for minute, each in frame.groupby(half_hours(frame, zone))
            },
        },
        "episodes": {
            f"{each['type']} {each['level']}": (
                each["total_episodes"],
                each["avg_ep_duration"],
            )
            for each in episodes.to_dict("records")
        },
        "profile": profile(frame, zone),
    }


def percentiles(values: Any) -> list[float]:
    """Return the percentiles of NumPy."""
    return [float(each) for each in numpy.percentile(values, PERCENTILES)]


def half_hours(frame: Any, zone: str) -> Any:
    """Return the half hour of local time of each reading, computed by pandas."""
    clock = frame["time"].dt.tz_localize("UTC").dt.tz_convert(zone)
    return clock.dt.hour * 60 + clock.dt.minute // 30 * 30


def profile(frame: Any, zone: str) -> dict[int, list[float]]:
    """Return the percentiles of iglu by half hours of local time."""
    minutes = half_hours(frame, zone)
    answer = iglu.quantile_glu(frame.assign(id=minutes), PERCENTILES)
    return {
        int(each.pop("id")): list(each.values()) for each in answer.to_dict("records")
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    asked = json.load(sys.stdin)
    # iglu prints warnings.
    with redirect_stdout(sys.stderr):
        answers = [measures(**each) for each in asked]
    json.dump(answers, sys.stdout, default=str)
