"""Dashboard cards for an account, using core cards only."""

from hashlib import sha256
from typing import Any

from .client import Client
from .connect import DOMAIN
from .lamps import LAMPS, lamps_of

type Card = dict[str, Any]

RED, ORANGE, AMBER, GREEN = "#c62828", "#ef6c00", "#f9a825", "#2e7d32"
# Lower limits of the gauge's colors in mg/dL.
SEGMENTS = ((40, RED), (55, ORANGE), (70, GREEN), (181, AMBER), (251, ORANGE))
LOWEST, HIGHEST = 40, 300
MG_DL_PER_MMOL_L = 18.0182
NOTHING = ["unknown", "unavailable"]
STATISTICS = ("glucose", "time_in_range", "carbs", "fast_acting_insulin")


class Account:
    """The entities and statistics of an account, and their cards."""

    def __init__(
        self,
        entry: dict[str, Any],
        ids: dict[str, str],
        unit: str,
        device_id: str,
    ) -> None:
        """Store the entity and statistic IDs by key."""
        self.entry_id: str = entry["entry_id"]
        self.title: str = entry["title"]
        self.ids = ids
        self.unit = unit
        self.device_id = device_id

    @classmethod
    async def load(cls, client: Client, entry: dict[str, Any]) -> Account | None:
        """Return the account of a config entry, None while it has no data."""
        if entry["state"] != "loaded":
            return None
        ids: dict[str, str] = {}
        name = device_id = ""
        for entity in await client.entities(entry["entry_id"]):
            device_id = entity["device_id"]
            key = entity["translation_key"]
            if not entity["disabled_by"]:
                ids[key] = entity["entity_id"]
            name = entity["unique_id"].removesuffix(f"_{key}")
        short = sha256(name.encode()).hexdigest()[:8]
        there = {
            statistic["statistic_id"]
            for statistic in await client.command("recorder/list_statistic_ids")
        }
        ids |= {
            f"{kind} statistics": statistic
            for kind in STATISTICS
            if (statistic := f"{DOMAIN}:{kind}_{short}") in there
        }
        if not {"glucose_value", "last_reading"} <= ids.keys():
            return None
        ids |= await lamps_of(client, device_id)
        state = await client.state(ids["glucose_value"])
        unit = state["attributes"].get("unit_of_measurement", "mg/dL")
        return cls(entry, ids, unit, device_id)

    def view(self, path: str) -> Card:
        """Return the view of the account."""
        sections = [self._now(), self._course(), self._report(), self._logged()]
        return {
            "title": self.title,
            "path": path,
            "type": "sections",
            "max_columns": 3,
            "sections": [
                {"type": "grid", "cards": cards} for cards in sections if len(cards) > 1
            ],
        }

    def level(self, mg_dl: float) -> float:
        """Return a glucose value in the unit of the account's sensors."""
        if self.unit == "mmol/L":
            return round(mg_dl / MG_DL_PER_MMOL_L, 1)
        return round(mg_dl)

    def _now(self) -> list[Card]:
        """Return the cards of the latest reading."""
        value, last = self.ids["glucose_value"], self.ids["last_reading"]
        fresh = {"condition": "state", "entity": value}
        gauge = {
            "type": "gauge",
            "entity": value,
            "name": "Glucose",
            "min": self.level(LOWEST),
            "max": self.level(HIGHEST),
            "needle": True,
            "segments": [
                {"from": self.level(start), "color": color} for start, color in SEGMENTS
            ],
            "grid_options": {"columns": 12, "rows": 4},
            "visibility": [{**fresh, "state_not": NOTHING}],
        }
        # Shown once the reading is stale.
        no_gauge = {
            "type": "markdown",
            "content": f"""\
## No current reading
{{% if has_value('{last}') %}}\
The latest one was measured {{{{ relative_time(states('{last}') | as_datetime) }}}} ago.
{{% else %}}\
There are no readings yet.
{{% endif %}}""",
            "grid_options": {"columns": 12},
            "visibility": [{**fresh, "state": NOTHING}],
        }
        return [
            _heading("Now", "mdi:water"),
            gauge,
            no_gauge,
            *self._tiles(
                glucose_trend=("Trend", "teal"),
                glucose_delta=("Change", "teal"),
                last_reading=("Measured", "blue"),
                data_status=("Data", "blue"),
            ),
            *self._tiles(
                4,
                urgent_low=("Urgent low", "red"),
                low=("Low", "orange"),
                high=("High", "amber"),
            ),
            # Without an explicit color, tiles use the color of the light.
            *(
                {
                    "type": "tile",
                    "entity": self.ids[key],
                    "name": lamp.name,
                    "grid_options": {"columns": 6},
                }
                for key, lamp in LAMPS.items()
                if key in self.ids
            ),
        ]

    def _course(self) -> list[Card]:
        """Return the graphs of the last hours and days."""
        lowest, highest = (3, 18) if self.unit == "mmol/L" else (50, 300)
        look = {
            "min_y_axis": lowest,
            "max_y_axis": highest,
            "fit_y_data": True,
            "grid_options": {"columns": 12, "rows": 6},
        }
        cards = [
            _heading("Course", "mdi:chart-bell-curve-cumulative"),
            {
                "type": "history-graph",
                "title": "Last 24 hours",
                "entities": [{"entity": self.ids["glucose_value"], "name": "Glucose"}],
                "hours_to_show": 24,
                "show_names": False,
                **look,
            },
        ]
        if statistic := self.ids.get("glucose statistics"):
            cards.append(
                {
                    "type": "statistics-graph",
                    "title": "Last 3 days",
                    "entities": [{"entity": statistic, "name": "Glucose"}],
                    "stat_types": ["mean", "min", "max"],
                    "period": "hour",
                    "days_to_show": 3,
                    "hide_legend": True,
                    **look,
                }
            )
        return cards

    def _report(self) -> list[Card]:
        """Return the cards of the measures of the last two weeks."""
        parts = {
            "time_below_range_14d": ("Below", RED),
            "time_in_range_14d": ("In range", GREEN),
            "time_above_range_14d": ("Above", AMBER),
        }
        cards = [_heading("Last 14 days", "mdi:chart-donut")]
        if parts.keys() <= self.ids.keys():
            cards.append(
                {
                    "type": "distribution",
                    "title": "Time in range",
                    "entities": [
                        {"entity": self.ids[key], "name": name, "color": color}
                        for key, (name, color) in parts.items()
                    ],
                    "grid_options": {"columns": 12},
                }
            )
        cards += self._tiles(
            mean_glucose_14d=("Average", "teal"),
            gmi_14d=("GMI", "teal"),
            glucose_variability_14d=("Variability", "teal"),
            cgm_active_14d=("Sensor active", "blue"),
            time_in_range_1d=("In range, 24 h", "green"),
        )
        return cards

    def _logged(self) -> list[Card]:
        """Return the cards of logged events."""
        return [
            _heading("Logged", "mdi:notebook-outline"),
            *self._rows(
                {},
                ["state", "amount", "unit"],
                last_carbs=("Carbs", "brown"),
                last_fast_acting_insulin=("Fast-acting insulin", "indigo"),
                last_long_acting_insulin=("Long-acting insulin", "indigo"),
            ),
            *self._rows(
                {"state_not": NOTHING},
                ["event_type", "happened_at"],
                logged_event=("Newest entry", "blue"),
                dexcom_alert=("Newest alert", "red"),
            ),
        ]

    def _tiles(self, columns: int = 6, /, **wanted: tuple[str, str]) -> list[Card]:
        """Return a tile of the given width for each existing entity."""
        return [
            {
                "type": "tile",
                "entity": self.ids[key],
                "name": name,
                "color": color,
                "grid_options": {"columns": columns},
            }
            for key, (name, color) in wanted.items()
            if key in self.ids
        ]

    def _rows(
        self,
        visible: dict[str, Any],
        content: list[str] | None = None,
        **wanted: tuple[str, str],
    ) -> list[Card]:
        """Return wide tiles, optionally visible only in some states."""
        rows = self._tiles(**wanted)
        for row in rows:
            row["grid_options"] = {"columns": 12}
            if content:
                row["state_content"] = content
            if visible:
                condition = {"condition": "state", "entity": row["entity"], **visible}
                row["visibility"] = [condition]
        return rows


def _heading(text: str, icon: str) -> Card:
    """Return the heading of a section."""
    return {"type": "heading", "heading": text, "icon": icon}
