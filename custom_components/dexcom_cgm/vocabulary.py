"""Dexcom's words, and those that Home Assistant shows."""

from .api import Event, Trend

UNKNOWN = "unknown"

# The words of Home Assistant's own Dexcom integration, so that automations written
# for it go on working.
TRENDS: dict[str, str] = {
    Trend.DOUBLE_UP: "rising_quickly",
    Trend.SINGLE_UP: "rising",
    Trend.FORTY_FIVE_UP: "rising_slightly",
    Trend.FLAT: "steady",
    Trend.FORTY_FIVE_DOWN: "falling_slightly",
    Trend.SINGLE_DOWN: "falling",
    Trend.DOUBLE_DOWN: "falling_quickly",
}

ALERT_TYPES = {
    "urgentLow": "urgent_low",
    "urgentLowSoon": "urgent_low_soon",
    "low": "low",
    "high": "high",
    "rise": "rise",
    "fall": "fall",
    "outOfRange": "out_of_range",
    "noReadings": "no_readings",
    "fixedLow": "fixed_low",
}
ALERT_STATES = {
    "activeAlarming": "active_alarming",
    "activeSnoozed": "active_snoozed",
    "inactive": "inactive",
}

CARBS = "carbs"
FAST_ACTING_INSULIN = "fast_acting_insulin"
LONG_ACTING_INSULIN = "long_acting_insulin"
EXERCISE = "exercise"
BLOOD_GLUCOSE = "blood_glucose"
NOTES = "notes"
_EVENT_TYPES = {
    "carbs": CARBS,
    "exercise": EXERCISE,
    "health": "health",
    "bloodGlucose": BLOOD_GLUCOSE,
    "notes": NOTES,
    "note": NOTES,
}
_INSULIN_TYPES = {"fastActing": FAST_ACTING_INSULIN, "longActing": LONG_ACTING_INSULIN}
EVENT_TYPES = [
    CARBS,
    FAST_ACTING_INSULIN,
    LONG_ACTING_INSULIN,
    EXERCISE,
    "health",
    BLOOD_GLUCOSE,
    NOTES,
    UNKNOWN,
]
# What has an amount; of the others, `value` is free text.
_WITH_AMOUNT = {
    CARBS,
    FAST_ACTING_INSULIN,
    LONG_ACTING_INSULIN,
    EXERCISE,
    BLOOD_GLUCOSE,
}


def event_type(event: Event) -> str:
    """Return what was logged, one of EVENT_TYPES."""
    if event.type == "insulin":
        return _INSULIN_TYPES.get(event.subtype or "", UNKNOWN)
    return _EVENT_TYPES.get(event.type or "", UNKNOWN)


def event_amount(event: Event) -> float | None:
    """Return the amount that was logged, None for what has none."""
    return event.amount if event_type(event) in _WITH_AMOUNT else None


def known(word: str | None) -> str | None:
    """Return a word of Dexcom, None for its word "unknown"."""
    return None if word == UNKNOWN else word
