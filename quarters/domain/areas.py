"""Areas come into being: as a whole city, or from the keys of a file."""

from django.db import transaction

from quarters import gelsenkirchen
from quarters.enums import AreaLevel
from quarters.models import Area


@transaction.atomic
def create_gelsenkirchen() -> Area:
    """Create the city, its districts and quarters, or bring them up to date, and return the city."""
    city = _area(AreaLevel.CITY, *gelsenkirchen.CITY)
    districts = {code: _area(AreaLevel.DISTRICT, code, name, parent=city) for code, name in gelsenkirchen.DISTRICTS}
    for code, name, row, column in gelsenkirchen.QUARTERS:
        _area(AreaLevel.QUARTER, code, name, parent=districts[code[0]], tile_row=row, tile_column=column)
    return city


def _area(level: AreaLevel, code: str, name: str, **fields) -> Area:
    area, _created = Area.objects.update_or_create(
        municipality=gelsenkirchen.MUNICIPALITY, level=level, code=code, defaults={"name": name, **fields}
    )
    return area
