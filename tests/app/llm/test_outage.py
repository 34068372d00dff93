"""Pauses between tries, by a clock that is turned by hand."""

from app.llm.outage import LONGEST_PAUSE_S, Outage


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_pauses_double_up_to_the_longest_and_an_answer_ends_them() -> None:
    clock = Clock()
    outage = Outage(2.0, clock)
    pauses = []
    for _ in range(12):
        pauses.append(outage.failed("is down", None))
        clock.now += pauses[-1]
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 512, LONGEST_PAUSE_S, LONGEST_PAUSE_S, LONGEST_PAUSE_S]
    assert outage.remaining_s == 0
    outage.ended()
    assert outage.failed("is down", None) == 2


def test_calls_that_fail_together_are_one_failure() -> None:
    outage = Outage(2.0, Clock())
    assert [outage.failed("is down", None) for _ in range(4)] == [2, 2, 2, 2]


def test_server_may_ask_for_more_but_not_for_ever() -> None:
    outage = Outage(2.0, Clock())
    assert outage.failed("is busy", 60) == 60
    assert outage.failed("is busy", 1) == 60
    assert outage.failed("is busy", 1e9) == LONGEST_PAUSE_S
