"""The mapping of Dexcom's terms to those of Home Assistant."""

from .glucose import LoggedEvent, Trend

UNKNOWN = "unknown"

# The states of Home Assistant's own Dexcom integration, so that its automations work.
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
# Insulin of unknown kind.
INSULIN = "insulin"
EXERCISE = "exercise"
HEALTH = "health"
BLOOD_GLUCOSE = "blood_glucose"
NOTES = "notes"
# Looked up by `_word`, as Dexcom's spelling differs from its schema.
_EVENT_TYPES = {
    "carb": CARBS,
    "carbs": CARBS,
    "carbohydrate": CARBS,
    "carbohydrates": CARBS,
    "exercise": EXERCISE,
    "health": HEALTH,
    "bloodglucose": BLOOD_GLUCOSE,
    "notes": NOTES,
    "note": NOTES,
}
_INSULIN_TYPES = {
    **dict.fromkeys(
        ("fastacting", "rapidacting", "shortacting", "fast", "rapid", "bolus"),
        FAST_ACTING_INSULIN,
    ),
    **dict.fromkeys(("longacting", "long", "basal"), LONG_ACTING_INSULIN),
}
_SUBTYPES = {
    **_INSULIN_TYPES,
    **dict.fromkeys(("light", "medium", "heavy"), EXERCISE),
    **dict.fromkeys(
        ("illness", "stress", "highsymptoms", "lowsymptoms", "cycle", "alcohol"), HEALTH
    ),
}
EVENT_TYPES = [
    CARBS,
    FAST_ACTING_INSULIN,
    LONG_ACTING_INSULIN,
    INSULIN,
    EXERCISE,
    HEALTH,
    BLOOD_GLUCOSE,
    NOTES,
    UNKNOWN,
]
# Types with an amount, and their default unit; `value` of other types is free text.
_UNITS = {
    CARBS: "grams",
    FAST_ACTING_INSULIN: "units",
    LONG_ACTING_INSULIN: "units",
    INSULIN: "units",
    EXERCISE: "minutes",
    BLOOD_GLUCOSE: "mg/dL",
}
# Factors of other units to the default units.
_FACTORS: dict[str, dict[str, float]] = {
    "grams": {"grams": 1, "gram": 1, "g": 1},
    "units": {"units": 1, "unit": 1, "u": 1, "iu": 1},
    "minutes": {
        **dict.fromkeys(("minutes", "minute", "mins", "min"), 1),
        **dict.fromkeys(("hours", "hour", "h"), 60),
    },
}


def event_type(event: LoggedEvent) -> str:
    """Return what was logged, one of EVENT_TYPES.

    Without a type, subtype or unit may determine it.
    """
    kind = _word(event.type)
    subtype = _word(event.subtype).removesuffix(INSULIN)
    if kind.endswith(INSULIN):
        return _INSULIN_TYPES.get(kind.removesuffix(INSULIN) or subtype, INSULIN)
    if kind in ("", UNKNOWN):
        unit = _word(event.unit)
        return _SUBTYPES.get(subtype) or next(
            (
                by_unit
                for by_unit in (CARBS, INSULIN, EXERCISE)
                if unit in _FACTORS[_UNITS[by_unit]]
            ),
            UNKNOWN,
        )
    return _EVENT_TYPES.get(kind, UNKNOWN)


def event_amount(event: LoggedEvent) -> float | None:
    """Return the amount in `event_unit`, None for types without one."""
    return event.amount if event_type(event) in _UNITS else None


def event_unit(event: LoggedEvent) -> str | None:
    """Return the unit of the amount, the type's default if the record has none."""
    return known(event.unit) or _UNITS.get(event_type(event))


def summed_amount(event: LoggedEvent) -> float | None:
    """Return the amount in grams, units of insulin or minutes.

    None without an amount, or with a unit that does not fit the type.
    """
    unit = event_unit(event)
    factor = _FACTORS.get(_UNITS.get(event_type(event), ""), {}).get(_word(unit))
    return None if factor is None or event.amount is None else event.amount * factor


def known(word: str | None) -> str | None:
    """Return a term of Dexcom, None for "unknown"."""
    return None if word is None or word.strip().casefold() in ("", UNKNOWN) else word


def _word(text: str | None) -> str:
    """Normalize a term to lowercase letters and digits."""
    return "".join(filter(str.isalnum, text or "")).casefold()
