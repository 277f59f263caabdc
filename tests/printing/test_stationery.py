import base64
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from printing.records import RecordError
from printing.stationery.checking import BadStationery, Fault, contrast, require_valid
from printing.stationery.editing import editable_fields, edited
from printing.stationery.fields import FieldKind
from printing.stationery.logos import MOST_HEIGHT, MOST_WIDTH, UnusableLogo, logo_from
from printing.stationery.model import PLAIN, Brand, SlipBlock, SlipColumn, Stationery
from printing.stationery.texts import from_json, from_toml, to_json, to_toml
from tests.printing.stationery_samples import LOGO_SVG, SHOP


def png(image: Image.Image) -> bytes:
    target = BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


@pytest.mark.parametrize("stationery", [PLAIN, SHOP])
def test_stationery_survives_toml_and_json(stationery: Stationery) -> None:
    assert from_toml(to_toml(stationery)) == stationery
    assert from_json(to_json(stationery)) == stationery


def test_what_a_person_leaves_out_is_as_usual() -> None:
    found = from_toml('[brand]\nname = "Haus & Hof"\nlogo_height_mm = 9\n')
    assert found == Stationery(brand=Brand(name="Haus & Hof", logo_height_mm=9.0))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("[brand", "stationery"),
        ("[branding]\n", "stationery.branding"),
        ("brand = 3", "stationery.brand"),
        ("[brand]\ncolor = '#000000'", "brand.color"),
        ("[brand]\nname = 3", "brand.name"),
        ("[brand]\nlogo_height_mm = true", "brand.logo_height_mm"),
        ("[packing_slip]\nblocks = ['lines', 'poem']", "packing_slip.blocks[1]"),
        ("[label]\nshows_logo = 'yes'", "label.shows_logo"),
    ],
)
def test_what_is_no_stationery_is_refused_with_its_place(text: str, path: str) -> None:
    with pytest.raises(RecordError) as refused:
        from_toml(text)
    assert refused.value.path == path


def test_what_is_no_json_is_refused() -> None:
    with pytest.raises(RecordError):
        from_json("{")
    with pytest.raises(RecordError):
        from_json("[]")


@pytest.mark.parametrize(
    ("text", "path", "fault"),
    [
        ("[brand]\nname = '" + "x" * 61 + "'", "brand.name", Fault.TOO_LONG),
        ("[brand]\ncolour = 'red'", "brand.colour", Fault.NO_COLOUR),
        ("[brand]\ncolour = '#ffd400'", "brand.colour", Fault.TOO_PALE),
        ("[brand]\nlogo_height_mm = 40", "brand.logo_height_mm", Fault.OUT_OF_RANGE),
        ("[brand]\ncontact = ['a', 'b', 'c', 'd']", "brand.contact", Fault.TOO_MANY),
        ("[brand]\ncontact = ['" + "x" * 61 + "']", "brand.contact[0]", Fault.TOO_LONG),
        ("[packing_slip]\nblocks = ['lines']", "packing_slip.blocks", Fault.LEFT_OUT),
        (
            "[packing_slip]\ncolumns = ['description', 'shipped', 'shipped']",
            "packing_slip.columns",
            Fault.REPEATED,
        ),
        (
            "[packing_slip]\ngreeting = 'Hello {customer}'",
            "packing_slip.greeting",
            Fault.UNKNOWN_PLACEHOLDER,
        ),
        ("[packing_slip]\ngreeting = '{'", "packing_slip.greeting", Fault.UNKNOWN_PLACEHOLDER),
        ("[packing_slip]\nreturn_link = 'www.x.y'", "packing_slip.return_link", Fault.NO_LINK),
        (
            "[gift_slip]\ncolumns = ['description', 'shipped', 'amount']",
            "gift_slip.columns",
            Fault.PRICE_ON_GIFT,
        ),
        ("[brand.logo]\npng = '!'\nwidth = 3\nheight = 3", "brand.logo", Fault.NO_PICTURE),
    ],
)
def test_value_beyond_its_limits_is_refused_with_its_field(
    text: str, path: str, fault: Fault
) -> None:
    with pytest.raises(BadStationery) as refused:
        from_toml(text)
    (problem,) = refused.value.problems
    assert (problem.path, problem.fault) == (path, fault)
    assert problem.limit in str(refused.value)


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(BadStationery) as refused:
        from_toml("[brand]\ncolour = 'red'\nlogo_height_mm = 1\n[label]\nnote = '" + "x" * 99 + "'")
    assert [problem.path for problem in refused.value.problems] == [
        "brand.logo_height_mm",
        "brand.colour",
        "label.note",
    ]


