"""How slowly a password is hashed. The tests hash theirs quickly, so it is the parameters that are looked at."""

from argon2 import extract_parameters

from app.accounts import secrets


def test_a_password_is_hashed_as_slowly_as_owasp_advises_whoever_it_belongs_to() -> None:
    used = extract_parameters(secrets._NOBODY)

    assert (secrets._TIME, secrets._MEMORY, secrets._LANES) == (2, 19_456, 1)
    assert (used.type.name, used.memory_cost, used.time_cost, used.parallelism) == ("ID", 19_456, 2, 1)
