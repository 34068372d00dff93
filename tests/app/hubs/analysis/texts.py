"""Our own short texts in the kinds that sources come in."""

from app.hubs.source import Extracted, Turn
from app.vocabulary import SourceType

ESSAY = """Why Meetings Grow

A weekly meeting costs a team of eight people about 400 hours a year. Few managers ever add that number up. \
The calendar hides the price because nobody sends an invoice for time. A company that counts only money will \
spend its hours carelessly.

Meetings grow for one simple reason. An invitation is free for the person who sends it. Every guest who \
declines has to explain the refusal, while accepting needs no excuse at all. Most calendars therefore fill \
up without any decision. However, a full calendar is not a sign of importance.

What Silence Tells

Silence in a meeting is often read as agreement. It usually means that people have stopped listening. Teams \
that ask for written comments before a meeting find twice as many problems with a plan. Writing gives the \
quiet members of a team the same weight as the loud ones. A short memo must survive without the charm of its \
author.

Leaders should never decide a question in the room where it was first raised. A night of sleep improves most \
decisions. Good teams separate the hour of thinking from the hour of choosing. As mentioned above, the \
details are in Table 3.

How to Cut Back

Start with the standing meeting that nobody defends. Cancel it for one month and watch what breaks. In our \
own studio, three of seven standing meetings disappeared and no customer noticed. The remaining meetings \
became shorter because everyone came prepared. Small teams should keep one shared hour and protect the rest \
of the week.

A meeting without an agenda must not start. Write the decision that you need at the top of the page. If the \
decision is clear before the meeting begins, cancel the meeting. Shared notes replace half of all status \
meetings. Remote teams learned this lesson earlier than offices did.

What Comes Next

Offices will treat attention as a budget within ten years. Software already measures how many hours a team \
can work without interruption. Quiet hours will become a benefit that companies advertise to new people. The \
best engineers already choose employers by the length of their uninterrupted mornings. A calm calendar is \
going to be worth more than a large salary.

Copyright 2024 by the studio. All rights reserved. Subscribe to our newsletter for more!
"""

SHORT = """Dear members of the village choir, I accept the task of leading you for a second year. When the \
winter concert comes, I will try to thank every singer by name.

A choir lives from the patience of its weakest voices. This patience was shown to me many times, and I have \
not forgotten it. Singing together is the cheapest medicine that our village knows.
"""

SPANISH = """El huerto de la azotea

Un huerto pequeño puede alimentar a una familia durante tres meses al año. La tierra de una maceta pierde \
agua dos veces más rápido que la tierra del campo. Por eso, conviene regar al amanecer. Las plantas no \
sufren por falta de espacio, sino por exceso de agua.

Sin embargo, nadie aprende a cultivar sin perder alguna cosecha. Esto desanima a muchos principiantes. La \
primera cosecha de tomates siempre enseña más que diez libros. Un vecino con experiencia vale más que \
cualquier manual de jardinería.

El compost devuelve a la tierra lo que la cocina desperdicia. Toda familia produce cada semana dos kilos de \
restos de verdura. Esos restos se convierten en abono en menos de seis meses. El abono casero mejora la \
tierra y reduce la basura de la casa.

Las ciudades deben abrir sus azoteas a los vecinos. Una azotea verde baja cuatro grados la temperatura de un \
edificio. Los edificios con huerto gastan menos energía en verano. El futuro de la ciudad crece en sus \
techos.

Todos los derechos reservados. Suscríbete a nuestro boletín.
"""

JAPANESE = """朝の散歩について

毎朝三十分の散歩は、体と心の両方を整える。歩く速さは、人によって違ってよい。\
大切なのは、毎日同じ時間に家を出ることである。しかし、雨の日に無理をする必要はない。

散歩を続ける人は、夜よく眠れるようになる。良い睡眠は、翌朝の散歩をさらに楽にする。これは誰にでも始められる。\
新しい習慣は、三週間続ければ生活の一部になる。

町を歩くと、季節の変化に早く気づくことができる。桜のつぼみは、一週間で花に変わる。\
近所の人とのあいさつは、町の安全を守る。散歩をする老人は、町の歴史をよく知っている。

靴は、散歩の一番大切な道具である。古い靴で長い距離を歩くと、膝を痛める危険がある。\
足に合う靴を選ぶために、夕方に店へ行くべきである。健康な足は、一生の財産になる。
"""

OCR_NOISE = """Tlie sclioolhouse was built iu tbe year of tlie grcat flood and bas stood evcr sincc.
Thc tcacher camc froin tbe nortli witli two trunks aud a pi.auo that nobody conld play.
Mauy childrcn lcarned thcir lctters thcre, aud sonie of thein bccame lawycrs aud doctcrs.
Tlie roof lcaked cvery wintcr nntil tbe coundl voted tliree hnndred dollars for rcpairs.
"""

_TALK = (
    ("Ada Moss", "Welcome back to the show, everybody. How did you learn to bake bread in a village of ninety people?"),
    (
        "Ben Cole",
        "Yeah, so, you know, it was kind of an accident. The old baker sold me his oven for two hundred dollars. "
        "Good bread needs only flour, water, salt and a great deal of time. Most bakeries fail because they hurry the "
        "dough. A slow dough forgives every mistake that a beginner makes.",
    ),
    ("Ada Moss", "Right. Ben, what would you tell somebody who wants to start tomorrow?"),
    (
        "Ben Cole",
        "Never buy a machine before you have ruined fifty loaves by hand. Your hands learn what no recipe can explain. "
        "I mean, I think it's like, you know, a feeling. Customers come back for the smell of the street in the "
        "morning. A village bakery must know the name of every customer.",
    ),
    ("Ada Moss", "Gotcha. That's right."),
    (
        "Ben Cole",
        "The price of a loaf should cover the sleep that the baker loses. Young bakers burn out"
        " because they work alone "
        "at night. Two bakers who share the nights will stay healthy for twenty years.",
    ),
)


def source(text: str, language: str = "en", source_type: SourceType = SourceType.TEXT) -> Extracted:
    return Extracted(text, language, source_type)


def transcript() -> Extracted:
    text = ""
    turns = []
    for speaker, said in _TALK:
        start = len(text) + (2 if text else 0)
        text += ("\n\n" if text else "") + said
        turns.append(Turn(start, len(text), speaker))
    return Extracted(text, "en", SourceType.TRANSCRIPT, None, turns)
