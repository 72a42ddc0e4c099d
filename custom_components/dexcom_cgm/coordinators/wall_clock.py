"""Timers by the wall clock, which may be corrected while they run."""

from collections.abc import Callable
from datetime import datetime, timedelta

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

# Timers of the event loop use the monotonic clock, and do not notice corrections of the
# wall clock or a suspend. So the wall clock is checked at this interval.
CLOCK_CHECK_INTERVAL = timedelta(minutes=1)


@callback
def async_call_at_time(
    hass: HomeAssistant, action: Callable[[datetime], None], time: datetime
) -> CALLBACK_TYPE:
    """Call an action at a time, or within a minute after a jump beyond it.

    Returns a function that cancels the call.
    """
    cancel: CALLBACK_TYPE

    @callback
    def check(now: datetime) -> None:
        """Call the action at its time."""
        if dt_util.utcnow() >= time:
            action(now)
        else:
            wait()

    job = HassJob(check, "dexcom_cgm wall clock", cancel_on_shutdown=True)

    def wait() -> None:
        """Wait for the time, or the next check of the clock."""
        nonlocal cancel
        left = max(time - dt_util.utcnow(), timedelta(0))
        cancel = async_call_later(hass, min(left, CLOCK_CHECK_INTERVAL), job)

    def cancel_timer() -> None:
        """Cancel the timer."""
        cancel()

    wait()
    return cancel_timer
