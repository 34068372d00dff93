"""Ids tell when they were made."""

from datetime import UTC, datetime, timedelta

import pytest

from app.kit import clock, ids


def test_an_id_tells_the_millisecond_in_which_it_was_made_and_another_is_refused() -> None:
    assert ids.made_at("018cc251-f400-7000-8000-000000000000") == datetime(2024, 1, 1, tzinfo=UTC)
    before = clock.now()
    assert timedelta(0) <= ids.made_at(ids.new_id()) - before < timedelta(minutes=1)
    with pytest.raises(ValueError, match="does not tell its time"):
        ids.made_at(ids.derived_id("a"))
