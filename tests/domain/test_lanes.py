import pytest

from app.domain.lanes import CageRule, Destination, cage_for

ALL = CageRule(1, "DHL-REST", "dhl")
GERMANY = CageRule(2, "DHL-DE", "dhl", lane="DE", country_code="DE")
NORTH = CageRule(3, "DHL-DE-N", "dhl", lane="DE", country_code="DE", postcodes=("2", "19"))
KIEL = CageRule(4, "DHL-KIEL", "dhl", country_code="DE", postcodes=("241",))
EXPRESS = CageRule(5, "DHL-X", "dhl", service="express")
UPS = CageRule(6, "UPS-1", "ups")
CAGES = (ALL, GERMANY, NORTH, KIEL, EXPRESS, UPS)


@pytest.mark.parametrize(
    ("carrier", "service", "country", "postcode", "cage"),
    [
        ("dhl", "parcel", "FR", "75001", ALL),
        ("dhl", "parcel", "DE", "80331", GERMANY),
        ("dhl", "parcel", "DE", "20095", NORTH),
        ("dhl", "parcel", "DE", "19053", NORTH),
        ("dhl", "parcel", "DE", "24 103", KIEL),
        ("dhl", "express", "FR", "75001", EXPRESS),
        ("dhl", "express", "DE", "80331", GERMANY),
        ("ups", "parcel", "DE", "24103", UPS),
        ("van", "parcel", "DE", "24103", None),
    ],
)
def test_parcel_goes_into_the_cage_whose_rule_fits_it_most_closely(
    carrier: str, service: str, country: str, postcode: str, cage: CageRule | None
) -> None:
    assert cage_for(Destination(carrier, service, country, postcode), CAGES) is cage


def test_of_two_equal_cages_the_first_by_its_code_is_taken() -> None:
    other = CageRule(9, "UPS-0", "ups")
    assert cage_for(Destination("ups", "", "DE", ""), (UPS, other)) is other


def test_lane_and_cage_are_said_together() -> None:
    assert (NORTH.name, ALL.name) == ("DE DHL-DE-N", "DHL-REST")
