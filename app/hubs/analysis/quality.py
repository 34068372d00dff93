"""Whether a sentence may be published alone: complete, clean, and not leaning on what stands around it.

Strict by design: every check names one way in which a sentence quoted by itself reads badly.
"""

from collections import Counter
from collections.abc import Iterable

import regex

from app.hubs.analysis.lexicon import Lexicon, lexicon_for
from app.hubs.analysis.words import base, is_unspaced, knows_words, length_in_words, stopwords, tokens, word_set, zipf
from app.kit.memory import kept

MIN_WORDS, MAX_WORDS = 5, 45
MAX_WORDS_UNSPACED = 70
_KNOWN_SHARE = 0.88
_CAPITALISED_SHARE = 0.5
_TERMINAL = regex.compile(r"[.!?…。．！？｡؟।][\"'”’»)\]」』）_*]*$")
_CUT = regex.compile(r"(?:\.\.\.|…|[-–—:,;])[\"'”’»)]*$|^[\"'“‘]?(?:\.\.\.|…)|^\p{Ll}|\.\.\.\s*[?!]")
_CITATION = regex.compile(
    r"\s*(?:\[\s*\d+(?:\s*[,–-]\s*\d+)*\s*\]|\((?:(?:see|e\.g\.,?|véase"
    r"|cf\.)\s+)?\p{Lu}[^()]{1,80}?,?\s*(?:et al\.?,?\s*)?\d{4}[a-z]?"
    r"(?:[;,][^()]{0,80}\d{4}[a-z]?)*\))"
)
_MARKUP = regex.compile(r"(?<![\p{L}\p{N}])_([^_\n]+)_(?![\p{L}\p{N}])|\*\*([^*\n]+)\*\*|(?<!\*)\*([^*\n]+)\*(?!\*)")
_ODD = regex.compile(
    r"[{}<>|\\^~=¦§¢■□▪◦●�¬¤\u0000-\u0008\uE000-\uF8FF]|\p{L}[!?:;;,]\p{L}|\p{L}[.]{1,2}\p{Ll}\p{L}*[.,]?\p{L}"
    r"|\p{Ll}\p{Lu}(?<![a-z]S)\p{Ll}|\p{L}- \p{L}|\p{L}-\n|[.,;:]{2,}(?<!\.\.\.)(?<!\.\.)|\.\.\d|\s[.,;:!?]\s?\p{L}"
    r"|\p{L}\d\p{L}|\(\s|//|\$\(|^\W*\d+[.)]\s|\b\p{Lu}{2,}\p{Ll}{3,}\b|(?<![.\p{L}])[a-z]\.\s\p{Ll}|[\p{Ll}]{3}\d"
    r"|[\"“][^\"”]{0,400}[\"“]\p{L}|--\p{Lu}{2,}|(?<!\p{L})\d+\p{Lu}\p{Ll}|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])"
    r"|^\(.*\)$|^[\"'”’)]+\s"
)
_QUOTED = regex.compile(r"[\"“«‘'][^\"”»]*[\"”»’']")
_MISPRINT = regex.compile(
    r"\p{L}[—–]\s|\s[—–]\p{L}|^(?:The|A|An) [^,]{3,40}, \p{Ll}+ed?\b"
    r"|^(?:The|A|An) [^,]{3,60}, (?:saw|was|were|had|is|are|has)\b"
    r"|\b(?:the|a|an|of|like|still|and|in|to), |(?<=\p{Ll} )(?:In|On|At|Of|To|For|And|The|Is|It|Was|With|By|As)\b"
)
"""What typesetting does not do to a sentence and bad reading does."""
_NAMES_OK = regex.compile(
    r"\b(?:JavaScript|TypeScript|WebAssembly|GitHub|YouTube|LinkedIn|TikTok|iPhone|OpenAI|PhD|eBay|DevOps|SaaS"
    r"|VirtualBox)\b"
)
_SHOUTED = regex.compile(r"\b\p{Lu}{3,}\b")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"), ("「", "」"), ("『", "』"), ("（", "）"))


def display(sentence: str, language: str) -> str:
    """The sentence as it is published: blanks joined, markup and citations gone, a droppable first connective dropped.

    Nothing else is changed, so the rest occurs in the source word for word.
    """
    joined = "" if is_unspaced(language) and "\n" in sentence else " "
    text = _CITATION.sub("", joined.join(sentence.split("\n")))
    text = regex.sub(r"\s+", " ", _MARKUP.sub(lambda m: m[1] or m[2] or m[3], text)).strip()
    return _without_opening(text, lexicon_for(language))


def _without_opening(text: str, lexicon: Lexicon) -> str:
    kept = text
    for _ in range(3):
        opening = lexicon.leading_loose.match(kept)
        if not opening or opening.end() >= len(kept):
            break
        kept = kept[opening.end() :]
    return kept if kept == text else kept[0].upper() + kept[1:]


def is_self_contained(sentence: str, language: str) -> bool:
    """Whether the sentence can be a post's only line: whole, clean, asserting, and pointing at nothing unseen."""
    return objection(sentence, language) is None


@kept(16384)
def objection(sentence: str, language: str) -> str | None:
    """The first reason why the sentence cannot stand alone, as one word; None where it can."""
    text = display(sentence, language)
    return unfit(sentence, language) or _leaning(text, lexicon_for(language))


