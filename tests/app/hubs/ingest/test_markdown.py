"""Markdown becomes its words; text that only looks a little like it stays as it is."""

import time

import pytest

from app.hubs.ingest.markdown import first_heading, without_markdown

DOCUMENT = """---
title: unused
---
# My *big* Title #

Intro with **bold
text**, ***both***, _it_ and a [link](http://x.test/a_(b)), ![img](x.png) and `code_x`.[^1]

Second
======

- one
- [x] two
1. first
   goes on
2. second

> quoted line
> and more

```python
def f(): pass
```

| a | b |
|---|---|
| 1 | 2 |

***
Last \\*star\\* ~~gone~~ <b>bold</b> <!-- hidden --> end.

[^1]: A note.
[ref]: http://x.test
"""


def blocks(text: str) -> list[str]:
    return [" ".join(block.split()) for block in text.split("\n\n") if block.strip()]


def test_marks_go_and_blocks_stay_apart() -> None:
    assert blocks(without_markdown(DOCUMENT)) == [
        "My big Title",
        "Intro with bold text, both, it and a link, and code_x.",
        "Second",
        "one",
        "two",
        "first goes on",
        "second",
        "quoted line and more",
        "Last *star* gone bold end.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "snake_case_name and 2 * 3 * 4 and a ** b",
        "5 < 6 > 4, a[1], f(x), C# and #hashtag",
        "The year was\n1871. It was cold on the\n12. day of May",
        "He said -- and meant it -- that\n- well, no",
        "price: $5 | $6",
        "~tilde~ and `single tick",
    ],
)
def test_plain_text_is_left_alone(text: str) -> None:
    assert without_markdown(text) == text


def test_the_first_heading_is_found_below_front_matter() -> None:
    assert first_heading(DOCUMENT) == "My big Title"
    assert first_heading("Under lined\n===\ntext") == "Under lined"
    assert first_heading("No heading\n\nat all") is None


@pytest.mark.parametrize("piece", ["**a ", "<!-- ", "```\n", "`", "[a](", "*a _b ", "# a   ", "![", "> - ", "<b "])
def test_markdown_is_read_in_linear_time_whatever_its_marks(piece: str) -> None:
    start = time.process_time()
    without_markdown(piece * (400_000 // len(piece)))
    # Each takes a fraction of a second; in quadratic time each would take minutes.
    assert time.process_time() - start < 8
