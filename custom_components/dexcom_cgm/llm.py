"""LLM tools for Dexcom CGM: current glucose, and a summary of a period."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import partial
from typing import Any, ClassVar, override

import voluptuous as vol

from homeassistant.components.homeassistant.exposed_entities import async_should_expose
from homeassistant.components.llm import LLMTools
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.llm import (
    LLM_API_ASSIST,
    LLMContext,
    Tool,
    ToolAnnotations,
    ToolInput,
    ToolResult,
)
from homeassistant.util import dt as dt_util

from .actions.responses import local_time, rounded
from .automations.snapshot import Snapshot
from .const import DOMAIN
from .data import DexcomConfigEntry
from .device import account_name
from .glucose import Source
from .glucose.episodes import Episode
from .glucose.report import Extreme
from .glucose.summary import Period, Summary, summarize
from .units import chosen_unit, shown

PROMPT = (
    "For questions about glucose use the dexcom_cgm tools: the state of a glucose "
    "sensor does not tell how old it is. Always say how old a reading is. This is no "
    "alarm system, not for treatment decisions, and no replacement for Dexcom's own "
    "alerts."
)
NOTE = (
    "No alarm system, not for treatment decisions, no replacement for Dexcom's own "
    "alerts. Official readings come about one hour after they were measured in the US, "
    "about three hours after elsewhere."
)
DRILL_PROMPT = (
    " A DRILL is in progress for {names}: the glucose sensors show a made-up reading "
    "that tests automations, not the person's glucose. Say that first."
)
DRILL_NOTE = (
    "DRILL: this reading is made up to test automations. It is not the person's glucose. "
    "Say that first, whatever you answer. The newest measured reading is the one at "
    "`newest_reading_at`."
)
# Values outside of the range of a sensor.
_LIMITS = (
    "A value of 39 mg/dL (2.2 mmol/L) stands for 'below 40', one of 401 mg/dL "
    "(22.3 mmol/L) for 'above 400'."
)
# Maximum number of low episodes in a response.
_MAX_EPISODES = 5


@dataclass(frozen=True, slots=True)
class Account:
    """An account that is exposed to an assistant."""

    name: str
    unit: str
    entry: DexcomConfigEntry

    def shown(self, value: float | None) -> float | None:
        """Return glucose as it is shown, None if unknown."""
        return None if value is None else shown(value, self.unit)


@callback
def exposed_accounts(hass: HomeAssistant, assistant: str) -> list[Account]:
    """Return the accounts with an exposed glucose sensor, sorted by name."""
    entities = er.async_get(hass)
    accounts = []
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        entity_id = entities.async_get_entity_id(
            SENSOR_DOMAIN, DOMAIN, f"{entry.unique_id}_glucose_value"
        )
        if entity_id is None or (entity := entities.async_get(entity_id)) is None:
            continue
        if entity.disabled or not async_should_expose(hass, assistant, entity_id):
            continue
        name = account_name(hass, entry)
        accounts.append(Account(name, chosen_unit(hass, str(entry.unique_id)), entry))
    return sorted(accounts, key=lambda account: account.name)


class GlucoseTool(Tool):
    """Base class of tools that answer for one or all exposed accounts."""

    integration = DOMAIN
    annotations = ToolAnnotations(
        read_only=True, destructive=False, idempotent=True, open_world=False
    )
    fields: ClassVar[dict[vol.Marker, Any]] = {}

    def __init__(self, names: list[str]) -> None:
        """Add a parameter for the account if there are several."""
        whose = vol.Optional("name", description="Whose glucose; all, if left out")
        several = {whose: vol.In(names)} if len(names) > 1 else {}
        self.parameters = vol.Schema({**self.fields, **several})

    @override
    async def async_call(
        self, hass: HomeAssistant, tool_input: ToolInput, llm_context: LLMContext
    ) -> ToolResult:
        """Answer for the accounts that are exposed now."""
        asked = self.parameters(tool_input.tool_args)
        answers: list[Any] = [
            {"name": account.name, **await self._async_answer(hass, account, asked)}
            for account in exposed_accounts(hass, llm_context.assistant)
            if asked.get("name") in (None, account.name)
        ]
        if not answers:
            return ToolResult(data={"error": "No such glucose is exposed"}, error=True)
        return ToolResult(data={"accounts": answers, "note": NOTE})

    @abstractmethod
    async def _async_answer(
        self, hass: HomeAssistant, account: Account, asked: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the result for one account."""


