// Writes coop/ui/chart_script.toml: what to cut out of Streamlit's chart script so that the kinds of traces that
// are named here are left (docs/decisions/0029). For developers, after a new Streamlit or a new kind of chart:
//
//   npm install --no-save --prefix /tmp/acorn acorn@8.19.0 eslint-scope@9.1.2
//   NODE_PATH=/tmp/acorn/node_modules node tools/chart_script.mjs <PlotlyChart.….js> bar sankey
//
// Plotly's bundle is one function of variables and functions: modules that run when they are first called (esbuild's
// wrappers, keyed by their path), what they share, and last a call that registers every kind of trace. The calls for
// kinds that are not named are cut, then every variable and function that nothing left refers to. References are
// found by scope, never by name, and a statement that might do something is kept. Scatter is part of Plotly's core.

import { createHash } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { basename } from "node:path"

const require = createRequire(import.meta.url)
const { parse } = require("acorn")
const { analyze } = require("eslint-scope")

const [file, ...traces] = process.argv.slice(2)
const text = readFileSync(file, "utf8")
// Called by the registry for maps only, which a reader of references cannot know.
const EMPTIED = new Set(["node_modules/maplibre-gl/dist/maplibre-gl.css"])

// Read by browsers with V8 (from 136 on): compile everything while it arrives, beside the page, instead of each
// function when it is called, on the page's own thread. To all others it is a comment.
const HEAD = "//# allFunctionsCalledOnLoad"

const { body, scope } = plotly(scopesOf(text))
const items = itemsOf(body)
const registered = registrations(body.at(-1))
const dropped = registered.filter((call) => !traces.includes(traceOf(call)))
const missing = traces.filter((trace) => !registered.some((call) => traceOf(call) === trace))
if (missing.length) throw new Error(`not registered by Plotly: ${missing}`)
follow(items)
const cuts = merge(cutsOf(body))
const kept = `${HEAD}\n${without(cuts)}`
const unbound = [...globals(kept)].filter((name) => !globals(text).has(name))
if (unbound.length) throw new Error(`what was cut is still referred to: ${unbound}`)
writeFileSync("coop/ui/chart_script.toml", recipe())
console.log(`${cuts.length} cuts: ${Buffer.byteLength(text)} bytes → ${Buffer.byteLength(kept)}`)

function scopesOf(source) {
  const tree = parse(source, { ecmaVersion: "latest", sourceType: "module", ranges: true })
  return analyze(tree, { ecmaVersion: 2022, sourceType: "module" })
}

function globals(source) {
  return new Set(scopesOf(source).globalScope.through.map((reference) => reference.identifier.name))
}

// The function whose variables are Plotly's modules.
function plotly(manager) {
  for (const one of manager.scopes) {
    const statements = one.type === "function" && one.block.body?.body
    const isIt = (node) => node.declarations?.some((each) => moduleOf(each.init) === "src/version.js")
    if (Array.isArray(statements) && statements.some(isIt)) return { body: statements, scope: one }
  }
  throw new Error("no Plotly as this tool knows it")
}

// The path of `wrapper({"path"(…) {…}})`, which does nothing until what it returns is called.
function moduleOf(node) {
  const inside = node?.type === "CallExpression" && node.arguments.length === 1 && node.arguments[0]
  if (!inside || inside.type !== "ObjectExpression" || inside.properties.length !== 1) return null
  const [property] = inside.properties
  return node.callee.type === "Identifier" && property.method ? property.key.value ?? property.key.name : null
}

function isPure(node) {
  const still = ["FunctionExpression", "ArrowFunctionExpression", "Literal", "Identifier"]
  return !node || still.includes(node.type) || moduleOf(node) !== null
}

// Each variable, function and statement; `follows` is the object that a statement `exports(object, {…})` fills.
function itemsOf(statements) {
  const found = statements.flatMap((node) => {
    if (node.type === "VariableDeclaration") {
      return node.declarations.map((each) => ({ node: each, isLive: !isPure(each.init), path: moduleOf(each.init) }))
    }
    if (node.type === "FunctionDeclaration") return [{ node, isLive: false }]
    const call = node.type === "ExpressionStatement" && node.expression
    const fills = call && call.type === "CallExpression" && call.callee.type === "Identifier"
      && call.arguments.length === 2 && call.arguments[0].type === "Identifier"
      && call.arguments[1].type === "ObjectExpression"
    return [{ node, isLive: !fills, follows: fills ? call.arguments[0].name : null }]
  })
  return found.sort((one, other) => one.node.start - other.node.start)
}

