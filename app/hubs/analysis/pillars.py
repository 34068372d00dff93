"""The angles of a source: its quotable passages grouped by subject, each group named and given a stance.

The number of groups grows with what can be quoted; a group rests on at least `LEAST_PASSAGES` passages where the source
has that many, so that something can be written from it.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import regex

from app.hubs.analysis.claims import strongest
from app.hubs.analysis.headline import headline, is_title, readable
from app.hubs.analysis.lexicon import Stance, lexicon_for
from app.hubs.analysis.passages import Passage, Reading
from app.hubs.analysis.stances import claim_showing, stances_of
from app.hubs.analysis.words import length_in_words, stems
from app.hubs.source import PillarDraft, Span

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

MOST_PILLARS = 10
LEAST_PASSAGES = 4
PASSAGES_A_PILLAR = 6
MOST_SPANS = 20
MOST_CLUSTERED = 600
KEY_POINTS = 5
_COMPONENTS = 40
_POSITION_WEIGHT = 1.1
_SECTION_WEIGHT = 0.6
_SHARED_BY = 2
_CLAUSE = 4
_MOST = 0.6
_LEAST_PILLARS = 3
_LABEL = regex.compile(r"^[^:：]+[:：]\s?")
_NAMES_A_TOPIC = frozenset({Stance.EVIDENCE, Stance.HOW_TO, Stance.CAUSE, Stance.STORY})
"""Stances that say something of a bare topic which the source bears out; the others would claim what it does not."""
_REAL_SOURCE = 12
"""Passages from which on a source carries at least three angles."""


@dataclass(frozen=True)
class _Group:
    passages: Sequence[Passage]
    topics: Sequence[str]
    named: Sequence[str]


def pillars(reading: Reading) -> list[PillarDraft]:
    """1..10 drafts in source order, titles and topics distinct."""
    groups: list[_Group] = []
    for members in _grouped(reading):
        used = [topic for group in groups for topic in group.topics[:1]]
        topics = reading.topics.best(3, among=_numbers(reading, members), avoid=used)
        named = reading.topics.best(3, among=_numbers(reading, members), avoid=used, named=True)
        groups.append(_Group(members, topics, named))
    stances = stances_of(reading, [group.passages for group in groups])
    drafts: list[PillarDraft] = []
    for group, stance in zip(groups, stances, strict=True):
        drafts.append(_draft(reading, group, stance, drafts))
    return drafts


def pillar_count(passages: int) -> int:
    """How many angles a source with so many quotable passages carries."""
    if passages < 2 * LEAST_PASSAGES:
        return 1
    if passages < _REAL_SOURCE:
        return 2
    return max(_LEAST_PILLARS, min(MOST_PILLARS, round(passages / PASSAGES_A_PILLAR)))


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
    least = min(count, _LEAST_PILLARS)
    return sorted(_divided(list(groups.values()), least), key=lambda members: members[len(members) // 2].start)


def _divided(groups: list[list[Passage]], least: int) -> list[list[Passage]]:
    """A source on one subject still has a beginning, a middle and an end: the largest group is cut in its order."""
    while len(groups) < least:
        largest = max(groups, key=len)
        if len(largest) < 2 * LEAST_PASSAGES:
            break
        middle = len(largest) // 2
        groups.remove(largest)
        groups += [largest[:middle], largest[middle:]]
    return groups


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


def _draft(reading: Reading, group: _Group, stance: Stance, before: Sequence[PillarDraft]) -> PillarDraft:
    best = strongest(reading, group.passages, MOST_SPANS)
    rest = [p for p in sorted(group.passages, key=lambda p: (-p.strength, p.start)) if p not in best]
    chosen = [*best, *rest][:MOST_SPANS]
    points = [p.lead for p in chosen[:KEY_POINTS]]
    title = _title(reading, group, chosen, [draft.title for draft in before])
    names = list(_angle(reading, group, stance, title, before))
    angle = next((name for name in names if name not in {draft.angle for draft in before}), names[0])
    return PillarDraft(title, angle, points, [Span(p.start, p.end) for p in chosen])


def _angle(reading: Reading, group: _Group, stance: Stance, title: str, before: Sequence[PillarDraft]) -> Iterator[str]:
    """Names for the angle, best first: the stance and a claim that shows it, in the words of the source; the stance and
    a topic that the passages share, where that claims nothing; a claim for its own sake; a topic; any sentence."""
    lexicon = lexicon_for(reading.language)
    templates, labels = lexicon.angles, {one: _label(lexicon.angles.get(one, "")) for one in Stance}
    said = [p for p in group.passages if title.casefold() not in p.lead.casefold()]
    taken = frozenset(name.casefold() for d in before for name in (d.title, _LABEL.sub("", d.angle)))
    shows = (lexicon.outright or lexicon.stances).get(stance)
    if shows and (made := claim_showing(said, shows, reading.language, taken)):
        yield labels[stance] + made
    if stance in _NAMES_A_TOPIC and stance in templates:
        yield from (templates[stance].format(topic=topic) for topic in _spoken_topics(group, title, _SHARED_BY))
    if claim := claim_showing(said, None, reading.language, taken):
        yield labels[Stance.PRINCIPLE] + claim
    if Stance.PRINCIPLE in templates:
        topics = (topic for least in (_SHARED_BY, 1) for topic in _spoken_topics(group, title, least))
        yield from (templates[Stance.PRINCIPLE].format(topic=topic) for topic in topics)
    shortest = sorted(said, key=lambda passage: len(passage.lead))
    yield from (labels[Stance.PRINCIPLE] + passage.lead for passage in [*shortest, *group.passages])


def _label(template: str) -> str:
    found = _LABEL.match(template)
    return found[0] if found else ""


def _spoken_topics(group: _Group, title: str, least: int) -> Iterator[str]:
    """The topics that at least so many passages name; none where the title is one."""
    if title.casefold() in {topic.casefold() for topic in group.topics}:
        return
    for topic, named in zip(group.topics, group.named, strict=True):
        if sum(topic.casefold() in p.lead.casefold() for p in group.passages) >= least:
            yield named


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
