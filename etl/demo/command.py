"""`python -m etl demo --seed N --out DIR`: write illustrative workbooks, the same for the same seed."""

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tqdm import tqdm

from coop.format import number
from coop.reference import reference
from coop.text import say
from etl.demo.illustrative import CLASSIFICATION, IllustrativeReturn, illustrative_returns
from etl.demo.world import read_world
from etl.plan import plan_in_use, read_plan
from etl.returns.blank import write_blank


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the seed and the folder to write into."""
    parser.add_argument("--seed", type=int, default=1, metavar="N", help=say("demo.help_seed"))
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help=say("demo.help_out"))


def run(arguments: argparse.Namespace) -> int:
    """Write the workbooks; 2 where the folder cannot be one, or already holds other files."""
    folder: Path = arguments.out
    if folder.exists() and not folder.is_dir():
        print(say("demo.not_a_folder", folder=folder), file=sys.stderr)
        return 2
    known = reference()
    plan = read_plan(plan_in_use(), known)
    returns = list(illustrative_returns(read_world(known), plan, known, arguments.seed))
    ours = {one.file_name for one in returns}
    others = sorted(f.name for f in folder.glob("*") if f.name not in ours and not f.name.startswith("."))
    if others:
        print(say("demo.folder_in_use", folder=folder, name=others[0]), file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    _write(returns, folder)
    _tell(returns, folder, arguments.seed)
    return 0


def write_return(one: IllustrativeReturn, folder: Path) -> None:
    """Write one return into `folder`, marked illustrative; the same return gives the same bytes."""
    write_blank(
        one.form_code,
        one.unit_code,
        one.year,
        folder / one.file_name,
        rows=one.rows,
        illustrative=True,
        reported_on=one.reported_on,
    )


def _write(returns: list[IllustrativeReturn], folder: Path) -> None:
    """Write all workbooks, on every processor; each is written whole by one of them."""
    with ProcessPoolExecutor() as pool:
        written = pool.map(partial(write_return, folder=folder), returns, chunksize=8)
        for _ in tqdm(
            written,
            total=len(returns),
            desc=say("demo.progress"),
            unit=" " + say("demo.unit_file"),
            disable=None,  # draws only on a terminal
        ):
            pass


def _tell(returns: list[IllustrativeReturn], folder: Path, seed: int) -> None:
    """Say what was written: files, and cooperatives of each year in the last returns of their districts."""
    last = {(one.year, one.unit_code): len(one.rows) for one in returns if one.form_code == CLASSIFICATION}
    coops: Counter[int] = Counter()
    for (year, _), count in last.items():
        coops[year] += count
    print(say("demo.done", count=number(len(returns)), folder=folder, seed=seed))
    for year, count in sorted(coops.items()):
        districts = sum(1 for known_year, _ in last if known_year == year)
        print("  " + say("demo.year", year=year, coops=number(count), districts=districts))
