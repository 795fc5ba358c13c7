"""Districts together with their place on the tile map."""

import pandas as pd

from coop.queries.places import district_tiles
from coop.queries.plan import status_by_unit
from coop.queries.scope import Scope
from coop.ui.answers import ask, known


@known
def status_by_district(scope: Scope) -> pd.DataFrame:
    """`status_by_unit` of the districts in scope, with tile_column and tile_row (missing where unknown)."""
    tiles = ask(district_tiles, scope.plan_year)
    return ask(status_by_unit, scope, "district").merge(tiles, on="unit_code", how="left")
