"""Texts by three people who never lived and could hardly be taken for each other, and one in Spanish."""

BLUNT = [
    "Here's the thing nobody tells you about pricing. Your customers don't hate the number. They hate the surprise. I "
    "raised our prices twice last year. I said why, I said when, and I lost two accounts. Two. Not two hundred.",
    "I don't believe in roadmaps. I never have. A roadmap is a list of guesses with dates on it. Ask the five people "
    "who pay you most what broke this week. Fix that. Then ask again. That's the whole plan.",
    "Here's the thing about hiring fast. You don't save time. You borrow it. I hired four people in a month once, and "
    "I spent the next six months undoing it. I was wrong, and everyone around me was too polite to say so.",
    "Everyone says you need a brand. You don't. You need one customer who comes back. Then ten. I've never met a "
    "founder who died of a bad logo. I've met plenty who died of a good one.",
    "Stop asking for feedback you won't use. I mean it. If you won't change the page, don't run the survey. Nobody "
    "likes shouting into a box. I closed ours in March and no one noticed. That's your answer.",
    "Here's the thing with meetings. They aren't free. Eight people for an hour is a working day. I don't care how "
    "good the snacks are. Write it down, send it, and let people think. Most of them will thank you.",
    "I hate the word pivot. You didn't pivot. You were wrong and you stopped. That's fine. Say it. The truth costs "
    "nothing and it saves your team from pretending that they always wanted to sell shoes.",
    "Nobody tells you this when you raise money. The money isn't yours. It's a loan against your calendar. I've sat "
    "in forty updates where nobody learned a thing. Now I send one page. If it's bad, it says so.",
    "Your churn isn't a mystery. Call the people who left. I called thirty. Not one of them talked about features. "
    "They said we never answered. So we answered. Churn fell by half. No dashboard told me that.",
    "Here's the thing about advice, mine included. It worked once, for me, then. I don't know your margins and I "
    "don't know your market. Take what's useful. Ignore the rest. Don't quote me in your board deck.",
    "I don't want a culture deck. I want people who close the door quietly and tell me when the numbers are bad. "
    "Culture isn't what you print. It's what you don't put up with. Nobody frames that one.",
    "Most growth advice is wrong, and I can tell you why. It counts the winners. I've copied three playbooks in ten "
    "years. None of them worked. What worked was dull. We called people back. Every day. Nobody tells you it's dull.",
]
LEARNED = [
    "It should be observed that the institutions which have endured longest are seldom those of the greatest "
    "ambition; they are, on the contrary, those whose purposes were narrowly stated, and whose officers were "
    "accordingly able to determine, in each instance, whether those purposes had been served.",
    "The question of remuneration, which has occupied the committee throughout the preceding session, admits of no "
    "simple resolution; for although the principle of proportion is generally accepted, its application to particular "
    "appointments has invariably required the exercise of considerable discretion.",
    "In considering the merits of this proposal, one must distinguish between the expenditure that it would "
    "immediately occasion and the obligations which it would subsequently impose; it is the latter, rather than the "
    "former, that should properly determine the judgement of a prudent administration.",
    "It should be observed, moreover, that the correspondence preserved in the archive represents only a portion of "
    "that which was originally exchanged; inferences concerning the intentions of its authors are therefore to be "
    "advanced with caution, and withdrawn without reluctance upon the discovery of further evidence.",
    "The distinction between education and instruction, although frequently neglected in contemporary discussion, "
    "remains indispensable; instruction furnishes the mind with particulars, whereas education establishes the habits "
    "by which those particulars are subsequently examined, compared, and, where necessary, discarded.",
    "There can be little doubt that the reforms of the previous decade were undertaken with the most honourable of "
    "intentions; it is nevertheless to be regretted that their authors should have supposed that a regulation, once "
    "enacted, would be sufficient to alter the disposition of those whom it concerned.",
    "It is sometimes maintained that the value of a library consists in the number of its volumes; a more exact "
    "consideration, however, would suggest that it consists in the number of those volumes which, having been "
    "consulted upon one occasion, are consulted again upon another.",
    "In considering the history of this society, one is repeatedly reminded that its most consequential decisions "
    "were recorded in the fewest words; the deliberations which preceded them, by contrast, occupy several hundred "
    "pages, and have seldom been read by any person other than their author.",
    "It should be observed that a translation, however faithful, is necessarily an interpretation; and that the "
    "translator who professes to have introduced nothing of his own has, in the majority of instances, merely "
    "neglected to examine the assumptions upon which his own choices depended.",
    "The commission was accordingly instructed to enquire into the condition of the several bridges, to estimate the "
    "expenditure which their restoration would require, and to determine the order in which, having regard to the "
    "convenience of the public, the necessary works should be undertaken.",
    "There can be little doubt that statistical methods have contributed materially to the administration of public "
    "health; it is, however, a matter of legitimate concern that the precision of the figures should so frequently be "
    "mistaken for the certainty of the conclusions which are derived from them.",
    "In considering the conduct of the late governor, it is necessary to distinguish between those measures which "
    "were imposed upon him by circumstance and those which proceeded from his own deliberate judgement; upon the "
    "former, posterity has been unduly severe; upon the latter, it has scarcely been severe enough.",
]
PLAYFUL = [
    "Okay okay okay, snack news! We baked the oat thing again (yes, the crumbly one) and wow, you people are loud "
    "about crumbs! So we made it worse. On purpose! More crumbs, more joy. Who wants a bag? 🎉",
    "Tiny confession, friends: our van broke down next to a goose. A very angry goose! We sold it two cookies and it "
    "let us go. Best customer all week, honestly. Do geese leave reviews? Asking for a van! 😂",
    "Okay okay, who ate the last ginger square? It was me! I'm sorry! I'm not sorry! We're baking forty more tomorrow "
    "(forty!) and I promise to only look at them. Mostly. Come and stop me, please! 🍪",
    "Guess what, friends? It's silly hat Friday! Wear a hat, get a bun. Wear two hats, get two buns! Somebody wore "
    "nine last year (hi, Marta!) and we had to sit down for a minute. What are you bringing? 🎩",
    "Okay okay okay, big feelings today! The new oven is here and it's called Brenda! She's huge, she hums, she "
    "burned one tray and we love her anyway. Come say hi! Bring her a magnet? She loves magnets! 💛",
    "Fun fact, friends: a croissant has eighty one layers and I've dropped every single one on my shirt! Every one! "
    "Today's special is the shirt croissant (it's just a croissant) and it's super flaky! Yay for flakes! 🥐",
    "Okay okay, true story! A kid came in, looked at the carrot cake, and whispered: it's a vegetable! Then she "
    "winked! I laughed so hard I gave her two. It's totally a vegetable, friends! Eat your greens! 🥕",
    "Who's awake? Just us and the pigeons? Cool cool! We've got warm rolls at six (six! in the morning! who does "
    "that?) and coffee that could wake a statue. Come and get silly with us, friends! ☕",
    "Okay okay okay, we tried to make a serious cake! Grey icing. Straight edges. It lasted nine minutes! Then "
    "somebody (me!) found the sprinkles and, well, whoops! Serious cake is now party cake, friends! Want a slice? 🎂",
    "Friends! The jam exploded! Nobody is hurt, everything is pink, and the dog is having the best day of his whole "
    "life! We're open anyway (sticky, but open!) and jam buns are half price. Wear boots, maybe? 🐶",
    "Okay okay, quiz time! What's round, warm and gone in four bites? Nope, not the moon! It's the new cheese puff, "
    "friends, and it's ridiculous! I ate six (it was five!) for science. Hooray for science! 🧀",
    "Huge news, tiny bakery! We've got a bench! It's wobbly, it's yellow, and it fits three friends or one very happy "
    "dog! Come and wobble with us this weekend! First ten wobblers get a bun (a wobble bun!) for free! 🪑",
]
SPANISH = [
    "Te lo digo claro: nadie compra tu historia, compra lo que resuelves. Yo vendí zapatos diez años y nunca me "
    "preguntaron por la misión de la empresa. Me preguntaban si duelen. Nunca hablo de política, y menos con "
    "clientes.",
    "Yo no creo en los planes a cinco años. Te lo digo claro: no sé qué haré en marzo. Sé a quién llamo mañana, y con "
    "eso me basta. Lo demás son diapositivas muy bonitas que nadie lee.",
    "Mi error más caro fue callarme. Te lo digo claro porque me costó dos socios y un verano. Si algo no funciona, "
    "dilo el lunes. El viernes ya es tarde, y nunca es tan grave como parece.",
    "No necesitas otra reunión. Necesitas una decisión, y la tienes tú. Yo perdí un año esperando a que todos "
    "estuvieran de acuerdo. Nunca lo estuvieron. Decidí solo, y al final nadie se acordaba de la pelea.",
]
