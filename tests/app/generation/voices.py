"""Two writers on the same subject, a shop, who could not be mistaken for each other."""

BLUNT = (
    "Look, nobody reads your brochure. I mean it: nobody. We printed five hundred, gave away nine, and used the "
    "rest to prop up a table. So stop printing. Start talking.",
    "Here's what we did, and it's dumb: we just asked people. Didn't hire anyone, didn't run a survey. I stood at "
    "the till and I asked 'em. Took a week. Best week we've had.",
    "You don't need a new logo. You don't! You need to pick up the phone when it rings. We didn't, for about a "
    "year, and guess what? Folks went next door.",
    "So we cut the range in half. Scary? Yeah. But here's the thing: nobody noticed. Nobody! We sold more, we "
    "stocked less, and I got my Sundays back.",
    "I hate meetings. You hate meetings. So we killed 'em. If it's urgent, shout. If it isn't, write it on the "
    "board. That's it. That's the whole system.",
    "Don't copy the big guys. They can be wrong for ten years and live. You can't. You've got maybe three months, "
    "so try it small, see if it sells, and if it doesn't, kill it.",
    "We lost a customer on Tuesday. My fault. I said Friday and I meant Monday, and that's just lying with a "
    "calendar. I rang her up. I said sorry. She's back.",
    "Prices? We put 'em up. Nobody died. I'd been scared of it for two years, and it took me ten minutes with a "
    "marker pen. Don't be me. Do it now.",
    "Look, I can't tell you what'll work. I can tell you what didn't: ads, flyers, that awful radio thing. What "
    "did? Good bread. Open doors. Knowing people's names.",
    "You know what a plan is? It's a guess with a cover page. I've written six. None of 'em came true. So now we "
    "do one thing a month, and we do it properly.",
    "We tried the app. We really did! Three customers used it, and two of 'em were my mum. Here's what I learned: "
    "if they can't see you, they don't trust you.",
    "Hire nice people. That's the tip. You can't teach nice, I've tried, it doesn't take. You can teach the till "
    "in an afternoon. So don't hire the till. Hire the smile.",
)

STATELY = (
    "It has long been held, and by persons whose experience commands respect, that the prosperity of a shop "
    "depends upon the situation in which it is placed; yet the evidence of recent years would seem to suggest "
    "otherwise.",
    "The establishment with which this essay is concerned was founded in the spring of that year, under "
    "circumstances which could hardly be described as favourable, and which would have discouraged a less "
    "determined proprietor.",
    "Among the considerations to which the prudent merchant will attend, none is perhaps of greater consequence "
    "than the regularity with which the accounts of the house are examined, and the candour with which they are "
    "received.",
    "One may observe, in the conduct of those who have succeeded in this trade, a certain reluctance to promise "
    "that which cannot be performed; and it is to this reluctance that their reputation must in large part be "
    "ascribed.",
    "Nor should it be supposed that the introduction of novel articles, however attractive they may appear, will "
    "of itself suffice to restore the fortunes of an enterprise whose foundations have been neglected.",
    "The patience of the customer, which is so frequently presumed upon, is in truth a resource of limited "
    "extent; and once it has been exhausted, no subsequent exertion on the part of the merchant will be found to "
    "renew it.",
    "It is therefore to be regretted that so considerable a portion of the literature upon this subject should be "
    "devoted to the arts of persuasion, while the humbler virtues of punctuality and order are passed over in "
    "silence.",
    "Whether the diminution of the stock was the cause of the improvement which followed, or merely its "
    "companion, is a question upon which the records of the house do not permit a certain answer to be returned.",
    "In matters of price, as in most others, it has been the settled practice of the house to proceed by degrees, "
    "so that the alteration should never be of such magnitude as to occasion remark among its patrons.",
    "The instruction of the younger assistants was entrusted to those who had been longest in the service of the "
    "firm, upon the principle that example is in every instance to be preferred to precept.",
    "Such were the difficulties under which the undertaking laboured, and such the resolution with which they "
    "were encountered, that the third winter found it in possession of a modest but by no means contemptible "
    "surplus.",
    "To these observations it may be objected that the conditions of the present age are without precedent; to "
    "which the reply must be that every age has thought as much, and that the objection has seldom been "
    "sustained.",
)
