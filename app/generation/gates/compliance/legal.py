"""What lawyers' promotion may not say, and what it must: the Model Rules of the ABA, and New York's label."""

from app.generation.gates.compliance.pack import (
    MONEY,
    PERCENT,
    Action,
    Disclosure,
    Pack,
    Rule,
    near,
    patterns,
    then,
    words,
)
from app.vocabulary import Industry

_OUTCOME = words(
    r"results?|outcomes?|verdicts?|settlements?|wins?|victor(?:y|ies)|acquittals?|dismissals?|compensation|success"
    r"|recover(?:y|ies)|custody|visas?|green cards?|to win"
)
_RESULTADO = words(
    r"resultados?|veredictos?|acuerdos?|victorias?|absoluci(?:ón|ones)|indemnizaci(?:ón|ones)"
    r"|éxito|custodia|visados?|ganar"
)
_LAWYER = words(r"lawyers?|attorneys?|law firms?|firms?|counsel|legal teams?|litigators?|advocates?|solicitors?")
_ABOGADO = words(r"abogad[oa]s?|bufetes?|despachos?|firma legal|letrad[oa]s?")
_WON_EN = then(
    words(r"won|recovered|secured|obtained|settled(?: for)?|awarded|negotiated|collected|wins?|recovers?"), MONEY, 40
)
_WON_ES = then(
    words(r"gan(?:ó|amos|aron|é)|recuper(?:ó|amos|aron)|consigu(?:ió|ieron)|conseguimos|obtuv\p{L}+"), MONEY, 40
)
_RECORD_EN = words(
    r"(?:case|past|previous|prior|our) (?:results|wins|victories|verdicts|settlements)"
    r"|track record|won (?:over |more than )?[\d,]+ cases"
)
_RECORD_ES = words(r"(?:casos|resultados) (?:ganados|anteriores|previos)|[\d.]+ casos ganados")

