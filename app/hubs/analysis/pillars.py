"""The angles of a source: its quotable passages grouped by subject, each group named and given a stance.

The number of groups grows with what can be quoted; a group rests on at least `LEAST_PASSAGES` passages where the source
has that many, so that something can be written from it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import regex

from app.hubs.analysis.claims import strongest
from app.hubs.analysis.headline import headline, is_title, readable
from app.hubs.analysis.lexicon import Stance, lexicon_for
from app.hubs.analysis.passages import Passage, Reading
from app.hubs.analysis.words import length_in_words, stems
from app.hubs.source import PillarDraft, Span

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

MOST_PILLARS = 10
LEAST_PASSAGES = 4
PASSAGES_A_PILLAR = 7
MOST_SPANS = 20
MOST_CLUSTERED = 600
KEY_POINTS = 5
_COMPONENTS = 40
_POSITION_WEIGHT = 1.1
_SECTION_WEIGHT = 0.6
_SHOWN = {
    Stance.EVIDENCE: 0.45,
    Stance.HOW_TO: 0.4,
    Stance.STORY: 0.5,
    Stance.WARNING: 0.5,
    Stance.CALL: 0.6,
}
"""Share of a group's passages that must show a stance before the group is named by it; others are never sure."""
_SHOWN_BY = 3
_SHARED_BY = 2
_CLAUSE = 4
_MOST = 0.6
_SERVES = 2
_REAL_SOURCE = 12
"""Passages from which on a source carries at least three angles."""


@dataclass(frozen=True)
class _Group:
    passages: Sequence[Passage]
    topics: Sequence[str]
    named: Sequence[str]
    stance: Stance


def pillars(reading: Reading) -> list[PillarDraft]:
    """1..10 drafts in source order, titles and topics distinct."""
    groups: list[_Group] = []
    for members in _grouped(reading):
        used = [topic for group in groups for topic in group.topics[:1]]
        topics = reading.topics.best(3, among=_numbers(reading, members), avoid=used)
        named = reading.topics.best(3, among=_numbers(reading, members), avoid=used, named=True)
        groups.append(_Group(members, topics, named, Stance.PRINCIPLE))
    stances = _stances(reading, groups)
    drafts: list[PillarDraft] = []
    for group, stance in zip(groups, stances, strict=True):
        drafts.append(_draft(reading, group, stance, [draft.title for draft in drafts]))
    return drafts


def pillar_count(passages: int) -> int:
    """How many angles a source with so many quotable passages carries."""
    if passages < 2 * LEAST_PASSAGES:
        return 1
    if passages < _REAL_SOURCE:
        return 2
    return max(3, min(MOST_PILLARS, round(passages / PASSAGES_A_PILLAR)))


