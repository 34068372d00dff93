"""Pieces in many scripts, long and short, as pictures get to see them."""

from functools import cache

import pytest

from app.generation.gates.base import Piece, Visual
from app.generation.scenes import Archetype
from app.pictures.fonts import Fonts, are_there, open_fonts
from app.vocabulary import ContentType, Platform

TEXTS = {
    "short": "Bake less.",
    "share": "38 percent of the flour went into bread that was sold at half price or given away.",
    "amount": "We asked 212 of them, and 171 said that they trust a bakery more when it runs out of bread.",
    "long": "Most bakeries lose money on the loaves that nobody sees, and the owners who count every single loaf for "
    "six weeks are always the ones most surprised by what they find in the bin at night",
    "emoji": "🍞 Stop baking after three 🚫 Your customers 👨‍👩‍👧 would rather hear “sold out” ✅🔥 1️⃣ 🇩🇪",
    "japanese": "売り切れは失敗ではない。「明日も焼きたて」という約束です。パンの3倍売れる店は、焼く量を減らした。",
    "chinese": "卖光不是失败，而是承诺：明天的面包是新鲜的。我们数了一年，38%的面粉都浪费了！",
    "korean": "품절은 실패가 아닙니다. 내일도 갓 구운 빵이라는 약속입니다. 뷁",
    "arabic": "نفاد الخبز ليس فشلاً، بل وعد بأن خبز الغد طازج (38% من الطحين ضاع) 🍞",
    "hebrew": "המדף הריק אינו כישלון: הוא הבטחה שהלחם של מחר (fresh bread, 2024) טרי.",
    "hindi": "खाली शेल्फ असफलता नहीं है: यह वादा है कि कल की रोटी ताज़ी होगी।",
    "word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ist überall.",
    "vietnamese": "Ổ bánh mì mà không ai thấy: chúng tôi đã đếm suốt một năm, 3 lần mỗi ngày.",
}
"""One of them for each script that the fonts write, and those that are hard to set."""


@cache
def fonts() -> Fonts:
    """The built-in ones; where they are not there, the test does not run and says so."""
    if not are_there():
        pytest.skip("there are no fonts: run scripts/build_fonts")
    return open_fonts()


def piece(platform: Platform, text: str, archetype: Archetype | None = None) -> Piece:
    visual = Visual(archetype, "", "") if archetype else None
    return Piece(platform, ContentType.POST, text, visual=visual)
