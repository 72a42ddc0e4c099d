"""The Bloom filter of ids: no false negatives, and few false positives."""

from uuid import UUID, uuid5

from hypothesis import given, strategies as st

from custom_components.dexcom_cgm.glucose.bloom_filter import BloomFilter
from custom_components.dexcom_cgm.glucose.ids import ID_BYTES, short_id

NINETY_DAYS = 90 * 288
NAMESPACE = UUID(int=0)


def ids(name: str, count: int) -> bytes:
    """Return concatenated short ids."""
    return b"".join(
        short_id(str(uuid5(NAMESPACE, f"{name}-{number}"))) for number in range(count)
    )


@given(st.lists(st.text(), max_size=50))
def test_no_false_negatives(record_ids: list[str]) -> None:
    """An empty filter contains nothing, and every added id might be contained."""
    id_filter = BloomFilter()
    row = b"".join(map(short_id, record_ids))
    assert len(row) == ID_BYTES * len(record_ids)
    assert not any(id_filter.might_contain(row))
    id_filter.add(row)
    assert all(id_filter.might_contain(row))


def test_few_false_positives() -> None:
    """With ninety days added, less than 1 % of new ids are false positives."""
    id_filter = BloomFilter()
    id_filter.add(ids("old", NINETY_DAYS))
    new = id_filter.might_contain(ids("new", NINETY_DAYS))
    assert 0 < sum(new) < NINETY_DAYS / 100


def test_consecutive_ids() -> None:
    """Ids that differ in the last digits only have independent hashes."""
    row = [short_id(str(UUID(int=number))) for number in range(NINETY_DAYS)]
    assert len(set(row)) == len(row)
    id_filter = BloomFilter()
    id_filter.add(b"".join(row[: NINETY_DAYS // 2]))
    rest = b"".join(row[NINETY_DAYS // 2 :])
    assert sum(id_filter.might_contain(rest)) < NINETY_DAYS / 100
