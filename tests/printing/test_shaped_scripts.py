from dataclasses import replace

import pytest
from PIL import Image

from printing.documents import PostalAddress, Unprintable, UnprintableDocument
from printing.fonts import face_for
from printing.paper import Format
from printing.rendering import render
from printing.shaping import drawn, outline, shape
from printing.text import clean, runs, wrap
from tests.printing.decoding import ink_box, page_texts, pages, printed_zpl
from tests.printing.paper_samples import GERMAN, LABEL, SHAPED

TIBETAN = "\u0f56\u0f7c\u0f51\u0f0b\u0f61\u0f72\u0f42"


def ids(address: object) -> str:
    return address.name.split()[0] if isinstance(address, PostalAddress) else ""


@pytest.mark.parametrize("address", SHAPED, ids=ids)
def test_every_letter_has_its_glyph(address: PostalAddress) -> None:
    for part in (address.name, address.company, *address.street, address.city):
        for run in runs(clean(part), bold=False):
            if run.face.is_shaped:
                assert 0 not in [placed.glyph for placed in shape(run.face, run.text).glyphs]


@pytest.mark.parametrize(
    ("text", "glyphs"),
    [
        ("\u0915\u094d\u0937", 1),  # ka, virama, ssa: one ligature
        ("\u17a0\u17d2\u1798", 2),  # ha with mo below it
        ("\u0e19\u0e49\u0e33", 4),  # the vowel am comes apart: its ring goes above
        ("\u0dc1\u0dca\u200d\u0dbb\u0dd3", 2),  # joined by its joiner, but for the vowel
    ],
)
def test_letters_that_stack_or_join_become_their_ligatures(text: str, glyphs: int) -> None:
    (run,) = runs(clean(text), bold=False)
    assert len(shape(run.face, run.text).glyphs) == glyphs


def test_vowel_written_before_its_consonant_stands_before_it() -> None:
    face = face_for("\u0915", bold=False)
    assert face is not None
    (consonant,) = shape(face, "\u0915").glyphs
    (syllable,) = [shape(face, "\u0915\u093f").glyphs]
    assert [placed.glyph == consonant.glyph for placed in syllable] == [False, True]


def test_joiner_reaches_no_other_script() -> None:
    (run,) = runs(clean("A\u200dB\u0628\u200d"), bold=False)
    assert "\u200d" not in run.text


def test_bold_letters_are_heavier_and_take_the_same_room() -> None:
    face = face_for("\u0e01", bold=True)
    assert face is not None
    ink = [sum(drawn(face, "\u0e01\u0e02", 60, bold=bold)[0].tobytes()) for bold in (False, True)]
    assert ink[1] > ink[0] * 1.1
    (regular,) = runs("\u0e01", bold=False)
    (heavy,) = runs("\u0e01", bold=True)
    assert regular.advance == heavy.advance


def test_outline_is_closed_and_made_of_what_pdf_has() -> None:
    face = face_for("\u0e01", bold=False)
    assert face is not None
    (placed,) = shape(face, "\u0e01").glyphs
    steps = [stroke.step for stroke in outline(face, placed.glyph, bold=False)]
    assert set(steps) <= set("MLCZ")
    assert steps[0] == "M"
    assert steps.count("M") == steps.count("Z")


@pytest.mark.parametrize("address", SHAPED, ids=ids)
def test_label_printer_and_page_printer_draw_the_same_letters(address: PostalAddress) -> None:
    label = replace(LABEL, ship_to=replace(address, name=address.city, company="", street=()))
    (page,) = pages(render(label, Format.PDF, 203), 203)
    raster = printed_zpl(render(label, Format.ZPL, 203), (812, 1218), 203)
    place = (24, 190, 780, 235)
    left, right = (_edges(image.crop(place)) for image in (page, raster))
    assert all(abs(a - b) <= 2 for a, b in zip(left, right, strict=True))


def _edges(image: Image.Image) -> tuple[int, int, int, int]:
    return ink_box(image.point(lambda level: 0 if level < 128 else 255))


def test_text_on_a_page_can_be_found() -> None:
    (words,) = page_texts(render(replace(LABEL, ship_to=SHAPED[0]), Format.PDF, 203))
    assert SHAPED[0].city in words


def test_sign_is_never_parted_from_its_letter() -> None:
    line = clean("\u0e17\u0e35\u0e48\u0e2d\u0e22\u0e39\u0e48" * 12)
    lines = wrap(line, 10, 41)
    assert "".join(lines) == line
    assert len(lines) > 4
    assert not any(part[0] in "\u0e35\u0e48\u0e39" for part in lines)


def test_stacked_letters_are_never_parted() -> None:
    line = clean("\u0915\u094d\u0937" * 30)
    assert all(part.startswith("\u0915") for part in wrap(line, 10, 50))


@pytest.mark.parametrize(
    ("address", "field"),
    [
        (replace(GERMAN, name=TIBETAN), "ship_to.name"),
        (replace(GERMAN, street=("Road 1", TIBETAN)), "ship_to.street[1]"),
        (replace(GERMAN, city=TIBETAN), "ship_to.city"),
    ],
)
def test_address_that_would_be_boxes_is_refused(address: PostalAddress, field: str) -> None:
    with pytest.raises(UnprintableDocument) as refused:
        render(replace(LABEL, ship_to=address), Format.PDF, 203)
    assert (refused.value.field, refused.value.reason) == (field, Unprintable.UNKNOWN_SCRIPT)


def test_smile_in_an_address_is_no_reason_to_refuse_it() -> None:
    address = replace(GERMAN, name="Mijo \U0001f642", company="\U0001f642")
    assert render(replace(LABEL, ship_to=address), Format.ZPL, 203)
