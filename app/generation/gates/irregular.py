"""English words whose forms follow no rule of spelling, as far as a brand is likely to ban them."""

_FORMS = """
begin began begun beginning
break broke broken
bring brought
build built
buy bought buys buying
catch caught
choose chose chosen
cut cuts cutting
deal dealt
do did done does doing
drive drove driven
eat ate eaten eats eating
fall fell fallen
feel felt
fight fought
find found
fly flew flown flies flying
forget forgot forgotten forgetting
get got gotten gets getting
give gave given
go went gone goes going
grow grew grown
hit hits hitting
hold held
keep kept
know knew known
lead led
leave left
lose lost
make made
man men
woman women
child children
person people
mean meant
meet met
pay paid pays paying
put puts putting
ride rode ridden
rise rose risen
run ran runs running
say said says saying
see saw seen sees seeing
sell sold
send sent
set sets setting
shake shook shaken
show shown
speak spoke spoken
spend spent
stand stood
steal stole stolen
take took taken
teach taught
tell told
think thought
throw threw thrown
understand understood
wake woke woken
wear wore worn
win won wins winning
write wrote written
"""
_BY_WORD = {line.split()[0]: frozenset(line.split()[1:]) for line in _FORMS.strip().splitlines()}


def irregular(word: str) -> set[str]:
    """The forms of `word`, which is given as it stands in a dictionary; none of a word that is regular."""
    return set(_BY_WORD.get(word, ()))
