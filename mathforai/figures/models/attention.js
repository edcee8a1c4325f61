// One head of attention: a query that can be turned, and the table of weights that follows it.

import { fixed, percent, significant } from "../shared/numbers.js";
import { make, set } from "../shared/svg.js";
import { figure } from "../shared/figure.js";
import { entropy, short, softmax, table } from "./kernels.js";

const MOST = 8; // words
const TIE = 1e-9; // scores that differ by rounding alone

export const words = ({ text }) => text.trim().split(/\s+/);

/** Where a word stands in the plane: its letters decide, and the same word always stands in the same place. */
export function spelled(word) {
  let code = 0;
  for (const letter of word.toLowerCase()) code = (code * 47 + letter.codePointAt(0)) % 967;
  const [angle, length] = [(Math.PI * (code % 40)) / 20, 0.9 + 0.15 * (Math.floor(code / 40) % 8)];
  return [length * Math.cos(angle), length * Math.sin(angle)];
}

/** The queries of all words: one turn-and-stretch, the one that takes the last word's place to `query`. */
export function turned(places, query) {
  const [a, b] = places[places.length - 1];
  const size = a * a + b * b;
  const [c, s] = [(query[0] * a + query[1] * b) / size, (query[1] * a - query[0] * b) / size];
  return places.map(([x, y]) => [c * x - s * y, s * x + c * y]);
}

/** The table of weights; a masked one gives no weight to what comes later. */
export const attention_weights = (queries, keys, masked) =>
  queries.map(([x, y], i) => softmax(keys.map(([a, b], j) => (masked && j > i ? -Infinity : (x * a + y * b) / Math.SQRT2))));

/** The words with the largest score for this query. */
export function winners(query, keys) {
  const scores = keys.map(([a, b]) => query[0] * a + query[1] * b);
  const top = Math.max(...scores);
  return keys.map((_, j) => j).filter((j) => scores[j] >= top - TIE);
}

const quoted = (list) => list.map((word) => `“${word}”`);
const joined = (list) => (list.length > 1 ? `${list.slice(0, -1).join(", ")} and ${list[list.length - 1]}` : list[0]);

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence(state) {
  const given = words(state);
  const t = given.length;
  const last = `“${given[t - 1]}”`;
  if (t === 1) return `${last} is alone: its one weight is {data 1}, wherever the query points.`;
  const keys = given.map(spelled);
  const [query] = turned(keys, state.query).slice(-1);
  const [p] = attention_weights([query], keys, false);
  const most = significant(Math.log(t));
  const cut = state.masked ? " The mask leaves this row as it was." : "";
  if (!Math.hypot(...state.query)) return `The query is {hand 0}, so every score is 0: ${last} gives each of the ${t} words {data ${percent(1 / t)}}, and the entropy is the largest there is, ${most} nats.${cut}`;
  const best = winners(query, keys);
  const share = `{data ${percent(p[best[0]])}}`;
  const goes = best.length > 1 ? `its largest weights, ${share} each, go` : `its largest weight, ${share}, goes`;
  return `The query of ${last} is {hand ${fixed(Math.hypot(...state.query), 2)}} long; ${goes} to ${joined(quoted(best.map((j) => given[j])))}, and the entropy of its row is {data ${significant(entropy(p))}} of at most ${most} nats.${cut}`;
}

export const render = figure(({ state, stage, deck, handle }) => {
  const plane = stage.panel({ x: [-3.1, 3.1], y: [-3.1, 3.1], equal: true, height: 330, title: "keys, and the query in your hand" });
  const grid = stage.panel({ x: [0, MOST], y: [MOST, -1.1], height: 330, title: "weights: each row adds up to 1", left: 64, right: 2, grow: 1.15 });
  const level = plane.line("muted", "mf-thin mf-dashed");
  const ray = plane.line("hand", "mf-stem");
  const stops = plane.dots("data", MOST);
  const names = stops.nodes.map(() => plane.label(""));
  const origin = plane.dots("muted", 1, 2.5);
  const asks = plane.label("hand");
  handle(plane, "query", { label: "query of the last word", format: ([x, y]) => `${fixed(x, 2)}, ${fixed(y, 2)}` });
  const cells = table(grid, MOST, MOST);
  const rows = stops.nodes.map(() => grid.label("", "end"));
  const ring = grid.root.appendChild(make("svg:rect", { class: "mf-rule border", rx: 2 }));
  deck.text("text", { label: `Words, ${MOST} at most` });
  deck.toggle("masked", { label: "Hide the future: no word looks at a later one" });

  return () => {
    const given = words(state);
    const t = given.length;
    const keys = given.map(spelled);
    const queries = turned(keys, state.query);
    const weights = attention_weights(queries, keys, state.masked);
    const [x, y] = state.query;

    origin.points([[0, 0]]);
    ray.points([[0, 0], [x, y]]);
    const [a, b] = keys[winners(queries[t - 1], keys)[0]];
    level.points(x || y ? [[a - 9 * y, b + 9 * x], [a + 9 * y, b - 9 * x]] : []);
    stops.points(keys);
    const spots = keys.map(String); // equal words share a dot, and so may others
    names.forEach((label, j) => {
      if (!keys[j] || spots.indexOf(spots[j]) < j) return label.put(0, 0);
      const radius = 3 + 14 * Math.sqrt(weights[t - 1][j]);
      const here = new Set(given.filter((_, i) => spots[i] === spots[j]).map(short));
      spots.forEach((spot, i) => spot === spots[j] && set(stops.nodes[i], "r", radius.toFixed(1)));
      const side = keys[j][0] < 0 ? -1 : 1;
      label.put(...keys[j], [...here].join(", "), side * (radius + 4), 5, side < 0 ? "end" : "start");
    });
    const beside = Math.abs(y) > 2.4; // away from the ray, and inside the panel
    const [dx, dy] = beside ? [-16, 5] : [12, y < 0 ? 26 : -15];
    asks.put(x, y, `query of “${short(given[t - 1])}”`, x < 0 ? -dx : dx, dy, x < 0 ? "start" : "end");

    cells.names(given);
    rows.forEach((label, i) => {
      label.put(0, i + 0.5, given[i] && short(given[i]), -7, 5);
      set(label.node, "class", i === t - 1 ? "mf-strong" : "mf-tick");
      for (let j = 0; j < MOST; j++) cells.put(i, j, i < t && j < t ? (state.masked && j > i ? null : weights[i][j]) : undefined, t === 1 || (state.masked && !i));
    });
    cells.frame(ring, t - 1, t);
    return sentence(state);
  };
});

export default { render };
