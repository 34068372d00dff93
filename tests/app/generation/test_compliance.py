"""What a regulated client may say: claims in every wording, denials that are none, and disclosures in their place."""

from pathlib import Path

import pytest

from app.generation.critic import judge
from app.generation.gates.base import Compliance, Piece, Rubric, Verdict, Voice
from app.generation.gates.compliance import PACKS, g_compliance, with_disclosures
from app.generation.gates.compliance.reading import hits
from app.generation.platforms import (
    RULES,
    compose,
    content_type_for,
    measure,
    number_posts,
    parse_structure,
    weighted_length,
)
from app.vocabulary import ComplianceStatus, Gate, Industry, Platform, Severity

FINANCIAL, HEALTHCARE, LEGAL = Industry.FINANCIAL, Industry.HEALTHCARE, Industry.LEGAL
PAST = "Past performance does not guarantee future results."
RISK = "Investment involves risk."


def piece(content: str, platform: Platform = Platform.LINKEDIN, language: str = "en") -> Piece:
    return Piece(platform, content_type_for(platform), content, parse_structure(platform, content), language)


def check(content: str, industry: Industry = FINANCIAL, language: str = "en", *own: str) -> Verdict:
    return g_compliance(piece(content, language=language), Voice(compliance=Compliance(industry, own)), Rubric())


def claims(content: str, industry: Industry, language: str = "en") -> list[tuple[str, str]]:
    found = hits(content, PACKS[industry], language)
    return [(f"{hit.rule.name}: {hit.rule.action}", content[hit.start : hit.end]) for hit in found]


@pytest.mark.parametrize(
    ("industry", "content", "rule", "words"),
    [
        (FINANCIAL, "We guarantee you a steady return.", "guaranteed return: reject", "guarantee you a steady return"),
        (FINANCIAL, "RETURNS are fully guaranteed!", "guaranteed return: reject", "RETURNS are fully guaranteed"),
        (FINANCIAL, "A no-brainer: guaranteed gains", "guaranteed return: reject", "guaranteed gains"),
        (FINANCIAL, "Not only risk-free, but easy", "free of risk: reject", "risk-free"),
        (FINANCIAL, "A r\u200bisk\u2011free plan", "free of risk: reject", "r\u200bisk\u2011free"),
        (FINANCIAL, "You can’t lose with this.", "free of risk: reject", "can’t lose"),
        (FINANCIAL, "Outperforming the market is what we do", "beating the market: reject", "Outperforming the market"),
        (FINANCIAL, "How we beat the S&P 500", "beating the market: reject", "beat the S&P 500"),
        (FINANCIAL, "Double your money by June", "forecast of performance: reject", "Double your money"),
        (FINANCIAL, "A tip: insider information pays", "inside information: reject", "insider information"),
        (FINANCIAL, "Revenue gained 14.5 percent", "figure of performance: flag", "gained 14.5 percent"),
        (FINANCIAL, "8,5 % was the return", "figure of performance: flag", "8,5 % was the return"),
        (FINANCIAL, "An increase of 30% in May", "figure of performance: flag", "increase of 30%"),
        (FINANCIAL, "Earn $5,000 a month from home", "promised earnings: flag", "Earn $5,000 a month"),
        (FINANCIAL, "The best index funds of the year", "superlative: flag", "best index funds"),
        (HEALTHCARE, "This tea cures type 2 diabetes", "cure: reject", "cures type 2 diabetes"),
        (HEALTHCARE, "A miracle cure", "cure: reject", "miracle cure"),
        (HEALTHCARE, "It has no side effects", "no side effects: reject", "no side effects"),
        (HEALTHCARE, "Stop taking your medication", "instead of medicine: reject", "Stop taking your medication"),
        (HEALTHCARE, "100% effective", "guaranteed effect: reject", "100% effective"),
        (HEALTHCARE, "Lose weight without exercise", "weight without effort: reject", "Lose weight without exercise"),
        (HEALTHCARE, "FDA-approved", "approval: flag", "FDA-approved"),
        (HEALTHCARE, "It prevents Alzheimer’s", "treatment of a disease: flag", "prevents Alzheimer’s"),
        (FINANCIAL, "There is zero chance of losing", "free of risk: reject", "zero chance of losing"),
        (HEALTHCARE, "One of my patients, a teacher", "patient's story: flag", "One of my patients"),
        (HEALTHCARE, "Clinically proven", "expert's word: flag", "Clinically proven"),
        (LEGAL, "We guarantee a good settlement", "guaranteed outcome: reject", "guarantee a good settlement"),
        (LEGAL, "We will win your case", "guaranteed outcome: reject", "We will win your case"),
        (LEGAL, "We have never lost a case", "never lost: reject", "have never lost a case"),
        (LEGAL, "A 98% success rate", "rate of success: reject", "98% success rate"),
        (LEGAL, "$50 gift card for every referral", "paid recommendation: reject", "$50 gift card for every referral"),
        (LEGAL, "They recovered $2.5 million", "past result: flag", "recovered $2.5 million"),
        (LEGAL, "She specializes in tax", "specialist: flag", "specializes in"),
        (LEGAL, "The toughest lawyer in town", "comparison: flag", "toughest lawyer"),
    ],
)
def test_claim_is_found_where_it_stands(industry: Industry, content: str, rule: str, words: str) -> None:
    assert (rule, words) in claims(content, industry)


