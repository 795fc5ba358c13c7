// Makes the picture of a chart, PNG or SVG, as a slide or as wide as the text of an A4 page, with the words that
// must travel with it. Fetched by picture.js with the first picture; Plotly comes from our own server, too.

const SVG = "http://www.w3.org/2000/svg"
const FONT = '"Source Sans", "Source Sans 3", "Noto Sans", "Segoe UI", sans-serif'
const SCALE = 2 // pixels of a PNG for each of the picture
// width: pixels of the picture; layout: pixels it is laid out on, so type of 13 becomes 21 on a slide and,
// 16 cm wide, 9 points in a document; ratio: height by width, or none where the chart decides.
const SIZES = {
  slide: { width: 1600, layout: 1000, ratio: 9 / 16 },
  column: { width: 960, layout: 680 },
}
const PAD = 32
const TALLER = 1.5 // a chart grows at most this much to fill the picture
const INK = "#17212B", MUTED = "#5B6B7A", LINE = "#E3E8ED", PAPER = "#FFFFFF"
const WARN = "#F0A30A", WARN_PAPER = "#FFF3D6"
const TYPE = {
  title: { size: 22, weight: 700, color: INK, height: 28 },
  subtitle: { size: 14, weight: 400, color: MUTED, height: 19 },
  mark: { size: 14, weight: 600, color: INK, height: 19 },
  line: { size: 12, weight: 400, color: MUTED, height: 17 },
}

let plotly = null
let fontFace = null

// The file for `data` (words, target) in a size and format; `files` is where our server's files begin.
export async function makePicture(data, format, size, files) {
  const picture = await composePicture(data, SIZES[size], files)
  const text = new XMLSerializer().serializeToString(picture)
  const blob = new Blob([text], { type: "image/svg+xml;charset=utf-8" })
  return format === "svg" ? blob : rasterise(blob, picture)
}

async function composePicture(data, size, files) {
  const drawn = document.querySelector(data.target)
  if (!drawn || !drawn.data) throw new Error("no chart at " + data.target)
  const [tool, face] = await Promise.all([loadPlotly(files + data.plotly), loadFont()])
  const chartHeight = drawn._fullLayout.height
  const frame = frameOf(data.words, chartHeight, size)
  const height = Math.min(frame.room, chartHeight * TALLER)
  const text = await tool.toImage(lightFigure(drawn), {
    format: "svg", width: frame.width - 2 * PAD, height, imageDataOnly: true,
  })
  const chart = new DOMParser().parseFromString(text, "image/svg+xml").documentElement
  return pictureOf(data, frame, chart, face)
}

// The words wrapped for a picture that is as high as it needs, or wide enough for the chart's own height.
function frameOf(words, chartHeight, size) {
  let width = size.layout
  for (let turn = 0; turn < 4; turn += 1) {
    const frame = wrapWords(words, width)
    const needed = frame.top + chartHeight + frame.bottom
    const height = size.ratio ? width * size.ratio : needed
    const fits = needed <= height + 1
    if (fits || turn === 3) return { ...frame, height, room: height - frame.top - frame.bottom, scale: size.width / width }
    width = Math.ceil(needed / size.ratio)
  }
}

function wrapWords(words, width) {
  const inner = width - 2 * PAD
  const title = wrap(words.title, TYPE.title, inner)
  const subtitle = words.subtitle ? wrap(words.subtitle, TYPE.subtitle, inner) : []
  const mark = words.mark ? wrap(words.mark, TYPE.mark, inner - 24) : []
  const lines = words.lines.flatMap((line) => wrap(line, TYPE.line, inner))
  const markHeight = mark.length ? mark.length * TYPE.mark.height + 22 : 0
  const top = PAD + title.length * TYPE.title.height + subtitle.length * TYPE.subtitle.height + markHeight + 14
  const bottom = lines.length * TYPE.line.height + 20 + PAD * 0.6
  return { width, top, bottom, title, subtitle, mark, lines }
}

function wrap(text, type, width) {
  const pen = document.createElement("canvas").getContext("2d")
  pen.font = `${type.weight} ${type.size}px ${FONT}`
  const fits = (line) => pen.measureText(line).width <= width * 0.98
  const lines = [""]
  for (const word of text.split(/[ \t\n]+/).filter(Boolean)) { // not at no-break spaces
    const longer = lines[lines.length - 1] ? `${lines[lines.length - 1]} ${word}` : word
    if (fits(longer)) { lines[lines.length - 1] = longer; continue }
    if (lines[lines.length - 1]) lines.push("")
    for (const letter of word) { // a word wider than the picture is broken, never cut
      if (!fits(lines[lines.length - 1] + letter)) lines.push("")
      lines[lines.length - 1] += letter
    }
  }
  return lines
}

