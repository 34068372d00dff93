"""English openings. `x` is what the sentence says, `v` a verb with what belongs to it, `n` a number with what it
counts, `y` the rest."""

import regex

from app.generation.writer.frames import Frame, Frames

_NOT_FIRST = (
    r"(?!(?:it|they|he|she|this|that|these|those|such|so|not|to|asked|possible|necessary|comparing|in|at|on|by|of|you"
    r" want|you need|we want|we need|one|there)\b)"
)
_ONE = r"(?:(?:the|a|an|our|your|my|any|every|no|most|some) )?"
_PAST = r"[^,;:()]*(?:\b\p{Ll}{3,}ed\b|\b(?:was|were|had|did|came|went|got|took|made|left|began|lost|told|saw)\b)"
WHEN = regex.compile(
    rf"^(?P<w>If|When|Whenever|Once) (?P<x>{_NOT_FIRST}(?!{_PAST}){_ONE}[\p{{L}}'’-]+ [^,;:()]{{8,80}}), .{{12,}}$"
)
WHEN_THEN = regex.compile(rf"^When (?P<x>{_NOT_FIRST}(?={_PAST}){_ONE}[\p{{L}}'’-]+ [^,;:()]{{8,80}}), .{{12,}}$")
WANT = regex.compile(
    r"^If (?:you|we|people) (?:really )?(?:want|wish|need) to (?P<v>\p{Ll}{2,} [^,;:()]{4,70}), .{12,}$"
)
HOW = regex.compile(
    r"^(?:In order to|To) (?P<v>(?!(?:the|an?|this|that|these|those|my|your|his|her|our|their|all|both|each|every|some"
    r"|any|no|one|me|us|you|him|them|it|date|be|begin|start|sum|put|say|tell|repeat|conclude|illustrate|summari[sz]e)\b)"
    r"\p{Ll}{2,} [^,;:()]{4,70}), .{12,}$"
)
BEFORE = regex.compile(r"^Before (?P<x>you \p{Ll}[^,;:()]{4,60}), .{8,}$")
CAUSE = regex.compile(r"^(?P<x>(?!(?:I|if|when|while|as)\b)[^,;:()]{20,110}?),? because .{10,}$", regex.IGNORECASE)
ANSWER = regex.compile(
    r"^(?P<x>(?:The|Our|My) (?:\p{Ll}+ ){0,2}(?:most \p{Ll}+|biggest|best|worst|only|first|largest|hardest|greatest"
    r"|real|main|key|true|simplest|easiest|fastest|cheapest|secret|problem|answer|goal|truth|trick|danger|difference|result"
    r"|lesson|mistake|question|cost|price|aim|purpose|task|burden|challenge)"
    r"(?: (?!who\b|which\b|that\b)[\p{L}'’-]+){0,8}?)"
    r" (?:is|was|are|were) (?:that )?(?P<y>(?:an?|the|to|our|how|what|when|why|in|people|more|less) .{6,90})[.]$"
)
CONTRAST = regex.compile(
    r"\bnot (?P<x>(?P<head>because|in|by|from|for|with|of|on|about|an?|the|to) [^,;.:()]{3,60}?),? but "
    r"(?P<y>(?P=head) [^;.:()]{3,80}?)[.]$"
)
_MANY = r"(?:hundred|thousand|million|billion|trillion)"
NUMBER = regex.compile(
    r"(?<![\p{L}\d.,/:-])(?<!\b(?:minus|plus|not|no|half) )"
    r"(?P<n>(?:(?:more|less|fewer) than |at least |up to |nearly |almost |over )?"
    rf"(?:[$€£¥]\d[\d,]*(?:\.\d+)?(?: {_MANY})?"
    rf"|\d[\d,]*(?:\.\d+)?(?:%| percent| per cent| {_MANY}(?: \p{{Ll}}{{3,}}s)?)"
    r"|\d{2,3}(?:,\d{3})+ \p{Ll}{3,}(?<![ou])s|\d,\d{3}(?:,\d{3})* \p{Ll}{3,}(?<![ou])s|\d{2,3} \p{Ll}{3,}(?<![ou])s"
    rf"|(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|a) {_MANY}(?: \p{{Ll}}{{3,}}(?<![ou])s)?)"
    r"(?: (?:a|per) (?:year|month|week|day|hour|minute|second|person|head))?)(?!(?:[.,]?\d)|[\p{L}%-])"
    r"(?! (?:and|or|to) (?:[$€£]?\d|one|two|three))"
)
NO_CLAIM = regex.compile(
    r"^(?:(?:be|look|remember|use|try|ask|write|start|stop|never|always|avoid|keep|make|take|let|think|consider|give|do"
    r"|don['’]t|put|go|get|read|learn|see|tell|find|choose|check|count|measure|begin|turn|cut|add|set|show|watch|wait|say"
    r"|speak|open|close|leave|practise|practice|thus|for|as|since)\b|there\b|\p{L}+(?:ed|ing)\b)|\b(?:I|me|my|mine|however)\b"
    r"|\bwe (?:found|note|see|shall|propose|believe|are affirming)\b",
    regex.IGNORECASE,
)
"""What is no statement that somebody could know, or agree with."""
_ASIDE = regex.compile(r", (?:however|for example|for instance|therefore|too),|^(?:there|thus)\b|\b(?:I|me|my)\b")
_DIGITS = regex.compile(r"\d")

