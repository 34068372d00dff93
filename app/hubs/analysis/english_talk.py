"""English: how a sentence points out of itself to what was just said, and how talk sounds that nobody should quote."""

import regex

from app.hubs.analysis.lexicon import alternatives

_FLAGS = regex.IGNORECASE

TIMELY = alternatives(
    "year week month day morning evening afternoon century decade nation country world moment hour age time generation"
    " republic people planet earth land"
)

POINTING = regex.compile(
    r"\b(?:(?:like|do|did|does|doing|done|of|with|from|about|for|to|at|by|after|before|on|than|all|say|said|know"
    r"|think|mean|meant|in|see|get|got|have|is|was|want|need|through|watch(?:ed)?|liked|loved|understand|read|fix"
    r"|built) (?:that|this|these|those)(?=\s*(?:[.,;:!?)]|$|and\b|as well|now))|(?:have|has|had|with|of|in|to|for"
    r"|from|by|at|on) that \p{L}+(?=\s*[,.;])|(?:this|these) (?!"
    + TIMELY
    + r"\b|is\b.{0,3}$)\p{L}+|(?:that|those) (?:one|ones|kind of|sort of|type of"
    r"|particular|same|point|case|way|regard|sense|end|reason|stuff|thing|things|problem|lines?)\b"
    r"|(?<=[,;:—–-]\s?)(?:this|that['’]s)\b|(?:and|but|because|so|if|then|when|think|know|mean|guess|say|feel"
    r"|believe) (?:that['’]s|this is|this was)|those (?!who\b|of\b|\p{L}+(?: \p{L}+){0,5} (?:who|which|that|whose"
    r"|under|in|of)\b)\p{L}+|such (?!as\b|an? )|what (?:this|that) (?:means|is))\b|\bover there\b|\b(?:is|was|are"
    r"|were) (?:it|so|not)[.!]$|\b(?:there )?either[.!]$|\bthere[.!]$|\bthe other argument\b"
    r"|\b(?:all|both|the) (?:two|three"
    r"|four|five|six)[.!]$|\bto (?:all|both)[.!]$|\bwhat (?:that|it|this)['’]s called|\bthe (?:change|same thing"
    r"|difference|trick|answer|solution|two of them|others?|whole thing)(?= ?(?:down|up|out|here|is|was)?[.!,])"
    r"|!$|\b(?:early|later) on[.]$|\bthe (?:incident|latter|former)\b|\bat the time\b|\ball of (?:that|this|it)\b"
    r"|(?<=\b(?:know|knew|known|had|did|do|does|is|was)) it[.]$"
    r"|\b(?:give|gave|get|got|have|had) (?:you|me|us|them) that\b"
    r"|\bthe \w+ before (?:had|was)\b|\b(?:read|told|did|had|made|saw) it(?=[,.])"
    r"|\bthe way up\b|\bthat one[.]$|\bone of you\b|\bnecessary[.]$|\A\w+ing back the\b"
    r"|\A(?:the )?(?:proposals|remarks) i\b|\A(?:let me|may i)\b",
    _FLAGS,
)

DISFLUENCY = regex.compile(
    r"\b(?:you know|i mean|kind of|sort of|kinda|sorta|gonna|wanna|like,|like --|or something|or whatever"
    r"|and stuff|stuff like|um|uh|i guess|or anything|basically|literally|honestly|i don't know|right\?|whatnot"
    r"|a lot of times|a bunch of|super|just like|is like|was like|were like|and etc|a couple of|you guys"
    r"|pretty (?!print)|really|a little bit|straight-up|and so|probably|obviously|totally|to be honest"
    r"|i would say|weird|things? like that|just,|maybe|or so|actually)\b|--|\.\.\.|…|\blike,|\b(\p{L}+)\s+\1\b|(?:with"
    r"|have|had|just|almost|to|of|at|in|can['’]t|more|tended|doing|being|you|getting|get|seem) like\b|(?:was|is"
    r"|be|are) like\b(?! (?:to|this|that|a|an|the|it|these)\b)|, so(?=,|\.)|,\s*like\b|,\s*right\b|(?<=\s)- ",
    _FLAGS,
)

SELF_TALK = regex.compile(
    r"\b(?:mr\.? (?:president|speaker|chairman)|i (?:think|guess|mean|don['’]t (?:know|remember|think"
    r"|understand)|was (?:kind of|just|like)"
    r"|would say|want to|wanted to|might|remember|am here|shall|feel like|suppose)|i['’]m (?:going to|gonna|sure"
    r"|not sure|just)|i['’]ll|let me|we['’]ll|we['’]re going to|we (?:report|present|study|formulated|use|used"
    r"|note|turn|saw|see here)"
    r"|you will note|you (?:guys|said|mentioned)|you['’]ve (?:got|moved|been|talked|written)|you (?:didn['’]t|were"
    r"|did|may report|probably)|i (?:appreciate|know|do know|can see|definitely|totally|thought|have to"
    r"|was saying|ask|wonder|liked|love)|i['’]ve (?:just|been)|our (?:listeners|data|hypothes[ei]s|registered"
    r"|results|analysis|findings|dataset|protocol)"
    r"|i (?:think|guess|feel|would|do not (?:profess|remember|know|recall)"
    r"|don['’]t (?:recall|profess|see|care|have)|forget|just)|may i|i (?:can['’]t|cannot) recall|very interesting"
    r"|in many ways|too, so|talks? (?:very )?fast|my current role|i (?:left|joined)|did one|in many cases"
    r"|in a sense|almost like"
    r"|we were (?:actually|just)"
    r"|or something|anymore or|for me|at least for|to be fair|my (?:brain|mind)"
    r"|the (?:funny|fun|cool|crazy|nice|other"
    r"|interesting|main) thing|the (?:honest )?truth is|a (?:wisdom|vibe) thing|i am (?:about|here))\b|\bme to\b",
    _FLAGS,
)
