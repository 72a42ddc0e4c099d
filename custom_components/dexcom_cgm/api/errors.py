"""Errors of Dexcom's API; none includes a token, an id or a value."""


class DexcomError(Exception):
    """A request to Dexcom has failed."""


class DexcomConnectionError(DexcomError):
    """No complete answer: no connection, a timeout, or a broken connection."""


class DexcomAnswerError(DexcomError):
    """An answer with an invalid body."""


class DexcomAccountError(DexcomError):
    """An answer for another account."""


class DexcomStatusError(DexcomError):
    """An answer with an HTTP status other than 200.

    `retry_after` is in seconds, None if unknown.
    """

    def __init__(self, status: int, retry_after: float | None = None) -> None:
        """Create the error of a status."""
        super().__init__(f"Dexcom answered with HTTP status {status}")
        self.status = status
        self.retry_after = retry_after


class DexcomAuthError(DexcomStatusError):
    """Dexcom refuses the access token (401 or 403), also after a renewal."""


class DexcomRequestError(DexcomStatusError):
    """Request rejected (400, 404 and other 4xx)."""


class DexcomServerError(DexcomStatusError):
    """Dexcom has a fault (5xx, or an invalid status)."""


class DexcomRateLimitError(DexcomStatusError):
    """Rate limit exceeded (429)."""
