// What concerns the whole document: the language and the theme it says of itself, Streamlit's own words, the
// room that paper has for charts, and the way of the keyboard into boxes that open.

// Pixels of A4 on its side within the margins of style.css; less a line for the title of a chart.
const PAPER_WIDTH = 1030, PAPER_HEIGHT = 620
const BOX = '[data-testid="stPopoverBody"]'
const OPENER = '[data-testid="stPopoverButton"][aria-expanded="true"]'
// Where Streamlit writes words of its own; elsewhere they are labels for those who hear the page.
const WRITTEN = ["stSkipToContent", "stMultiSelectDropdown", "stSelectboxDropdown", "stDateInputCalendar"]
  .map((name) => `[data-testid="${name}"], [data-testid="${name}"] *`).join(", ") + ", [data-live-announcer] *"
let box = null, opener = null, watch = null, words = {}, isDue = false

export default function (component) {
  const [{ language, scheme, words: told }] = component.data
  words = told
  document.documentElement.lang = language
  document.documentElement.style.colorScheme = scheme
  window.onbeforeprint = fitToPaper
  if (watch === null) {
    watch = new MutationObserver(() => { followBoxes(); translateSoon() })
    watch.observe(document.body, { childList: true, characterData: true, subtree: true })
  }
  translateSoon()
}

// Once for all changes of a frame.
function translateSoon() {
  if (isDue) return
  isDue = true
  requestAnimationFrame(() => { isDue = false; translate() })
}

// In place: Streamlit's own nodes stay, only what they say is another.
function translate() {
  for (const one of document.querySelectorAll("[aria-label]")) {
    const said = inOurWords(one.getAttribute("aria-label"))
    if (said) one.setAttribute("aria-label", said)
  }
  for (const one of document.querySelectorAll(WRITTEN)) {
    for (const node of one.childNodes) {
      const said = node.nodeType === Node.TEXT_NODE && inOurWords(node.nodeValue.trim())
      if (said) node.nodeValue = said
    }
  }
}

// Undefined for all that is not Streamlit's. `{n}` stands for a number, `{name}` for the rest of a label.
function inOurWords(text) {
  if (text in words) return words[text]
  const number = text.match(/\d+/)?.[0]
  const counted = number && words[text.replace(number, "{n}")]
  if (counted) return counted.replace("{n}", number)
  const begins = Object.keys(words).find((one) => one.endsWith("{name}") && text.startsWith(one.slice(0, -6)))
  return begins && words[begins].replace("{name}", text.slice(begins.length - 6))
}

// A chart is drawn for the width of the screen and keeps its pixels.
function fitToPaper() {
  const room = document.querySelector('[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"]')
  for (const chart of document.querySelectorAll('[data-testid="stPlotlyChart"]')) {
    const fit = Math.min(1, PAPER_WIDTH / room.clientWidth, PAPER_HEIGHT / chart.clientHeight)
    chart.style.setProperty("--on-paper", fit)
  }
}

// Streamlit hangs an open box at the end of the document and leaves the focus where it was: without a mouse
// one would have to walk through the rest of the page to get into it, and would be nowhere once it closes.
function followBoxes() {
  const open = document.querySelector(BOX)
  if (open === box) return
  if (open) {
    const at = document.activeElement
    opener = document.querySelector(OPENER)
    open.tabIndex = -1
    // Streamlit may close a box and open it anew while it is in use: the focus has then gone with the first.
    if (opener && (at === opener || at === document.body)) open.focus({ preventScroll: true })
  } else {
    const from = opener
    setTimeout(() => { // what had the focus in the box may go a little later than the box
      if (document.activeElement === document.body) (box ?? from)?.focus({ preventScroll: true })
    }, 100)
  }
  box = open
}
