"""Several files as one ZIP whose bytes depend on nothing but the files and the day they speak of."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date


def zip_bytes(files: Mapping[str, bytes], day: date) -> bytes:
    """Return a ZIP of `files` (name to content) in their order, each dated `day`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, content)
    return out.getvalue()
