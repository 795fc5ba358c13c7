"""Walking through a page with the Tab key: what is reached, whether the focus shows, whether one gets out."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

MOST_STEPS = 600
FADE_MILLISECONDS = 300  # some frames change colour little by little
# What a mouse can use. A widget of several parts counts once: arrows move inside it.
MARK = """() => {
  const usable = 'a[href], button, input, select, textarea, summary, [role=button], [tabindex="0"]'
  const widgets = '[data-testid=stSelectbox], [data-testid=stMultiSelect], [data-testid=stDateInput],'
    + '[data-testid=stButtonGroup], [data-testid=stFileUploader], [data-testid=stCheckbox],'
    + '[data-testid=stRadio], summary'
  const roots = [document, ...[...document.querySelectorAll('*')].map(one => one.shadowRoot).filter(Boolean)]
  const shown = one => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length
    && !one.disabled && !one.closest('[aria-hidden=true], [inert]') && one.getAttribute('type') !== 'file'
  const look = one => {
    const {outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor, color,
      textDecorationLine} = getComputedStyle(one)
    return [outlineStyle, outlineWidth, outlineColor, boxShadow, borderColor, backgroundColor, color,
      textDecorationLine].join()
  }
  const around = one => {
    const found = []
    for (let at = one; at && found.length < 4; at = at.parentElement) found.push(look(at))
    return found.join('|')
  }
  window.walk = {units: [], of: new Map(), around}
  for (const root of roots) for (const one of root.querySelectorAll(usable)) {
    if (!shown(one)) continue
    const unit = one.closest(widgets) ?? one
    if (!window.walk.units.includes(unit)) window.walk.units.push(unit)
    window.walk.of.set(one, {unit, before: around(one)})
  }
  return window.walk.units.map(one => (one.getAttribute('aria-label') || one.innerText || one.outerHTML)
    .trim().slice(0, 60))
}"""
# Where the focus is: the number of the unit, and whether anything about it looks other than before.
HERE = """() => {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  if (!at || at === document.body) return null
  const known = window.walk.of.get(at)
  const unit = known?.unit ?? window.walk.units.find(one => one.contains(at))
  return {
    unit: unit ? window.walk.units.indexOf(unit) : -1,
    shows: !known || known.before !== window.walk.around(at),
    words: at.outerHTML.slice(0, 90),
  }
}"""


@dataclass(frozen=True)
class Walk:
    """One way round: what was not reached, what was reached unseen, and whether it came to an end."""

    missed: list[str]
    unseen: list[str]
    came_round: bool


def walk(page: Page) -> Walk:
    """Press Tab from the top of the page until its end."""
    page.evaluate("() => { document.activeElement?.blur(); window.scrollTo(0, 0) }")
    units: list[str] = page.evaluate(MARK)
    reached: set[int] = set()
    unseen: list[str] = []
    first: int | None = None
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        here: dict[str, Any] | None = page.evaluate(HERE)
        if here is None or (here["unit"] == first and len(reached) > 1):
            missed = [words for number, words in enumerate(units) if number not in reached]
            return Walk(missed, unseen, came_round=True)
        if here["unit"] >= 0:
            first = here["unit"] if first is None else first
            reached.add(here["unit"])
        if not here["shows"]:
            page.wait_for_timeout(FADE_MILLISECONDS)
            here = page.evaluate(HERE)
        if not here["shows"]:
            unseen.append(here["words"])
    return Walk([words for number, words in enumerate(units) if number not in reached], unseen, False)
