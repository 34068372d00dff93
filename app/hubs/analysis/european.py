"""French, German, Portuguese and Italian: only what a sentence must not open with or point at.

These languages have no framing words of ours; the lists merely keep a sentence that leans on its predecessor from
standing first.
"""

import regex

from app.hubs.analysis.lexicon import NEUTRAL, Lexicon


def _lexicon(language: str, loose: str, dangling: str, pointing: str, links: str, head_first: bool) -> Lexicon:
    flags = regex.IGNORECASE
    return Lexicon(
        language=language,
        leading_loose=regex.compile(rf"(?:{loose})\b\s*,?\s+", flags),
        leading_dangling=regex.compile(rf"(?:{dangling})\b", flags),
        pointing=regex.compile(rf"\b(?:{pointing})\b|\[\s*\d+(?:\s*[,–-]\s*\d+)*\s*\]", flags),
        boilerplate=NEUTRAL.boilerplate,
        clause_end=NEUTRAL.clause_end,
        links=frozenset(links.split()),
        head_first=head_first,
    )


LEXICONS = {
    "fr": _lexicon(
        "fr",
        "mais|et|or|donc|ainsi|cependant|toutefois|pourtant|de plus|en effet|enfin|par conséquent",
        "il|elle|ils|elles|ce|cet|cette|ces|cela|ça|c['’]est|celui|celle|ceux|celles|son|sa|ses|leurs?|lui"
        "|tel(?:le)?s?|parce|car|ainsi|alors|puis|ensuite|ici|là|voici|dont|qui|que|en (?:ce|cela)|par exemple|dans"
        " (?:ce|cette|ces)|à cet|autre",
        "ci-dessus|ci-dessous|ci-après|voir (?:aussi|figure|tableau)|figure \\d+|tableau \\d+|comme (?:indiqué"
        "|mentionné)|suivante?s?",
        "de du des la le les d",
        True,
    ),
    "de": _lexicon(
        "de",
        "aber|und|doch|jedoch|denn|also|außerdem|zudem|schließlich",
        "er|sie|es|dies|diese[rsmn]?|das|jene[rsmn]?|solche[rsmn]?|sein(?:e[rsmn]?)?|ihr(?:e[rsmn]?)?|dadurch|damit"
        "|dabei|daher|deshalb|deswegen|darum|daraus|danach|dann|dort|hier|weil|zum beispiel|in diese[rmn]|so|somit"
        "|beide|andere[rsn]?",
        "oben genannt\\w*|siehe|abbildung \\d+|tabelle \\d+|wie (?:oben|bereits) \\w+|folgende[rsnm]?",
        "der des",
        False,
    ),
    "pt": _lexicon(
        "pt",
        "mas|e|porém|contudo|no entanto|portanto|assim|além disso|por fim",
        "ele|ela|eles|elas|isto|isso|aquilo|est[ea]s?|ess[ea]s?|aquel[ea]s?|seus?|suas?|tal|tais|ambos|outr[oa]s?"
        "|porque|aqui|ali|lá|depois|então|por (?:exemplo|isso)|n(?:est|ess)[ea]s?|d(?:est|ess)[ea]s?|nisso|disso|que"
        "|quem",
        "acima|abaixo|figura \\d+|tabela \\d+|como (?:mencionado|dito|vimos)|a seguir|seguintes?",
        "de do da dos das",
        True,
    ),
    "it": _lexicon(
        "it",
        "ma|e|però|tuttavia|quindi|dunque|inoltre|infine|perciò",
        "egli|ella|esso|essa|essi|esse|lui|lei|loro|quest[oaie]|quell[oaie]|quel|quei|suo|sua|suoi|sue|tale|tali"
        "|entramb[ie]|altr[oaie]|perché|qui|lì|là|poi|allora|ad esempio|per (?:esempio|questo)|in quest[oaie]|che|chi"
        "|così",
        "sopra|sotto|figura \\d+|tabella \\d+|come (?:detto|visto|menzionato)|seguent[ei]",
        "di del della dei delle",
        True,
    ),
}
