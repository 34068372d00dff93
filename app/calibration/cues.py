"""The words by which a language shows a tone and a person; lists of ours for English and Spanish, none elsewhere."""

from dataclasses import dataclass, field

import regex

from app.hubs.analysis.words import base, word_set

NEVER = regex.compile(r"(?!)")


@dataclass(frozen=True)
class Cues:
    """Words in lower case, with straight apostrophes. `leading` ones belong to what follows them; `shuns` finds what a
    writer says to keep away from."""

    first: frozenset[str]
    plural: frozenset[str]
    second: frozenset[str]
    negations: frozenset[str]
    contrasts: frozenset[str]
    against: frozenset[str]
    frank: frozenset[str]
    hedges: frozenset[str]
    intensifiers: frozenset[str]
    feelings: frozenset[str]
    play: frozenset[str]
    ceremony: frozenset[str]
    links: frozenset[str]
    leading: frozenset[str]
    shuns: regex.Pattern[str] = field(default=NEVER)

    @property
    def colours(self) -> frozenset[str]:
        """Words that are more tone than subject."""
        return self.intensifiers | self.feelings | self.frank | self.play | self.against


ENGLISH = Cues(
    first=word_set("i me my mine myself i'm i've i'll i'd"),
    plural=word_set("we us our ours ourselves we're we've we'll we'd"),
    second=word_set("you your yours yourself yourselves you're you've you'll you'd"),
    negations=word_set(
        "not no never nothing nobody none neither nor nowhere cannot can't don't doesn't didn't won't isn't aren't"
        " wasn't weren't wouldn't shouldn't couldn't haven't hasn't hadn't ain't"
    ),
    contrasts=word_set(
        "but however yet although though instead actually despite rather unlike whereas nonetheless nevertheless"
        " contrary opposite"
    ),
    against=word_set(
        "wrong myth myths lie lies nonsense overrated everyone everybody nobody supposed pretend pretends stop worst"
        " broken hype mistaken false foolish absurd refuse reject resist disagree question challenge ignore"
    ),
    frank=word_set(
        "honestly frankly truth truthfully honest admit admitted confess mistake mistakes regret sorry believe think"
        " feel opinion personally candid candidly plainly straight bluntly guess bet ashamed failed"
    ),
    hedges=word_set(
        "perhaps maybe possibly might seem seems seemed somewhat likely generally arguably apparently presumably"
        " relatively potentially"
    ),
    intensifiers=word_set(
        "very really so totally absolutely completely incredibly extremely utterly truly deeply super insanely"
        " literally always never ever"
    ),
    feelings=word_set(
        "love loved hate hated amazing awesome terrible beautiful wonderful happy sad fear joy excited exciting awful"
        " glorious dear hope heart passion proud thrilled brilliant fantastic horrible miserable delight adore angry"
        " furious grateful magic gorgeous"
    ),
    play=word_set(
        "fun funny joke jokes laugh laughing silly weird crazy cool wow haha lol oops gonna wanna kinda sorta yeah yep"
        " hey stuff guys dude folks nerd party bananas ridiculous goofy cheeky whoops boom yay ha"
    ),
    ceremony=word_set(
        "therefore moreover furthermore thus hence whereas shall upon pursuant regarding accordingly consequently"
        " nevertheless herein thereof whom wherein respectively notwithstanding henceforth hereby"
    ),
    links=word_set("and but so or because"),
    leading=word_set(
        "a an the of to in on at by for with from into as and or but nor than that which who whose is are was were be"
        " been will would can could should may might must shall has have had do does did my your his her its our their"
        " this these those some any each every no not if when while about over under between through during such very"
        " we're you're they're i'm it's that's there's i've we've you've i'll we'll you'll"
    ),
    shuns=regex.compile(
        r"\b(?:i|we)(?:['’]ll)?\s+(?:do not|don['’]t|never|will not|won['’]t|refuse to)\s+(?:ever\s+)?"
        r"(?:talk|write|speak|post|joke)\s+(?:about|on)\s+(?P<topic>[\p{L}'’ -]{3,60}?)"
        r"(?=\s*(?:[.,;:!?—–(]|$|\bhere\b|\bbecause\b|\band\b|\bor\b|\bbut\b))",
        regex.IGNORECASE,
    ),
)
SPANISH = Cues(
    first=word_set("yo me mí mi mis mío mía conmigo"),
    plural=word_set("nosotros nosotras nos nuestro nuestra nuestros nuestras"),
    second=word_set("tú tu tus te ti contigo usted ustedes vos os vosotros vosotras vuestro vuestra"),
    negations=word_set("no nunca nada nadie jamás tampoco ni ninguno ninguna ningún"),
    contrasts=word_set("pero sino aunque embargo cambio contrario realidad obstante pese"),
    against=word_set(
        "mito mitos mentira mentiras falso falsa equivocado equivocada error errores tontería tonterías basta dejen"
        " deja absurdo absurda peor inútil humo todos supuesto"
    ),
    frank=word_set(
        "honestamente francamente sinceramente verdad admito reconozco confieso creo pienso opino siento personalmente"
        " fallé fracasé vergüenza claro"
    ),
    hedges=word_set("quizá quizás posiblemente podría parece parecía probablemente generalmente aparentemente acaso"),
    intensifiers=word_set("muy tan realmente totalmente absolutamente completamente sumamente siempre jamás súper"),
    feelings=word_set(
        "amo amor odio increíble maravilloso maravillosa terrible hermoso hermosa feliz triste miedo alegría corazón"
        " pasión orgullo orgulloso orgullosa genial horrible encanta encantan ilusión rabia gracias magia"
    ),
    play=word_set(
        "divertido divertida gracioso graciosa broma bromas risa risas jaja jajaja locura guay oye vaya anda tío"
        " chévere fiesta ridículo ay uf"
    ),
    ceremony=word_set(
        "asimismo además mediante cuyo cuya cuyos cuyas conforme respecto respectivamente consiguiente mencionado"
        " dicho dicha dichos dichas presente correspondiente"
    ),
    links=word_set("y e pero así o porque"),
    leading=word_set(
        "un una unos unas el la los las lo de del a al en con por para sin sobre entre desde hasta y e o u ni que quien"
        " cuyo es son era eran ser fue ha han había hay mi mis tu tus su sus nuestro nuestra este esta estos estas ese"
        " esa si cuando como más muy se le les me te nos"
    ),
    shuns=regex.compile(
        r"\b(?:no|nunca|jamás)\s+(?:hablo|hablamos|escribo|escribimos|opino|opinamos|bromeo|bromeamos)\s+(?:de|sobre)"
        r"\s+(?P<topic>[\p{L} -]{3,60}?)(?=\s*(?:[.,;:!?—–(]|$|\baquí\b|\bporque\b|\by\b|\bo\b|\bpero\b))",
        regex.IGNORECASE,
    ),
)


def cues_for(language: str) -> Cues | None:
    return {"en": ENGLISH, "es": SPANISH}.get(base(language))