_SINGLES = (
    Frame("What happens {w} {x}?", WHEN, 16.0, longest=16, least=2),
    Frame("What happened when {x}?", WHEN_THEN, 16.0, longest=16, least=2),
    Frame("Want to {v}?", WANT, 14.0, longest=14),
    Frame("How to {v}:", WANT, 16.0, longest=14),
    Frame("How to {v}:", HOW, 16.0, longest=14),
    Frame("How do you {v}?", HOW, 12.0, longest=14),
    Frame("Before {x}, read this:", BEFORE, 16.0, longest=14, least=2),
    Frame("Why {x}:", CAUSE, 16.0, longest=16),
    Frame("There is a reason why {x}.", CAUSE, 12.0, longest=16),
    Frame("{X}. Here is why:", CAUSE, 14.0, longest=16),
    Frame("{X}? {Y}.", ANSWER, 14.0, whole=True, longest=20, least=3),
    Frame("Not {x}. {Y}.", CONTRAST, 14.0, whole=True, longest=18, least=2),
    Frame("{N}. Keep that number in mind.", NUMBER, 4.0, longest=7),
    Frame("One number to remember: {n}.", NUMBER, 4.0, longest=7),
    Frame("Start with the number: {n}.", NUMBER, 3.0, longest=7),
    Frame(
        "Here's something to tell people who think they know everything about {topic}. {X}.",
        None,
        5.0,
        True,
        5,
        24,
        NO_CLAIM,
    ),
    Frame(
        "Here's something that you can tell people who have never heard of {topic}. {X}.",
        None,
        4.0,
        True,
        5,
        24,
        NO_CLAIM,
    ),
    Frame(
        "This one is for the people who think they know everything about {topic}. {X}.",
        None,
        5.0,
        True,
        5,
        24,
        NO_CLAIM,
    ),
    Frame(
        "Here's something you can tell people the next time they ask you about {topic}. {X}.",
        None,
        5.0,
        True,
        5,
        24,
        NO_CLAIM,
    ),
    Frame(
        "Here's something to tell people who say they have no time for {topic}. {X}.", None, 4.0, True, 5, 24, NO_CLAIM
    ),
    Frame(
        "Here's one sentence about {topic} that you can tell people the next time they ask. {X}.",
        None,
        4.0,
        True,
        5,
        24,
        NO_CLAIM,
    ),
    Frame("The next time somebody asks you about {topic}, tell them this: {x}.", None, 6.0, True, 5, 24, NO_CLAIM),
    Frame("Here is what you need to know about {topic}: {x}.", None, 6.0, True, 5, 24, NO_CLAIM),
    Frame("If you tell people one thing about {topic}, tell them this: {x}.", None, 0.0, True, 5, 24, NO_CLAIM),
    Frame("If you only know one thing about {topic}, it should be this: {x}.", None, 5.0, True, 5, 24, NO_CLAIM),
    Frame("Let's talk about {topic}. {X}.", None, 8.0, True, 5, 24, _ASIDE),
    Frame("If you care about {topic}, read this. {X}.", None, 7.0, True, 5, 24, _ASIDE),
    Frame("Before you say anything about {topic}, read this. {X}.", None, 7.0, True, 5, 24, _ASIDE),
    Frame("This is the part about {topic} that you should not skip. {X}.", None, 7.0, True, 5, 24, _ASIDE),
    Frame("You think you know {topic}. {X}.", None, 6.0, True, 5, 24, NO_CLAIM),
    Frame("Have you ever heard somebody say this about {topic}? {X}.", None, 6.0, True, 5, 24, NO_CLAIM),
    Frame("{X}. There's a lot more to say about {topic}, and it starts there.", None, 6.0, True, 5, 24, NO_CLAIM),
    Frame("{X}. You read that right.", None, 8.0, True, 5, 24, NO_CLAIM, _DIGITS),
    Frame("This is what it looks like when you look at the numbers. {X}.", None, 8.0, True, 5, 24, NO_CLAIM, _DIGITS),
    Frame("{X}. Now you know.", None, 4.0, True, 5, 24, NO_CLAIM),
    Frame("When was the last time you heard somebody say this? {X}.", None, 5.0, True, 5, 24, NO_CLAIM),
    Frame("You only need one minute to get this. {X}.", None, 4.0, True, 5, 24, _ASIDE),
    Frame("It only takes a minute to read this, and then you know it. {X}.", None, 3.0, True, 5, 24, _ASIDE),
    Frame(
        "Here's something you can tell people who think they have heard it all. {X}.", None, 1.0, True, 5, 24, NO_CLAIM
    ),
    Frame("Here's something you can tell people who think they know it all. {X}.", None, -10.0, True, 5, 24, NO_CLAIM),
    Frame("Here's something to tell people who think it is simple. {X}.", None, -10.0, True, 5, 24, NO_CLAIM),
    Frame(
        "Here's something you can tell people today, even if they never ask. {X}.", None, -10.0, True, 5, 24, NO_CLAIM
    ),
    Frame("Here's one thing you can tell people the next time they ask. {X}.", None, -10.0, True, 5, 24, NO_CLAIM),
    Frame("Here is one thing that you can tell people today: {x}.", None, -10.0, True, 5, 24, NO_CLAIM),
    Frame("If you tell people one thing today, tell them this: {x}.", None, -10.0, True, 5, 24, NO_CLAIM),
    Frame("If you only tell people one thing today, tell them that {x}.", None, -10.0, True, 5, 24, NO_CLAIM),
    Frame("If you only read one sentence today, read this one: {x}.", None, 1.0, True, 5, 24, NO_CLAIM),
    Frame("When somebody asks you what this is all about, tell them that {x}.", None, -10.0, True, 5, 24, NO_CLAIM),
    Frame("What if somebody told you that {x}?", None, 2.0, True, 5, 24, NO_CLAIM),
    Frame("Did you know that {x}?", None, 2.0, True, 5, 24, NO_CLAIM),
    Frame("Read this twice: {x}.", None, 2.0, True, 5, 24, NO_CLAIM),
)

