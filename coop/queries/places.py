"""Where districts stand on the tile map."""

import pandas as pd

from coop.queries.parts import ask

# A district keeps its tile; of several periods of one code the latest that had begun counts.
_TILES = """
SELECT place_code AS unit_code, tile_column, tile_row
FROM (SELECT place_code, tile_column, tile_row,
             row_number() OVER (PARTITION BY place_code ORDER BY valid_from DESC) AS latest_first
      FROM dim_place
      WHERE place_level = 'district' AND valid_from <= make_date($plan_year, 12, 31)) AS places
WHERE latest_first = 1
ORDER BY unit_code"""


def district_tiles(plan_year: int) -> pd.DataFrame:
    """One row per district that had begun by the end of the year: unit_code, tile_column, tile_row."""
    return ask(_TILES, plan_year=plan_year)
