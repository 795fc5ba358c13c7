// What concerns the whole document: the language and the theme it says of itself, the room that paper has
// for its charts, and the way of the keyboard into boxes that open.

// Pixels of A4 on its side within the margins of style.css; less a line for the title of a chart.
const PAPER_WIDTH = 1030, PAPER_HEIGHT = 620
const BOX = '[data-testid="stPopoverBody"]'
const OPENER = '[data-testid="stPopoverButton"][aria-expanded="true"]'
let box = null, opener = null, watch = null

export default function (component) {
  const { language, scheme } = component.data
  document.documentElement.lang = language
  document.documentElement.style.colorScheme = scheme
  window.onbeforeprint = fitToPaper
  if (watch === null) {
    watch = new MutationObserver(followBoxes)
    watch.observe(document.body, { childList: true, subtree: true })
  }
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
    opener = document.querySelector(OPENER)
    open.tabIndex = -1
    if (opener && opener === document.activeElement) open.focus({ preventScroll: true })
  } else {
    const from = opener
    setTimeout(() => { // what had the focus in the box may go a little later than the box
      if (document.activeElement === document.body) from?.focus({ preventScroll: true })
    }, 100)
  }
  box = open
}