_RULES = (
    Rule(
        "guaranteed outcome",
        Action.REJECT,
        "ABA Model Rule 7.1, comment [3]",
        "It promises an outcome, which creates an unjustified expectation.",
        "Say what the lawyer does and what the outcome depends on.",
        patterns(
            near(words(r"guarantee(?:s|d|ing)?|promis(?:e|es|ed)|assur(?:e|es|ed)"), _OUTCOME, 40)
            + "|"
            + words(
                r"(?:we|i)(?:'ll| will| always| can) (?:\p{L}+ )?win (?:your|every|any|the) (?:case|claim"
                r"|appeal|trial)s?",
                r"we always win|we win every time|you(?:'ll| will) (?:get|receive|recover) (?:the|every)"
                r" (?:\p{L}+ )?(?:compensation|settlement|money|penny|dollar)",
            ),
            near(words(r"garanti[zc]\p{L}*|aseguramos|prometemos"), _RESULTADO, 40)
            + "|"
            + words(r"(?:ganaremos|siempre ganamos) (?:tu|su|el) (?:caso|juicio)"),
        ),
    ),
    Rule(
        "never lost",
        Action.REJECT,
        "ABA Model Rule 7.1, comment [3]",
        "It says that cases are never lost, which creates an unjustified expectation.",
        "Say what the lawyer does and what the outcome depends on.",
        patterns(
            words(
                r"(?:never|haven't ever|have never) lost a (?:case|trial)|(?:can't|cannot|won't"
                r"|will not) lose (?:your|the|this) case",
                r"undefeated|unbeaten|unbeatable|your case is (?:won|a sure win)",
            ),
            words(r"nunca (?:hemos perdido|perdemos) un (?:caso|juicio)|invict[oa]s?"),
        ),
        says_no=True,
    ),
    Rule(
        "rate of success",
        Action.REJECT,
        "ABA Model Rule 7.1, comment [3]",
        "A rate of success says nothing of the next case and cannot be compared.",
        "Leave the rate out.",
        patterns(
            near(
                PERCENT,
                words(r"success(?: rate)?|win(?:ning)? rate|(?:of )?(?:our |my )?cases(?: won)?|acquittal rate"),
                30,
            ),
            near(PERCENT, words(r"(?:tasa de )?éxito|casos ganados|de nuestros casos"), 30),
        ),
    ),
    Rule(
        "past result",
        Action.FLAG,
        "ABA Model Rule 7.1, comment [3]",
        "It tells of a past result, which may lead readers to expect the same.",
        "Tell what made the case what it was, and add that prior results do not guarantee a similar outcome.",
        patterns(f"{_WON_EN}|{_RECORD_EN}", f"{_WON_ES}|{_RECORD_ES}"),
    ),
    Rule(
        "comparison",
        Action.FLAG,
        "ABA Model Rule 7.1, comment [3]",
        "It compares lawyers in a way that cannot be shown to be true.",
        "Say a fact that can be checked instead.",
        patterns(
            then(
                words(
                    r"best|top|leading|#1|number one|greatest|finest|toughest|most (?:experienced|aggressive"
                    r"|successful|trusted|respected)"
                    r"|premier|top[- ]rated|super|unrivall?ed|second to none"
                ),
                _LAWYER,
                25,
            )
            + "|"
            + words(r"(?:better|smarter|tougher) than (?:any |all |the )?other (?:law )?(?:firms|lawyers|attorneys)"),
            near(
                words(r"mejor(?:es)?|líder(?:es)?|número uno|más (?:experimentad|exitos|agresiv)[oa]s?"), _ABOGADO, 25
            ),
        ),
    ),
    Rule(
        "specialist",
        Action.FLAG,
        "ABA Model Rule 7.2(c), until 2018 Rule 7.4(d)",
        "It calls a lawyer a specialist or certified; that needs a certification by a named, approved body.",
        "Name the certifying body, or say “practises in”.",
        patterns(
            words(
                r"(?:board[- ])?certified (?:specialists?|experts?|lawyers?|attorneys?|in \p{L}+ law)"
                r"|board[- ]certified",
                r"speciali[sz](?:e|es|ed|ing|ts?) (?:in|at)|(?:\p{L}+ )?(?:law|legal|injury|divorce"
                r"|immigration|defen[cs]e|tax) (?:specialists?|experts?)|experts? (?:in|at) \p{L}+(?: law)?",
            ),
            words(r"especialistas? en|especializad[oa]s? en|expert[oa]s? en derecho|abogad[oa]s? certificad[oa]s?"),
        ),
    ),
    Rule(
        "solicitation",
        Action.FLAG,
        "ABA Model Rule 7.3(b)",
        "It turns to people of whom one knows that they need a lawyer for one particular event.",
        "Speak to the public about the subject, not to those who were in the event.",
        patterns(
            words(
                r"(?:if you|were you|if your (?:family|loved one)s?) (?:were |was |have been "
                r"|had been )?(?:injured|hurt|arrested|harmed|killed|affected)"
                r" (?:in|by|at|on) (?:the|last|yesterday's|today's|this)"
            ),
            words(
                r"si (?:usted |tú )?(?:fue|fuiste|resultó|resultaste|ha sido|has sido) (?:herid[oa]"
                r"|detenid[oa]|afectad[oa])"
                r" (?:en|por) (?:el|la) (?:accidente|incendio|choque|atentado)"
            ),
        ),
    ),
    Rule(
        "paid recommendation",
        Action.REJECT,
        "ABA Model Rule 7.2(b)",
        "It offers something of value for a recommendation.",
        "Thank people who recommend you, and give them nothing of value for it.",
        patterns(
            near(
                words(r"gift cards?|rewards?|bonus(?:es)?|cash|discounts?|(?:referral|finder's) fees?|\$\d+"),
                words(
                    r"(?:for|per) (?:each |every |a |any |your )?(?:referrals?|recommendations?|reviews?)"
                    r"|refer(?:ring)? (?:a friend|us|clients)"
                ),
                40,
            ),
            near(
                words(r"tarjetas? regalo|premios?|descuentos?|comisi(?:ón|ones)"),
                words(r"por (?:cada )?(?:referid[oa]s?|recomendaci\p{L}+|reseñas?)"),
                40,
            ),
        ),
    ),
    Rule(
        "no fee",
        Action.FLAG,
        "ABA Model Rules 7.1 and 1.5(c)",
        "It says that nothing is paid unless the case is won; costs and expenses may be owed all the same.",
        "Say whether costs and expenses are owed if the case is lost.",
        patterns(
            words(
                r"no (?:win,? )?no fees?|(?:no|zero) (?:legal |attorney )?fees? (?:unless|until|if)"
                r"|(?:don't|do not|never) pay (?:us |a (?:cent|dime) )?(?:unless|until)",
                r"(?:costs|cost) you nothing (?:unless|until)",
            ),
            words(
                r"(?:sin|no hay) honorarios (?:si no|hasta)|(?:si no ganamos,? )?no (?:cobramos"
                r"|paga(?:s)?) (?:si no|hasta que)"
            ),
        ),
        says_no=True,
    ),
    Rule(
        "client's matter",
        Action.FLAG,
        "ABA Model Rule 1.6(a)",
        "It tells of a client's matter, which needs the client's informed consent.",
        "Get the consent, or tell it so that nobody can be recognised.",
        patterns(
            words(
                r"(?:one of )?(?:our|my) clients?|a (?:recent|former) client|client (?:testimonials?"
                r"|reviews?|stor(?:y|ies))"
            ),
            words(r"(?:nuestr[oa]s?|mis?) clientes?|un cliente (?:reciente|anterior)|testimonios? de clientes"),
        ),
    ),
)

