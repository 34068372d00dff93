"""What financial promotion may not say, and what it must: FINRA, the SEC's Marketing Rule, the FTC, the FDIC."""

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

_GUARANTEE = words(
    r"guarantee(?:s|d|ing)?|guaranty|assur(?:e|es|ed)", r"(?:we|i) (?:can |do |will )?promise(?: you)?", "promised"
)
_GARANTIZA = words(r"garanti[zc]\p{L}*|garantías?|asegur(?:a|amos|ado|ada|ados|adas|an)|prometemos")
_RETURN = words(
    r"returns?|profits?|gains?|yields?|growth|dividends?|pay-?offs?|results?|performance|principal|capital|appreciation"
)
_RENTABILIDAD = words(
    r"rentabilidad(?:es)?|rendimientos?|ganancias?|beneficios?|dividendos?|retornos?|resultados?|capital|crecimiento"
)
_MARKET = r"(?:the (?:\p{L}+ )?)?(?:market|s&p(?: 500)?|index(?:es)?|indices|benchmarks?|dow|nasdaq|wall street)"
_MERCADO = r"(?:al |el |los )?(?:mercado|índices?|indices?|ibex(?: 35)?|s&p(?: 500)?|bolsa)"
_BEAT = r"(?:out-?perform(?:s|ed|ing|ance)?(?: of)?|beat(?:s|en|ing)?|out-?pac(?:e|es|ed|ing))"
_PRODUCT_EN = words(
    r"invest(?:s|ed|ing|ments?|or|ors)?|stocks?|bonds?|equit(?:y|ies)|(?:mutual |index "
    r"|hedge |pension )?funds?|etfs?|portfolios?"
    r"|annuit(?:y|ies)|crypto(?:currency|currencies)?|bitcoin|securities|shares of|options trading|commodities|reits?"
    r"|401\(?k\)?s?|iras?|brokerage|asset allocation"
)
_PRODUCT_ES = words(
    r"invert\p{L}*|inviert\p{L}*|inversi(?:ón|ones)|inversor(?:es|a|as)?|acciones|bonos|fondos?|etfs?|carteras?"
    r"|criptomonedas?|bitcoin|valores|planes? de pensiones|renta (?:fija|variable)"
)
_MORE_EN = words(
    r"return(?:s|ed|ing)?|gain(?:s|ed|ing)?|increas(?:e|es|ed|ing)|yield(?:s|ed|ing)?|grew|gr[eo]w(?:s|n|ing|th)?"
    r"|profit(?:s|ed)?|appreciat(?:e|es|ed|ion)|rise[sn]?|rose|rising|performance|apy"
)
_MORE_ES = words(
    r"rentabilidad(?:es)?|rendimientos?|rind\p{L}+|gan(?:a|ó|an|ar|ancias?|ado)|aument\p{L}+"
    r"|crec\p{L}+|sub(?:e|ió|en|ir|ida)"
    r"|increment\p{L}+|revaloriz\p{L}+|beneficios?"
)

