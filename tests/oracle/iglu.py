"""Answers from iglu, in its own environment: JSON in, JSON out."""

from importlib import import_module
import json
import sys
from typing import Any
import warnings

# Only the oracle's environment has these two.
iglu: Any = import_module("iglu_python")
pandas: Any = import_module("pandas")

BIN = "30min"


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
        "quantiles": list(row(iglu.quantile_glu(frame, [5, 25, 50, 75, 95])).values())[
            1:
        ],
        "episodes": {
            f"{each['type']} {each['level']}": (
                each["total_episodes"],
                each["avg_ep_duration"],
            )
            for each in episodes.to_dict("records")
        },
        "profile": profile(frame, zone),
    }


def profile(frame: Any, zone: str) -> dict[int, list[float]]:
    """Return the percentiles by half hours of local time, computed by pandas."""
    clock = frame["time"].dt.tz_localize("UTC").dt.tz_convert(zone)
    minutes = clock.dt.hour * 60 + clock.dt.minute // 30 * 30
    answer = iglu.quantile_glu(frame.assign(id=minutes), [5, 25, 50, 75, 95])
    return {
        int(each.pop("id")): list(each.values()) for each in answer.to_dict("records")
    }


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    asked = json.load(sys.stdin)
    json.dump([measures(**each) for each in asked], sys.stdout, default=str)
