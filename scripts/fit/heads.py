"""From the public sets to the heads that ship, each measured by cross-validation on the way.

The quantiles are those of texts that the fit had not seen, so that the scale holds for new ones.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from app.generation.gates.pull.cues import FORM_CUES, WORD_CUES, form_cues, word_cues
from app.generation.gates.pull.features import unlinked
from app.generation.gates.pull.languages import see_with_cues
from app.generation.gates.pull.numbers import Head
from app.generation.gates.pull.scorer import Seen, reasons, see
from scripts.fit.broken import NAME as BROKEN
from scripts.fit.data import Hooks, fold_of, folds_of
from scripts.fit.fitting import (
    ENGAGEMENT,
    PULL,
    Mask,
    Weights,
    fit,
    fit_classes,
    fit_with_posts,
)
from scripts.fit.matrix import Floats, Texts, texts_of
from scripts.fit.reference import quantiles, reference

FOLDS = 5
_SIZE, _SPANISH_SIZE = 1 << 17, 1 << 15
_NONE: Floats = np.zeros((1, 1))


@dataclass(frozen=True, slots=True)
class Fitted:
    """The heads by name, and the scores of the texts by fits that had not seen them; of the Spanish ones, by each head
    that can judge them."""

    heads: Mapping[str, Head]
    pull: Floats
    engagement: Floats
    spanish: Mapping[str, Floats]


def fit_all(hooks: Hooks) -> Fitted:
    seen = [see(text) for text in hooks.texts]
    texts, folds = texts_of(seen, _SIZE), folds_of(hooks, FOLDS)
    posts = posts_of(hooks)
    hook_seen = [see(unlinked(text)) for text in hooks.texts]
    hook_texts = texts_of(hook_seen, _SIZE)
    pull = _crossed(hook_seen, hook_texts, folds, lambda among: _same(fit(hooks, hook_texts, PULL, among)), posts)
    engagement = _crossed(
        seen, texts, folds, lambda among: fit_with_posts(hooks, texts, ENGAGEMENT, among, posts), posts
    )
    everything = np.ones(len(seen), bool)
    elsewhere, on_posts = fit_with_posts(hooks, texts, ENGAGEMENT, everything, posts)
    real = reference(hooks)
    on_x = np.unique(hooks.pairs["tweets"])
    heads = {
        "pull": fit(hooks, hook_texts, PULL, everything).head(quantiles(pull, real)),
        "engagement": elsewhere.head(quantiles(engagement, real)),
    }
    if len(on_x):
        heads["engagement of posts"] = on_posts.head(quantiles(engagement, on_x))
    cues, spanish = _cue_heads(hooks)
    spanish_head, spanish_scores = _spanish(hooks)
    spanish = {"spanish": spanish_scores, **spanish}
    return Fitted({**heads, **cues, **spanish_head}, pull[:, -1], engagement[:, -1], spanish)


def posts_of(hooks: Hooks) -> Mask:
    posts = np.zeros(len(hooks.texts), bool)
    posts[hooks.pairs["tweets"].ravel()] = True
    whole, broken = hooks.pairs.get(BROKEN, np.zeros((0, 2), np.int64)).T
    posts[broken] = posts[whole]
    return posts


def _same(weights: Weights) -> tuple[Weights, Weights]:
    return weights, weights


def _same_fitted(fitted: Callable[[Mask], Weights], among: Mask) -> tuple[Weights, Weights]:
    return _same(fitted(among))


def _crossed(
    seen: Sequence[Seen],
    texts: Texts,
    folds: NDArray[np.int64],
    fitted: Callable[[Mask], tuple[Weights, Weights]],
    posts: Mask,
) -> Floats:
    """The three parts and the whole of every text, by the weights fitted on the other folds."""
    values = np.zeros((len(seen), 4))
    for fold in range(FOLDS):
        heads = [weights.head(_NONE) for weights in fitted(folds != fold)]
        for index in np.flatnonzero(folds == fold).tolist():
            found = reasons(heads[int(posts[index])], seen[index])
            values[index] = [*found.raw_parts(), found.raw]
    return values


def _spanish(hooks: Hooks) -> tuple[Mapping[str, Head], Floats]:
    if not hooks.spanish:
        return {}, np.zeros(0)
    seen = [see_with_cues(unlinked(text), "es") for text, _, _ in hooks.spanish]
    texts, labels = texts_of(seen, _SPANISH_SIZE), np.array([label for _, label, _ in hooks.spanish])
    folds = np.array([fold_of(text, FOLDS) for text, _, _ in hooks.spanish])
    none = np.zeros(len(seen), np.int64)
    values = _crossed(seen, texts, folds, lambda among: _same(fit_classes(texts, labels, among, none)), none > 0)
    head = fit_classes(texts, labels, none == 0, none).head(quantiles(values, np.arange(len(seen))))
    return {"spanish": head}, values[:, -1]


def _cue_heads(hooks: Hooks) -> tuple[Mapping[str, Head], Mapping[str, Floats]]:
    """Cues alone, as they tell clickbait from news in English and Spanish; both languages are their reference set.

    Also the cross-validated values of the Spanish texts.
    """
    rows = hooks.worths["clickbait"]
    texts = [(hooks.texts[index], "en") for index in rows[:, 0]] + [(text, "es") for text, _, _ in hooks.spanish]
    labels = np.array([*rows[:, 1], *(label for _, label, _ in hooks.spanish)], np.int64)
    groups = np.array([int(language == "es") for _, language in texts], np.int64)
    folds = np.array([fold_of(text, FOLDS) for text, _ in texts])
    heads, spanish = {}, {}
    for name, features, cues in (("words", WORD_CUES, word_cues), ("forms", FORM_CUES, form_cues)):
        seen = [Seen(features, cues(unlinked(text), language)) for text, language in texts]
        matrix = texts_of(seen, 1)
        fitted = partial(fit_classes, matrix, labels, groups=groups)
        values = _crossed(seen, matrix, folds, partial(_same_fitted, fitted), groups < 0)
        heads[name] = fitted(folds >= 0).head(quantiles(values, np.arange(len(seen))))
        spanish[name] = values[groups == 1, -1]
    return heads, spanish