_RULES = (
    Rule(
        "guaranteed return",
        Action.REJECT,
        "FINRA Rule 2210(d)(1)(B); SEC Marketing Rule, 17 CFR 275.206(4)-1(a)(1)",
        "It promises a return or the safety of capital, which nobody can promise.",
        "Say what the investment aims for and that it may lose value; promise nothing.",
        patterns(near(_GUARANTEE, _RETURN), near(_GARANTIZA, _RENTABILIDAD)),
    ),
    Rule(
        "free of risk",
        Action.REJECT,
        "FINRA Rule 2210(d)(1)(B) and (D); SEC Marketing Rule, 17 CFR 275.206(4)-1(a)(4)",
        "It says that there is no risk; every benefit must stand beside its risks, fairly balanced.",
        "Name the risk: “Investment involves risk, including the loss of what you invest.”",
        patterns(
            words(
                r"risk[- ]?free|riskless|free (?:of|from) (?:any )?risks?|(?:zero|no"
                r"|without(?: any)?)[- ]risks?(?![- ]free|,? no reward| there)(?: (?:at all|whatsoever))?",
                r"(?:can't|cannot|can not|won't|will not|never|impossible to) lose(?: (?:a cent|a dime"
                r"|money|your money|anything))?",
                r"(?:100|one hundred)\s?(?:%|percent) (?:safe|secure|safety)|(?:completely|totally"
                r"|always) safe|(?:no|zero) (?:chance|possibility|way) (?:of losing|to lose)|(?:no"
                r"|zero) downside|without risking (?:a|any|your)|(?:only|always) goe?s? up"
                r"|sure (?:thing|bet)|can't[- ]miss (?:opportunity|investment|stock|deal|offer)s?",
            ),
            words(
                r"(?:sin|cero|libres? de|exent[oa]s? de)(?: ningún)? riesgos?",
                r"(?:no (?:puedes|se puede|vas a)|nunca|imposible) perder(?:ás)?(?: dinero| nada)?|100\s?% segur[oa]s?",
            ),
        ),
        says_no=True,
    ),
    Rule(
        "beating the market",
        Action.REJECT,
        "FINRA Rule 2210(d)(1)(F); SEC Marketing Rule, 17 CFR 275.206(4)-1(a)(2)",
        "It says or implies that it does better than the market.",
        "Leave the comparison out, or show it net of fees over the prescribed periods, with the benchmark named.",
        patterns(
            then(words(_BEAT), words(_MARKET), 25)
            + "|"
            + words(r"market[- ](?:beating|topping)|alpha every (?:month|year)"),
            then(
                words(r"super(?:a|an|ar|amos|ó|ando)|bat(?:e|en|ir|imos|iendo)|gan(?:a|ar)(?:le)?"), words(_MERCADO), 20
            ),
        ),
    ),
    Rule(
        "forecast of performance",
        Action.REJECT,
        "FINRA Rule 2210(d)(1)(F)",
        "It predicts or projects performance.",
        "Speak of what has happened and why; leave out what will.",
        patterns(
            words(
                r"(?:will|going to|set to|bound to|about to) (?:\p{L}+ ){0,2}?(?:double|triple|quadruple"
                r"|skyrocket|soar|10x|100x)",
                r"(?:double|triple|quadruple|10x|100x) (?:your|their) (?:money|investments?|savings"
                r"|portfolio|capital|wealth)",
                r"get rich(?: quick(?:ly)?)?|(?:certain|sure|bound) to (?:earn|gain|rise|profit|grow"
                r"|go up)|(?:will|going to) (?:make|earn) (?:you )?(?:rich|a fortune|millions)",
            )
            + "|"
            + then(words(r"(?:will|is going to|are going to|is set to)"), then(_MORE_EN, PERCENT, 30), 20),
            words(
                r"(?:duplic|triplic|multiplic)(?:a|ará|arás|ar|amos|arán) (?:tu|su|el) (?:dinero"
                r"|inversión|capital|ahorros)",
                r"(?:hazte|hacerte|te harás) ric[oa]s?|(?:se disparará|subirá|va a subir|va a dispararse)",
            ),
        ),
    ),
    Rule(
        "inside information",
        Action.REJECT,
        "Securities Exchange Act s. 10(b); SEC Rule 10b-5, 17 CFR 240.10b-5",
        "It offers to trade on what the public does not know.",
        "Rest the piece on public information and name its source.",
        patterns(
            words(
                r"insider (?:tips?|information|info|knowledge)|inside (?:tips?|information|scoop on (?:the )?stocks?)"
            ),
            words(r"informaci[óo]n privilegiada|soplos? de bolsa"),
        ),
    ),
    Rule(
        "figure of performance",
        Action.FLAG,
        "SEC Marketing Rule, 17 CFR 275.206(4)-1(d); FINRA Rule 2210(d)(1)(F)",
        "It gives a percentage with a return, gain or increase.",
        "Show it net of fees with its period and source, or leave the figure out.",
        patterns(near(PERCENT, _MORE_EN), near(PERCENT, _MORE_ES)),
    ),
    Rule(
        "guaranteed income",
        Action.FLAG,
        "FINRA Rule 2210(d)(1)(D)",
        "A guarantee of income rests on somebody who may fail to pay.",
        "Say who guarantees it, and that this depends on their ability to pay.",
        patterns(
            near(_GUARANTEE, words("income|payments?|rate|pensions?"), 30),
            near(_GARANTIZA, words("ingresos|pagos|renta|pensión"), 30),
        ),
    ),
    Rule(
        "promised earnings",
        Action.FLAG,
        "FTC Act s. 5, 15 U.S.C. 45",
        "It says what people earn; such a claim must be true of the typical person and be backed by evidence.",
        "Say what people typically earn, and how you know.",
        patterns(
            then(words(r"earn|make|making|earning|passive income(?: of)?"), MONEY, 25)
            + r"(?:\s(?:a|per|every|each)\s(?:day|week|month|year))",
            then(words(r"gana(?:r|rás)?|ingresos pasivos(?: de)?"), MONEY, 25)
            + r"\s(?:al|por|cada)\s(?:día|semana|mes|año)",
        ),
    ),
    Rule(
        "testimonial",
        Action.FLAG,
        "SEC Marketing Rule, 17 CFR 275.206(4)-1(b); FTC, 16 CFR 255.2",
        "It tells what clients say; that needs disclosures of who speaks, whether they were paid, and conflicts.",
        "Disclose clearly beside it whether a client speaks and was paid, or leave it out.",
        patterns(
            words(
                r"(?:our|my) (?:happy |satisfied )?(?:clients?|customers?) (?:say|says|said|love|rave|told us|report)",
                r"(?:client|customer|five[- ]star|5[- ]star) (?:testimonials?|reviews?|success stor(?:y"
                r"|ies))|testimonials?",
            ),
            words(r"(?:nuestros|mis) clientes (?:dicen|cuentan|aseguran|adoran)|testimonios?|reseñas? de clientes"),
        ),
    ),
    Rule(
        "superlative",
        Action.FLAG,
        "SEC Marketing Rule, 17 CFR 275.206(4)-1(a)(2) and (c)",
        "It ranks a firm, a person or a product above all others.",
        "Name the rating, who gave it, its date and period, and whether it was paid for; or leave it out.",
        patterns(
            then(
                words(r"best|top|leading|number one|#1|top[- ]rated|award[- ]winning|most trusted|safest"),
                words(
                    r"funds?|etfs?|stocks?|investments?|advis[eo]rs?|planners?|brokers?|portfolios?|wealth managers?"
                ),
                15,
            ),
            near(
                words(r"mejor(?:es)?|líder(?:es)?|número uno|más segur[oa]s?"),
                words(r"fondos?|inversi(?:ón|ones)|asesor(?:es|a|as)?|acciones|br[oó]kers?|carteras?"),
                15,
            ),
        ),
    ),
    Rule(
        "recommendation",
        Action.FLAG,
        "Regulation Best Interest, 17 CFR 240.15l-1; FINRA Rule 2111",
        "It tells readers to buy or sell, without knowing what suits them.",
        "Describe the investment, and send readers to an adviser for what suits them.",
        patterns(
            words(
                r"(?:you should|you need to|you must|everyone should|now is the (?:best )?time to|time to"
                r"|don't miss your chance to)"
                r" (?:\p{L}+ )?(?:buy|sell|invest|short|dump|hold)",
                r"(?:buy|sell|invest) (?:now|today|before it's too late|the dip)|(?:strong|screaming) (?:buy"
                r"|sell)|must[- ]own stocks?",
            ),
            words(
                r"(?:debes|tienes que|deberías|es hora de|es el momento de) (?:comprar|vender|invertir)"
                r"|(?:compra|vende|invierte) (?:ya|ahora|hoy)"
            ),
        ),
    ),
    Rule(
        "freedom from tax",
        Action.FLAG,
        "FINRA Rule 2210(d)(4)",
        "It speaks of freedom from tax, which must say which taxes apply, and may not be said of deferred ones.",
        "Say which taxes do and do not apply, or “tax-deferred” where that is meant.",
        patterns(
            words(r"tax[- ](?:free|exempt)|(?:without|no) (?:paying )?tax(?:es)?|never pay tax(?:es)?"),
            words(r"libres? de impuestos|exent[oa]s? de impuestos|sin (?:pagar )?impuestos"),
        ),
        says_no=True,
    ),
    Rule(
        "insured deposits",
        Action.FLAG,
        "12 CFR part 328, subpart B",
        "It speaks of deposit insurance; that must be true of the product and name the insured institution.",
        "Say which institution and product are insured, and that investments are not.",
        patterns(
            words(
                r"fdic|(?:federally|government)[- ](?:insured|backed|guaranteed)|insured (?:deposits?"
                r"|by the government)"
            ),
            words(r"fdic|asegurad[oa]s? por el (?:gobierno|estado)|respaldad[oa]s? por el (?:gobierno|estado)"),
        ),
    ),
)

