"""`python -m etl new-province --from FOLDER --to DIR`: the data folder of another province."""

import argparse
import sys
from pathlib import Path

from coop.format import number
from coop.text import say
from etl.plan import duties_of_year, read_plan
from etl.province.folder import write_folder
from etl.province.stated import ProvinceRefused, read_stated


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the folder that describes the province and the one to write."""
    parser.add_argument(
        "--from", dest="source", type=Path, required=True, metavar="FOLDER", help=say("province.help_from")
    )
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help=say("province.help_to"))


def run(arguments: argparse.Namespace) -> int:
    """Write the folder and say what is in it; 2 where the description is refused, nothing written."""
    target = arguments.to.expanduser().resolve()
    try:
        stated = read_stated(arguments.source)
        known = write_folder(stated, target)
    except ProvinceRefused as refusal:
        print(refusal, file=sys.stderr)
        return 2
    plan = read_plan(stated.plan, known, stated.plan_date)
    year = stated.plan_date.year
    counts = {
        "agencies": number(len(stated.agencies)),
        "districts": number(len(stated.districts)),
        "groups": number(len(plan.groups)),
        "tasks": number(len(list(plan.tasks()))),
        "duties": number(len(duties_of_year(plan, year, known))),
    }
    print(say("province.done", target=target, year=year, **counts))
    print(say("province.next", target=target))
    return 0