_ANY = -20.0
"""For lines that any source could open with."""

_LISTS = (
    Frame(
        "Here are {count} numbers to tell people who think they know everything about {topic}.",
        natural=10.0,
        points=_DIGITS,
    ),
    Frame(
        "Here are {count} numbers you can tell people the next time they ask about {topic}.",
        natural=10.0,
        points=_DIGITS,
    ),
    Frame("{count} facts about {topic}, each with a number in it:", natural=10.0, points=_DIGITS),
    Frame("Here are {count} things to tell people who think they know all about {topic}.", natural=0.0),
    Frame("Here are {count} things you can tell people the next time somebody brings up {topic}.", natural=0.0),
    Frame("{count} things to tell people who think they know everything about {topic}:", natural=0.0),
    Frame("Here are {count} things for people who think they know everything about {topic}.", natural=0.0),
    Frame("Here are {count} things you can tell people who never think about {topic}.", natural=0.0),
    Frame("Here are {count} things to tell people who say they have no time for {topic}.", natural=0.0),
    Frame("These {count} things about {topic} are for everyone who has ever asked.", natural=0.0),
    Frame("These are {count} things you can tell people who ask about {topic}.", natural=0.0),
    Frame("Here are {count} things that you can tell everyone who asks you about {topic} today.", natural=0.0),
    Frame("The next time somebody asks you about {topic}, tell them these {count} things:", natural=5.0),
    Frame("If you only have a minute for {topic}, read these {count} sentences:", natural=5.0),
    Frame("{topic} in {count} sentences:", natural=4.0),
    Frame("Here are {count} things to tell people who think they have heard it all.", natural=_ANY),
    Frame("Here are {count} things that you can tell people the next time they ask.", natural=_ANY),
    Frame("These are {count} things you can tell people when they ask.", natural=_ANY),
    Frame("These are {count} things you can tell people before they ask.", natural=_ANY),
    Frame("Here are {count} things to tell people who think it is simple.", natural=_ANY),
    Frame("Here are {count} things that are worth knowing:", natural=_ANY),
    Frame("Which of these {count} points would change your mind?", natural=_ANY),
)

FRAMES = Frames(_SINGLES, _LISTS)
