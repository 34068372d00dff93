"""How good G2 and G7 are: accuracy on pairs, area under the ROC curve, Spearman's rho, beside known baselines."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.generation.gates.pull.engagement import engagement_scores
from app.generation.gates.pull.judge import hook_scores
from app.vocabulary import Platform
from scripts.benches.quality_near import with_nearness
from scripts.fit.broken import with_broken
from scripts.fit.data import Hooks, read_hooks
from scripts.fit.heads import fit_all, posts_of
from scripts.fit.measures import auc, measures

Floats = NDArray[np.float64]
Found = tuple[str, str, float, int, float | None, tuple[tuple[str, float], ...]]
NAMES = {
    "upworthy": "Upworthy pairs, accuracy",
    "tweets": "tweet pairs, accuracy",
    "clickbait": "clickbait, AUC",
    "hackernews": "Hacker News, rho",
    "discussed": "Hacker News discussed, rho",
    "clickbait-es": "Spanish clickbait, AUC",
}
GOALS = {
    "G2": {"clickbait": 0.97, "upworthy": 0.60},
    "G7": {"tweets": 0.63, "upworthy": 0.61, "hackernews": 0.18},
}
KNOWN = {
    "upworthy": (("mean cosine", 0.49), ("surface features", 0.56), ("one linear scorer", 0.61), ("published", 0.639)),
    "tweets": (("mean cosine", 0.48), ("surface features", 0.59), ("one linear scorer", 0.63), ("published", 0.656)),
    "clickbait": (("mean cosine", 0.37), ("one linear scorer", 0.97), ("in-domain", 0.998)),
    "hackernews": (("mean cosine", 0.02), ("one linear scorer", 0.19), ("in-domain", 0.25)),
    "clickbait-es": (("surface features", 0.74), ("in-domain", 0.85)),
}


def measure(folder: Path, *, shipped: bool) -> Iterator[Found]:
    """By the scores that the gates give, or by cross-validation on the sets themselves."""
    hooks = read_hooks(folder)
    if not hooks.texts:
        return
    by_gate, spanish = _shipped(hooks) if shipped else _crossed(hooks)
    words = np.array([float(len(text.split())) for text in hooks.texts])
    floor = measures(hooks, words)
    for gate, scores in by_gate.items():
        for name, value in measures(hooks, scores).items():
            known = (("word count", round(floor[name], 3)), *KNOWN.get(name, ()))
            yield gate, NAMES[name], value, _rows(hooks, name), GOALS[gate].get(name), known
    labels = np.array([label for _, label, _ in hooks.spanish], np.int64)
    for name, scores in spanish.items():
        yield "G2", f"{NAMES['clickbait-es']}, {name}", auc(labels, scores), len(labels), None, KNOWN["clickbait-es"]
    for name, before, after, count in with_nearness(folder, hooks, by_gate["G2"]):
        yield "G2", f"{NAMES[name]}, with nearness", after, count, None, (("without", round(before, 3)),)


def _shipped(hooks: Hooks) -> tuple[Mapping[str, Floats], Mapping[str, Floats]]:
    engagement = np.array(engagement_scores(hooks.texts, Platform.LINKEDIN))
    posts = np.flatnonzero(posts_of(hooks))
    engagement[posts] = engagement_scores([hooks.texts[post] for post in posts], Platform.TWITTER)
    spanish = {"": np.array(hook_scores([text for text, _, _ in hooks.spanish], "es"))} if hooks.spanish else {}
    return {"G2": np.array(hook_scores(hooks.texts)), "G7": engagement}, spanish


def _crossed(hooks: Hooks) -> tuple[Mapping[str, Floats], Mapping[str, Floats]]:
    fitted = fit_all(with_broken(hooks))
    real = len(hooks.texts)
    return {"G2": fitted.pull[:real], "G7": fitted.engagement[:real]}, fitted.spanish


def _rows(hooks: Hooks, name: str) -> int:
    return len(hooks.pairs[name] if name in hooks.pairs else hooks.worths[name])
