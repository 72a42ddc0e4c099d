"""Whether an id has been seen: never a wrong no, and seldom a wrong yes."""

from uuid import UUID, uuid5

from hypothesis import given, strategies as st

from custom_components.dexcom_cgm.glucose.ids import ID_BYTES, SeenIds, short_id

NINETY_DAYS = 90 * 288
ROOM = UUID(int=0)


def ids(name: str, count: int) -> bytes:
    """Return short ids of so many records, one after the other."""
    return b"".join(
        short_id(str(uuid5(ROOM, f"{name}-{number}"))) for number in range(count)
    )


@given(st.lists(st.text(), max_size=50))
def test_what_was_noted_is_never_denied(record_ids: list[str]) -> None:
    """Whatever text an id is, its short form is as long, and is known again."""
    seen = SeenIds()
    row = b"".join(map(short_id, record_ids))
    assert len(row) == ID_BYTES * len(record_ids)
    assert not any(seen.maybe(row))
    seen.note(row)
    assert all(seen.maybe(row))


def test_few_new_ids_look_known() -> None:
    """With ninety days noted it is less than one in a hundred."""
    seen = SeenIds()
    seen.note(ids("old", NINETY_DAYS))
    new = seen.maybe(ids("new", NINETY_DAYS))
    assert 0 < sum(new) < NINETY_DAYS / 100


def test_ids_in_a_row_differ() -> None:
    """Ids that share all but the last digits have nothing in common."""
    row = [short_id(str(UUID(int=number))) for number in range(NINETY_DAYS)]
    assert len(set(row)) == len(row)
    seen = SeenIds()
    seen.note(b"".join(row[: NINETY_DAYS // 2]))
    assert sum(seen.maybe(b"".join(row[NINETY_DAYS // 2 :]))) < NINETY_DAYS / 100