def test_logo_whose_size_is_another_or_that_is_too_large_is_refused() -> None:
    logo = logo_from(LOGO_SVG)
    with pytest.raises(BadStationery):
        require_valid(Stationery(brand=Brand(logo=replace(logo, width=logo.width + 1))))
    noise = Image.effect_noise((300, 300), 90)
    big = replace(logo, png=base64.b64encode(png(noise)).decode(), width=300, height=300)
    with pytest.raises(BadStationery) as refused:
        require_valid(Stationery(brand=Brand(logo=big)))
    assert refused.value.problems[0].fault is Fault.TOO_LONG


def test_form_gets_every_field_with_kind_limits_and_default() -> None:
    fields = {field.path: field for field in editable_fields(SHOP)}
    assert len(fields) == 31
    assert fields["brand.colour"].limits.kind is FieldKind.COLOUR
    assert fields["brand.colour"].default == "#000000"
    blocks = fields["packing_slip.blocks"].limits
    assert blocks.choices == tuple(SlipBlock)
    assert blocks.needed == ("addresses", "lines")
    assert fields["packing_slip.greeting"].limits.placeholders == ("order", "name", "shop")


def test_every_field_takes_the_value_the_form_showed() -> None:
    for field in editable_fields(SHOP):
        assert edited(SHOP, field.path, field.value) == SHOP
        assert edited(SHOP, field.path, field.default) is not None


def test_one_field_is_edited_and_the_others_stay() -> None:
    found = edited(SHOP, "packing_slip.columns", ["description", "shipped", "sku"])
    assert found.packing_slip.columns == (
        SlipColumn.DESCRIPTION,
        SlipColumn.SHIPPED,
        SlipColumn.SKU,
    )
    assert found.brand == SHOP.brand


@pytest.mark.parametrize("path", ["brand", "brand.colors", "nothing.name", "packing_slip."])
def test_field_that_does_not_exist_is_refused(path: str) -> None:
    with pytest.raises(RecordError):
        edited(PLAIN, path, "x")


@pytest.mark.parametrize(("colour", "least"), [("#000000", 20.9), ("#0b5a4a", 7.0)])
def test_contrast_is_measured_against_white(colour: str, least: float) -> None:
    assert contrast(colour) > least


def test_contrast_of_white_is_none() -> None:
    assert contrast("#ffffff") == pytest.approx(1.0)


def test_svg_logo_is_cropped_and_fits_what_is_printed() -> None:
    logo = logo_from(LOGO_SVG)
    assert logo.width <= MOST_WIDTH
    assert logo.height <= MOST_HEIGHT
    assert max(logo.width / MOST_WIDTH, logo.height / MOST_HEIGHT) > 0.99
    image = Image.open(BytesIO(base64.b64decode(logo.png))).convert("RGB")
    assert image.getpixel((logo.width // 10, logo.height // 10)) == (11, 90, 74)
    require_valid(Stationery(brand=Brand(logo=logo)))


def test_transparent_png_stands_on_white() -> None:
    image = Image.new("RGBA", (400, 100), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((50, 20, 349, 79), fill=(200, 0, 0, 255))
    logo = logo_from(png(image))
    assert (logo.width, logo.height) == (300, 60)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"GIF89a", "no PNG or SVG"),
        (b"\x89PNG\r\n\x1a\n broken", "no PNG or SVG"),
        (png(Image.new("RGB", (40, 40), "white")), "empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'", "cannot be drawn"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "empty"),
        (b"<svg><image href='file:///etc/hostname'/></svg>", "refers to other files"),
        (b"<svg><style>@import url(https://a.b/c.css)</style></svg>", "refers to other files"),
        (b"<!DOCTYPE svg [<!ENTITY a 'aaa'>]><svg/>", "refers to other files"),
        (b"<svg>\xff</svg>", "UTF-8"),
        (b"x" * (4 * 1024 * 1024 + 1), "larger than 4 MB"),
    ],
)
def test_file_that_is_no_logo_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(UnusableLogo, match=words):
        logo_from(content)