@pytest.mark.parametrize(
    ("industry", "content"),
    [
        (FINANCIAL, PAST),
        (FINANCIAL, RISK),
        (FINANCIAL, "Past performance is no guarantee of future returns."),
        (FINANCIAL, "No investment is risk-free."),
        (FINANCIAL, "There is no risk-free investment, and no one can promise to beat the market."),
        (FINANCIAL, "Returns are not guaranteed."),
        (FINANCIAL, "We can't and won't guarantee returns."),
        (FINANCIAL, "Beware of anyone who promises guaranteed returns."),
        (FINANCIAL, "Risk-free investments do not exist."),
        (FINANCIAL, "Guaranteed returns are a myth."),
        (FINANCIAL, "Is any investment risk-free?"),
        (FINANCIAL, "There is no reward without risk."),
        (FINANCIAL, "A promise of growth. Inflation was 3%. A return to form."),
        (HEALTHCARE, "There is no cure for diabetes."),
        (HEALTHCARE, "No drug is without side effects."),
        (HEALTHCARE, "Do not stop taking your medication."),
        (HEALTHCARE, "This product is not intended to diagnose, treat, cure, or prevent any disease."),
        (HEALTHCARE, "Secure your data and eat cured ham."),
        (LEGAL, "Prior results do not guarantee a similar outcome."),
        (LEGAL, "No lawyer can promise an outcome."),
    ],
)
def test_denial_warning_or_disclosure_is_no_claim(industry: Industry, content: str) -> None:
    assert claims(content, industry) == []


@pytest.mark.parametrize(
    ("industry", "content", "rules"),
    [
        (FINANCIAL, "Rentabilidad garantizada", ["guaranteed return: reject"]),
        (FINANCIAL, "Una inversión sin riesgo", ["free of risk: reject"]),
        (FINANCIAL, "Ganamos un 12 % el año pasado", []),
        (FINANCIAL, "Una ganancia del 12 %", ["figure of performance: flag"]),
        (FINANCIAL, "No hay inversión sin riesgo. Rentabilidades pasadas no garantizan rentabilidades futuras.", []),
        (HEALTHCARE, "Cura el cáncer sin efectos secundarios", ["cure: reject", "no side effects: reject"]),
        (HEALTHCARE, "No cura la diabetes", []),
        (LEGAL, "El mejor abogado; nunca hemos perdido un juicio", ["comparison: flag", "never lost: reject"]),
    ],
)
def test_spanish_is_read_by_rules_of_its_own(industry: Industry, content: str, rules: list[str]) -> None:
    assert [rule for rule, _ in claims(content, industry, "es")] == rules


