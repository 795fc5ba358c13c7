"""Write `docs/sbom.cdx.json`: what the dashboard is made of, as CycloneDX 1.6, the same for the same pins.

`python -m tools.sbom` needs no network and no library: everything stands in `requirements.txt`,
`pyproject.toml` and `tools/licences.toml`. It has no moment of making; the commit tells when.
"""

import json
import sys
import uuid
from collections.abc import Mapping
from typing import Any

from coop.paths import PROJECT
from tools.packages import Pin, pins, project, stated_licences

DOCUMENT = PROJECT / "docs" / "sbom.cdx.json"
_SPACE = uuid.UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")  # of identifiers, RFC 4122


def bill() -> dict[str, Any]:
    """The bill of materials as plain data."""
    own = project()
    root = f"pkg:pypi/{own['name']}@{own['version']}"
    every = pins()
    content = {
        "metadata": {
            "component": {
                "bom-ref": root,
                "type": "application",
                "name": own["name"],
                "version": own["version"],
                "description": own["description"],
                "licenses": [{"license": {"id": own["license"]}}],
                "purl": root,
            }
        },
        "components": [*(_component(pin) for pin in every), _FONT],
        "dependencies": _dependencies(every, own["name"], root),
    }
    serial = uuid.uuid5(_SPACE, json.dumps(content, sort_keys=True))
    frame = {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}"}
    return {**frame, "version": 1, **content}


_FONT: Mapping[str, Any] = {
    "bom-ref": "coop/exports/fonts",
    "type": "file",
    "name": "Source Sans 3",
    "licenses": [{"license": {"id": "OFL-1.1"}}],
}


def _component(pin: Pin) -> dict[str, Any]:
    licence = stated_licences()["packages"][pin.name]
    choice = {"expression": licence} if " " in licence else {"license": {"id": licence}}
    marker = {"properties": [{"name": "python:marker", "value": pin.marker}]} if pin.marker else {}
    return {
        "bom-ref": pin.address,
        "type": "library",
        "name": pin.name,
        "version": pin.version,
        "scope": "optional" if pin.marker else "required",
        "licenses": [choice],
        "purl": pin.address,
        **marker,
    }


def _dependencies(every: list[Pin], own: str, root: str) -> list[dict[str, Any]]:
    """Who needs whom; what the list says is needed by the project is needed by its root."""
    refs: dict[str, list[str]] = {own: [root]}
    for pin in every:
        refs.setdefault(pin.name, []).append(pin.address)
    needs: dict[str, set[str]] = {ref: set() for ref in [root, *(pin.address for pin in every)]}
    for pin in every:
        for name in pin.needed_by:
            for ref in refs.get(name, [root]):
                needs[ref].add(pin.address)
    return [{"ref": ref, "dependsOn": sorted(found)} for ref, found in sorted(needs.items())]


def document() -> str:
    """The file's text."""
    return json.dumps(bill(), indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write it; exit code 0."""
    DOCUMENT.write_text(document(), encoding="utf-8")
    print(f"==> {DOCUMENT.relative_to(PROJECT)}: {len(pins())} packages (CycloneDX 1.6)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
