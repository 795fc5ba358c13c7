// Draws the charts of a saved page. The figures are in the file; nothing is asked of any network.
const PAPER = 1030 // pixels across A4 landscape between its margins
const config = { displayModeBar: false, scrollZoom: false, doubleClick: false, responsive: true }
const plots = [...document.querySelectorAll(".plot")]

for (const plot of plots) {
  const figure = JSON.parse(plot.querySelector("script").textContent)
  plot.replaceChildren()
  Plotly.newPlot(plot, figure.data, { ...figure.layout, autosize: true }, config)
}

// A page seen in a narrow window is still printed over the whole width of the paper.
addEventListener("beforeprint", () => plots.forEach((plot) => Plotly.relayout(plot, { width: PAPER })))
addEventListener("afterprint", () => plots.forEach((plot) => Plotly.relayout(plot, { width: null, autosize: true })))
