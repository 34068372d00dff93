"""Which kind of recording bytes are, and whether the end of it is missing, told from the bytes alone.

Decoders play what is there and are silent about what is not: a note that lost its second half on the way would pass for
a short one. Each kind says somewhere how long it is, so that can be held against it.
"""

from collections.abc import Callable

WEBM, OGG, M4A, MP3, WAV, FLAC = "webm", "ogg", "m4a", "mp3", "wav", "flac"
_EBML = b"\x1a\x45\xdf\xa3"
_SEGMENT, _CLUSTER = 0x18538067, 0x1F43B675
_LONGEST_HEAD = 4_096
# Writers that do not know the length yet, because they write into a pipe, put such a number in its place.
_UNKNOWN_WAV = 0x7FFFF000


def recognise(data: bytes) -> str | None:
    """The extension of the container; None for whatever is no recording that is read here."""
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return WAV
    if data.startswith(b"OggS"):
        return OGG
    if data.startswith(_EBML):
        return WEBM if b"webm" in data[:64] else None
    if data[4:8] == b"ftyp":
        return M4A
    after_tag = _after_id3(data)
    if data.startswith(b"fLaC", after_tag):
        return FLAC
    return MP3 if after_tag or _is_mp3_frame(data) else None


def breaks_off(kind: str, data: bytes) -> bool:
    """Whether the structure of the file goes on where its bytes end."""
    walk = _WALKS.get(kind)
    return walk is not None and walk(data)


def promised(kind: str, data: bytes) -> int | None:
    """The samples of a FLAC file or the frames of an MP3 file, where its head counts them."""
    if kind == FLAC:
        start = data.find(b"fLaC", _after_id3(data)) + 8
        return int.from_bytes(data[start + 13 : start + 18]) & 0xF_FFFF_FFFF or None
    return _mp3_frames(data) if kind == MP3 else None


def _after_id3(data: bytes) -> int:
    """Where what follows a tag in front begins; 0 where there is none. Its size is written with seven bits a byte."""
    if not data.startswith(b"ID3") or len(data) < 10:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size


def _is_mp3_frame(data: bytes) -> bool:
    """Eleven bits of ones, layer III, and a bit rate and a sampling rate that exist."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE6 != 0xE2:
        return False
    return data[2] >> 4 not in (0, 15) and data[2] >> 2 & 3 != 3


def _mp3_frames(data: bytes) -> int | None:
    head = data[_after_id3(data) :][:_LONGEST_HEAD]
    found = max(head.find(b"Xing"), head.find(b"Info"))
    if found < 0 or not head[found + 7] & 1:
        return None
    return int.from_bytes(head[found + 8 : found + 12]) or None


def _wav_breaks_off(data: bytes) -> bool:
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] == b"data":
            return size < _UNKNOWN_WAV and at + 8 + size > len(data)
        at += 8 + size + size % 2
    return True


def _ogg_breaks_off(data: bytes) -> bool:
    """Pages follow each other; a head names the lengths of its segments."""
    at = 0
    while data.startswith(b"OggS", at):
        segments = data[at + 27 : at + 27 + data[at + 26]] if at + 27 <= len(data) else b""
        if len(data) < at + 27 or len(segments) < data[at + 26]:
            return True
        at += 27 + len(segments) + sum(segments)
    return at > len(data)


def _m4a_breaks_off(data: bytes) -> bool:
    """Boxes follow each other; a size of 1 says that it stands in eight more bytes, 0 that the box is the last."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4])
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16])
        if size < 8:
            return False
        at += size
    return at > len(data)


def _webm_breaks_off(data: bytes) -> bool:
    """Elements follow each other; what lies in segments and clusters is walked too, since a browser that records does
    not know how long they will be."""
    at = 0
    while at < len(data):
        id, after_id = _ebml_number(data, at, keep_marker=True)
        size, begins = _ebml_number(data, after_id)
        if not data[at]:
            return False  # what follows is padding
        if begins > len(data):
            return True
        is_unknown = size == (1 << 7 * (begins - after_id)) - 1
        if not is_unknown and begins + size > len(data):
            return True
        if is_unknown and id not in (_SEGMENT, _CLUSTER):
            return False  # nothing can be said of it
        at = begins if id in (_SEGMENT, _CLUSTER) else begins + size
    return False


def _ebml_number(data: bytes, at: int, *, keep_marker: bool = False) -> tuple[int, int]:
    """A number, whose first byte says with its leading zeros how many follow; and where the next one begins."""
    length = 9 - data[at].bit_length() if at < len(data) else 1
    number = int.from_bytes(data[at : at + length])
    return number if keep_marker else number & (1 << 7 * length) - 1, at + length


_WALKS: dict[str, Callable[[bytes], bool]] = {
    WAV: _wav_breaks_off,
    OGG: _ogg_breaks_off,
    M4A: _m4a_breaks_off,
    WEBM: _webm_breaks_off,
}
