"""What the dashboard is made of is listed, under licences that bind nobody, the same whenever written."""

import json
import re
from typing import Any

import pytest

from tests.house.source import PROJECT
from tools import licences, packages, sbom
from tools.vulnerabilities import UNREACHED, told


def test_the_list_of_licences_is_what_would_be_written_now() -> None:
    assert licences.DOCUMENT.read_text(encoding="utf-8") == licences.document(), "stale: run make audit"


def test_every_package_has_a_licence_that_its_metadata_confirms_and_none_binds_the_product() -> None:
    assert licences.problems() == []


@pytest.mark.parametrize(
    ("licence", "told"),
    [
        ("GPL-3.0-or-later", "binds the product"),
        ("AGPL-3.0-only", "binds the product"),
        ("MIT AND SSPL-1.0", "binds the product"),
        ("LGPL-3.0-only", "needs a reason"),
        ("Something-1.0", "needs a reason"),
    ],
)
def test_a_licence_that_binds_is_refused_and_a_weak_one_needs_a_reason(
    licence: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stated = packages.stated_licences()
    changed: dict[str, Any] = {**stated, "packages": {**stated["packages"], "click": licence}}
    monkeypatch.setattr(licences, "stated_licences", lambda: changed)
    assert any(sentence.startswith("click: ") and told in sentence for sentence in licences.problems())


def test_a_package_nobody_listed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    stated = packages.stated_licences()
    fewer = {name: one for name, one in stated["packages"].items() if name != "click"}
    monkeypatch.setattr(licences, "stated_licences", lambda: {**stated, "packages": fewer})
    assert licences.problems() == ["click: no licence in tools/licences.toml"]


def test_the_bill_of_materials_is_what_would_be_written_now_and_holds_every_pin_once() -> None:
    text = sbom.DOCUMENT.read_text(encoding="utf-8")
    assert text == sbom.document(), "stale: run make audit"
    bill = json.loads(text)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    libraries = [one["purl"] for one in bill["components"] if one["type"] == "library"]
    pinned = re.findall(
        r"^([a-z0-9_.-]+)==([^\s;]+)", (PROJECT / "requirements.txt").read_text(), re.MULTILINE
    )
    assert libraries == [f"pkg:pypi/{name}@{version}" for name, version in pinned]
    assert len(set(libraries)) == len(libraries) > 50
    assert all(one["licenses"] for one in bill["components"])


def test_the_bill_tells_who_needs_whom() -> None:
    bill = sbom.bill()
    needs = {one["ref"].split("@")[0]: one["dependsOn"] for one in bill["dependencies"]}
    assert any(ref.startswith("pkg:pypi/streamlit@") for ref in needs["pkg:pypi/coop-dashboard"])
    assert any(ref.startswith("pkg:pypi/certifi@") for ref in needs["pkg:pypi/requests"])
    known = {one["bom-ref"] for one in bill["components"]} | {bill["metadata"]["component"]["bom-ref"]}
    assert {ref for found in needs.values() for ref in found} <= known


def report(*found: dict[str, Any]) -> str:
    return json.dumps({"dependencies": found})


def test_what_the_database_knows_is_told_and_silence_is_not_taken_for_health() -> None:
    known = {"name": "a", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.0"]}]}
    well, skipped = {"name": "b", "version": "1", "vulns": []}, {"name": "c", "skip_reason": "not found"}
    assert told(report(known, well)) == (["a 1.0: PYSEC-1, mended in 2.0"], 1)
    assert told(report(well)) == (["==> No vulnerability known in 1 packages"], 0)
    assert told(report(well, skipped))[0][-1] == "NOT looked up: c"
    assert told(report(skipped, skipped)) == ([UNREACHED], 0)
