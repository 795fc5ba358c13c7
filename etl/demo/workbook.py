"""Write one return as a workbook whose bytes depend on nothing but its content."""

import re
import zipfile
from io import BytesIO
from pathlib import Path

from etl.demo.illustrative import IllustrativeReturn
from etl.returns.blank import write_blank

# The times a workbook's maker stamps into it; they would differ from run to run.
STAMPS = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_return(one: IllustrativeReturn, folder: Path) -> Path:
    """Write one return into `folder`, marked illustrative; the same return gives the same bytes."""
    path = folder / one.file_name
    write_blank(
        one.form_code,
        one.unit_code,
        one.year,
        path,
        rows=one.rows,
        illustrative=True,
        reported_on=one.reported_on,
    )
    path.write_bytes(without_clock(path.read_bytes(), f"{one.reported_on}T00:00:00Z"))
    return path


def without_clock(workbook: bytes, moment: str) -> bytes:
    """Return the same workbook with one fixed moment in place of every time stamped into it."""
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(workbook)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist()):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = STAMPS.sub(rb"\g<1>" + moment.encode() + rb"\g<2>", content)
            member = zipfile.ZipInfo(name, EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, content)
    return packed.getvalue()
