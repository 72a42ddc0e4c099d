"""Independent client of Dexcom's API, for comparison."""

from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from .connect import log_in

_APPLICATION = {
    "client_id": "second-application",
    "client_secret": "second-made-up-secret",
}
_BACK = "http://127.0.0.1/back"


async def readings(
    url: str, person: str, past: timedelta
) -> dict[datetime, dict[str, Any]]:
    """Return the latest readings by time, oldest first.

    This uses no code of the integration and a separate login.
    """
    query = (
        f"client_id={_APPLICATION['client_id']}&redirect_uri={_BACK}"
        "&response_type=code&scope=offline_access&state=1"
    )
    now = datetime.now(UTC)
    window = {
        "startDate": f"{now - past:%Y-%m-%dT%H:%M:%S}",
        "endDate": f"{now:%Y-%m-%dT%H:%M:%S}",
    }
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        back = await log_in(session, f"{url}/v2/oauth2/login?{query}", person)
        form = {
            **_APPLICATION,
            "grant_type": "authorization_code",
            "code": back.query["code"],
            "redirect_uri": _BACK,
        }
        async with session.post(f"{url}/v2/oauth2/token", data=form) as response:
            token = (await response.json())["access_token"]
        async with session.get(
            f"{url}/v3/users/self/egvs",
            params=window,
            headers={"Authorization": f"Bearer {token}"},
        ) as response:
            records = (await response.json())["records"]
    found = {datetime.fromisoformat(each["systemTime"]): each for each in records}
    return dict(sorted(found.items()))