function pictureOf(data, frame, chart, face) {
  const { words } = data
  const box = [0, 0, frame.width, frame.height].join(" ")
  const [width, height] = [frame.width, frame.height].map((side) => Math.round(side * frame.scale))
  const root = element("svg", { xmlns: SVG, width, height, viewBox: box, role: "img", lang: "vi" })
  root.append(element("title", {}, words.title), element("desc", {}, data.alt))
  if (face) root.append(element("style", {}, face))
  root.append(element("rect", { width: frame.width, height: frame.height, fill: PAPER }))
  let y = PAD
  y = write(root, frame.title, TYPE.title, PAD, y)
  y = write(root, frame.subtitle, TYPE.subtitle, PAD, y)
  if (frame.mark.length) {
    const height = frame.mark.length * TYPE.mark.height + 10
    const inner = frame.width - 2 * PAD
    root.append(element("rect", { x: PAD, y: y + 8, width: inner, height, fill: WARN_PAPER }))
    root.append(element("rect", { x: PAD, y: y + 8, width: 4, height, fill: WARN }))
    write(root, frame.mark, TYPE.mark, PAD + 14, y + 13)
  }
  chart.setAttribute("x", PAD)
  chart.setAttribute("y", frame.top)
  root.append(document.importNode(chart, true))
  const foot = frame.height - frame.bottom
  root.append(element("rect", { x: PAD, y: foot + 10, width: frame.width - 2 * PAD, height: 1, fill: LINE }))
  write(root, frame.lines, TYPE.line, PAD, foot + 18)
  return root
}

function write(root, lines, type, x, y) {
  lines.forEach((line, index) => {
    const place = { x, y: y + index * type.height + type.size, fill: type.color }
    const look = { "font-family": FONT, "font-size": type.size, "font-weight": type.weight }
    root.append(element("text", { ...place, ...look }, line))
  })
  return y + lines.length * type.height
}

function element(name, attributes, text) {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) if (key !== "xmlns") made.setAttribute(key, value)
  if (text !== undefined) made.textContent = text
  return made
}

// The figure of the page in the colours of the light theme, without the page's size.
function lightFigure(drawn) {
  const light = drawn.layout.meta?.light ?? {}
  const pattern = Object.keys(light).length ? new RegExp(Object.keys(light).join("|"), "gi") : null
  const repaint = (value) => {
    if (typeof value === "string") return pattern ? value.replace(pattern, (color) => light[color.toUpperCase()]) : value
    if (Array.isArray(value)) return value.map(repaint)
    if (ArrayBuffer.isView(value)) return value.slice()
    if (value === null || typeof value !== "object") return value
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, repaint(part)]))
  }
  const { width, height, autosize, meta, ...layout } = drawn.layout
  return { data: repaint(drawn.data), layout: repaint(layout), config: {} }
}

function loadPlotly(address) {
  plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script")
    script.src = address
    script.onload = () => resolve(window.Plotly)
    script.onerror = () => { plotly = null; reject(new Error("no Plotly at " + script.src)) }
    document.head.append(script)
  })
  return plotly
}

// The page's typeface as a rule that a picture can carry: inside an image no page font is known.
function loadFont() {
  fontFace ??= readFont().catch(() => { fontFace = null; return "" })
  return fontFace
}

async function readFont() {
  const rules = [...document.styleSheets].flatMap((sheet) => {
    try { return [...sheet.cssRules] } catch { return [] }
  })
  const rule = rules.find((found) => found instanceof CSSFontFaceRule
    && found.style.getPropertyValue("font-family").replace(/["']/g, "") === "Source Sans"
    && found.style.getPropertyValue("font-style") !== "italic")
  const source = rule?.style.getPropertyValue("src").match(/url\(["']?([^"')]+)["']?\)/)
  if (!source) return ""
  const sheet = rule.parentStyleSheet.href ?? document.baseURI
  const blob = await (await fetch(new URL(source[1], sheet))).blob()
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result.replace(/^data:[^;]*/, "data:font/woff2"))
    reader.onerror = reject
    reader.readAsDataURL(blob)
  })
  return `@font-face{font-family:"Source Sans";font-weight:200 900;src:url(${url}) format("woff2")}`
}

async function rasterise(blob, picture) {
  const url = URL.createObjectURL(blob)
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    await new Promise((resolve) => setTimeout(resolve, 120)) // the typeface inside is read after decoding
    const canvas = document.createElement("canvas")
    canvas.width = picture.getAttribute("width") * SCALE
    canvas.height = picture.getAttribute("height") * SCALE
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) =>
      canvas.toBlob((made) => (made ? resolve(made) : reject(new Error("no picture"))), "image/png"))
  } finally {
    URL.revokeObjectURL(url)
  }
}
