"""Errors of Dexcom's API; none carries a token, an id or a value."""


class DexcomError(Exception):
    """A request to Dexcom did not give a usable answer."""


class DexcomConnectionError(DexcomError):
    """No answer came: no connection, a time-out, or one that broke off."""


class DexcomAnswerError(DexcomError):
    """An answer came whose body is not what the API promises."""


class DexcomAccountError(DexcomError):
    """An answer came that belongs to another account."""


class DexcomStatusError(DexcomError):
    """An answer came with an HTTP status that is not 200.

    `retry_after` is in seconds, None where Dexcom does not say.
    """

    def __init__(self, status: int, retry_after: float | None = None) -> None:
        """Remember the status, and how long to wait."""
        super().__init__(f"Dexcom answered with HTTP status {status}")
        self.status = status
        self.retry_after = retry_after


class DexcomAuthError(DexcomStatusError):
    """Dexcom refuses the access token (401 or 403), also a renewed one."""


class DexcomRequestError(DexcomStatusError):
    """Dexcom refuses the request itself (400, 404 and other 4xx)."""


class DexcomServerError(DexcomStatusError):
    """Dexcom has a fault (5xx, or a status that makes no sense)."""


class DexcomRateLimitError(DexcomStatusError):
    """Too many requests (429)."""
