"""Words for the form of stationery: its parts, fields, choices, and what is wrong with an entry."""

from __future__ import annotations

from app.services.stationery_form import FormField, FormProblem
from app.ui.message import translate


def section_words(section: str) -> str:
    """A part of the form."""
    words = {
        "brand": translate("stationery", "Brand"),
        "packing_slip": translate("stationery", "Packing slip"),
        "gift_slip": translate("stationery", "Gift slip"),
        "label": translate("stationery", "Labels"),
        "pick_list": translate("stationery", "Pick list"),
    }
    return words.get(section, section)


def field_words(path: str) -> str:
    """What a field is."""
    words = {
        "name": translate("stationery", "Name on paper"),
        "logo": translate("stationery", "Logo (PNG or SVG)"),
        "logo_height_mm": translate("stationery", "Height of the logo, mm"),
        "colour": translate("stationery", "Colour, as #rrggbb"),
        "contact": translate("stationery", "Contact, a line each"),
        "small_print": translate("stationery", "Small print at the foot"),
        "title": translate("stationery", "Title, in place of the usual one"),
        "blocks": translate("stationery", "Parts, in this order"),
        "columns": translate("stationery", "Columns, in this order"),
        "greeting": translate("stationery", "Text above the lines"),
        "closing": translate("stationery", "Text below the lines"),
        "inserts": translate("stationery", "What lies beside the goods, a line each"),
        "return_link": translate("stationery", "Link for returns, as a QR code"),
        "text_points": translate("stationery", "Size of the lines, points"),
        "shows_logo": translate("stationery", "Logo"),
        "shows_contents": translate("stationery", "Contents"),
        "shows_reference": translate("stationery", "Customer's reference"),
        "shows_phone": translate("stationery", "Telephone number"),
        "shows_barcodes": translate("stationery", "Codes to scan"),
        "shows_descriptions": translate("stationery", "Descriptions"),
        "note": translate("stationery", "A line of our own"),
    }
    name = path.partition(".")[2]
    return words.get(name, name)


def choice_words(choice: str) -> str:
    """A part or a column of a slip."""
    words = {
        "addresses": translate("stationery", "Addresses"),
        "greeting": translate("stationery", "Text above"),
        "lines": translate("stationery", "Lines"),
        "gift_message": translate("stationery", "Gift message"),
        "note": translate("stationery", "Customer's note"),
        "closing": translate("stationery", "Text below"),
        "inserts": translate("stationery", "Beside the goods"),
        "returns": translate("stationery", "Returns"),
        "initials": translate("stationery", "Picked and packed by"),
        "number": translate("stationery", "Number"),
        "sku": translate("stationery", "SKU"),
        "description": translate("stationery", "Description"),
        "ordered": translate("stationery", "Ordered"),
        "shipped": translate("stationery", "Shipped"),
        "to_follow": translate("stationery", "To follow"),
        "unit_price": translate("stationery", "Price of one"),
        "amount": translate("stationery", "Amount"),
    }
    return words.get(choice, choice)


def limit_words(field: FormField) -> str:
    """What a field takes, in a few words; empty where that goes without saying."""
    limits = field.limits
    said: list[str] = []
    if limits.placeholders:
        names = " ".join(f"{{{name}}}" for name in limits.placeholders)
        said.append(translate("stationery", "filled in: {0}").format(names))
    if limits.most_lines and not limits.choices:
        said.append(translate("stationery", "up to {0} lines").format(limits.most_lines))
    return ", ".join(said)


def problem_words(problem: FormProblem) -> str:
    """What is wrong with an entry, where it stands, and what to do."""
    words = {
        "too_long": translate("stationery", "too long: shorten it"),
        "too_many": translate("stationery", "too many lines: take some out"),
        "out_of_range": translate("stationery", "out of range"),
        "no_colour": translate("stationery", "no colour: write it as #rrggbb"),
        "too_pale": translate("stationery", "too pale to be read on white: take a darker one"),
        "repeated": translate("stationery", "named twice: name it once"),
        "price_on_gift": translate("stationery", "a gift's slip names no price: take it out"),
        "left_out": translate("stationery", "cannot be left out"),
        "unknown_placeholder": translate("stationery", "no such word to fill in"),
        "no_link": translate("stationery", "no link: begin with https://, no blanks"),
        "no_picture": translate("stationery", "no picture that can be printed"),
        "no_file": translate("stationery", "there is no such file"),
    }
    said = words.get(problem.fault, translate("stationery", "it cannot be taken"))
    path = problem.path.partition("[")[0]
    where = f"{section_words(path.partition('.')[0])}, {field_words(path)}"
    return translate("stationery", "{0}: {1} ({2})").format(where, said, problem.value[:40])


def paper_words(part: str) -> str:
    """Which paper is looked at."""
    words = {
        "packing_slip": translate("stationery", "Packing slip"),
        "gift_slip": translate("stationery", "Gift slip"),
        "label": translate("stationery", "Shipping label"),
        "return_label": translate("stationery", "Return label"),
        "pick_list": translate("stationery", "Pick list"),
    }
    return words[part]


def shop_words(shop: str) -> str:
    """Whose stationery it is."""
    return shop or translate("stationery", "All shops without their own")
