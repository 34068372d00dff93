"""Whether a claim is denied where it stands: "no investment is risk-free" makes no promise.

Only what governs the claim counts: the few words before it in its own clause, those inside of it, and a verdict right
behind it. "Not only", "no doubt" and "do not miss" deny nothing.
"""

import regex

_CLAUSE = regex.compile(
    r"[.!?…]+\s|[\n,;:()\"“”]|\s-+\s|(?<!\p{L})(?:but|and|yet|so(?=\s)|while|because|pero|y|sino|porque)(?!\p{L})"
)
_WORDS_BEFORE = regex.compile(r"(?:[^\s]+\s+){0,7}[^\s]*\Z")

_DENIES = {
    "en": regex.compile(
        r"(?<!\p{L})(?:"
        r"not(?! (?:only|just|merely|simply|miss|wait|lose|hesitate|forget|worry|overlook|settle"
        r"|let|ignore|pass)(?!\p{L}))"
        r"|(?:\p{L}+n't|cannot|can not)(?! (?:miss|wait|lose|hesitate|forget|worry|overlook"
        r"|settle|let|ignore|pass)(?!\p{L}))"
        r"|no(?!-)(?! (?:doubt|question|matter|wonder|surprise|better|catch|strings|joke|fees?|cost)(?!\p{L}))"
        r"|never(?! (?:been|miss|lose|worry|again|before)(?!\p{L}))|nobody|no one|none|neither|nor|nothing"
        r"|without(?! (?:a )?(?:doubt|question|fees?|cost)(?!\p{L}))|hardly|impossible|illegal|prohibited|forbidden"
        r"|beware|wary|suspicious|avoid(?:s|ing)?|stay away|run from|myths?|scams?|fraud|so-called|red flag"
        r"|(?:anyone|anybody|someone|somebody|those|whoever|people|firms|advisers|advisors)"
        r" (?:who )?(?:promis|offer|claim|guarante)\p{L}*"
        r"|(?:can|could|does|do|is|are) (?:any|anyone|anybody|there (?:any|such))"
        r")(?!\p{L})"
    ),
    "es": regex.compile(
        r"(?<!\p{L})(?:"
        r"no(?! (?:solo|sólo|te|se|os|dudes|esperes|pierdas|olvides|hay duda|cabe duda)(?!\p{L}))"
        r"|no (?:se|te) (?:puede|garantiza|promete)\p{L}*"
        r"|nunca|jamás|nadie|ningún|ninguna|ninguno|tampoco|ni|sin(?! (?:duda|comisiones)(?!\p{L}))|imposible|prohibido"
        r"|cuidado con|desconf[ií]\p{L}*|evit\p{L}+|mitos?|estafas?|fraude"
        r"|(?:quien|quienes|alguien que) (?:promet|ofre|garanti)\p{L}*"
        r")(?!\p{L})"
    ),
}
_REFUTED = {
    "en": regex.compile(
        r"[^\p{L}\p{N}]*(?:[\p{L}']+\s){0,3}?(?:"
        r"(?:is|are|was|were|'s|'re) (?:always |simply |just |only )?(?:a |an |the )?"
        r"(?:myths?|lies?|lie|scams?|red flags?|fiction|fraud|fantasy|nonsense|impossible|illegal|warning signs?)"
        r"|(?:do|does) ?(?:not|n't) exist|(?:is|are)(?:n't| not) (?:real|possible|allowed|legal|a thing)"
        r"|never exist(?:s|ed)?)(?!\p{L})"
    ),
    "es": regex.compile(
        r"[^\p{L}\p{N}]*(?:\p{L}+\s){0,3}?(?:"
        r"(?:es|son) (?:siempre |solo )?(?:un |una |puro )?(?:mitos?|mentiras?|estafas?|fraudes?"
        r"|imposibles?|ilegal(?:es)?)"
        r"|no existen?)(?!\p{L})"
    ),
}


def is_denied(text: str, start: int, end: int, language: str, *, says_no: bool = False) -> bool:
    """Whether the claim at `text[start:end]`, of a folded text, is denied, refuted or warned of.

    A claim that `says_no` carries a negation of its own, which denies nothing.
    """
    denies = _DENIES[language]
    window = _WORDS_BEFORE.search(_clause_before(text, start))
    if window is not None and denies.search(window.group()):
        return True
    if not says_no and denies.search(text, start, end):
        return True
    return _REFUTED[language].match(text, end) is not None


def _clause_before(text: str, start: int) -> str:
    """From the last mark or conjunction up to the claim."""
    head = text[max(0, start - 160) : start]
    breaks = [match.end() for match in _CLAUSE.finditer(head)]
    return head[breaks[-1] :] if breaks else head
