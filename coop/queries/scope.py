"""The reader's scope: what a page asks about, always together, always the same on every page."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Scope:
    """Plan year, the day whose knowledge counts, and filters; an empty tuple means all."""

    plan_year: int
    as_of: date
    districts: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    task_groups: tuple[str, ...] = ()

    def year_before(self) -> "Scope":
        """The same filters one plan year and one calendar year earlier (29/02 becomes 28/02)."""
        day = 28 if (self.as_of.month, self.as_of.day) == (2, 29) else self.as_of.day
        earlier = self.as_of.replace(year=self.as_of.year - 1, day=day)
        return replace(self, plan_year=self.plan_year - 1, as_of=earlier)

    @property
    def parameters(self) -> dict[str, object]:
        """The bound parameters that every query may use, by name."""
        units = [*self.districts, *self.agencies]
        return {
            "plan_year": self.plan_year,
            "as_of": self.as_of,
            "all_units": not units,
            "units": units,
            "all_districts": not self.districts,
            "districts": list(self.districts),
            "all_groups": not self.task_groups,
            "task_groups": list(self.task_groups),
        }
