"""The reader's scope: what a page asks about, always together, always the same on every page."""

from dataclasses import dataclass, replace
from datetime import date

# What cooperatives are classed by: columns of `fact_coop_year` that a scope can be narrowed to one class of.
COOP_CLASSES = (
    "sector_code",
    "size_by_members",
    "size_by_capital",
    "size_by_decree",
    "service",
    "legal_kind",
    "outcome",
)


@dataclass(frozen=True)
class Scope:
    """Plan year, the day whose knowledge counts, and filters; an empty tuple means all.

    `coop_classes` and `places` narrow cooperatives further: pairs of an attribute of COOP_CLASSES with one
    class, held in each year by itself; parts of one place (`coop.queries.placement.parts_of_place`).
    """

    plan_year: int
    as_of: date
    districts: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    task_groups: tuple[str, ...] = ()
    coop_classes: tuple[tuple[str, str], ...] = ()
    places: tuple[str, ...] = ()

    def year_before(self) -> "Scope":
        """The same filters one plan year and one calendar year earlier (29/02 becomes 28/02)."""
        day = 28 if (self.as_of.month, self.as_of.day) == (2, 29) else self.as_of.day
        earlier = self.as_of.replace(year=self.as_of.year - 1, day=day)
        return replace(self, plan_year=self.plan_year - 1, as_of=earlier)

    @property
    def has_units(self) -> bool:
        """Whether it is about chosen units only; else about all there are."""
        return bool(self.districts or self.agencies)

    @property
    def parameters(self) -> dict[str, object]:
        """The bound parameters that every query may use, by name."""
        units, classes = [*self.districts, *self.agencies], dict(self.coop_classes)
        return {
            "plan_year": self.plan_year,
            "as_of": self.as_of,
            "all_units": not units,
            "units": units,
            "all_districts": not self.districts,
            "districts": list(self.districts),
            "all_groups": not self.task_groups,
            "task_groups": list(self.task_groups),
            "all_places": not self.places,
            "places": list(self.places),
            **{f"of_{attribute}": classes.get(attribute, "") for attribute in COOP_CLASSES},
        }
