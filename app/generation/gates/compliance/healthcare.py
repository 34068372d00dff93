"""What health promotion may not say, and what it must: the FTC, the FDA, HIPAA."""

from app.generation.gates.compliance.pack import PERCENT, Action, Disclosure, Pack, Rule, near, patterns, then, words
from app.vocabulary import Industry

_DISEASE = words(
    r"cancers?|tumou?rs?|diabetes|alzheimer(?:'s)?|dementia|parkinson(?:'s)?|arthritis|asthma|autism|adhd|depression"
    r"|anxiety|insomnia|covid(?:-19)?|flu|hiv|aids|hepatitis|herpes|heart disease"
    r"|hypertension|high blood pressure|strokes?"
    r"|obesity|epilepsy|psoriasis|eczema|migraines?|infertility|lupus|multiple sclerosis"
    r"|chronic pain|disease|illness(?:es)?"
)
_ENFERMEDAD = words(
    r"cáncer|tumor(?:es)?|diabetes|alzheimer|demencia|parkinson|artritis|asma|autismo|tdah|depresión|ansiedad|insomnio"
    r"|covid(?:-19)?|gripe|vih|sida|hepatitis|hipertensión|obesidad|epilepsia|psoriasis"
    r"|migrañas?|infertilidad|enfermedad(?:es)?"
)
_CURE = words(
    r"cur(?:e|es|ed|ing)(?!,? or prevent any disease)|heal(?:s|ed|ing)?|revers(?:e|es|ed|ing)"
    r"|eliminat(?:e|es|ed|ing)|eradicat(?:e|es|ed)"
)
_CURA = words(r"cur(?:a|an|ar|ó|amos|e)|san(?:a|an|ar|ó)|elimin(?:a|an|ar|ó)|revi(?:erte|rtió)|revertir")
_MEDICINE = words(
    r"(?:your |their |any |all )?(?:medications?|medicines?|meds|insulin|chemotherapy|chemo"
    r"|antibiotics?|antidepressants?|vaccines?"
    r"|statins?|prescriptions?|inhalers?|doctors?)"
)
_MEDICINA = words(
    r"(?:tu |su |la |los |tus )?(?:medicación|medicamentos?|insulina|quimioterapia"
    r"|antibióticos?|antidepresivos?|vacunas?|médicos?)"
)
_TREATMENT_EN = words(
    r"treatments?|treat(?:s|ed|ing)?|therap(?:y|ies)|medications?|medicines?|drugs?|dos(?:e|es|age)|\d+\s?(?:mg|mcg|iu)"
    r"|symptoms?|diagnos(?:is|es|ed|tic)|surger(?:y|ies)|vaccin(?:e|es|ation)|supplements?|vitamins?|remed(?:y|ies)"
)
_TREATMENT_ES = words(
    r"tratamientos?|trat(?:a|ar|an)|terapias?|medicamentos?|medicación|fármacos?|dosis|\d+\s?(?:mg|mcg|ui)|síntomas?"
    r"|diagnóstic\p{L}+|cirugías?|vacunas?|suplementos?|vitaminas?|remedios?"
)
_SUPPLEMENT_EN = words(
    r"(?:dietary |food |herbal )?supplements?|vitamins?|probiotics?|collagen|gummies|nootropics?|adaptogens?"
)
_SUPPLEMENT_ES = words(r"suplementos?|vitaminas?|probióticos?|colágeno|complementos? alimenticios?")
_SUPPORTS_EN = words(
    r"support(?:s|ed|ing)?|boost(?:s|ed|ing)?|promot(?:e|es|ing)|improv(?:e|es|ed|ing)"
    r"|strengthen(?:s|ed|ing)?|help(?:s|ed|ing)?"
    r"|maintain(?:s|ing)?|enhanc(?:e|es|ed|ing)|reduc(?:e|es|ed|ing)|relie(?:ve|ves|f)"
)
_SUPPORTS_ES = words(
    r"apoya\p{L}*|refuerz\p{L}+|reforz\p{L}+|mejor(?:a|an|ar)|promuev\p{L}+|ayud(?:a|an|ar)"
    r"|manti\p{L}+|reduc\p{L}+|alivi\p{L}+"
)

