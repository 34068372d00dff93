"""What the people of the made-up interview talk about: words and sentence patterns for `transcript.py`.

A pattern holds at most one of each part; every topic has its own things, acts and effects, so that angles differ.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """`things` are plural nouns, `acts` verb phrases in the base form, `effects` noun phrases."""

    name: str
    things: tuple[str, ...]
    acts: tuple[str, ...]
    effects: tuple[str, ...]


TOPICS = (
    Topic(
        "spare parts",
        ("spare parts", "used motors", "worn bearings", "drawer labels", "salvaged screens", "supplier catalogues"),
        ("count every shelf on Friday", "test a part before it goes in the drawer", "write the date on each box"),
        ("a shorter wait for the customer", "half the money on the shelf", "fewer orders placed in a panic"),
    ),
    Topic(
        "opening hours",
        ("evening hours", "Saturday shifts", "quiet mornings", "holiday weeks", "late pick-ups", "walk-in customers"),
        ("close on Monday", "open late on two evenings", "ask people when they get home from work"),
        ("a full counter after six", "calmer mornings for hard repairs", "a team that sees its children"),
    ),
    Topic(
        "apprentices",
        ("apprentices", "first repairs", "training days", "school visits", "practice boards", "exam weeks"),
        (
            "hand over a real job in the first week",
            "let them explain the fault aloud",
            "sit beside them and say nothing",
        ),
        ("repairs that hold", "questions nobody was afraid to ask", "people who stay for five years"),
    ),
    Topic(
        "pricing",
        ("fixed prices", "free estimates", "hourly rates", "price lists", "small invoices", "discounts"),
        ("put the price on the door", "charge for the diagnosis", "say no before the work starts"),
        ("arguments that never happen", "a margin of eleven percent", "trust from people who had been burned before"),
    ),
    Topic(
        "warranty claims",
        ("warranty claims", "second visits", "failed solder joints", "return slips", "angry emails", "repeat faults"),
        ("call the customer before they call us", "keep the old part for a month", "log each return with one cause"),
        ("a return rate below two percent", "customers who recommend us", "a list of machines we refuse"),
    ),
    Topic(
        "the waiting list",
        ("waiting lists", "open jobs", "unclaimed toasters", "ticket numbers", "pick-up dates", "forgotten radios"),
        ("promise one day later than we plan", "limit the open jobs to forty", "send a message when work begins"),
        ("a queue that moves", "phones that stop ringing", "evenings without unfinished work"),
    ),
    Topic(
        "tools",
        ("soldering stations", "torque drivers", "test benches", "borrowed meters", "broken tools", "charging racks"),
        ("buy the second best tool and learn it", "hang each tool where it is used", "retire a tool when it lies"),
        ("mistakes you can see from across the room", "an hour saved every day", "hands that hurt less at night"),
    ),
    Topic(
        "neighbours",
        ("neighbours", "repair evenings", "school fairs", "local shops", "volunteers", "street markets"),
        ("lend the bench to anybody on Thursday", "teach people to open their own kettle", "buy screws next door"),
        ("a street that sends us work", "customers who bring cake", "more jobs than any advert ever brought"),
    ),
    Topic(
        "documentation",
        ("repair notes", "wiring photos", "fault trees", "handwritten cards", "checklists", "service manuals"),
        ("photograph the wiring before the first screw", "write the note while the kettle boils", "delete old advice"),
        ("knowledge that survives a holiday", "a second repair in a third of the time", "fewer guesses at the bench"),
    ),
    Topic(
        "growth",
        ("second shops", "bank loans", "big contracts", "hotel chains", "new benches", "monthly targets"),
        ("turn down the contract", "grow one bench at a time", "read the numbers with the whole team"),
        ("a company we still recognise", "debt that never kept us awake", "profit in the fourth year"),
    ),
)

CLAIMS = (
    "Most workshops believe that {things} decide everything, but the truth is that you have to {act}.",
    "The biggest mistake we made with {things} cost us {number} thousand crowns in a single year.",
    "If you want {effect}, you have to {act}, even when the shop is full.",
    "Nobody tells you that {things} are the reason why small workshops fail.",
    "We stopped worrying about {things} in the year when we learned to {act}.",
    "Out of every hundred jobs, about {number} had something to do with {things}.",
    "What looks like a problem with {things} is usually a problem with how people talk to each other.",
    "The day we decided to {act}, the result was {effect}.",
    "In {number} months {things} went from our worst habit to {effect}.",
    "You can always buy {things}, but you cannot buy {effect}.",
    "Good workshops {act} because nobody remembers {things} at the end of a long day.",
    "We tripled our income after {number} months, and {things} were the smallest part of it.",
    "A shop without {effect} is a hobby with a bank account.",
    "Whoever controls {things} controls the whole day, and for years that was not us.",
    "Four out of five owners I meet refuse to {act}, and all of them complain about {things}.",
    "There are only two ways to reach {effect}: be lucky for ten years, or {act}.",
    "Customers forgive {things}, but they never forgive silence.",
    "It took us {number} attempts before {things} stopped deciding how we feel in the morning.",
    "Cheap {things} are the most expensive thing in the building.",
    "The secret of {topic} is that it is boring, and boring things can be repeated.",
)
STORIES = (
    "I remember a {day} in {month} when {things} were all over the floor and nobody knew where to begin.",
    "A woman came in with a mixer of her grandmother's, and it taught me more about {things} than any course.",
    "My brother said that we should simply {act}, and I laughed at him for about {number} weeks.",
    "We tried it for {number} weeks, wrote down what happened, and compared it with the year before.",
    "There was a {day} when we lost {number} customers because of {things}, and I still know their names.",
    "At first the team hated it, because {things} had always been somebody else's business.",
    "So we sat down after closing time and asked what would happen if we were to {act}.",
    "The old owner kept {things} in a cellar, and the cellar was under water every {month}.",
)
REASONS = (
    "That matters because {things} take time from the one thing that customers pay for.",
    "The reason is simple: when people {act}, they see the fault before it becomes expensive.",
    "It works because {effect} is worth more than a clever plan.",
    "Once you have {effect}, the rest of the week gets easier.",
    "Measured over {number} months, the difference was {effect}.",
    "For us {topic} turned out to be a question of respect and not of money.",
    "People notice {topic} long before they notice the quality of the repair.",
)
ADVICE = (
    "My advice to anybody who starts is to {act} and to do it from the first week.",
    "Start with {topic}, because everything else in the workshop depends on it.",
    "Before you spend money on {things}, {act} for {number} days and look at what changes.",
    "Never let {things} grow faster than the people who have to live with them.",
    "Ask yourself whether {things} help the customer or only make you feel busy.",
)
FILLERS = (
    "Right, and you know, that was not obvious to me at all.",
    "Yeah, I mean, it sounds simple when you say it like that.",
    "Okay, so let me think about that for a second.",
    "Exactly.",
    "That is a good question.",
)
QUESTIONS = (
    "How did you come to think about {topic} in that way?",
    "What would you tell somebody who struggles with {topic}?",
    "Was there a moment when {things} nearly ended the whole thing?",
    "Let us talk about {topic}. What did you get wrong in the beginning?",
    "And what happened when you began to {act}?",
)
DAYS = ("Tuesday", "Thursday", "Saturday", "Monday", "Friday")
MONTHS = ("January", "March", "May", "August", "October", "November")
