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
    r"(?<![\p{L}\d.,/:-])(?P<n>(?:(?:more|less|fewer) than |at least |up to |nearly |almost |over )?"
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
    r"|speak|open|close|leave|practise|practice|thus|for|as|since)\b|there\b)|\b(?:I|me|my|mine|however)\b"
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
    Frame("The next time somebody asks you about {topic}, tell them this: {x}.", None, 5.0, True, 5, 24, NO_CLAIM),
    Frame("Here is what you need to know about {topic}: {x}.", None, 5.0, True, 5, 24, NO_CLAIM),
    Frame("Here's something you may not know about {topic}: {x}.", None, 5.0, True, 5, 24, NO_CLAIM),
    Frame("Here is one thing you should know about {topic}: {x}.", None, 4.0, True, 5, 24, NO_CLAIM),
    Frame("If you only know one thing about {topic}, it should be this: {x}.", None, 4.0, True, 5, 22, NO_CLAIM),
    Frame("If you read one sentence about {topic} today, make it this one: {x}.", None, 4.0, True, 5, 22, _ASIDE),
    Frame("Somebody will ask you about {topic}. Tell them this: {x}.", None, 4.0, True, 5, 22, NO_CLAIM),
    Frame("Before you say anything about {topic}, read this: {x}.", None, 4.0, True, 5, 22, NO_CLAIM),
    Frame("When people talk about {topic}, they should start here: {x}.", None, 3.0, True, 5, 22, NO_CLAIM),
    Frame("Think about this the next time you hear about {topic}: {x}.", None, 3.0, True, 5, 22, NO_CLAIM),
    Frame("The first thing you should know about {topic}: {x}.", None, 4.0, True, 5, 24, NO_CLAIM),
    Frame("Let's talk about {topic} and the fact that {x}.", None, 3.0, True, 5, 22, NO_CLAIM),
    Frame("Let's talk about {topic}. {X}.", None, 4.0, True, 5, 22, _ASIDE),
    Frame("Worth knowing about {topic}: {x}.", None, 4.0, True, 5, 24, NO_CLAIM),
    Frame("This is {topic} in one sentence: {x}.", None, 3.0, True, 5, 24, NO_CLAIM),
    Frame("If you only read one sentence today, read this one: {x}.", None, 1.0, True, 5, 24, _ASIDE),
    Frame("If you tell somebody one thing today, tell them this: {x}.", None, 1.0, True, 5, 22, NO_CLAIM),
    Frame("If you only remember one thing today, make it this: {x}.", None, 1.0, True, 5, 22, NO_CLAIM),
    Frame("Here is the one thing you should take away from this: {x}.", None, 0.0, True, 5, 22, NO_CLAIM),
    Frame("What people should know is that {x}.", None, 1.0, True, 5, 22, NO_CLAIM),
    Frame("The first thing you should know is that {x}.", None, 1.0, True, 5, 22, NO_CLAIM),
    Frame("Let's talk about the fact that {x}.", None, 1.0, True, 5, 22, NO_CLAIM),
    Frame("Here's one thing to think about today: {x}.", None, 1.0, True, 5, 22, NO_CLAIM),
    Frame("What if somebody told you that {x}?", None, 2.0, True, 5, 20, NO_CLAIM),
    Frame("Did you know that {x}?", None, 2.0, True, 5, 20, NO_CLAIM),
    Frame("Read this twice: {x}.", None, 3.0, True, 5, 22, _ASIDE),
    Frame("The short version: {x}.", None, 3.0, True, 5, 18, _ASIDE),
)

_ANY = -30.0
"""For lines that any source could open with."""

_LISTS = (
    Frame("Here are {count} numbers you should know about {topic}:", natural=12.0, points=_DIGITS),
    Frame("{count} facts about {topic}, each with a number in it:", natural=10.0, points=_DIGITS),
    Frame("The next time somebody asks you about {topic}, tell them these {count} things:", natural=4.0),
    Frame("{count} things you can tell people about {topic} the next time they ask:", natural=4.0),
    Frame("Here are {count} things you should know about {topic}:", natural=4.0),
    Frame("This is what you should know about {topic}, in {count} sentences:", natural=4.0),
    Frame("If you only have a minute for {topic}, read these {count} sentences:", natural=5.0),
    Frame("Here are {count} things about {topic} that are worth your time.", natural=3.0),
    Frame("If you know these {count} things about {topic}, you know where to start.", natural=3.0),
    Frame("If you want to understand {topic}, start with these {count} sentences:", natural=5.0),
    Frame("{topic} in {count} sentences:", natural=5.0),
    Frame("{count} things to know about {topic}:", natural=3.0),
    Frame("Here are {count} numbers that tell you something about {topic}:", natural=10.0, points=_DIGITS),
    Frame("Which of these {count} things about {topic} would you tell somebody first?", natural=4.0),
    Frame("Here are {count} things people should hear about {topic}:", natural=3.0),
    Frame("Here are {count} things you can tell people about {topic} today:", natural=3.0),
    Frame("Here are {count} things to say the next time somebody asks you about {topic}:", natural=3.0),
    Frame("If you only have a minute, read these {count} sentences:", natural=_ANY),
    Frame("Here are {count} things to think about today:", natural=_ANY),
    Frame("If you remember one of these {count} things today, which one will it be?", natural=_ANY),
    Frame("Here are {count} things that are worth knowing:", natural=_ANY),
    Frame("Which of these {count} points would change your mind?", natural=_ANY),
    Frame("Which of these {count} points did you not expect?", natural=_ANY),
)

FRAMES = Frames(_SINGLES, _LISTS)
