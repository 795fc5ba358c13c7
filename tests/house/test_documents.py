"""The documents say what is so: the tree of folders, the commands of the README, the links between pages."""

import re
import subprocess
from pathlib import Path

import pytest

from coop.reference import reference
from coop.text import catalogue
from etl.__main__ import VERBS
from tests.house.source import PROJECT, product_files, relative
from tools.data_dictionary import DICTIONARY, dictionary_text

DOCUMENTS = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")])


def drawn_folders() -> set[str]:
    """The folders of the tree in the architecture, `coop/` and `coop/charts/` as `coop` and `coop/charts`."""
    block = (
        (PROJECT / "docs" / "architecture.md")
        .read_text(encoding="utf-8")
        .split("## The tree")[1]
        .split("```")[1]
    )
    found: set[str] = set()
    above = ""
    for line in block.strip("\n").splitlines():
        match = re.match(r"( *)([\w.]+)/ ", line)
        if match:
            above = above if match[1] else match[2]
            found.add(f"{above}/{match[2]}" if match[1] else above)
    return found


def folders_on_disk() -> set[str]:
    """Folders that git follows, two deep in the rooms of the product and of data, else one deep."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True)
    folders: set[str] = set()
    for name in listed.stdout.decode().split("\0"):
        parts = name.split("/")[:-1]
        if parts and not parts[0].startswith("."):
            folders.add(parts[0])
            if len(parts) > 1 and parts[0] in {"pages", "coop", "etl", "data"}:
                folders.add("/".join(parts[:2]))
    return folders


def test_the_tree_of_the_architecture_is_the_tree_on_disk() -> None:
    assert drawn_folders() == folders_on_disk()


def test_the_readme_names_every_folder_at_the_top() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8").split("## Where things are")[1].split("```")[1]
    assert set(re.findall(r"^(\w+)/", text, re.MULTILINE)) == {
        name for name in folders_on_disk() if "/" not in name
    }


@pytest.mark.parametrize("name", ["README.md", "docs/architecture.md"])
def test_a_tree_names_every_kind_of_test(name: str) -> None:
    [line] = re.findall(r"^tests/ +(.+)$", (PROJECT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert set(line.split(", ")) == {file.parent.name for file in (PROJECT / "tests").glob("*/test_*.py")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    lost = [t for t in targets if "://" not in t and not (document.parent / t).exists()]
    assert not lost


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_every_test_that_a_document_names_exists(document: Path) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", document.read_text(encoding="utf-8"))
    lost = [
        f"{file}::{name}"
        for file, name in named
        if not (PROJECT / file).exists() or f"def {name}(" not in (PROJECT / file).read_text(encoding="utf-8")
    ]
    assert not lost


def test_the_list_of_decisions_names_each_with_its_title_and_every_number_is_given_once() -> None:
    folder = PROJECT / "docs" / "decisions"
    files = sorted(folder.glob("[0-9]*.md"))
    titles = {file: file.read_text(encoding="utf-8").partition("\n")[0] for file in files}
    expected = [
        f"| [{file.name[:4]}]({file.name}) | {title.removeprefix(f'# {file.name[:4]} ')} |"
        for file, title in titles.items()
    ]
    assert [title for file, title in titles.items() if not title.startswith(f"# {file.name[:4]} ")] == []
    assert len({file.name[:4] for file in files}) == len(files)
    listed = (folder / "README.md").read_text(encoding="utf-8").splitlines()
    assert [line for line in listed if line.startswith("| [")] == expected


def test_the_commands_that_the_readme_names_exist() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)", text)) <= targets
    assert set(re.findall(r"-m etl ([a-z-]+)", text)) == set(VERBS)


def test_the_readme_serves_the_dashboard_with_the_command_of_the_makefile() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    assert "-m streamlit run app.py --server.port $(PORT)" in makefile
    assert "-m streamlit run app.py" in (PROJECT / "README.md").read_text(encoding="utf-8")


def test_the_data_dictionary_is_what_the_definitions_say_now() -> None:
    written = DICTIONARY.read_text(encoding="utf-8")
    assert written == dictionary_text(), "stale: run python -m tools.data_dictionary"
    assert "| `due_on` | date | " in written
    assert "### `reference/deadlines.csv`" in written
    assert "### `classification.toml`" in written


def test_each_name_of_the_glossary_is_used_and_each_term_is_what_readers_see() -> None:
    lines = (PROJECT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    rows = [line.split("|")[1:3] for line in lines if line.startswith("| ")][1:]
    files = [file for ending in (".py", ".sql") for file in product_files(ending)]
    files += [file for ending in ("csv", "toml") for file in (PROJECT / "data").rglob(f"*.{ending}")]
    columns = PROJECT / "etl" / "warehouse" / "tables" / "columns.toml"
    used = set(re.findall(r"\w+", "\n".join(f.read_text(encoding="utf-8") for f in [*files, columns])))
    seen = [file for file in [*files, columns] if file.suffix in {".csv", ".toml"}]
    words = "\n".join([*catalogue("vi").values(), *(f.read_text(encoding="utf-8") for f in seen)]).lower()
    names = [name for row in rows for name in re.findall(r"`([^`]+)`", row[1])]
    terms = [one.strip() for row in rows for one in re.split("[,;]", re.sub(r"\(.*?\)", "", row[0]))]
    assert len(names) > 80
    assert [name for name in names if name not in used] == []
    assert [term for term in terms if term.lower() not in words] == []


def test_what_to_do_when_quotes_sentences_that_the_program_says() -> None:
    text = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8").split("## What to do when")[1]
    pieces = [piece.strip() for said in re.findall("“(.+?)”", text) for piece in re.split("…|«»", said)]
    sentences = list(catalogue("vi").values())
    assert len(pieces) > 10
    assert [piece for piece in pieces if piece and not any(piece in one for one in sentences)] == []


@pytest.mark.parametrize("guide", sorted((PROJECT / "docs" / "huong-dan").glob("*.md")), ids=relative)
def test_bold_words_of_a_guide_are_words_of_the_screen(guide: Path) -> None:
    said = re.findall(r"\*\*(.+?)\*\*", guide.read_text(encoding="utf-8"), re.DOTALL)
    # A question in bold is the guide's own; everything else must stand on a page, letter for letter.
    named = {" ".join(words.split()) for words in said if not words.rstrip().endswith("?")} - {"đậm"}
    titles = {row["title"] for row in reference().table("classes")}
    assert sorted(named - set(catalogue("vi").values()) - titles) == []