_DISCLOSURES = (
    Disclosure(
        "prior results",
        "ABA Model Rule 7.1, comment [3]; New York Rule 7.1(e)(3)",
        "It tells of past results.",
        {
            "en": "Prior results do not guarantee a similar outcome.",
            "es": "Los resultados anteriores no garantizan un resultado similar.",
        },
        patterns(
            r"(?:prior|past|previous) results?[^.!?\n]{0,20}?(?:not|no"
            r"|never)[^.!?\n]{0,20}?(?:guarantee|predict|assur|indicat)",
            r"resultados? (?:anteriores|previos|pasados)[^.!?\n]{0,10}?no[^.!?\n]{0,10}?garant",
        ),
        patterns(f"{_WON_EN}|{_RECORD_EN}", f"{_WON_ES}|{_RECORD_ES}"),
    ),
    Disclosure(
        "attorney advertising",
        "New York Rule 7.1(f)",
        "It offers the lawyer's services.",
        {"en": "Attorney advertising.", "es": "Publicidad de abogados."},
        patterns(
            r"(?:attorney|lawyer|legal) (?:advertis(?:ing|ement)|ad)(?!\p{L})|#(?:attorney"
            r"|lawyer)(?:advertising|ad)(?!\p{L})",
            r"publicidad (?:de abogados|legal|jurídica)",
        ),
        patterns(
            words(
                r"(?:call|contact|hire|message|text) (?:us|me|our (?:office|firm|team|lawyers|attorneys))",
                r"free (?:consultations?|case (?:reviews?|evaluations?))|(?:book|schedule) (?:a"
                r"|your) consultation|our (?:law )?firm|we represent",
            ),
            words(
                r"(?:llám[ae]nos|contáct[ae]nos|contrát[ae]nos|escríb[ae]nos)|consulta gratuita"
                r"|(?:reserva|agenda) (?:una|tu) consulta"
                r"|nuestro (?:bufete|despacho)|representamos"
            ),
        ),
    ),
)

LEGAL = Pack(Industry.LEGAL, _RULES, _DISCLOSURES)
