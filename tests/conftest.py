"""Fixtures that every test may use. The application is opened once a module, on files of its own."""

import gc

import pytest

pytest_plugins = ["tests.fixtures.app", "tests.fixtures.live"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that no worker is left alone with one in the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What was imported stays to the end: the garbage collector need not walk it, test after test."""
    gc.collect()
    gc.freeze()