class GlucoseNowTool(GlucoseTool):
    """LLM tool for the current glucose."""

    name = f"{DOMAIN}__glucose_now"
    title = "Get the present glucose"
    description = (
        "Get the newest glucose reading of a person with a Dexcom sensor, its trend, "
        "its change since the reading before (delta), its age in minutes, and whether "
        "it is low, urgently low or high by the person's own settings. `reading` is "
        "null when there is no fresh one: then the present glucose is not known, and "
        "`newest_reading_at` tells since when. `data_status` tells how Dexcom's "
        "official record stands; `source` is 'official' or 'live', "
        "or 'drill' for a made-up reading that tests automations: then say first that "
        "it is a drill and not the person's glucose. Always say the age. "
        f"{_LIMITS}"
    )

    @override
    async def _async_answer(
        self, hass: HomeAssistant, account: Account, asked: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the fresh reading; only the time of a stale one."""
        glucose = account.entry.runtime_data.glucose
        answer: dict[str, Any] = {
            "data_status": str(glucose.status),
            "newest_reading_at": None,
            "newest_reading_age_minutes": None,
            "reading": None,
        }
        if (newest := glucose.measured) is not None:
            age = newest.age(dt_util.utcnow())
            answer["newest_reading_at"] = _local(newest.reading.time)
            answer["newest_reading_age_minutes"] = age // timedelta(minutes=1)
        if (snapshot := Snapshot.of(account.entry, None)) is not None:
            answer["reading"] = {
                "value": account.shown(snapshot.value),
                "unit": account.unit,
                "trend": snapshot.trend,
                "delta": account.shown(snapshot.glucose.delta),
                "source": str(snapshot.glucose.source),
                "is_low": snapshot.is_low,
                "is_urgent_low": snapshot.is_urgent_low,
                "is_high": snapshot.is_high,
            }
            if snapshot.glucose.source is Source.DRILL:
                answer = {"drill": DRILL_NOTE, **answer}
        return answer


class GlucoseSummaryTool(GlucoseTool):
    """LLM tool for the summary of a night, a day or a fortnight."""

    name = f"{DOMAIN}__glucose_summary"
    title = "Get a summary of glucose"
    description = (
        "Get how the glucose of a person with a Dexcom sensor was. Times in range (70 "
        "to 180 mg/dL, 3.9 to 10.0 mmol/L), below and above are shares of the readings "
        "in %; `cgm_active` is the share in % of the five-minute slots with a reading, "
        "up to where Dexcom's delay begins. Where `has_enough_readings` is false, say "
        "that there are too few readings to judge; `history_loaded` is how much of the "
        "history was fetched, in %. `gmi`, the glucose management indicator in %, is "
        "there only for a fortnight with enough readings; it will likely differ from "
        "the HbA1c. A low episode has at least 15 minutes below 70 mg/dL (3.9 mmol/L); "
        "one that `may_be_longer` begins or ends where the period does, or where "
        "readings are missing. Never say that there were no lows: where `low_episodes` "
        "is 0, say that no low of 15 minutes or more was seen. Always give `lowest` "
        f"with its time. {_LIMITS}"
    )
    fields: ClassVar[dict[vol.Marker, Any]] = {
        vol.Required(
            "period",
            description=(
                "last_night: from 22:00 to 06:00 by the home's clock, the night into "
                "today; last_day: the last 24 hours; last_fortnight: the last 14 days"
            ),
        ): vol.In([str(period) for period in Period])
    }

    @override
    async def _async_answer(
        self, hass: HomeAssistant, account: Account, asked: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the summary of a period, computed in an executor."""
        zone = dt_util.get_default_time_zone()
        now = dt_util.utcnow().replace(microsecond=0)
        start, end = Period(asked["period"]).window(now, zone)
        glucose = account.entry.runtime_data.glucose
        summary = await hass.async_add_executor_job(
            partial(
                summarize,
                *glucose.readings.log.values(start, end),
                start=start,
                end=end,
                known_until=now - glucose.region.delay,
                zone=zone,
            )
        )
        return {
            "unit": account.unit,
            "history_loaded": glucose.readings.progress,
            **_summary(summary, account, zone),
        }


def _summary(summary: Summary, account: Account, zone: tzinfo) -> dict[str, Any]:
    """Serialize a summary with its newest low episodes."""
    distribution, lows = summary.distribution, summary.low_episodes

    def extreme(found: Extreme | None) -> dict[str, Any] | None:
        """Serialize the lowest or highest reading."""
        if found is None:
            return None
        return {
            "value": account.shown(found.value),
            "at": local_time(found.time, zone),
        }

    def episode(low: Episode) -> dict[str, Any]:
        """Serialize a low episode."""
        return {
            "start": local_time(low.start, zone),
            "end": local_time(low.end, zone),
            "minutes": low.minutes,
            "lowest": account.shown(low.extreme),
            "may_be_longer": low.starts_before or low.ends_after,
        }

    return {
        "start": summary.start.astimezone(zone).isoformat(),
        "end": summary.end.astimezone(zone).isoformat(),
        "readings": len(distribution),
        "cgm_active": rounded(summary.sufficiency.active),
        "newest_reading_at": (
            None if summary.newest is None else local_time(summary.newest, zone)
        ),
        "has_enough_readings": summary.has_enough_readings,
        "mean_glucose": account.shown(distribution.mean),
        "time_in_range": rounded(distribution.time_in_range),
        "time_below_range": rounded(distribution.time_below_range),
        "time_above_range": rounded(distribution.time_above_range),
        "gmi": rounded(summary.gmi),
        "lowest": extreme(summary.lowest),
        "highest": extreme(summary.highest),
        "low_episodes": len(lows),
        "low_minutes": summary.low_minutes,
        "newest_low_episodes": [episode(low) for low in lows[-_MAX_EPISODES:]],
    }


@callback
def async_get_tools(
    hass: HomeAssistant, llm_context: LLMContext, api_id: str
) -> LLMTools | None:
    """Return the tools if an account is exposed to the assistant."""
    if api_id != LLM_API_ASSIST:
        return None
    accounts = exposed_accounts(hass, llm_context.assistant)
    if not accounts:
        return None
    names = sorted({account.name for account in accounts})
    drills = [
        account.name
        for account in accounts
        if account.entry.runtime_data.glucose.drill is not None
    ]
    prompt = PROMPT
    if drills:
        # Assistants also see the states of the entities, which have no such mark.
        prompt += DRILL_PROMPT.format(names=", ".join(drills))
    return LLMTools([GlucoseNowTool(names), GlucoseSummaryTool(names)], prompt)


def _local(at: datetime) -> str:
    """Return a local ISO 8601 time with its UTC offset."""
    return dt_util.as_local(at).isoformat(timespec="seconds")
