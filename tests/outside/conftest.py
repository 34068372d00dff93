"""Fixtures that name the outside programs."""

import pytest

from tests.outside.programs import Node, node_runner, program_path


@pytest.fixture(scope="session")
def node() -> Node:
    return node_runner()


@pytest.fixture(scope="session")
def chromium() -> str:
    return program_path("chromium")


@pytest.fixture(scope="session")
def curl() -> str:
    return program_path("curl")
