"""One step of a carriers' worker, as a program of its own that can be killed."""

import sys

from app.services.carrier_desk import CarrierDesk
from app.services.workplace import Workplace
from tests import builders
from tests.services.far_carrier import FarCarrier


def main() -> None:
    url, port = sys.argv[1], int(sys.argv[2])
    workplace = Workplace(builders.a_database(url), "P-01", network_carriers=(FarCarrier(port),))
    CarrierDesk(workplace, "the one that dies").step()


if __name__ == "__main__":
    main()
