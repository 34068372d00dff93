"""Keys have one shape for each kind, and nothing that is no id or no plain name gets into one."""

import pytest

from app.objects.keys import checked, checked_prefix, client_prefix, export_key, image_key, source_key, voice_key

CLIENT = "01990000-0000-7000-8000-000000000001"
OWNER = "01990000-0000-7000-8000-000000000002"


def test_every_kind_has_the_key_of_the_data_model() -> None:
    assert source_key(CLIENT, OWNER, "original.pdf") == f"assets/{CLIENT}/sources/{OWNER}/original.pdf"
    assert source_key(CLIENT, OWNER, "processed.json") == f"assets/{CLIENT}/sources/{OWNER}/processed.json"
    assert image_key(CLIENT, OWNER, "thumbnail.png") == f"assets/{CLIENT}/images/{OWNER}/thumbnail.png"
    assert image_key(CLIENT, OWNER, "slide_3.png") == f"assets/{CLIENT}/images/{OWNER}/slide_3.png"
    assert voice_key(CLIENT, OWNER, "webm") == f"assets/{CLIENT}/voice/{OWNER}.webm"
    assert voice_key(CLIENT, OWNER, "json") == f"assets/{CLIENT}/voice/{OWNER}.json"
    assert export_key(CLIENT, OWNER, "csv") == f"assets/{CLIENT}/exports/{OWNER}.csv"
    assert client_prefix(CLIENT) == f"assets/{CLIENT}/"


@pytest.mark.parametrize("bad", ["", "..", "client", f"{CLIENT}/..", CLIENT.replace("-", ""), CLIENT.upper() + "A"])
def test_an_id_is_refused_when_it_is_no_uuid(bad: str) -> None:
    with pytest.raises(ValueError, match="is not an id"):
        source_key(bad, OWNER, "original.pdf")
    with pytest.raises(ValueError, match="is not an id"):
        export_key(CLIENT, bad, "csv")


@pytest.mark.parametrize(
    "bad", ["", ".", "..", "../x", "a/b", ".hidden", "a..b", "a\x00b", "a\\b", "a b", "ü.pdf", "x" * 101]
)
def test_a_name_is_refused_when_it_is_not_plain(bad: str) -> None:
    with pytest.raises(ValueError, match="is not the name of an object"):
        source_key(CLIENT, OWNER, bad)


@pytest.mark.parametrize("bad", ["", "/etc/passwd", "a/../b", "a//b", "a/", "./a", "a/.b", "a\nb", "a" * 513])
def test_a_key_is_refused_when_it_could_leave_the_store(bad: str) -> None:
    with pytest.raises(ValueError, match="is not an object key"):
        checked(bad)


def test_a_prefix_is_refused_when_it_would_match_a_longer_name() -> None:
    assert checked_prefix("assets/a/") == "assets/a/"
    with pytest.raises(ValueError, match="must end in a slash"):
        checked_prefix("assets/a")
