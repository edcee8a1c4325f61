// What the figures of attention share: the softmax, the entropy, and a table whose cells are weights.

import { make, set, setAll, write } from "../shared/svg.js";

/** p[i] = exp(z[i]) / sum; shifted by the largest score, so that exp cannot overflow; -Infinity gives 0. */
export function softmax(scores) {
  const top = Math.max(...scores);
  const weights = scores.map((z) => Math.exp(z - top));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / total);
}

/** In nats; 0 ln 0 is 0. */
export const entropy = (p) => p.reduce((sum, q) => (q > 0 ? sum - q * Math.log(q) : sum), 0);

/** A weight in a cell: ".34"; only a weight without rivals prints as 1, and none as 0. */
export const brief = (w, alone) => (alone ? "1" : w < 0.005 ? "<.01" : w >= 0.995 ? ">.99" : w.toFixed(2).slice(1));

/** A word in a margin; long ones are cut. */
export const short = (word) => (word.length > 8 ? `${word.slice(0, 7)}…` : word);

/**
 * A table of weights, made once, in a panel with x from 0 to the columns and y from the rows to 0.
 * `put(i, j, weight, alone)` fills a cell, null leaves a dash, no weight hides it; `heads(words)` names the columns.
 */
export function table(panel, rows, columns) {
  const add = (name, attributes) => panel.root.appendChild(make(`svg:${name}`, attributes));
  const cells = Array.from({ length: rows * columns }, () => [add("rect", { class: "mf-bar mf-data", rx: 1.5 }), add("text", { "text-anchor": "middle" })]);
  const above = Array.from({ length: columns }, () => panel.label("", "middle", "mf-tick"));
  const unit = () => [panel.X(1) - panel.X(0), panel.Y(1) - panel.Y(0)];
  return {
    put(i, j, weight, alone) {
      const [w, h] = unit();
      const [box, number] = cells[i * columns + j];
      const [x, y] = [panel.X(j), panel.Y(i)];
      setAll(box, { x: x + 1, y: y + 1, width: w - 2, height: h - 2, "fill-opacity": weight == null ? 0 : (0.04 + 0.44 * weight).toFixed(3) });
      setAll(number, { x: x + w / 2, y: y + h / 2 + 5, class: weight === null ? "mf-muted" : "" });
      write(number, weight === undefined ? "" : weight === null ? "–" : brief(weight, alone));
    },
    /** Names of neighbours stand at two heights, so that each has the room of two columns. */
    names(words) {
      above.forEach((label, j) => label.put(j + 0.5, 0, words[j] && short(words[j]), 0, j % 2 ? -7 : -22));
    },
    frame: (node, i, count) => setAll(node, { x: panel.X(0), y: panel.Y(i), width: panel.X(count) - panel.X(0), height: unit()[1] }),
  };
}
