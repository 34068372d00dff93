"""Takes out of installed npm packages the fonts that pictures and PDF files are set in, ready to be opened.

python -m scripts.fonts NODE_MODULES DIST
"""

import shutil
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import ARGS_ARE_XY_VALUES, ROUND_XY_TO_GRID, Glyph, GlyphComponent

FONTS = {
    "NotoSans-Regular.ttf": "@embedpdf/fonts-latin/fonts/NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf": "@embedpdf/fonts-latin/fonts/NotoSans-Bold.ttf",
    # Small, and in PDF files: its letters are whole signs, so that they can be found and copied as words.
    "NotoNaskhArabic-Regular.ttf": "@embedpdf/fonts-arabic/fonts/NotoNaskhArabic-Regular.ttf",
    "NotoSansArabic-Bold.ttf": "@fontsource/noto-sans-arabic/files/noto-sans-arabic-arabic-700-normal.woff2",
    "NotoSansHebrew-Regular.ttf": "@embedpdf/fonts-hebrew/fonts/NotoSansHebrew-Regular.ttf",
    "NotoSansHebrew-Bold.ttf": "@embedpdf/fonts-hebrew/fonts/NotoSansHebrew-Bold.ttf",
    "NotoSansJP-Regular.otf": "@embedpdf/fonts-jp/fonts/NotoSansJP-Regular.otf",
    "NotoSansJP-Bold.otf": "@embedpdf/fonts-jp/fonts/NotoSansJP-Bold.otf",
    "NotoSansSC-Regular.otf": "@embedpdf/fonts-sc/fonts/NotoSansHans-Regular.otf",
    "NotoSansSC-Bold.otf": "@embedpdf/fonts-sc/fonts/NotoSansHans-Bold.otf",
    "NotoSansKR-Regular.otf": "@embedpdf/fonts-kr/fonts/NotoSansKR-Regular.otf",
    "NotoSansKR-Bold.otf": "@embedpdf/fonts-kr/fonts/NotoSansKR-Bold.otf",
    "Emoji.ttf": "twemoji-colr-font/twemoji.woff2",
}
LICENSES = {
    "@embedpdf/fonts-latin": "Noto.txt",
    "@fontsource/noto-sans-arabic": "NotoArabic.txt",
    "twemoji-colr-font": "Emoji.txt",
}


def main(packages: Path, dist: Path) -> None:
    aside = dist.with_name("dist.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    for name, source in FONTS.items():
        if source.endswith(".woff2"):
            unpack(packages / source, aside / name)
        else:
            shutil.copyfile(packages / source, aside / name)
    for package, name in LICENSES.items():
        shutil.copyfile(packages / package / "LICENSE", aside / f"LICENSE-{name}")
    shutil.rmtree(dist, ignore_errors=True)
    aside.rename(dist)


def unpack(source: Path, target: Path) -> None:
    font = TTFont(source)
    if "COLR" in font:
        outline(font)
    font.flavor = None
    font.save(target)


def outline(font: TTFont) -> None:
    """Gives each coloured glyph the outline of its layers: it has none of its own, and what has none is not drawn."""
    glyphs = font["glyf"]
    for name, layers in font["COLR"].ColorLayers.items():
        if not glyphs[name].numberOfContours:
            glyph = Glyph()
            glyph.numberOfContours = -1
            glyph.components = [component(layer.name) for layer in layers]
            glyphs[name] = glyph


def component(name: str) -> GlyphComponent:
    made = GlyphComponent()
    made.glyphName, made.x, made.y, made.flags = name, 0, 0, ARGS_ARE_XY_VALUES | ROUND_XY_TO_GRID
    return made


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
