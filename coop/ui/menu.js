// Folds the menu away on a phone once another page has been opened.

const NARROW = 768 // below this the menu lies over the page (Streamlit's own limit)
let shown = null

export default function (component) {
  const [page] = component.data
  if (shown !== null && shown !== page && window.innerWidth < NARROW) {
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click()
  }
  shown = page
}
