"""From Markdown to the words in it: headings, items and quotes as paragraphs, links as their text, no code, no tables.

Plain text passes through unharmed: a mark is taken away only where Markdown gives it a meaning. Every pattern is
bounded by a line or by its own mark, so that no text takes more than linear time.
"""

import re
from collections.abc import Iterator, Sequence

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?=\S)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{3,})[ \t]*")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
_ITEM = re.compile(r"[ \t]*(?:[-*+•▪◦‣]|\d{1,3}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_TABLE_LINE = re.compile(r" {0,3}(?:\|.*\||:?-{2,}:?(?:[ \t]*\|[ \t]*:?-{2,}:?)+)[ \t]*")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*\S.*")
_FRONT_MATTER = re.compile(r"[\w-]+:.*|[ \t]+.*|- .*")
_TAG = re.compile(
    r"</?(?:a|b|i|em|strong|br|p|div|span|sup|sub|img|details|summary|u|s|kbd|hr|center|h[1-6])\b[^<>\n]{0,500}>", re.I
)
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)")
_LINK = re.compile(r"\[([^\[\]\n]+)\](?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\[\]\n]*\])")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_NOTE = re.compile(r"\[\^[^\[\]\n]+\]:?")
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n]+)\1(?!`)")
_STRONG = re.compile(
    r"\*\*(?=[^\s*])([^*\n]+(?:\n[^*\n]+){0,6})(?<!\s)\*\*|(?<!\w)__(?=[^\s_])([^_\n]+)(?<!\s)__(?!\w)"
)
_EMPHASIS = re.compile(r"(?<![\w*\\])\*(?![\s*])([^*\n]+(?:\n[^*\n]+){0,6})(?<![\s\\])\*(?![\w*])")
_UNDERSCORED = re.compile(r"(?<![\w\\])_(?![\s_])([^_\n]+(?:\n[^_\n]+){0,6})(?<![\s\\])_(?!\w)")
_STRUCK = re.compile(r"~~([^~\n]+)~~")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")


def without_markdown(text: str) -> str:
    """The text alone. Blocks stay apart by blank lines; a wrapped paragraph keeps its line ends."""
    lines = _without_front_matter(_without_comments(text).split("\n"))
    return inline("\n".join(_plain_lines(lines)))


def inline(text: str) -> str:
    """The text without marks inside of lines: emphasis, links, code ticks, escapes."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", _NOTE.sub("", _TAG.sub("", text))))
    text = _EMPHASIS.sub(r"\1", _CODE.sub(r"\2", _AUTOLINK.sub(r"\1", text)))
    text = _EMPHASIS.sub(r"\1", _STRONG.sub(lambda match: match[1] or match[2], text))
    return _ESCAPED.sub(r"\1", _STRUCK.sub(r"\1", _UNDERSCORED.sub(r"\1", text)))


def first_heading(text: str) -> str | None:
    """The first heading at the head of the text, as plain words."""
    lines = _without_front_matter(text.split("\n", 60)[:60])
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if heading := _heading_text(line, after):
            return inline(heading).strip() or None
    return None


def _plain_lines(lines: Sequence[str]) -> Iterator[str]:
    fence, listed = "", False
    for number, line in enumerate(lines):
        within, fence = fence, _fence_after(line, fence)
        if within or fence:
            continue
        above = lines[number - 1].strip() if number else ""
        listed = _in_list(line, above, listed)
        after = lines[number + 1] if number + 1 < len(lines) else ""
        if heading := _heading_text(line, after):
            yield from ("", heading, "")
        elif not _is_furniture(line, above):
            yield from _content(line, listed)


def _fence_after(line: str, fence: str) -> str:
    """The fence that is open after this line, or nothing: it is closed by one at least as long, of the same kind."""
    if not fence:
        opening = _FENCE.match(line)
        return opening[1] if opening else ""
    mark = line.strip()
    return "" if mark.startswith(fence) and not mark.strip(fence[0]) else fence


def _heading_text(line: str, after: str) -> str | None:
    if marked := _HEADING.match(line):
        return line[marked.end() :].strip().rstrip("#").rstrip()
    is_text = (
        line[:1].strip() and len(line) < 200 and not _ITEM.match(line) and not line.startswith(("|", ">", "-", "="))
    )
    return line.strip() if is_text and _UNDERLINE.fullmatch(after) else None


def _is_furniture(line: str, above: str) -> bool:
    if _UNDERLINE.fullmatch(line) and _heading_text(above, line):
        return True
    return any(pattern.fullmatch(line) for pattern in (_RULE, _TABLE_LINE, _DEFINITION))


def _in_list(line: str, above: str, listed: bool) -> bool:
    """Whether an item here is one: "12. May" in the middle of a wrapped paragraph is none."""
    if not above or above.endswith((":", "：")):
        return _ITEM.match(line) is not None or (listed and line.startswith(" "))
    return listed


def _content(line: str, listed: bool) -> Iterator[str]:
    if quoted := _QUOTE.match(line):
        line = line[quoted.end() :]
    if listed and (item := _ITEM.match(line)):
        yield ""
        line = line[item.end() :]
    yield line


def _without_comments(text: str) -> str:
    """Found by searching, not by a pattern: comments that nobody closes must not be looked at twice."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join((*kept, text[at:]))


def _without_front_matter(lines: Sequence[str]) -> Sequence[str]:
    if lines[0].strip() != "---":
        return lines
    for number, line in enumerate(lines[1:], start=1):
        if line.strip() == "---":
            return lines[number + 1 :]
        if not _FRONT_MATTER.fullmatch(line):
            break
    return lines
