"""Fast reads: a query becomes one statement a level and a loop, and the answer is kept until its databases change.

`reading.py` beside this package says what each field reads. What cannot be compiled is read the ordinary way, and so is
whatever meets an error: errors are worded in one place.
"""

from graphql_schema.planner.planner import Planner, encode

__all__ = ["Planner", "encode"]
