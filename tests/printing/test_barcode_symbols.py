import pytest
import zxingcpp
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from printing.barcodes import (
    LinearSymbol,
    MatrixSymbol,
    NotEncodable,
    data_matrix,
    is_valid_sscc,
    plain_code128,
    routing,
    sscc,
    zpl_field,
)

PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), min_size=1, max_size=30)


def drawn(symbol: LinearSymbol) -> Image.Image:
    image = Image.new("L", ((symbol.width + 20) * 3, 90), 255)
    pen = ImageDraw.Draw(image)
    for start, width in symbol.bars:
        pen.rectangle(((start + 10) * 3, 10, (start + width + 10) * 3 - 1, 79), 0)
    return image


def drawn_matrix(symbol: MatrixSymbol) -> Image.Image:
    side = (symbol.width + 4) * 5
    image = Image.new("L", (side, side), 255)
    pen = ImageDraw.Draw(image)
    for row, stretches in enumerate(symbol.rows):
        for start, width in stretches:
            box = ((start + 2) * 5, (row + 2) * 5, (start + width + 2) * 5 - 1, (row + 3) * 5 - 1)
            pen.rectangle(box, 0)
    return image


def decoded(image: Image.Image) -> tuple[str, bytes]:
    (found,) = zxingcpp.read_barcodes(image)
    return found.symbology_identifier, found.bytes


@given(PRINTABLE)
@example("99")
@example("990")
@example("99500012345678901")
def test_any_printable_text_reads_back_as_code_128(text: str) -> None:
    assert decoded(drawn(plain_code128(text))) == ("]C0", text.encode())


@given(PRINTABLE)
@example("99")
@example("990")
@example("99500012345678901")
def test_any_printable_text_reads_back_from_the_matrix(text: str) -> None:
    assert decoded(drawn_matrix(data_matrix(text)))[1] == text.encode()


def test_sscc_takes_156_modules_and_reads_as_gs1() -> None:
    symbol = sscc("395211230000000019")
    assert symbol.width == 156
    assert symbol.text == "(00) 395211230000000019"
    assert decoded(drawn(symbol)) == ("]C1", b"00395211230000000019")


@pytest.mark.parametrize("postcode", ["62500", "0452", "SW1A 1AA", "285-9758", "1", "k1a 0b1"])
def test_routing_code_reads_as_gs1_without_blanks(postcode: str) -> None:
    expected = b"421826" + postcode.upper().replace(" ", "").encode()
    assert decoded(drawn(routing("826", postcode))) == ("]C1", expected)


@pytest.mark.parametrize("text", ["", "Ü", "a\nb", "日本"])
def test_text_that_bars_cannot_carry_is_refused(text: str) -> None:
    for write in (plain_code128, data_matrix, sscc):
        with pytest.raises(NotEncodable):
            write(text)


@pytest.mark.parametrize("postcode", ["", "   ", "1234567890", "\u03a4\u039a 18225", "12#34"])
def test_postcode_outside_gs1s_set_is_refused(postcode: str) -> None:
    with pytest.raises(NotEncodable):
        routing("276", postcode)


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("106141411234567897", True),
        ("106141411234567896", False),
        ("010614141123456789", False),
        ("10614141123456789", False),
        ("10614141123456789x", False),
        ("\u066106141411234567897", False),
    ],
)
def test_sscc_check_digit(number: str, valid: bool) -> None:
    assert is_valid_sscc(number) is valid


@pytest.mark.parametrize(
    ("symbol", "field"),
    [
        (sscc("395211230000000019"), ">;>800395211230000000019"),
        (routing("826", "SW1A 1AA"), ">;>8421826>6SW1A1AA"),
        (plain_code128("O-#564856"), ">:O-#>5564856"),
        (plain_code128("a>b"), ">:a>0b"),
        (plain_code128("1234"), ">;1234"),
    ],
)
def test_label_printers_are_told_every_code_set(symbol: LinearSymbol, field: str) -> None:
    assert zpl_field(symbol) == field