def test_rejected_claim_fails_with_place_regulation_and_remedy() -> None:
    verdict = check("We guarantee a return.")

    assert (verdict.passed, verdict.flagged) == (False, False)
    [violation] = verdict.violations
    assert (violation.gate, violation.start, violation.end) == (Gate.G_COMPLIANCE, 3, 21)
    assert violation.severity is Severity.HARD
    assert violation.citation == "FINRA Rule 2210(d)(1)(B); SEC Marketing Rule, 17 CFR 275.206(4)-1(a)(1)"
    assert violation.suggestion == "Say what the investment aims for and that it may lose value; promise nothing."
    assert verdict.reason == violation.reason
    assert verdict.rubric[0].note == f"Rules that it falls under: guaranteed return (reject, {violation.citation})."


def test_flagged_claim_waits_for_a_person() -> None:
    content = f"Tax-free, if you hold it for ten years. {RISK}"
    voice = Voice(compliance=Compliance(FINANCIAL))

    report = judge(piece(f"We cut our bill by 62 euros in 3 weeks. {content}"), voice)

    assert report.compliance is ComplianceStatus.FLAGGED
    assert report.scores()["g_compliance_status"] is ComplianceStatus.FLAGGED
    assert [v.severity for v in report.violations if v.gate is Gate.G_COMPLIANCE] == [Severity.SOFT]
    assert report.overall_pass is False


def test_claim_that_is_both_flagged_and_rejected_is_rejected() -> None:
    verdict = check(f"We guarantee a 12% return. {PAST} {RISK}")

    assert (verdict.passed, verdict.flagged) == (False, False)
    assert [violation.severity for violation in verdict.violations] == [Severity.HARD, Severity.SOFT]


@pytest.mark.parametrize(
    ("content", "missing"),
    [
        ("Bread is made at night.", []),
        ("Bread rose by 3% a year.", [PAST]),
        ("Most people buy stocks too late.", [RISK]),
        ("Our fund returned 4% last year.", [PAST, RISK]),
        (f"Most people buy stocks too late. {RISK}", []),
        ("Stocks? All investing carries some risk.", []),
        ("Stocks pay. Capital at risk.", [RISK]),
    ],
)
def test_disclosure_is_owed_by_a_piece_that_calls_for_it(content: str, missing: list[str]) -> None:
    verdict = check(content)

    expected = f"Missing: {' '.join(f'“{text}”' for text in missing)}" if missing else "Every disclosure that it needs"
    assert verdict.rubric[1].note.startswith(expected)
    assert [v.suggestion for v in verdict.violations if v.severity is Severity.HARD] == [
        f"Add: “{'Past performance is no guarantee.' if text == PAST else 'Capital at risk.'}”" for text in missing
    ]


def test_short_form_will_do_on_x_alone() -> None:
    content, voice = "Stocks pay. Capital at risk.", Voice(compliance=Compliance(FINANCIAL))

    assert g_compliance(piece(content, Platform.TWITTER), voice, Rubric()).passed is True
    assert g_compliance(piece(content, Platform.LINKEDIN), voice, Rubric()).passed is False


def test_disclosure_of_the_clients_own_is_owed_by_every_piece() -> None:
    own = "Acme is a member of SIPC."

    assert check("Bread is made at night.", FINANCIAL, "en", own).passed is False
    assert check("Bread is made at night. ACME is a member of SIPC", FINANCIAL, "en", own).passed is True


def test_language_without_rules_is_flagged_not_passed() -> None:
    verdict = check("Der Fonds ist ohne Risiko.", FINANCIAL, "de-AT")

    assert (verdict.passed, verdict.flagged) == (False, True)
    assert verdict.reason == "Not evaluated: the financial rules are not written for the language “de-AT”."


def test_client_of_no_regulated_industry_is_not_judged() -> None:
    report = judge(piece("Guaranteed returns, risk-free!"))

    assert report.compliance is ComplianceStatus.NOT_APPLICABLE
    verdict = report.verdict(Gate.G_COMPLIANCE)
    assert verdict is not None
    assert (verdict.passed, list(verdict.violations)) == (None, [])


