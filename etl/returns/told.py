"""What a file was read as, in one line for a terminal: whose it is and how many rows count, or why none."""

from coop.reference import reference
from coop.text import say
from etl.returns.forms import form
from etl.returns.result import ReturnRead


def file_line(read: ReturnRead) -> str:
    """Refused with the reason, or form, unit, year and the counts of rows read, accepted and set aside.

    A file that is not refused has a form and a unit.
    """
    if read.refused is not None:
        return say("returns.file_refused", file=read.file_name, message=read.refused)
    assert read.form_code is not None
    assert read.unit_code is not None
    return say(
        "returns.file_summary",
        file=read.file_name,
        form=form(read.form_code).number,
        unit=reference().unit(read.unit_code).title,
        year=read.report_year,
        read=read.read_count,
        accepted=read.accepted_count,
        rejected=read.rejected_count,
    )
