"""Which coding is sent: the client's weights decide, and what it refuses is never sent."""

import gzip

import pytest
import zstandard

from app.http.compression import WORTHWHILE, accepted, compressed

LONG = 10 * WORTHWHILE


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "gzip"),
        ("x-gzip", "gzip"),
        ("GZip", "gzip"),
        ("deflate, br", None),
        ("identity", None),
        ("*", "gzip"),
        ("*;q=0", None),
        ("gzip;q=0", None),
        ("zstd;q=0, gzip", "gzip"),
        ("zstd;q=0.5, gzip;q=0.8", "gzip"),
        ("zstd;q=0.8, gzip;q=0.8", "zstd"),
        ("zstd ; q=0.2 , gzip ; q=0.1", "zstd"),
        ("gzip;q=0.5, identity", None),
        ("gzip;q=0.5, identity;q=0.4", "gzip"),
        ("gzip;q=0, *", None),
        ("gzip;q=many", None),
        ("gzip;q=-1", None),
        ("gzip;q=2", None),
        ("gzip;q=nan", None),
        ("gzip;level=9", "gzip"),
        (", ,gzip,", "gzip"),
        ("br, " * 200 + "gzip", "gzip"),
    ],
)
def test_the_weights_decide(header: str, coding: str | None) -> None:
    assert accepted(header).for_body(LONG) == coding


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("gzip", None),
        ("gzip, identity;q=0", "gzip"),
        ("zstd, *;q=0", "zstd"),
        ("*;q=0, identity, gzip", None),
    ],
)
def test_a_short_body_goes_as_it_is_unless_that_is_refused(header: str, coding: str | None) -> None:
    assert accepted(header).for_body(WORTHWHILE - 1) == coding


def test_a_body_comes_back_whole() -> None:
    body = b'{"data":' + b"[1,2,3]" * 1000 + b"}"

    assert gzip.decompress(compressed(body, "gzip")) == body
    assert zstandard.decompress(compressed(body, "zstd")) == body
    assert compressed(body, "gzip") == compressed(body, "gzip")
