"""Fixtures that every test may use. The application is opened once a module, on files of its own."""

pytest_plugins = ["tests.fixtures.app", "tests.fixtures.live"]
