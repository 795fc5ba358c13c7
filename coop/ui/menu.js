// Folds the menu away on a phone once another page has been opened; tells a screen reader the language, and
// boxes that hang outside the app which theme it has.

const NARROW = 768 // below this the menu lies over the page (Streamlit's own limit)
let shown = null

export default function (component) {
  const { page, language, scheme } = component.data
  document.documentElement.lang = language
  document.documentElement.style.colorScheme = scheme
  if (shown !== null && shown !== page && window.innerWidth < NARROW) {
    document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click()
  }
  shown = page
}