POSTS = [f"Reason {number}: index funds are dull." for number in range(1, 6)]
THREAD = compose(Platform.THREAD, {"posts": number_posts(POSTS)})
LONG_THREAD = compose(Platform.THREAD, {"posts": number_posts([*POSTS, "Funds " + "a" * 260])})
SLIDES = [{"index": index, "title": "Funds", "body": "dull"} for index in range(1, 6)]
CAROUSEL = compose(Platform.CAROUSEL, {"slides": SLIDES, "caption": "Save this.\n\n#funds"})


@pytest.mark.parametrize(
    ("platform", "content", "end"),
    [
        (Platform.LINKEDIN, "Funds are dull.", "Funds are dull.\n\nInvestment involves risk."),
        (Platform.LINKEDIN, "Funds.\n\n#a #b", "Funds.\n\nInvestment involves risk.\n\n#a #b"),
        (Platform.TWITTER, "Funds.\n\n#a", "Funds.\n\nInvestment involves risk.\n\n#a"),
        (Platform.TWITTER, "Funds " + "a" * 250 + "\n\n#b", "a\n\nCapital at risk.\n\n#b"),
        (Platform.TWITTER, "Funds " + "a" * 256 + "\n\n#b", "a\n\nCapital at risk."),
        (Platform.TIKTOK, "[Close] Funds are dull.", "dull.\nInvestment involves risk."),
        (Platform.TIKTOK, "[Close] " + "funds " * 149, "funds\n[On-screen text: Investment involves risk.]"),
        (Platform.THREAD, THREAD, "5/5 Reason 5: index funds are dull.\n\nInvestment involves risk."),
        (Platform.THREAD, LONG_THREAD, "a\n\n7/7 Investment involves risk."),
        (Platform.CAROUSEL, CAROUSEL, "---\nSave this.\n\nInvestment involves risk.\n\n#funds"),
    ],
)
def test_owed_disclosure_is_added_where_the_platform_has_a_place(platform: Platform, content: str, end: str) -> None:
    voice = Voice(compliance=Compliance(FINANCIAL))

    added = with_disclosures(piece(content, platform), Compliance(FINANCIAL))

    assert added is not None
    text, structure = added
    assert text.endswith(end)
    assert structure == parse_structure(platform, text)
    report = judge(Piece(platform, content_type_for(platform), text, structure), voice)
    assert report.compliance is ComplianceStatus.PASS
    assert report.g5 is not None
    assert report.g5.passed is True
    assert measure(platform, text) <= (RULES[platform].limit or 100_000)


def test_disclosure_that_finds_no_room_is_not_squeezed_in() -> None:
    full = "Funds " + "a" * 270

    assert weighted_length(full) == 276
    assert with_disclosures(piece(full, Platform.TWITTER), Compliance(FINANCIAL)) is None


def test_docs_tell_every_rule_and_disclosure_with_its_regulation() -> None:
    told = (Path(__file__).parents[3] / "docs" / "compliance.md").read_text()

    for pack in PACKS.values():
        for rule in pack.rules:
            assert f"| {rule.name} | {rule.action}s | {rule.reason} | {rule.citation} |" in told
        for disclosure in pack.disclosures:
            assert disclosure.texts["en"] in told
            assert disclosure.citation in told


def test_every_rule_and_disclosure_is_written_for_every_language_of_its_pack() -> None:
    for industry, pack in PACKS.items():
        assert pack.industry is industry
        for rule in pack.rules:
            assert set(rule.patterns) == pack.languages, rule.name
            assert rule.citation
        for disclosure in pack.disclosures:
            assert set(disclosure.texts) == set(disclosure.accepts) == set(disclosure.when) == pack.languages
            for language, text in disclosure.texts.items():
                own = Piece(Platform.LINKEDIN, content_type_for(Platform.LINKEDIN), text, None, language)
                voice = Voice(compliance=Compliance(industry))
                assert g_compliance(own, voice, Rubric()).passed is True, text
