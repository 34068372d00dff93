"""How pieces open and close: the source's words first, lines of ours seldom and true."""

import pytest
import regex

from app.generation.writer.frames import frames_for, made_from, uses, words_of
from app.generation.writer.framing import framing_for
from app.generation.writer.picking import opening_of
from app.vocabulary import Platform
from tests.app.generation.writer.pieces import SOURCES, healed, passes, squeezed, written


@pytest.mark.parametrize("name", ["essay", "spanish", "japanese", "transcript"])
def test_most_pieces_pass_after_healing(name: str) -> None:
    ended = healed(name)
    assert sum(passes(name, slot, draft) for slot, _, draft in ended) >= 0.9 * len(ended)


@pytest.mark.parametrize("name", ["essay", "spanish", "japanese", "transcript"])
def test_line_of_ours_opens_two_pieces_of_a_hub_at_most(name: str) -> None:
    openings = [opening_of(draft.content).text for draft in written(name)[1]]
    frames = frames_for(SOURCES[name].language)
    counts = {frame.line: uses(frame.line, openings) for frame in (*frames.singles, *frames.lists)}
    assert not {line: count for line, count in counts.items() if count > 2}
    assert any(counts.values())


@pytest.mark.parametrize("name", SOURCES)
def test_no_two_pieces_of_a_platform_open_with_one_sentence(name: str) -> None:
    slots, drafts = written(name)
    leads = [
        (slot.platform, squeezed(regex.sub(r"^(?:\[[^\]]*\]|\d+/\d+)\s*", "", draft.content).split("\n")[0])[:90])
        for slot, draft in zip(slots, drafts, strict=True)
    ]
    assert len(set(leads)) == len(leads)


def test_announced_number_of_points_is_the_number_that_follows() -> None:
    counted = 0
    for name in ("essay", "short", "transcript", "spanish"):
        for _, _, draft in healed(name):
            numbered = regex.findall(r"(?m)^(\d+)\. ", draft.content)
            announced = regex.search(r"\b(\d+) (?:points|things|lines|sentences|facts|ideas|cosas)\b", draft.content)
            if numbered and announced:
                counted += 1
                assert int(announced[1]) == len(numbered) == int(numbered[-1])
    assert counted


def test_most_pieces_end_without_a_line_of_ours() -> None:
    framing = framing_for("en")
    assert framing is not None
    ours = (*framing.topic_questions, *framing.open_questions, *framing.save_this)
    closers = [line.split("{")[0] for line in ours]
    slots, drafts = written("essay")
    closed = [d for d in drafts if any(line in d.content for line in closers)]
    assert 0 < len(closed) * 2 < len(drafts)
    for slot, draft in zip(slots, drafts, strict=True):
        if slot.platform in (Platform.TWITTER, Platform.LINKEDIN):
            assert not any(line in draft.content for line in framing.save_this)


def test_caption_of_a_carousel_says_none_of_its_slides() -> None:
    found = 0
    for slot, draft in zip(*written("essay"), strict=True):
        if slot.platform is Platform.CAROUSEL and draft.content_json is not None:
            said = [slide["title"] + slide["body"] for slide in draft.content_json["slides"]]
            opening = draft.content_json["caption"].split("\n\n")[0]
            found += 1
            assert not [text for text in said if squeezed(opening) in squeezed(text)]
    assert found


def test_number_is_quoted_with_its_sign_or_not_at_all() -> None:
    words = words_of("The fish lay at minus 26 degrees for 45 days in the store.", "en")
    made = [one.text for one in made_from(["Fish at minus 26 degrees takes 45 days to warm up."], None, words)]
    assert "One number to remember: 45 days." in made
    assert not [text for text in made if text.startswith("26 degrees") or "remember: 26" in text]
