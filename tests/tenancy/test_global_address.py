"""The address of the global database is read strictly."""

from pathlib import Path

import pytest

from tenancy import TenancyError
from tenancy.urls import parse_global_url


def test_a_sqlite_address_names_a_file() -> None:
    database = parse_global_url("sqlite:///var/data%20of/global.db")
    assert database.path == Path("/var/data of/global.db")
    assert not database.is_postgres


def test_a_postgres_address_names_host_user_and_database() -> None:
    database = parse_global_url("postgres://ann:p%40ss@db.local:6543/foundry?maxsize=20&sslmode=require")
    assert database.is_postgres
    assert database.credentials == {
        "host": "db.local",
        "port": 6543,
        "user": "ann",
        "password": "p@ss",
        "database": "foundry",
        "ssl": "require",
    }
    assert database.pool == {"maxsize": 20}
    assert "p@ss" not in database.name


def test_a_postgres_address_may_name_a_socket_folder() -> None:
    database = parse_global_url("postgresql://postgres@/foundry?host=/run/pg")
    assert database.credentials == {"host": "/run/pg", "port": 5432, "user": "postgres", "database": "foundry"}


@pytest.mark.parametrize(
    "bad", ["", "global.db", "sqlite://global.db", "sqlite:", "mysql://h/d", "postgres://h/d?schema=x"]
)
def test_anything_else_is_refused(bad: str) -> None:
    with pytest.raises(TenancyError):
        parse_global_url(bad)