_DISCLOSURES = (
    Disclosure(
        "past performance",
        "SEC Rule 482, 17 CFR 230.482(b)(3)(i); FINRA Rule 2210(d)(1)(F)",
        "It speaks of performance.",
        {
            "en": "Past performance does not guarantee future results.",
            "es": "Rentabilidades pasadas no garantizan rentabilidades futuras.",
        },
        patterns(
            r"past (?:performance|results|returns)[^.!?\n]{0,40}?(?:not|no|never)[^.!?\n]{0,30}?"
            r"(?:guarantee|indicat|predict|assur|reliable)[^.!?\n]{0,40}?(?:future|results|performance)",
            r"(?:rentabilidad(?:es)?|rendimientos?|resultados?) pasad[oa]s?[^.!?\n]{0,40}?no[^.!?\n]{0,30}?"
            r"(?:garant|predi|asegur|indica)[^.!?\n]{0,40}?futur",
        ),
        patterns(near(PERCENT, _MORE_EN), near(PERCENT, _MORE_ES)),
        {"en": "Past performance is no guarantee.", "es": "Rentabilidad pasada no es garantía."},
        patterns(
            r"past (?:performance|results|returns)[^.!?\n]{0,20}?(?:not|no|never"
            r"|≠)[^.!?\n]{0,20}?(?:guarantee|indicative|future|results)",
            r"rentabilidad(?:es)? pasadas?[^.!?\n]{0,20}?no[^.!?\n]{0,20}?garant",
        ),
    ),
    Disclosure(
        "risk",
        "FINRA Rule 2210(d)(1)(D); SEC Marketing Rule, 17 CFR 275.206(4)-1(a)(4)",
        "It speaks of investing.",
        {"en": "Investment involves risk.", "es": "Toda inversión conlleva riesgo."},
        patterns(
            r"(?:invest(?:ing|ments?)|trading|securities)[^.!?\n]{0,20}?(?:involves?|carr(?:y|ies)"
            r"|(?:is|are) subject to|comes? with)"
            r"[^.!?\n]{0,20}?risks?",
            r"(?:invertir|inversi(?:ón|ones))[^.!?\n]{0,20}?(?:conlleva|implica|supone|tiene)n?[^.!?\n]{0,20}?riesgos?",
        ),
        patterns(_PRODUCT_EN, _PRODUCT_ES),
        {"en": "Capital at risk.", "es": "Capital en riesgo."},
        patterns(
            r"(?:your )?capital (?:is )?at risk|may lose (?:value|money)|risk of loss",
            r"capital en riesgo|pued[ea]s? perder",
        ),
    ),
)

FINANCIAL = Pack(Industry.FINANCIAL, _RULES, _DISCLOSURES)