_RULES = (
    Rule(
        "cure",
        Action.REJECT,
        "FTC Act ss. 5 and 12, 15 U.S.C. 45 and 52; FTC Health Products Compliance Guidance (2022)",
        "It says that something cures a disease or works a miracle.",
        "Say what has been shown, in whom, and how well, with the study; claim no cure.",
        patterns(
            then(_CURE, _DISEASE, 30)
            + "|"
            + words(
                r"(?:miracle|instant|permanent|complete|natural|proven|secret|breakthrough"
                r"|one[- ]day) (?:cures?|remed(?:y|ies))",
                r"cancer[- ]free in|goodbye to (?:cancer|diabetes|arthritis|chronic pain)",
            ),
            then(_CURA, _ENFERMEDAD, 30)
            + "|"
            + words(r"(?:cura|remedio) (?:milagros[ao]|definitiv[ao]|secret[ao]|natural) (?:para|contra)"),
        ),
    ),
    Rule(
        "treatment of a disease",
        Action.FLAG,
        "21 CFR 101.93(g); 21 CFR 202.1(e)(6)",
        "It says that something treats or prevents a disease, which only an approved drug or device may.",
        "Name what was approved for this use, or speak of the structure and function of the body.",
        patterns(
            then(
                words(
                    r"treat(?:s|ed|ing)?(?!,? cure)|prevent(?:s|ed|ing)?(?! any disease)|fight(?:s|ing)?"
                    r"|beat(?:s|ing)?|stop(?:s|ped|ping)?"
                    r"|protect(?:s|ed|ing)? (?:you )?(?:from|against)|get(?:s|ting)? rid of|relieve[sd]?"
                ),
                _DISEASE,
                25,
            ),
            then(
                words(r"trata(?:r|n)?|previene|prevenir|combat(?:e|ir)|alivia(?:r|n)?|elimina(?:r|n)?"), _ENFERMEDAD, 25
            ),
        ),
    ),
    Rule(
        "guaranteed effect",
        Action.REJECT,
        "FTC Act ss. 5 and 12, 15 U.S.C. 45 and 52; FTC Health Products Compliance Guidance (2022)",
        "It promises that a treatment works for everybody.",
        "Say in how many people it worked, and under what conditions.",
        patterns(
            near(
                words(r"guarantee(?:s|d|ing)?"),
                words(r"results?|relief|recovery|weight loss|to work|cure|improvement|success"),
                40,
            )
            + "|"
            + words(
                r"(?:100|one hundred)\s?(?:%|percent) (?:effective|cure rate|success)|works (?:every time"
                r"|for everyone|for everybody)"
            ),
            near(words(r"garanti[zc]\p{L}*"), words(r"resultados?|alivio|recuperación|cura|mejoría|éxito"), 40)
            + "|"
            + words(r"100\s?(?:%|por ciento) (?:eficaz|efectiv[ao])|funciona (?:siempre|para todos)"),
        ),
    ),
    Rule(
        "no side effects",
        Action.REJECT,
        "21 CFR 202.1(e)(5); FTC Act s. 12, 15 U.S.C. 52",
        "It says that a treatment has no risks; benefits and risks must be balanced.",
        "Name the main risks and side effects, as prominently as the benefit.",
        patterns(
            words(
                r"(?:no|zero|without(?: any)?|free (?:of|from)) (?:known |harmful |negative "
                r"|adverse )?side[- ]effects?",
                r"side[- ]effect[- ]free|(?:completely|totally|perfectly|100\s?%) (?:safe|harmless)",
                r"(?:no|zero|without(?: any)?) (?:health )?risks?|risk[- ]free (?:treatment|procedure|surgery|therapy)",
            ),
            words(
                r"(?:sin|cero|ningún|libre de) efectos? (?:secundarios?|adversos?)|(?:totalmente"
                r"|completamente|100\s?%) (?:segur[oa]|inofensiv[oa])"
            ),
        ),
        says_no=True,
    ),
    Rule(
        "instead of medicine",
        Action.REJECT,
        "FTC Act s. 12, 15 U.S.C. 52; 21 CFR 101.93(g)",
        "It tells people to do without their medicine or doctor.",
        "Tell people to ask their doctor before they change a treatment.",
        patterns(
            then(
                words(
                    r"(?:stop|quit|ditch|replace|skip|throw away|get off|come off)(?: taking| using)?"
                    r"|instead of|no need for"
                ),
                _MEDICINE,
                12,
            ),
            then(words(r"(?:deja|abandona|sustituye|olvida|tira)(?: de tomar)?|en lugar de|en vez de"), _MEDICINA, 12),
        ),
    ),
    Rule(
        "weight without effort",
        Action.REJECT,
        "FTC Act s. 5, 15 U.S.C. 45; FTC “Gut Check” reference guide",
        "It promises a loss of weight that does not happen: without diet or exercise, for ever, or for all.",
        "Say what people typically lost, in what time, and with what diet and exercise.",
        patterns(
            then(
                words(r"(?:los(?:e|es|ing)|lost|drop|burn|melt|shed)"),
                words(r"without (?:any )?(?:diet(?:ing)?|exercis(?:e|ing)|effort)"),
                60,
            )
            + "|"
            + words(r"lose weight (?:while you sleep|forever|permanently|no matter what)"),
            then(
                words(r"(?:perd(?:er|ió)|pierd[ea]s?|adelgaz\p{L}+|quem[ae]\p{L}*)"),
                words(r"sin (?:dieta|ejercicio|esfuerzo)"),
                60,
            ),
        ),
        says_no=True,
    ),
    Rule(
        "figure of weight",
        Action.FLAG,
        "FTC, 16 CFR 255.2(b)",
        "It gives a loss of weight in a time, which has to be what people generally can expect.",
        "Say what people typically lost, or leave the figure out.",
        patterns(
            then(
                words(r"(?:los(?:e|es|ing)|lost|drop(?:ped)?|shed)"),
                words(r"\d+\s?(?:lbs?|pounds?|kg|kilos?|inches|stone)"),
                20,
            ),
            then(words(r"(?:perd(?:er|ió|í)|pierd[ea]s?|adelgaz\p{L}+)"), words(r"\d+\s?(?:kg|kilos?|libras)"), 20),
        ),
    ),
    Rule(
        "figure of effect",
        Action.FLAG,
        "21 CFR 202.1(e)(6); FTC Health Products Compliance Guidance (2022)",
        "It gives a percentage of an effect; that needs a well-made study in people, fairly told.",
        "Name the study, whom it looked at and what it was compared with.",
        patterns(
            near(
                PERCENT,
                words(
                    r"effective(?:ness)?|efficacy|reduc(?:e|es|ed|ing|tion)|improv(?:e|es|ed|ement)|relief"
                    r"|less pain|success"
                    r"|surviv(?:al|ed|e)|lower(?:s|ed)?|decreas(?:e|es|ed)|recover(?:y|ed)|increas(?:e|es|ed)"
                    r"|boost(?:s|ed)?"
                ),
            ),
            near(
                PERCENT,
                words(
                    r"eficaz|eficacia|reduc\p{L}+|mejor\p{L}+|alivio|éxito|superviv\p{L}+|disminu\p{L}+|aument\p{L}+"
                ),
            ),
        ),
    ),
    Rule(
        "approval",
        Action.FLAG,
        "21 CFR 807.97; 21 CFR 101.93",
        "It speaks of approval by an authority; registered or cleared is not approved, and supplements never are.",
        "Say exactly what was approved or cleared, for what use, or leave it out.",
        patterns(
            words(
                r"fda[- ](?:approv(?:ed|al)|clear(?:ed|ance)|registered|certified|endorsed)"
                r"|approved by the fda|clinically approved"
            ),
            words(r"(?:aprobad[oa]s?|autorizad[oa]s?|registrad[oa]s?) por la (?:fda|aemps|ema|cofepris)"),
        ),
    ),
    Rule(
        "expert's word",
        Action.FLAG,
        "FTC, 16 CFR 255.3",
        "It leans on doctors or science; the expert must exist, be qualified, and have examined it.",
        "Name the expert or the study and what was found.",
        patterns(
            words(
                r"(?:doctor|dermatologist|physician|pediatrician|dentist|expert)s?[- ](?:recommended"
                r"|recommend|approved|approve|trusted)",
                r"(?:clinically|scientifically|medically) (?:proven|tested|shown)|(?:proven"
                r"|backed) by science|studies (?:show|prove)",
                r"(?:recommended|approved|trusted) by (?:doctors|dermatologists|physicians|experts)",
            ),
            words(
                r"(?:recomendad[oa]s?|avalad[oa]s?|aprobad[oa]s?) por (?:médicos|dermatólogos|doctores|expertos)",
                r"(?:clínicamente|científicamente) (?:probad[oa]|demostrad[oa]|comprobad[oa])s?"
                r"|los estudios demuestran",
            ),
        ),
    ),
    Rule(
        "patient's story",
        Action.FLAG,
        "HIPAA Privacy Rule, 45 CFR 164.508(a)(3); FTC, 16 CFR 255.2",
        "It tells of a patient; marketing with health information needs the patient's written authorisation.",
        "Get the authorisation, or tell it so that nobody can be recognised.",
        patterns(
            words(
                r"(?:my|our) patients?|(?:one|a (?:\d+[- ]year[- ]old|recent|former)) (?:of (?:my|our) )?patients?",
                r"patients? (?:named|called)|patient (?:testimonials?|reviews?|stor(?:y|ies))"
                r"|before[- ]and[- ]after(?: photos?| pictures?)?",
            ),
            words(
                r"(?:mi|nuestr[oa]|un[oa] de (?:mis|nuestr[oa]s)) pacientes?|(?:nuestros|mis) pacientes"
                r"|testimonios? de pacientes",
                r"(?:fotos? de(?:l)? )?antes y después",
            ),
        ),
    ),
)

