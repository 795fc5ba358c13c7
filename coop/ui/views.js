// Named views, kept in this browser: an address under a name. Nothing is sent to the server.

const STORE = "coop-views"
const KIND = "coop-views", VERSION = 1
const MOST_VIEWS = 200, MOST_BYTES = 200_000, MOST_LETTERS = 80, LONGEST_QUERY = 8000
let unsaved = null // the list, where the browser lets nothing be stored

export default function (component) {
  const { data: [data], parentElement } = component
  const find = (selector) => parentElement.querySelector(selector)
  const { words } = data
  const said = find(".said")
  const tell = (text, fields = {}) => { said.textContent = fill(text, fields) }
  const put = (views) => { if (!store(views)) tell(words.not_kept); draw() }
  const draw = () => drawList(find("ul"), data, (name) => put(read(data).filter((view) => view.name !== name)))

  find(".copy").textContent = words.copy
  find(".keep").textContent = words.keep
  find("form .label").textContent = words.name
  find(".title").textContent = words.list
  find("ul").setAttribute("aria-label", words.list)
  find(".save").textContent = words.save
  find(".open").textContent = words.open

  find(".copy").onclick = async () => {
    const link = new URL(linkOf(data, { page: data.page, query: queryNow(data) }), window.location.href).href
    tell(await copied(link) ? words.copied : words.not_copied, { link })
  }
  find("form").onsubmit = (event) => {
    event.preventDefault()
    const field = find("form input")
    const name = field.value.trim()
    if (!name) { tell(words.unnamed); return }
    tell(words.kept, { name })
    put(added(read(data), [{ name, page: data.page, query: queryNow(data) }]))
    field.value = ""
  }
  find(".save").onclick = () => offer(read(data), `${words.file_name}.json`)
  const chooser = find('input[type="file"]')
  chooser.setAttribute("aria-label", words.open)
  find(".open").onclick = () => chooser.click()
  chooser.onchange = async () => {
    const file = chooser.files[0]
    chooser.value = ""
    if (!file) return
    const found = file.size <= MOST_BYTES ? viewsOf(await file.text(), data) : null
    if (!found) { tell(words.not_views, { file: file.name }); return }
    tell(found.left ? words.some_left : words.opened, { n: found.views.length, left: found.left })
    put(added(read(data), found.views))
  }
  draw()
}

// The address as it stands, with year and day written out even where they are the usual ones.
function queryNow(data) {
  const query = new URLSearchParams(window.location.search)
  for (const [name, value] of Object.entries(data.fixed)) query.set(name, value)
  return query.toString()
}

function linkOf(data, view) {
  const here = window.location.pathname
  const base = data.page && here.endsWith("/" + data.page) ? here.slice(0, -data.page.length) : here.replace(/\/?$/, "/")
  return `${base}${view.page}?${view.query}`
}

function drawList(list, data, drop) {
  const views = read(data)
  list.replaceChildren(...views.map((view) => item(view, data, drop)))
  if (!views.length) list.append(Object.assign(document.createElement("li"), { textContent: data.words.none }))
}

function item(view, data, drop) {
  const row = document.createElement("li")
  const link = Object.assign(document.createElement("a"), { textContent: view.name, href: linkOf(data, view) })
  link.target = "_self"
  const [year, month, day] = (new URLSearchParams(view.query).get(data.day) || "").split("-")
  const small = document.createElement("small")
  small.textContent = fill(data.words.line, { page: data.pages[view.page], day: day ? `${day}/${month}/${year}` : "–" })
  const named = document.createElement("span")
  named.append(link, document.createElement("br"), small)
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: "✕" })
  button.setAttribute("aria-label", fill(data.words.drop, { name: view.name }))
  button.onclick = () => drop(view.name)
  row.append(named, button)
  return row
}

// A view of the same name is replaced by the later one.
function added(views, more) {
  const names = new Set(more.map((view) => view.name))
  return [...views.filter((view) => !names.has(view.name)), ...more].slice(-MOST_VIEWS)
}

function isView(view, data) {
  return Boolean(view) && typeof view.name === "string" && view.name.trim() !== "" && view.name.length <= MOST_LETTERS
    && typeof view.page === "string" && Object.hasOwn(data.pages, view.page)
    && typeof view.query === "string" && view.query.length <= LONGEST_QUERY
}

// The views in the text of a file, and how many entries were none; null where it is no such file.
function viewsOf(text, data) {
  let content = null
  try { content = JSON.parse(text) } catch { return null }
  if (content?.kind !== KIND || content.version !== VERSION || !Array.isArray(content.views)) return null
  const views = content.views.filter((view) => isView(view, data)).slice(0, MOST_VIEWS)
    .map(({ name, page, query }) => ({ name: name.trim(), page, query }))
  return { views, left: content.views.length - views.length }
}

function read(data) {
  try {
    const text = window.localStorage.getItem(STORE)
    return unsaved ?? (text ? viewsOf(text, data)?.views ?? [] : [])
  } catch { return unsaved ?? [] }
}

function store(views) {
  try {
    window.localStorage.setItem(STORE, fileText(views))
    unsaved = null
    return true
  } catch {
    unsaved = views
    return false
  }
}

const fileText = (views) => JSON.stringify({ kind: KIND, version: VERSION, views }, null, 2)

function offer(views, name) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(new Blob([fileText(views)], { type: "application/json" }))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

// Browsers give a clipboard to secure pages only; on a plain intranet the older way still works.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const field = Object.assign(document.createElement("textarea"), { value: text })
    document.body.append(field)
    field.select()
    const done = document.execCommand("copy")
    field.remove()
    return done
  }
}

function fill(text, fields) {
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in fields ? String(fields[name]) : all))
}
