"""A draft → the bytes and the name of the file that an officer would send."""

from tests.returns_factory.draft import Draft
from tests.returns_factory.grid import Grid, grid_of
from tests.returns_factory.write_ods import ods_bytes
from tests.returns_factory.write_xls import xls_bytes
from tests.returns_factory.write_xlsx import csv_bytes, xlsx_bytes


def grids_of(draft: Draft) -> list[Grid]:
    """Every sheet of the draft."""
    return [grid_of(page) for page in draft.pages]


def file_of(draft: Draft, grids: list[Grid] | None = None) -> tuple[bytes, str]:
    """Bytes and file name; `grids` stands in for the draft's own sheets."""
    grids = grids_of(draft) if grids is None else grids
    name = f"bieu.{draft.kind}"
    if draft.kind == "csv":
        return csv_bytes(grids[0], encoding=draft.encoding, delimiter=draft.delimiter), name
    if draft.kind == "ods":
        return ods_bytes(grids), name
    if draft.kind == "xls":
        return xls_bytes(grids, date1904=draft.date1904), name
    return xlsx_bytes(grids, date1904=draft.date1904), name