_DISCLOSURES = (
    Disclosure(
        "medical advice",
        "FTC Health Products Compliance Guidance (2022)",
        "It speaks of treatment.",
        {
            "en": "This is not medical advice; talk to your doctor.",
            "es": "Esto no es consejo médico; consulta a tu médico.",
        },
        patterns(
            r"(?:not|isn't|never|nor) (?:intended as |meant as |a substitute for )?(?:professional )?medical advice"
            r"|(?:talk|speak) (?:to|with) (?:your|a) (?:doctor|physician|healthcare (?:provider"
            r"|professional)|pharmacist)"
            r"|(?:ask|consult|see) (?:your|a|with your|with a) (?:doctor|physician"
            r"|healthcare (?:provider|professional)|pharmacist)",
            r"no (?:es|constituye|sustituye)[^.!?\n]{0,30}?consejo médico|(?:consulta|consulte|habla"
            r"|pregunta)(?: siempre)? (?:a|con) (?:tu|su|un) (?:médico|doctor)",
        ),
        patterns(_TREATMENT_EN, _TREATMENT_ES),
        {"en": "Not medical advice.", "es": "No es consejo médico."},
        patterns(r"ask (?:your|a) (?:dr|doc)|not (?:med|medical) advice", r"no es consejo médico"),
    ),
    Disclosure(
        "supplement",
        "21 CFR 101.93(b) to (d)",
        "It says what a supplement does for the body.",
        {
            "en": (
                "These statements have not been evaluated by the Food and Drug Administration."
                " This product is not intended to diagnose, treat, cure, or prevent any disease."
            ),
            "es": (
                "Estas declaraciones no han sido evaluadas por la Food and Drug Administration."
                " Este producto no pretende diagnosticar, tratar, curar ni prevenir ninguna enfermedad."
            ),
        },
        patterns(
            r"(?:this statement has"
            r"|these statements have) not been evaluated by the (?:food and drug administration|fda)"
            r"[^\n]{0,5}\s*(?:this|these"
            r"|our)[^.\n]{0,30}not intended to diagnose, treat, cure,? or prevent any disease",
            r"no han? sido evaluadas? por la (?:food and drug administration|fda)[^\n]{0,60}no pretenden?"
            r" diagnosticar, tratar, curar,? (?:ni|o) prevenir ninguna enfermedad",
        ),
        patterns(near(_SUPPLEMENT_EN, _SUPPORTS_EN, 50), near(_SUPPLEMENT_ES, _SUPPORTS_ES, 50)),
    ),
)

HEALTHCARE = Pack(Industry.HEALTHCARE, _RULES, _DISCLOSURES)
