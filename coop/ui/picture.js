// The words that save a chart as a picture. What makes it is fetched with the first one: this file travels with
// every chart of every run.

export default function (component) {
  const { data: [data], parentElement } = component
  const said = parentElement.querySelector(".said")
  const menu = parentElement.querySelector(".menu")
  const opener = parentElement.querySelector(".opener")
  opener.textContent = data.labels.open
  opener.setAttribute("aria-label", data.labels.open_title)
  menu.ontoggle = () => { if (menu.matches(":popover-open")) place(menu, opener) }
  for (const button of menu.querySelectorAll("button")) {
    const { format, size } = button.dataset
    button.textContent = data.labels[`${size}_${format}`]
    button.setAttribute("aria-label", data.labels[`${size}_${format}_title`])
    button.onclick = async () => {
      await savePicture(data, format, size, button, said)
      if (!said.textContent) menu.hidePopover()
    }
  }
}

// Under the word that opens it, or over it where there is no room; inside the window.
function place(menu, opener) {
  const from = opener.getBoundingClientRect()
  const over = from.bottom + 4 + menu.offsetHeight > innerHeight
  menu.style.top = `${over ? Math.max(8, from.top - menu.offsetHeight - 4) : from.bottom + 4}px`
  menu.style.left = `${Math.max(8, Math.min(from.left, innerWidth - menu.offsetWidth - 8))}px`
}

async function savePicture(data, format, size, button, said) {
  if (button.getAttribute("aria-busy") === "true") return
  button.setAttribute("aria-busy", "true")
  said.textContent = ""
  try {
    const files = baseAddress()
    const { makePicture } = await import(files + data.maker)
    offer(await makePicture(data, format, size, files), `${data.words.stem}.${format}`)
  } catch (error) {
    console.error(error)
    said.textContent = data.labels.failed
  } finally {
    button.setAttribute("aria-busy", "false")
  }
}

// Where our server's files begin, also behind a proxy's path: next to Streamlit's own scripts.
function baseAddress() {
  const own = document.querySelector('script[src*="/static/js/"], script[src^="./static/js/"]')
  return own ? own.src.split("/static/js/")[0] + "/" : new URL("./", document.baseURI).href
}

function offer(blob, name) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
