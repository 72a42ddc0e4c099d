"""Short ids of records."""

from hashlib import blake2b

ID_BYTES = 8


def short_id(record_id: str) -> bytes:
    """Return a hash of a record's id, ID_BYTES long."""
    # Half a UUID would be cheaper, but consecutive ids may share either half.
    return blake2b(record_id.encode(), digest_size=ID_BYTES).digest()
