"""A PDF made by hand: runs of Chinese text at given places of its pages, for layouts that no browser prints."""

from __future__ import annotations

from typing import NamedTuple

SIZE = 12  # of the type, in points; every character is as wide


class Page(NamedTuple):
    """Runs of text as (x, y from the top, words), in points on the page as it is looked at; `rotate` is 0, or 90 for a page
    that lies on its side."""

    runs: list[tuple[float, float, str]]
    rotate: int = 0


def pdf(pages: list[Page], encrypt: bytes = b"") -> bytes:
    """The file. `encrypt` is put into the trailer as it is."""
    letters = sorted({letter for page in pages for _, _, words in page.runs for letter in words})
    code = {letter: number for number, letter in enumerate(letters, 1)}
    mapped = "\n".join(f"<{code[letter]:04x}> <{letter.encode('utf-16-be').hex()}>" for letter in letters)
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(letters)} beginbfchar\n{mapped}\nendbfchar\n"
        "endcmap end end"
    ).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor<</Type/FontDescriptor/FontName/Song/Flags 4/Ascent 880/Descent -120/FontBBox[0 -120 1000 880]>>/DW 1000>>",
        _stream(cmap),
    ]
    kids = []
    for page in pages:
        drawn = b"".join(
            b"BT /F %d Tf %s Tm <%s> Tj ET\n"
            % (
                SIZE,
                b"0 1 -1 0 %.1f %.1f" % (y, x) if page.rotate else b"1 0 0 1 %.1f %.1f" % (x, 842 - y),
                "".join(f"{code[letter]:04x}" for letter in words).encode(),
            )
            for x, y, words in page.runs
        )
        objects.append(_stream(drawn))
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Rotate %d/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>>>"
            % (page.rotate, len(objects))
        )
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    return _file(objects, encrypt)


def _stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


def _file(objects: list[bytes], encrypt: bytes) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, encrypt, start)
    return bytes(out)
