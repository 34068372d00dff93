"""The function that the engine needs and an old SQLite lacks."""

import sqlite3
import time
from contextlib import closing

import pytest

from app.workflows.old_sqlite import teach


def test_the_engines_dates_are_kept_to_the_millisecond() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        teach(connection)
        connection.execute("CREATE TABLE t (a INTEGER, at BIGINT NOT NULL DEFAULT (unixepoch('subsec') * 1000))")
        before = time.time() * 1000
        connection.execute("INSERT INTO t (a) VALUES (1)")
        (at,) = connection.execute("SELECT at FROM t").fetchone()

    assert before <= at <= time.time() * 1000


def test_a_form_that_nobody_asks_for_is_refused() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        teach(connection)
        with pytest.raises(sqlite3.OperationalError, match="user-defined function raised exception"):
            connection.execute("SELECT unixepoch('auto')")


def test_what_is_no_sqlite_connection_is_left_alone() -> None:
    teach(object())
