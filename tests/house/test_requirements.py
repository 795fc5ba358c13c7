"""Everything that is installed is pinned, hashed and asked for."""

import re
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.source import PROJECT, all_files, imports, is_ours, is_standard, product_files, relative

LISTS = ("requirements.txt", "requirements-dev.txt")
SPARK = "requirements-spark.txt"  # what an engine on other machines needs, on top of either
BENCH = "requirements-bench.txt"


def declared(group: str) -> list[Requirement]:
    """Direct dependencies named in pyproject.toml: those of the dashboard ('run'), or those of a group."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] if group == "run" else project["dependency-groups"][group]
    return [Requirement(line) for line in lines]


def pinned(list_name: str) -> dict[str, list[tuple[Requirement, int]]]:
    """Each package of a list, with its pins (one per marker) and the number of hashes under each."""
    found: dict[str, list[tuple[Requirement, int]]] = {}
    text = (PROJECT / list_name).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            requirement = Requirement(line.split("--hash")[0].strip())
            pins = found.setdefault(canonicalize_name(requirement.name), [])
            pins.append((requirement, len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", line))))
    return found


@pytest.mark.parametrize("list_name", [*LISTS, BENCH, SPARK])
def test_every_package_is_pinned_and_hashed_and_no_registry_is_named(list_name: str) -> None:
    pins = [pin for found in pinned(list_name).values() for pin in found]
    assert len(pins) >= (12 if list_name == SPARK else 30)
    assert not [str(pin) for pin, hashes in pins if not str(pin.specifier).startswith("==") or not hashes]
    text = (PROJECT / list_name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--(extra-)?index|--find-links|^-e", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("group", "list_name"),
    [
        ("run", LISTS[0]),
        ("run", LISTS[1]),
        ("dev", LISTS[1]),
        ("run", BENCH),
        ("bench", BENCH),
        ("spark", SPARK),
    ],
)
def test_every_direct_dependency_is_in_the_list_in_a_version_it_allows(group: str, list_name: str) -> None:
    pins = pinned(list_name)
    for requirement in declared(group):
        found = pins[canonicalize_name(requirement.name)]
        assert all(str(pin.specifier)[2:] in requirement.specifier for pin, _ in found), requirement


def test_tests_run_on_the_versions_that_are_shipped() -> None:
    shipped, tested = pinned(LISTS[0]), pinned(LISTS[1])
    pins = {name: [str(pin.specifier) for pin, _ in found] for name, found in shipped.items()}
    assert pins == {name: [str(pin.specifier) for pin, _ in tested[name]] for name in shipped}


def test_what_an_engine_needs_is_installed_beside_what_tests_need() -> None:
    tested, beside = pinned(LISTS[1]), pinned(SPARK)
    for name in set(tested) & set(beside):
        assert [str(pin) for pin, _ in tested[name]] == [str(pin) for pin, _ in beside[name]], name


def test_code_imports_only_packages_that_pyproject_names() -> None:
    owners = packages_distributions()
    run = {canonicalize_name(requirement.name) for requirement in declared("run")}
    engine = {canonicalize_name(requirement.name) for requirement in declared("spark")}
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [declared(group) for group in project["dependency-groups"]]
    both = run | {canonicalize_name(one.name) for group in groups for one in group} | {"packaging"}
    product = set(product_files())
    wrong = [
        f"{relative(file)}:{line} imports {name}"
        for file in all_files()
        for name, line in imports(file)
        if not is_ours(name) and not is_standard(name)
        # What tests do not install is known by its own name only.
        for package in [name.split(".")[0]]
        if not {canonicalize_name(owner) for owner in owners.get(package, [package])}
        & (run | engine if file in product else both)
    ]
    assert not wrong


def test_every_direct_dependency_is_used() -> None:
    owners = packages_distributions()
    imported = {name.split(".")[0] for file in product_files() for name, _ in imports(file)}
    used = {canonicalize_name(owner) for name in imported for owner in owners.get(name, [])}
    # pyarrow is asked for by pandas and Streamlit at run time, uvloop by uvicorn, not by our own imports.
    assert {canonicalize_name(r.name) for r in declared("run")} - used <= {"pyarrow", "uvloop"}