@kept(16384)
def unfit(sentence: str, language: str) -> str | None:
    """The first reason why the sentence cannot be published at all, not even after its predecessor."""
    text, lexicon = display(sentence, language), lexicon_for(language)
    if not _TERMINAL.search(text) or _CUT.search(text) or not _is_balanced(text):
        return "cut"
    words = length_in_words(text, language)
    if not MIN_WORDS <= words <= (MAX_WORDS_UNSPACED if is_unspaced(language) else MAX_WORDS):
        return "length"
    if lexicon.boilerplate.search(text) or lexicon.chatter.fullmatch(text):
        return "boilerplate"
    if (
        _ODD.search(_NAMES_OK.sub("Name", text))
        or _is_shouted(text)
        or _unknown_share(text, language) > 1 - _KNOWN_SHARE
    ):
        return "garbage"
    if (lexicon.finite is not None and not lexicon.finite.search(text)) or lexicon.fragment.match(text):
        return "verbless"
    if lexicon.unseen.search(text):
        return "unseen"
    if _QUOTED.fullmatch(text):
        return "quoted"
    if _is_verse(text, language):
        return "verse"
    return "names" if _is_list_of_names(text, language) else None


def _leaning(text: str, lexicon: Lexicon) -> str | None:
    bare = text.lstrip("\"'“‘«¿¡(「『")
    if lexicon.leading_dangling.match(bare) and not lexicon.leading_expletive.match(bare):
        return "dangling"
    if lexicon.pointing.search(bare):
        return "pointing"
    if bare.endswith(("?", "？", "?”", '?"')):
        return "question"
    pronoun = lexicon.anaphora.search(bare)
    expletive = lexicon.leading_expletive.match(bare)
    if pronoun and not (expletive and pronoun.start() == 0) and not lexicon.antecedent.search(bare[: pronoun.start()]):
        return "anaphora"
    return None


def stumbles(text: str, language: str) -> int:
    """How often speech stumbles in it: fillers, false starts, repeated words."""
    return len(lexicon_for(language).disfluency.findall(text))


def _is_balanced(text: str) -> bool:
    plain = text.count('"') % 2 == 0
    return plain and all(text.count(first) == text.count(second) for first, second in _PAIRS)


def _is_shouted(text: str) -> bool:
    return len(_SHOUTED.findall(text)) > max(2, len(text.split()) // 5)


def _unknown_share(text: str, language: str) -> float:
    if not knows_words(language):
        return 0.0
    words = [token.text for token in tokens(text, language) if len(token.text) > 1 and token.text[0].isalpha()]
    common = [word for word in words if word.islower()]
    unknown = sum(zipf(word.replace("’", "'"), language) < 1.5 and not _parts_known(word, language) for word in common)
    return unknown / max(len(words), 1)


def _parts_known(word: str, language: str) -> bool:
    return "-" in word and all(zipf(part, language) >= 1.5 for part in word.split("-"))


def _is_verse(text: str, language: str) -> bool:
    """Lines of a poem run together: small words with a capital inside the sentence."""
    inside = regex.findall(r"(?<=[\p{Ll},;:—-] )(\p{Lu}\p{Ll}+)", text)
    return sum(word.casefold() in stopwords(base(language)) for word in inside) >= 2 and not language.startswith("de")


def _is_list_of_names(text: str, language: str) -> bool:
    if is_unspaced(language) or language.startswith("de"):
        return False
    words = text.split()[1:]
    capitalised = sum(word[:1].isupper() for word in words)
    digits = sum(character.isdigit() for character in text)
    return capitalised > _CAPITALISED_SHARE * max(len(words), 1) or digits > len(text) * 0.2


def noise_share(sentences: Iterable[str], language: str) -> float:
    """Share of lower-case words that no dictionary knows: near 0 for typed text, above 0.03 for poor OCR."""
    words = [t.text for s in sentences for t in tokens(s, language) if t.text.islower() and len(t.text) > 1]
    if not knows_words(language) or not words:
        return 0.0
    repeated = Counter(words)
    strange = sum(
        n for word, n in repeated.items() if n < 3 and zipf(word, language) < 2.0 and not _parts_known(word, language)
    )
    return strange / len(words)


def looks_misread(sentence: str, language: str) -> bool:
    """The stricter look at a sentence of a noisy source: rare short words there are misread common ones."""
    words = [t.text for t in tokens(sentence, language) if t.text[0].isalpha()]
    if _MISPRINT.search(sentence) or any(len(w) > 1 and zipf(w.casefold(), language) < 3.0 for w in words):
        return True
    rare = any(_is_rare_short(word, language) for word in words)
    strange = any(len(word) > 4 and zipf(word.casefold(), language) < 2.6 for word in words)
    return rare or strange or any(word != word.lower() and not word.istitle() and not word.isupper() for word in words)


def _is_rare_short(word: str, language: str) -> bool:
    return word.islower() and 1 < len(word) <= 4 and (zipf(word, language) < 4.2 or word in MISREAD)


MISREAD = word_set(
    "tho thc arc ami aud thi uf tbe ol lo hut lie iu nud bo ho ono und hy lor ia wo mo nt hi ot ii ih"
    " fo tor al el de re ly ed er"
)
