"""Instructions as people type and dictate them: what must be heard in each, and that nothing else is."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.calibration.found import Ban, Found, PersonaHint, Stance
from app.calibration.hearing import hear
from app.kit.text import same_words
from app.vocabulary import MarkerCategory, Severity, StanceCategory

Told = dict[str, Any]

TWENTY: list[tuple[str, Told]] = [
    ("Stop using jargon like synergy and leverage.", {"bans": ["synergy", "leverage"]}),
    ("we always say 'doubling down'", {"markers": ["doubling down"]}),
    (
        "sound like a rebellious teenager, not a bank",
        {"personas": ["rebellious teenager"], "tone": {"contrarian": 15.0, "formal": -15.0, "playful": 15.0}},
    ),
    ("never promise returns", {"bans": ["promise returns"], "avoid": ["promise returns"]}),
    (
        "um so yeah please stop saying game changer and uh you know low hanging fruit we always say doubling"
        " down and sound like a rebellious teenager not a bank",
        {
            "bans": ["game changer", "low hanging fruit"],
            "markers": ["doubling down"],
            "personas": ["rebellious teenager"],
            "tone": {"contrarian": 15.0, "formal": -15.0, "playful": 15.0},
        },
    ),
    (
        'Don\'t talk about politics or our competitors, and never say "cheap" because it makes us look desperate.',
        {"bans": ["cheap"], "reasons": ["it makes us look desperate"], "avoid": ["politics", "competitors"]},
    ),
    (
        'Instead of "users" say "members", and call our customers partners, not clients.',
        {"bans": ["users", "clients"], "markers": ["members", "partners"]},
    ),
    (
        "more playful, a bit less formal and way more technical please",
        {"tone": {"playful": 15.0, "formal": -8.0, "technical": 25.0}},
    ),
    ("Stop using synergy and leverage. No wait, leverage is fine.", {"bans": ["synergy"]}),
    (
        'Our motto is measure twice, cut once. Sign off every email with "stay curious".',
        {"markers": ["measure twice, cut once", "stay curious"], "structure": ["stay curious"]},
    ),
    ("Everybody says hustle harder, but we think rest wins.", {"stances": [("contrarian", "rest wins")]}),
    (
        "We believe money should be boring, and we're against fine print.",
        {"stances": [("authority", "money should be boring"), ("challenger", "we're against fine print")]},
    ),
    (
        "We speak to first-time founders. Write as if you were a patient aunt.",
        {"personas": ["first-time founders", "patient aunt"], "tone": {"formal": -15.0}},
    ),
    (
        "The last posts were way too stiff. Be blunt, but don't be rude, and lose the exclamation marks.",
        {"tone": {"formal": -25.0, "candid": 15.0, "expressive": -15.0}},
    ),
    (
        "Words to avoid:\n- synergy\n- circle back\n- touch base\nTopics to avoid: religion, layoffs",
        {"bans": ["synergy", "circle back", "touch base"], "avoid": ["religion", "layoffs"]},
    ),
    ("Could you please stop using the phrase peace of mind?", {"bans": ["peace of mind"]}),
    ("be much more playful. Scratch that. A little warmer.", {"tone": {"expressive": 8.0}}),
    ("stop saying quote at the end of the day unquote it drives me crazy", {"bans": ["at the end of the day"]}),
    (
        "Whatever happens, do not ever guarantee results or claim to be the best.",
        {"bans": ["guarantee results"], "avoid": ["guarantee results", "claim to be the best"]},
    ),
    (
        'don\'t stop using "doubling down", and make sure to mention our lifetime guarantee',
        {"markers": ["doubling down", "lifetime guarantee"]},
    ),
]

ASKS_FOR_NOTHING = [
    "",
    "The client said synergy yesterday.",
    "I don't mind leverage.",
    "Why do we never say synergy?",
    "Did we stop using synergy?",
    "Should we be more playful?",
    "People never say sorry.",
    "Our competitors are boring, they always say innovative.",
    "We used to say doubling down.",
    "If we stop using email we lose customers.",
    "We help founders avoid burnout.",
    "I never said we should stop using leverage.",
    "There is no need to avoid leverage.",
    "She asked whether we always say doubling down.",
    "He said to avoid politics at the dinner table.",
    "They asked us to drop the attitude, but we said no.",
    "You don't need to stop using contractions.",
    "I can't say enough good things about it.",
    "We never say no to customers.",
    "Never say never.",
    "The report was more technical than I expected.",
    "If it's too technical people leave.",
    "It's playful enough.",
    "Can we avoid another delay?",
    "Remember when we stopped saying synergy?",
    "Did legal say we can't use the word cheapest?",
    "Our old agency used to write like a government form.",
    "I was saying to Maria that synergy is a funny word.",
    "Kill the third paragraph and remove the second image.",
    "Avoid long sentences and the passive voice.",
    "No problem, see you tomorrow.",
    "Our audience is growing.",
    "Our oven broke and the bread is late.",
    "Yesterday I heard somebody say we should ban the word leverage, but I disagree.",
    "A colleague thinks we should stop saying leverage, but I don't agree.",
    "Sales said: stop using the word leverage, but we disagree.",
    "Our old founder signed off every letter with 'onwards and upwards'.",
    "Does our founder sign off every letter with 'onwards and upwards'?",
    "The last post used 'unlock' twice. He never uses that word.",
    "I never said I'd rather never see the word unlock again.",
    "Our rivals say they'd rather never see the word unlock again.",
    "They talk to nurses, not hospital managers.",
    "He thinks most advice about productivity is wrong.",
    "We think most of these captions are wrong.",
    "Everyone says hustle harder.",
    "I never said that the word synergy is dead to me.",
    "The word synergy was dead to me for years.",
    "I think long but clearer sentences work.",
    "Our competitors don't do exclamation marks.",
    "She said a little humour wouldn't hurt.",
    "We never promised returns to anybody.",
    "They never promise returns.",
    "If we talk to nurses, not managers, we win.",
    "People keep telling me to drop the jokes.",
]

FURTHER: list[tuple[str, Told]] = [
    ("Lose the word solutions from everything", {"bans": ["solutions"]}),
    ("Sound less formal, like a friend would", {"tone": {"formal": -15.0}}),
    ("Whatever you do, don't call us a fintech; we're a bank for freelancers.", {"bans": ["fintech"]}),
    ("Could we dial back the corporate tone a notch?", {"tone": {"formal": -8.0}}),
    ("I'm begging you, no more 'unlock your potential'.", {"bans": ["unlock your potential"]}),
    ("Our founder likes to say measure twice cut once", {"markers": ["measure twice cut once"]}),
    (
        "hey so the thing is we never ever use the word cheap we say affordable",
        {"bans": ["cheap"], "markers": ["affordable"]},
    ),
    ("Honestly the last three posts felt robotic, give me more warmth", {"tone": {"expressive": 15.0}}),
    ("Steer clear of health claims and anything about weight loss", {"avoid": ["health claims", "weight loss"]}),
    ("Refer to readers as neighbors rather than followers", {"bans": ["followers"], "markers": ["neighbors"]}),
    (
        "We think everyone deserves a second chance, that's the heart of it",
        {"stances": [("challenger", "everyone deserves a second chance, that's the heart of it")]},
    ),
    ("talk like you would to a mate at the pub", {"personas": ["mate"], "tone": {"formal": -15.0}}),
    ("Do not under any circumstances mention the merger", {"avoid": ["merger"]}),
    ("swap out 'users' for 'guests'", {"bans": ["users"], "markers": ["guests"]}),
    ("The word 'hustle' needs to go.", {"bans": ["hustle"]}),
    ("Make it punchier but a touch less salesy", {"tone": {"contrarian": 15.0, "candid": 8.0}}),
    (
        "okay so two things first ditch the word innovative and second we need to sound way more confident",
        {"bans": ["innovative"], "tone": {"contrarian": 25.0, "expressive": 25.0}},
    ),
    ("Please never describe us as cheap.", {"bans": ["cheap"]}),
    ('It drives me nuts when posts say "in today\'s fast-paced world".', {"bans": ["in today's fast-paced world"]}),
    ("Our tone right now is too preachy, bring in some humour.", {"tone": {"playful": 30.0}}),
    ('The tagline is "sleep on it".', {"markers": ["sleep on it"]}),
    (
        "Don't ever say guaranteed returns, say expected returns.",
        {"bans": ["guaranteed returns"], "markers": ["expected returns"]},
    ),
    (
        "I'd love it if we sounded like a patient teacher rather than a salesman",
        {"personas": ["patient teacher"], "tone": {"candid": 15.0}},
    ),
    (
        "Most people think budgeting is about restriction; we believe it's about freedom.",
        {"stances": [("contrarian", "it's about freedom")]},
    ),
    ("Leave out anything about the founder's divorce.", {"avoid": ["founder's divorce"]}),
    ("can we use fewer exclamation marks and less jargon", {"tone": {"expressive": -15.0, "technical": -15.0}}),
    ('Start every email with "Hey neighbor"', {"markers": ["Hey neighbor"], "structure": ["Hey neighbor"]}),
    (
        "um yeah so I listened to the drafts and they're okay but honestly way too polite for us you know"
        " we're kind of the troublemakers of insurance",
        {"tone": {"formal": -25.0}},
    ),
    ("please retire the phrase peace of mind everybody in insurance says it", {"bans": ["peace of mind"]}),
    ("what we do always say is read the small print out loud", {"markers": ["read the small print out loud"]}),
    (
        "oh and never ever promise that claims are paid within a day",
        {"avoid": ["promise that claims are paid within a day"]},
    ),
    ("speak to first time car owners not fleet managers", {"personas": ["first time car owners"]}),
    ("and don't make jokes about accidents", {"avoid": ["accidents"]}),
    (
        "We stand for honest pricing and against fine print.",
        {"stances": [("challenger", "honest pricing and against fine print")]},
    ),
    ("Sign off every thread with 'drive safe'.", {"markers": ["drive safe"], "structure": ["drive safe"]}),
    ("A little less exclamation, a lot more evidence.", {"tone": {"expressive": -8.0, "technical": 25.0}}),
    ('Say "policyholders"? Never. Say "members".', {"markers": ["members"]}),
    ("Our people are nurses on night shift, write for them", {"personas": ["nurses"]}),
    (
        "Our founder signs off every letter with 'onwards and upwards'.",
        {"markers": ["onwards and upwards"], "structure": ["onwards and upwards"]},
    ),
    ("The last post used 'unlock' twice. I'd rather never see that word again.", {"bans": ["unlock"]}),
    ("The word 'synergy' was in again. That word has to go.", {"bans": ["synergy"]}),
    ("talk to nurses, not hospital managers", {"personas": ["nurses"]}),
    ("I like leverage as a concept but please no utilize", {"bans": ["utilize"]}),
    (
        "We think most advice about productivity is wrong: rest comes first.",
        {"stances": [("contrarian", "most advice about productivity is wrong: rest comes first")]},
    ),
    ("everyone says hustle harder, we say rest more", {"stances": [("contrarian", "rest more")]}),
    ("Everybody says hustle, but we disagree: rest wins.", {"stances": [("contrarian", "rest wins")]}),
    ("Everyone says 'clients', we say 'partners'.", {"markers": ["partners"]}),
    ("I'd rather never see the word unlock again.", {"bans": ["unlock"]}),
    ("the word synergy is dead to me", {"bans": ["synergy"]}),
    ("think David Attenborough but funnier", {"personas": ["David Attenborough"], "tone": {"playful": 15.0}}),
    ("we don't do exclamation marks", {"tone": {"expressive": -15.0}}),
    (
        "We sound far too corporate lately. Loosen up! A little humour wouldn't hurt.",
        {"tone": {"formal": -40.0, "playful": 8.0}},
    ),
    ("Please don't mention Berlin here", {"avoid": ["Berlin"]}),
    ("never ever mention our competitors by name", {"avoid": ["competitors"]}),
    ("never talk about politics", {"avoid": ["politics"]}),
    (
        "Stop promising returns or quick wins.",
        {
            "bans": ["promise returns", "promise quick wins"],
            "avoid": ["promising returns", "promising quick wins"],
        },
    ),
    ("Her sign-off was great. We'd prefer never to see the phrase circle back.", {"bans": ["circle back"]}),
    ("talk to plumbers rather than procurement teams", {"personas": ["plumbers"]}),
    ("A bit of warmth would go a long way.", {"tone": {"expressive": 8.0}}),
    ("never imply cures", {"avoid": ["imply cures"]}),
    (
        "Ban synergy. A colleague thinks we should ban leverage, but I disagree.",
        {"bans": ["synergy"]},
    ),
]

SPANISH: list[tuple[str, Told]] = [
    ("Suena menos formal, como un amigo en el bar", {"tone": {"formal": -15.0}}),
    ("Deja de usar jerga como sinergia y apalancamiento", {"bans": ["sinergia", "apalancamiento"]}),
    ('Siempre decimos "manos a la obra"', {"markers": ["manos a la obra"]}),
    (
        "que suene como un adolescente rebelde, no como un banco",
        {"personas": ["adolescente rebelde"], "tone": {"formal": -15.0, "playful": 15.0, "contrarian": 15.0}},
    ),
    ("nunca prometas rendimientos", {"bans": ["prometemos rendimientos"], "avoid": ["prometas rendimientos"]}),
    ("nunca hables de política", {"avoid": ["política"]}),
    ("Deja de usar exclamaciones y suena más cercano", {"tone": {"formal": -15.0}}),
    (
        "Nuestro fundador firma cada carta con 'siempre adelante'",
        {"markers": ["siempre adelante"], "structure": ["siempre adelante"]},
    ),
    ('El último texto usaba "desbloquear". No quiero volver a ver esa palabra.', {"bans": ["desbloquear"]}),
    ("habla con enfermeras, no con directivos", {"personas": ["enfermeras"]}),
    ("la palabra sinergia está muerta para mí", {"bans": ["sinergia"]}),
    ("Un poco de humor no vendría mal", {"tone": {"playful": 8.0}}),
    ("nunca menciones a nuestros competidores por su nombre", {"avoid": ["competidores"]}),
    (
        "pensamos que la mayoría de los consejos sobre productividad son mentira",
        {"stances": [("contrarian", "la mayoría de los consejos sobre productividad son mentira")]},
    ),
    ("nunca digas innovador ni disruptivo", {"bans": ["innovador", "disruptivo"]}),
    ('Evita "sinergia", "paradigma" y «empoderar»', {"bans": ["sinergia", "paradigma", "empoderar"]}),
    ("en vez de usuarios di miembros", {"bans": ["usuarios"], "markers": ["miembros"]}),
    ("di miembros, no usuarios", {"bans": ["usuarios"], "markers": ["miembros"]}),
    ("nuestro lema es menos es más", {"markers": ["menos es más"]}),
    ("no olvides mencionar nuestra garantía de por vida", {"markers": ["garantía de por vida"]}),
    ("creemos que lo pequeño es hermoso", {"stances": [("authority", "lo pequeño es hermoso")]}),
    (
        "estamos en contra de la cultura del sacrificio",
        {"stances": [("challenger", "estamos en contra de la cultura del sacrificio")]},
    ),
    (
        "todo el mundo dice que hay que crecer rápido pero nosotros creemos que la calma gana",
        {"stances": [("contrarian", "la calma gana")]},
    ),
    ("más cercano y menos formal", {"tone": {"formal": -30.0, "expressive": 15.0}}),
    ("un poco más divertido", {"tone": {"playful": 8.0}}),
    ("demasiado rígido", {"tone": {"formal": -15.0}}),
    ("sé directo", {"tone": {"candid": 15.0}}),
    ("no hables de política ni de religión", {"avoid": ["política", "religión"]}),
    ("no menciones a la competencia", {"avoid": ["competencia"]}),
    ("le hablamos a jóvenes emprendedores", {"personas": ["jóvenes emprendedores"]}),
    ("nuestro público son madres trabajadoras", {"personas": ["madres trabajadoras"]}),
    ('no dejes de usar "manos a la obra"', {"markers": ["manos a la obra"]}),
    ("¿Puedes dejar de usar sinergia, por favor?", {"bans": ["sinergia"]}),
    ("deja de usar sinergia y apalancamiento, bueno, apalancamiento está bien", {"bans": ["sinergia"]}),
    ("la palabra sinergia está prohibida", {"bans": ["sinergia"]}),
    ("odiamos cuando escribes revolucionario", {"bans": ["revolucionario"]}),
    ("el último texto era demasiado formal", {"tone": {"formal": -15.0}}),
    ("escribe como si fueras una abuela sabia", {"personas": ["abuela sabia"], "tone": {"formal": -15.0}}),
    ("no queremos sonar como un banco", {"tone": {"formal": -15.0}}),
    ('termina cada publicación con "seguimos"', {"markers": ["seguimos"], "structure": ["seguimos"]}),
    ("no uses emojis", {"tone": {"expressive": -15.0}}),
    ("menos formal, mucho más cercano y con humor", {"tone": {"formal": -40.0, "expressive": 25.0}}),
    (
        "eh bueno pues deja de decir sinergia por favor y que suene más cercano",
        {"bans": ["sinergia"], "tone": {"formal": -15.0, "expressive": 15.0}},
    ),
]

SPANISH_ASKS_FOR_NOTHING = [
    "El cliente dijo sinergia ayer.",
    "¿Por qué nunca decimos sinergia?",
    "Ayudamos a las empresas a evitar errores.",
    "No me molesta apalancamiento.",
    "La reunión es a las cinco.",
    "Alguien dijo que deberíamos prohibir la palabra sinergia, pero no estoy de acuerdo.",
    "Ellos hablan con enfermeras, no con directivos.",
    "El texto es corto y suena más cercano.",
    "Ella dice que un poco de humor no vendría mal.",
    "Nunca prometimos rendimientos.",
]


def told(found: Found) -> Told:
    """What was found, without what was not."""
    heard = {
        "bans": [ban.word for ban in found.bans],
        "reasons": [ban.reason for ban in found.bans if ban.reason],
        "markers": [marker.phrase for marker in found.markers],
        "structure": [marker.phrase for marker in found.markers if marker.category is MarkerCategory.STRUCTURE],
        "stances": [(str(stance.category), stance.stance) for stance in found.stances],
        "personas": [persona.name for persona in found.personas],
        "tone": dict(found.tone),
        "avoid": list(found.avoid),
    }
    return {key: value for key, value in heard.items() if value}


@pytest.mark.parametrize(("note", "asked"), TWENTY)
def test_what_is_asked_for_is_heard_and_nothing_else(note: str, asked: Told) -> None:
    assert told(hear(note)) == asked


def test_further_forms_are_heard_too() -> None:
    assert [(note, told(hear(note))) for note, _ in FURTHER] == FURTHER


def test_what_is_told_asked_denied_or_said_of_others_asks_for_nothing() -> None:
    assert [(note, told(hear(note))) for note in ASKS_FOR_NOTHING] == [(note, {}) for note in ASKS_FOR_NOTHING]


def test_spanish_is_heard_in_the_same_way() -> None:
    silent: list[tuple[str, Told]] = [(note, {}) for note in SPANISH_ASKS_FOR_NOTHING]
    assert [(note, told(hear(note, "es-MX"))) for note, _ in [*SPANISH, *silent]] == [*SPANISH, *silent]


def test_other_languages_are_not_guessed_at() -> None:
    assert hear("Hört auf, Synergie zu sagen, never say synergy", "de") == Found()
    assert hear("シナジーという言葉は使わないで", "ja") == Found()


def test_a_ban_is_soft_and_keeps_the_reason_and_a_persona_keeps_the_instruction() -> None:
    banned = hear("Never ever say “Game Changer” in our posts, because it sounds cheap.")
    assert banned.bans == (Ban("Game Changer", "it sounds cheap", Severity.SOFT),)
    heard = hear("Sound like a rebellious teenager, not a bank.")
    assert heard.personas == (
        PersonaHint(
            "rebellious teenager",
            "Sound like a rebellious teenager, not a bank",
            {"contrarian": 75.0, "formal": 25.0, "playful": 75.0},
        ),
    )
    assert hear("We stand for slow bread.").stances == (
        Stance("slow bread", StanceCategory.AUTHORITY, ("slow", "bread")),
    )


def test_later_words_hold_over_earlier_ones() -> None:
    assert told(hear("Never say bake. Well, actually we always say bake.")) == {"markers": ["bake"]}
    assert told(hear("We always say 'bake'. Stop saying 'bake'.")) == {"bans": ["bake"]}
    assert told(hear("Ban synergy. Scratch that. Ban leverage.")) == {"bans": ["leverage"]}
    assert told(hear("stop using synergy I mean leverage")) == {"bans": ["leverage"]}
    assert told(hear("way more playful " * 9)) == {"tone": {"playful": 50.0}}


CUES = [
    "stop using", "we always say", "never", "say", "not", "instead of", "is fine", "are banned", "sound like", "more",
    "playful", "too", "we believe", "avoid", "our motto is", "the phrase",
    "because", "scratch that", "quote", "unquote",
    "I mean", "except", ",", ".", "?", ":", "\n- ", '"', "'", "“", "synergy", "and", "leverage", "deja de usar", "um",
]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(CUES) | st.text(max_size=12), max_size=40), st.sampled_from(["en", "es"]))
def test_any_text_is_read_to_its_end_and_no_wording_is_made_up(pieces: list[str], language: str) -> None:
    note = " ".join(pieces)
    found = hear(note, language)
    assert found == hear(note, language)
    said = same_words(" ".join(note.split()))
    for wording in [*(ban.word for ban in found.bans), *(marker.phrase for marker in found.markers)]:
        assert all(same_words(word) in said for word in wording.split())
    assert all(-50 <= change <= 50 for change in found.tone.values())
