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
    r"|speak|open|close|leave|practise|practice|thus|for|as|since)\b|there\b|\p{L}+(?:ed|ing)\b)"
    r"|\b(?:I|me|my|mine|however|for example|for instance|therefore)\b"
    r"|\bwe (?:found|note|see|shall|propose|believe|are affirming)\b",
    regex.IGNORECASE,
)
"""What is no statement that somebody could know, or agree with."""
_SAID_BY_US = regex.compile(rf"{NO_CLAIM.pattern}|\b(?:we|us|our|ours|ourselves)\b", regex.IGNORECASE)
"""The same, and what only those who say it know of themselves."""
_ASIDE = regex.compile(r"(?:however|for example|for instance|therefore|too),|^(?:there|thus)\b|\b(?:I|me|my)\b")
_DIGITS = regex.compile(r"(?<![\d,.])(?!(?:1[5-9]|20)\d\d(?![\d,]))\d")
"""A number that is no year."""
_ARGUES = regex.compile(
    r"\b(?:not|no|never|nor|n['’]t|cannot|but|because|too|only|must|should|more|less|better|worse|than|instead|rather|without"
    r"|unless|if|every|always|requires?)\b|n['’]t\b",
    regex.IGNORECASE,
)
"""What a sentence has that says how things should be, or are not."""

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
    Frame("Here's one number to know about {topic}. {X}.", None, 9.0, True, 5, 24, NO_CLAIM, _DIGITS),
    Frame("Here's a number worth knowing: {x}.", None, 8.0, True, 5, 24, NO_CLAIM, _DIGITS),
    Frame("Did you know that {x}?", None, 7.0, True, 5, 24, _SAID_BY_US, _DIGITS),
    Frame("Let's talk about {topic}. {X}.", None, 8.0, True, 5, 24, _ASIDE),
    Frame("Let's be clear about {topic}: {x}.", None, 7.0, True, 5, 24, NO_CLAIM),
    Frame("Here's where to start with {topic}: {x}.", None, 6.0, True, 5, 24, _SAID_BY_US),
    Frame("If you're new to {topic}, here's where to start: {x}.", None, 6.0, True, 5, 24, _SAID_BY_US),
    Frame("If you remember one thing about {topic}, remember this: {x}.", None, 6.0, True, 5, 24, _SAID_BY_US),
    Frame("Here's one thing worth knowing about {topic}. {X}.", None, 6.0, True, 5, 24, _SAID_BY_US),
    Frame("What you should know about {topic}: {x}.", None, 6.0, True, 5, 24, _SAID_BY_US),
    Frame("Here's what you need to know about {topic}: {x}.", None, 5.0, True, 5, 24, _SAID_BY_US),
    Frame("One thing you should know about {topic}: {x}.", None, 5.0, True, 5, 24, _SAID_BY_US),
    Frame("Here's a thought. {X}.", None, 2.0, True, 5, 24, NO_CLAIM, _ARGUES),
    Frame("Here's the argument in one sentence: {x}.", None, 2.0, True, 5, 24, NO_CLAIM, _ARGUES),
    Frame("Here's something worth remembering: {x}.", None, 1.0, True, 5, 24, _SAID_BY_US, _ARGUES),
    Frame("Here's the short version: {x}.", None, 1.0, True, 5, 18, _SAID_BY_US, _ARGUES),
    Frame("Here's one sentence that is worth reading twice: {x}.", None, 0.0, True, 5, 24, NO_CLAIM, _ARGUES),
)

_ANY = -20.0
"""For lines that any source could open with."""

_LISTS = (
    Frame("{count} facts about {topic}, each with a number in it:", natural=10.0, points=_DIGITS),
    Frame("{count} facts about {topic} that are worth knowing:", natural=10.0, points=_DIGITS),
    Frame("{count} things to know about {topic}:", natural=6.0),
    Frame("{topic} in {count} sentences:", natural=5.0),
    Frame("{count} things you should know about {topic}:", natural=5.0),
    Frame("What you should know about {topic}, in {count} sentences:", natural=5.0),
    Frame("{count} things to know before you make up your mind about {topic}:", natural=5.0),
    Frame("How much do you know about {topic}? Start with these {count} points.", natural=4.0),
    Frame("{count} things to think about before you talk about {topic}:", natural=4.0),
    Frame("Here are {count} things to know about {topic}.", natural=4.0),
    Frame("{count} things everyone should know about {topic}:", natural=3.0),
    Frame("Here's what you need to know about {topic}, in {count} points.", natural=3.0),
    Frame("Here are {count} sentences about {topic} that are worth reading twice.", natural=2.0),
    Frame("Here's what this is about, in {count} sentences:", natural=_ANY),
    Frame("Here are {count} things that are worth knowing:", natural=_ANY),
    Frame("Here are {count} things worth remembering.", natural=_ANY),
    Frame("Which of these {count} points would you question?", natural=_ANY),
)

FRAMES = Frames(_SINGLES, _LISTS)
