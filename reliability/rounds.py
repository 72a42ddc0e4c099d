"""One round: interrupt a renewal, restart, and check the login."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
import time
from typing import override

import aiohttp

from demo import DemoError
from demo.client import Client
from demo.connect import connect_again
from demo.watch import logins_wanted, until

from .account import TOKEN, Account
from .clock import Clock
from .plan import Disturbance, Plan
from .small_disk import SmallDisk

# A token issued at least this many seconds before a kill must be on disk.
_TIME_TO_WRITE = 0.5
# Timeout in seconds for the retry of a failed save once there is space again.
_RETRY_INTERVAL = 20
# Statuses of an account with a valid login. With a wrong clock, readings look stale.
_WORKING = {"ok", "delayed", "no_data"}


class Moment(StrEnum):
    """When the disturbance occurred."""

    BEFORE = "before the request"
    DURING = "before the response"
    AFTER = "after the response"


class Verdict(StrEnum):
    """The result for the login."""

    KEPT = "kept"
    EXCUSABLE = "excusable"
    LOST = "lost"
    UNREPORTED = "not reported"


@dataclass(frozen=True)
class Round:
    """The plan of a round and its result."""

    plan: Plan
    moment: Moment
    verdict: Verdict
    reason: str

    @property
    def passed(self) -> bool:
        """Return whether no avoidable loss occurred."""
        return self.verdict in {Verdict.KEPT, Verdict.EXCUSABLE}

    @override
    def __str__(self) -> str:
        """Return a line for the report."""
        reason = f" ({self.reason})" if self.reason else ""
        return f"{self.plan}, {self.moment}: {self.verdict}{reason}"


class Rounds:
    """Interrupts the renewals of one account."""

    def __init__(
        self,
        account: Account,
        disk: SmallDisk | None = None,
        clock: Clock | None = None,
    ) -> None:
        """Store the account, and the disk and clock of its Home Assistant."""
        self._account = account
        self._home_assistant = account.home_assistant
        self._sandbox = account.sandbox
        self._disk = disk
        self._clock = clock
        self._disturbed_at = 0.0
        self._freed_at = 0.0
        self._retried = True

    async def run(self, plan: Plan) -> Round:
        """Run one round and return the verdict."""
        await self._account.wait_until_settled()
        renewals = await self._account.requests(TOKEN)
        await self._account.note_requests()
        await self._disturb(plan)
        issued = self._account.issued()
        if await self._account.requests(TOKEN) == renewals:
            moment = Moment.BEFORE
        else:
            before = self._disturbed_at < issued.at
            moment = Moment.DURING if before else Moment.AFTER
        on_disk = self._account.newest_is_on_disk()

        if plan.disturbance is not Disturbance.RELOAD:
            await self._account.note_requests()
            await self._home_assistant.start()
        async with Client.open(self._home_assistant.url) as client:
            verdict, reason = await self._judge(client)
        if not self._retried:
            verdict, reason = Verdict.LOST, "not saved after space was available again"
        elif verdict is Verdict.EXCUSABLE:
            verdict, reason = self._excuse(plan, issued.at, on_disk=on_disk)
        elif verdict is Verdict.KEPT:
            timeout = _RETRY_INTERVAL if plan.full_disk else 10
            if not await self._account.wait_until_saved(timeout):
                verdict, reason = Verdict.LOST, "the newest token was never written"
        return Round(plan, moment, verdict, reason)

    async def _disturb(self, plan: Plan) -> None:
        """Start a renewal and apply the planned disturbances."""
        await self._sandbox.control(
            "faults", path="*/oauth2/token", delay=plan.answer, times=1
        )
        await self._sandbox.control("token-lifetime", access_seconds=plan.lifetime)
        await self._sandbox.control("expire-access-tokens", person=self._account.person)
        if plan.full_disk and self._disk:
            self._disk.fill()
        self._freed_at = 0
        self._retried = True
        loop = asyncio.get_running_loop()
        async with Client.open(self._home_assistant.url) as client:
            started = loop.time() - min(0, plan.at)

            async def reach(moment: float) -> None:
                await asyncio.sleep(started + moment - loop.time())

            async def poll() -> None:
                await reach(0)
                with suppress(aiohttp.ClientError, DemoError):
                    await self._account.poll(client)

            async def set_clock() -> None:
                if plan.clock and self._clock:
                    await reach(plan.clock.at)
                    self._clock.set(plan.clock.offset)

            async def disturb() -> None:
                if plan.full_disk and plan.full_disk.wait_for_save:
                    await reach(plan.answer + plan.full_disk.free_after_answer)
                    saved = await self._account.wait_until_saved(_RETRY_INTERVAL)
                    self._retried = saved
                    await asyncio.sleep(plan.at)
                else:
                    await reach(plan.at)
                await self._interrupt(plan.disturbance)

            async def free_disk() -> None:
                if plan.full_disk and self._disk:
                    await reach(plan.answer + plan.full_disk.free_after_answer)
                    self._disk.free()
                    self._freed_at = time.time()

            request = asyncio.create_task(poll())
            await asyncio.gather(set_clock(), disturb(), free_disk())
            # Dexcom processes a request even if the client has disconnected.
            await reach(plan.answer + 0.3)
            request.cancel()
            with suppress(asyncio.CancelledError):
                await request
        # Without a request to Dexcom, the delay must not apply to the next one.
        await self._sandbox.clear_faults()

    async def _interrupt(self, disturbance: Disturbance) -> None:
        """Interrupt the renewal and wait until Home Assistant has stopped."""
        match disturbance:
            case Disturbance.KILL:
                self._disturbed_at = time.time()
                await self._home_assistant.kill()
            case Disturbance.TERMINATE:
                self._disturbed_at = time.time()
                await self._home_assistant.terminate()
            case Disturbance.RESTART:
                # Another client's access token may have expired after a clock change.
                async with Client.open(self._home_assistant.url) as client:
                    self._disturbed_at = time.time()
                    request = client.call("homeassistant.restart")
                    await self._home_assistant.restart_by(request)
            case Disturbance.RELOAD:
                async with Client.open(self._home_assistant.url) as client:
                    self._disturbed_at = time.time()
                    await self._account.reload(client)

    async def _judge(self, client: Client) -> tuple[Verdict, str]:
        """Return the verdict; log in again if the login is invalid."""

        async def look() -> str:
            if requested := await logins_wanted(client):
                return requested[0]
            return await self._account.status(client)

        try:
            seen = await until(
                look, lambda seen: seen in _WORKING | {"reauth_confirm"}, 60
            )
        except DemoError as error:
            return Verdict.UNREPORTED, str(error)
        if seen != "reauth_confirm":
            return Verdict.KEPT, ""
        # None if the token is known to be expired: it is renewed before the poll.
        polls = await self._account.polls_since_start()
        result = await connect_again(client, self._account.person)
        if (reason := result["reason"]) != "reauth_successful":
            raise DemoError(f"reauthentication failed: {reason}")
        await until(
            lambda: self._account.status(client),
            lambda status: status in _WORKING,
            60,
        )
        if polls > 1:
            return Verdict.UNREPORTED, f"reauthentication started after {polls} polls"
        return Verdict.EXCUSABLE, ""

    def _excuse(
        self, plan: Plan, issued_at: float, *, on_disk: bool
    ) -> tuple[Verdict, str]:
        """Return whether the loss of the login was avoidable, with the reason."""
        if on_disk:
            return Verdict.LOST, "the newest token is on disk"
        if plan.disturbance is not Disturbance.KILL:
            return Verdict.LOST, "the newest token was not written before the stop"
        time_to_write = _RETRY_INTERVAL if plan.full_disk else _TIME_TO_WRITE
        if self._disturbed_at - max(issued_at, self._freed_at) > time_to_write:
            return Verdict.LOST, "the newest token was never written"
        return Verdict.EXCUSABLE, "nothing could be written; logged in again"