def _grouped(reading: Reading) -> list[list[Passage]]:
    ranked = sorted(reading.passages, key=lambda p: (-p.strength, p.start))
    kept = sorted(ranked[:MOST_CLUSTERED], key=lambda p: p.start)
    count = pillar_count(len(kept))
    if count == 1:
        return [kept]
    labels = _merged(_labels(reading, kept, count), kept)
    groups: dict[int, list[Passage]] = {}
    for label, passage in zip(labels, kept, strict=True):
        groups.setdefault(label, []).append(passage)
    return sorted(groups.values(), key=lambda members: members[len(members) // 2].start)


def _labels(reading: Reading, kept: Sequence[Passage], count: int) -> list[int]:
    """Ward clustering of latent topics and of the place in the text: an argument is made in one place."""
    import numpy as np
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    stems = reading.topics.stems
    documents = [
        [*stems[p.number], *(s for near in (p.number - 1, p.number + 1) if 0 <= near < len(stems) for s in stems[near])]
        for p in kept
    ]
    weights = TfidfVectorizer(analyzer=lambda row: row, sublinear_tf=True, min_df=1).fit_transform(documents)
    components = min(_COMPONENTS, weights.shape[1] - 1, len(kept) - 1)
    latent = TruncatedSVD(components, random_state=0).fit_transform(weights) if components > 1 else weights.toarray()
    last = max(p.start for p in kept) or 1
    place = np.array([[p.start / last] for p in kept]) * _POSITION_WEIGHT * 2
    features = np.hstack([normalize(latent), place, _sections(kept)])
    return [int(label) for label in AgglomerativeClustering(n_clusters=count).fit_predict(features)]


def _sections(kept: Sequence[Passage]) -> "Array":
    """One column a heading, where the source has headings that several passages stand under."""
    import numpy as np

    headings = sorted({p.heading for p in kept if p.heading})
    if not 2 <= len(headings) <= len(kept) / 2:
        return np.zeros((len(kept), 0))
    return np.array([[_SECTION_WEIGHT * (p.heading == heading) for heading in headings] for p in kept])


def _merged(labels: Sequence[int], kept: Sequence[Passage]) -> list[int]:
    """Groups too small to write from join the group that their passages stand nearest to."""
    merged = list(labels)
    while True:
        sizes = Counter(merged)
        small = [label for label, size in sizes.items() if size < LEAST_PASSAGES]
        if not small or len(sizes) == 1:
            return merged
        target = min(small, key=lambda label: (sizes[label], label))
        places = [p.start for label, p in zip(merged, kept, strict=True) if label == target]
        centre = sum(places) / len(places)
        nearest = min((abs(p.start - centre), label) for label, p in zip(merged, kept, strict=True) if label != target)[
            1
        ]
        merged = [nearest if label == target else label for label in merged]


def _numbers(reading: Reading, members: Sequence[Passage]) -> set[int]:
    total = len(reading.topics.stems)
    return {n for p in members for n in (p.number, p.number + 1) if n < total}


def _stances(reading: Reading, groups: Sequence[_Group]) -> list[Stance]:
    """For each group the stance that most of its passages show, where it shows more than in the whole; else plain
    insight. One stance serves few groups."""
    patterns = lexicon_for(reading.language).stances
    whole = _shares(reading.passages, patterns)
    used: Counter[Stance] = Counter()
    found: list[Stance] = []
    for group in groups:
        shares = _shares(group.passages, patterns)
        sure = {
            stance: share - whole[stance] - 0.1 * used[stance]
            for stance, share in shares.items()
            if share >= _SHOWN.get(stance, 1.1) and share * len(group.passages) >= _SHOWN_BY and used[stance] < _SERVES
        }
        stance = max(sure, key=lambda s: (sure[s], s)) if sure else Stance.PRINCIPLE
        used[stance] += 1
        found.append(stance)
    return found


def _shares(passages: Sequence[Passage], patterns: Mapping[Stance, object]) -> dict[Stance, float]:
    total = max(len(passages), 1)
    return {
        stance: sum(bool(pattern.search(p.lead)) for p in passages) / total  # type: ignore[attr-defined]
        for stance, pattern in patterns.items()
    }


def _draft(reading: Reading, group: _Group, stance: Stance, titles: Sequence[str]) -> PillarDraft:
    best = strongest(reading, group.passages, MOST_SPANS)
    rest = [p for p in sorted(group.passages, key=lambda p: (-p.strength, p.start)) if p not in best]
    chosen = [*best, *rest][:MOST_SPANS]
    points = [p.lead for p in chosen[:KEY_POINTS]]
    title = _title(reading, group, chosen, titles)
    angle = _angle(reading, group, stance, title, points)
    return PillarDraft(title, angle, points, [Span(p.start, p.end) for p in chosen])


def _angle(reading: Reading, group: _Group, stance: Stance, title: str, points: Sequence[str]) -> str:
    """The stance and its topic in the source's language; without a topic that the passages name, or words for the
    stance, another sentence of the source."""
    angles = lexicon_for(reading.language).angles
    template = angles.get(stance)
    topic = _spoken_topic(group, title, _SHARED_BY)
    if template is not None and topic is not None:
        return template.format(topic=topic)
    said = [point for point in points if title.casefold() not in point.casefold()] or [points[0]]
    label = regex.match(r"[^:：]+[:：]\s?", angles.get(Stance.PRINCIPLE, ""))
    made = headline([(point, 1.0) for point in said], reading.language, frozenset({title.casefold()}))
    topic = _spoken_topic(group, title, 1)
    if made is None and template is not None and topic is not None:
        return template.format(topic=topic)
    return f"{label[0] if label else ''}{made or said[0]}"


def _spoken_topic(group: _Group, title: str, least: int) -> str | None:
    """The first topic that at least so many passages name; none where the title is one."""
    for topic, named in zip(group.topics, group.named, strict=True):
        if topic.casefold() == title.casefold():
            return None
        count = sum(topic.casefold() in p.lead.casefold() for p in group.passages)
        if count >= least:
            return named
    return None


def _bears_out(reading: Reading, heading: str, under: int, passages: Sequence[Passage]) -> bool:
    """Whether a heading names the angle: one of a whole clause that most passages stand under, or a shorter one that
    shares a word with two of them. A label of a word or two names none."""
    if length_in_words(heading, reading.language) >= _CLAUSE and under >= _MOST * len(passages):
        return True
    words = set(stems(heading, reading.language))
    shared = sum(bool(words & set(reading.topics.stems[p.number])) for p in passages)
    return len(words) > 2 and shared >= 2 and under * 2 >= len(passages)


def _title(reading: Reading, group: _Group, chosen: Sequence[Passage], titles: Sequence[str]) -> str:
    """The source's own heading where the group keeps to one, else a clause of a strong sentence, else its topic."""
    taken = frozenset(title.casefold() for title in titles)
    headings = Counter(p.heading for p in group.passages if p.heading)
    for heading, count in headings.most_common(1):
        text = readable(heading)
        fits = _bears_out(reading, heading, count, group.passages)
        if fits and is_title(heading, reading.language) and text.casefold() not in taken:
            return text
    made = headline([(p.lead, p.strength) for p in chosen], reading.language, taken)
    if made:
        return made
    for topic in sorted(group.topics, key=lambda topic: " " not in topic):
        if topic.casefold() not in taken:
            return topic[0].upper() + topic[1:]
    return chosen[0].lead
