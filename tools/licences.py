"""Write `docs/licences.md`: the licence of all that the dashboard is installed with, and that none binds it.

`python -m tools.licences` writes it, or says what is wrong and ends with exit code 1: a package without a
licence in `tools/licences.toml`, one whose metadata says otherwise, one whose licence binds the product.
"""

import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata

from coop.paths import PROJECT
from tools.packages import parts, pins, project, stated_licences

DOCUMENT = PROJECT / "docs" / "licences.md"
# Whoever gives these away together with a program must give the program away under them.
BINDING = ("GPL-", "AGPL-", "SSPL-", "OSL-", "EUPL-", "CC-BY-SA", "CC-BY-NC", "BUSL-")
_HEAD = """# Licences

Written by `python -m tools.licences` from `requirements.txt` and `tools/licences.toml`; a test fails when it
is stale, when a package is not listed, or when its own metadata says otherwise.

**The rule.** The product is under {own} (docs/decisions/0004), and nothing that it is installed with may bind
it or the department. Licences that only ask for their notice to be kept are free to use
({free}).
Weak copyleft (LGPL, MPL) is taken only with a reason below. GPL, AGPL, SSPL, BUSL and licences that forbid a
use are refused, as is a package whose licence is not known. Packages are installed from their makers' wheels,
unchanged; none is copied into this project, so each brings its own notices along. Wheels of numpy, pillow,
pyarrow and lxml hold compiled libraries whose notices lie in the wheel beside them (GCC's runtime in numpy's
comes with the exception that frees programs using it).

Shipped in this project itself: the font Source Sans 3 under the SIL Open Font License 1.1
(`coop/exports/fonts/OFL.txt`), which may be embedded in documents and given away with programs.

| package | version | licence | only where |
|---|---|---|---|
"""


def problems() -> list[str]:
    """Sentences about everything that keeps the rule from holding; none where it holds."""
    stated = stated_licences()
    listed, names = stated["packages"], {pin.name for pin in pins()}
    found = [f"{name}: no licence in tools/licences.toml" for name in sorted(names - set(listed))]
    found += [f"{name}: listed, but not in requirements.txt" for name in sorted(set(listed) - names)]
    for name in sorted(names & set(listed)):
        for one in parts(listed[name]):
            if one.startswith(BINDING):
                found.append(f"{name}: {one} binds the product")
            elif one not in stated["free"] and name not in stated["explained"]:
                found.append(f"{name}: {one} needs a reason in [explained]")
        said = said_by_metadata(name)
        if said and said != listed[name]:
            found.append(f"{name}: its metadata says {said!r}, tools/licences.toml {listed[name]!r}")
    return found


def said_by_metadata(name: str) -> str:
    """The licence as the installed package names it; '' where it is not installed on this system."""
    try:
        facts = metadata(name)
    except PackageNotFoundError:
        return ""
    wordings = stated_licences()["wordings"]
    kinds = [text for text in facts.get_all("Classifier") or [] if text.startswith("License ::")]
    in_words = [text for text in (facts.get("License-Expression"), facts.get("License")) if text]
    short = [text.strip() for text in in_words if len(text) < 60]
    said = (short or kinds or ["?"])[0]
    return str(wordings.get(said, said))


def document() -> str:
    """The whole document, the same for the same lists on every system."""
    stated = stated_licences()
    head = _HEAD.format(own=project()["license"], free=", ".join(stated["free"]))
    return head + "\n".join([*_rows(), "", "## Explained", "", *_explained()]) + "\n"


def _rows() -> Iterator[str]:
    listed = stated_licences()["packages"]
    for pin in pins():
        marker = f"`{pin.marker}`" if pin.marker else ""
        yield f"| {pin.name} | {pin.version} | {listed.get(pin.name, '?')} | {marker} |"


def _explained() -> Iterator[str]:
    stated = stated_licences()
    for name, why in stated["explained"].items():
        yield f"- **{name}** ({stated['packages'][name]}): {why}"


def main() -> int:
    """Write the document; exit code 0, or 1 with what is wrong."""
    if found := problems():
        print("\n".join(found), file=sys.stderr)
        return 1
    DOCUMENT.write_text(document(), encoding="utf-8")
    print(f"==> {DOCUMENT.relative_to(PROJECT)}: {len(pins())} packages, none binds the product")
    return 0


if __name__ == "__main__":
    sys.exit(main())