function itemAt(place) {
  let [low, high] = [0, items.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const { start, end } = items[middle].node
    if (place < start) high = middle - 1
    else if (place >= end) low = middle + 1
    else return items[middle]
  }
  return null
}

function itemsNamed(name) {
  return scope.set.get(name).defs.map((each) => itemAt(each.name.range[0])).filter(Boolean)
}

function registrations(node) {
  const calls = []
  const look = (part) => {
    if (part === null || typeof part !== "object") return
    const isCall = part.type === "CallExpression" && part.callee.property?.name === "register"
    if (isCall && part.arguments[0].type === "ArrayExpression") calls.push(...part.arguments[0].elements)
    for (const inner of Object.values(part)) look(inner)
  }
  look(node)
  if (!calls.length) throw new Error("no list of registered traces")
  return calls
}

function traceOf(call) {
  return itemsNamed(call.callee.name)[0].path.replace(/^lib\/|\.js$/g, "")
}

// Marks as live what a live item refers to, and what fills the objects among it.
function follow(all) {
  const needs = new Map(all.map((item) => [item, new Set()]))
  for (const variable of scope.variables) {
    for (const reference of variable.references) {
      const place = reference.identifier.range[0]
      const user = itemAt(place)
      if (user === null || dropped.some((call) => place >= call.start && place < call.end)) continue
      for (const item of itemsNamed(variable.name)) needs.get(user).add(item)
    }
  }
  for (const item of all) if (item.follows) for (const filled of itemsNamed(item.follows)) needs.get(filled).add(item)
  const waiting = all.filter((item) => item.isLive)
  while (waiting.length) {
    for (const item of needs.get(waiting.pop())) {
      if (item.isLive) continue
      item.isLive = true
      waiting.push(item)
    }
  }
}

function cutsOf(statements) {
  const live = new Map(items.map((item) => [item.node, item.isLive]))
  const found = fromList(registered, (call) => !dropped.includes(call))
  for (const node of statements) {
    const isList = node.type === "VariableDeclaration" && node.declarations.some((each) => live.get(each))
    if (isList) found.push(...fromList(node.declarations, (each) => live.get(each)))
    else if (node.type === "VariableDeclaration" || !live.get(node)) found.push([node.start, node.end])
  }
  for (const item of items.filter((each) => each.isLive && EMPTIED.has(each.path))) {
    const { start, end } = item.node.init.arguments[0].properties[0].value.body
    found.push([start + 1, end - 1])
  }
  return found
}

// Cuts of a list with commas: each with the comma before it, or after it where nothing before it is left.
function fromList(nodes, isKept) {
  const first = nodes.findIndex(isKept)
  return nodes.flatMap((node, place) => {
    if (isKept(node)) return []
    return [place < first ? [node.start, nodes[place + 1].start] : [nodes[place - 1].end, node.end]]
  })
}

function merge(all) {
  const merged = []
  for (const [start, end] of all.sort((one, other) => one[0] - other[0])) {
    const last = merged.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else merged.push([start, end])
  }
  return merged
}

function without(pairs) {
  const pieces = pairs.map(([start], place) => text.slice(place ? pairs[place - 1][1] : 0, start))
  return pieces.join("") + text.slice(pairs.at(-1)[1])
}

function sha256(source) {
  return createHash("sha256").update(source).digest("hex")
}

function recipe() {
  const byte = (place) => Buffer.byteLength(text.slice(0, place))
  const version = text.match(/"src\/version\.js"\(\w\)\{\w\.version=`([^`]+)`/)[1]
  return [
    "# What is cut out of Streamlit's chart script, and of which file; written by tools/chart_script.mjs.",
    "# Never edit it by hand: the script that is left must be the one that was tested (coop/ui/chart_script.py).",
    `file = "${basename(file)}"`,
    `sha256 = "${sha256(text)}"`,
    `plotly_js = "${version}"`,
    `traces = [${["scatter", ...traces].map((trace) => `"${trace}"`).join(", ")}]`,
    `cut_sha256 = "${sha256(kept)}"`,
    `head = "${HEAD}"`,
    "cuts = [ # from byte, to byte",
    ...cuts.map(([start, end]) => `    [${byte(start)}, ${byte(end)}],`),
    "]",
    "",
  ].join("\n")
}
