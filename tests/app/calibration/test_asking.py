"""A model says what it hears in samples: only what it can quote is believed, and it is laid over what was measured."""

from typing import Any

import pytest

import tenancy
from app.brand.models import PRIMARY, BrandDna
from app.calibration import asking
from app.calibration.analysis import analyse
from app.calibration.asking import ASTRAY, ONCE, UNQUOTED, Description, Told, laid_over, request_for
from app.calibration.signatures import Pattern
from app.generation.gates.tone import usable
from app.llm import Refused
from app.resources import Resources
from app.settings import Settings
from app.vocabulary import MarkerCategory
from tests.api import Api
from tests.app.calibration.scene import SAMPLES, calibrated
from tests.app.calibration.voices import BLUNT
from tests.fixtures.app import settings_in
from tests.fixtures.model import served
from tests.llm_server import ModelServer, answering

__all__ = ["served"]

TONE = {"candid": 90, "contrarian": 80, "formal": 10, "playful": 30, "technical": 20, "expressive": 40}
QUOTE = "I was wrong, and everyone around me was too polite to say so."


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, served: ModelServer) -> Settings:
    return settings_in(tmp_path_factory.mktemp("data"), model="openai:scribe", model_url=served.openai_url)


def description(**changes: Any) -> dict[str, Any]:
    """A good one of Blunt's samples, but for these."""
    patterns = [{"phrase": "I don't", "quote": "I don't believe in roadmaps."}]
    return {"patterns": patterns, "topics": ["Churn"], "avoid": [], "tone": TONE, **changes}


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"patterns": [{"phrase": "I was wrong", "quote": "I was wrong, said nobody."}]}, UNQUOTED),
        ({"patterns": [{"phrase": "said nobody", "quote": QUOTE}]}, UNQUOTED),
        ({"patterns": [{"phrase": "...", "quote": QUOTE}]}, UNQUOTED),
        ({"patterns": [{"phrase": "too polite", "quote": QUOTE}]}, ONCE),
        ({"avoid": [{"phrase": "religion", "quote": "I never speak of religion."}]}, UNQUOTED),
        ({"topics": ["Yachts"]}, ASTRAY),
    ],
    ids=("unsaid", "phrase-elsewhere", "no-words", "once", "unsaid-topic", "no-topic"),
)
def test_what_no_sample_bears_out_is_refused(changes: dict[str, Any], fault: str) -> None:
    request = request_for(BLUNT)
    assert request is not None
    assert request.accept(Description(**description())).topics == ["Churn"]
    with pytest.raises(Refused) as refused:
        request.accept(Description(**description(**changes)))
    assert str(refused.value) == fault


def test_what_is_told_comes_first_and_traits_meet_half_way() -> None:
    measured = analyse(BLUNT)
    polite = Pattern("too polite", MarkerCategory.SIGNATURE, QUOTE, 0.083)
    known = Pattern("Here's the thing", MarkerCategory.SIGNATURE, "Here's the thing with meetings.", 0.333)
    told = Told([known, polite], ["churn"], ["religion"], {"candid": 100.0, "formal": 0.0})
    both = laid_over(measured, told)
    assert both.patterns[:2] == [known, polite]
    assert list(both.patterns[2:]) == [p for p in measured.patterns if p.phrase != "here's the thing"][:10]
    assert both.topics[0] == "churn"
    assert both.avoid == ["religion"]
    assert both.tone["candid"] == round((measured.tone["candid"] + 100) / 2, 1)
    assert both.tone["formal"] == round(measured.tone["formal"] / 2, 1)
    assert request_for(["Too short."]) is None


async def test_a_model_that_quotes_nobody_is_asked_again_and_what_it_proves_is_learned(
    resources: Resources, served: ModelServer, owner: Api, client_id: str
) -> None:
    served.reset()
    invented = {"phrase": "growth mindset", "quote": "We love a growth mindset."}
    proved = {"phrase": "count it twice", "quote": "We count it twice, we bake less, and we sleep at night."}
    served.next.extend(
        answering({"patterns": [pattern], "topics": ["flour"], "avoid": [], "tone": TONE})
        for pattern in (invented, proved)
    )
    told = await calibrated(resources, owner, client_id, samples=SAMPLES)
    assert told["job"]["status"] == "COMPLETE"
    assert "count it twice" in told["entities"]["voiceMarkers"]
    assert len(served.asked) == 2
    first, again = served.asked
    assert first.document == {"samples": [{"number": at, "text": text} for at, text in enumerate(usable(SAMPLES), 1)]}
    assert first.system == asking.SYSTEM
    assert UNQUOTED in again.message
    async with tenancy.bind(client_id):
        dna = await BrandDna.get(id=PRIMARY)
    assert dna.signature_patterns[0] == "count it twice"
    assert dna.analysis["topics"][0] == "flour"
    assert dna.strength["samples"] == dna.analysis["samples"] == len(usable(SAMPLES))
