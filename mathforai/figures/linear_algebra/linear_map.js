// A 2 by 2 matrix moves the plane: both columns and one input are in the reader's hand.

import { fixed, significant } from "../shared/numbers.js";
import { make, set } from "../shared/svg.js";
import { figure } from "../shared/figure.js";

/** y = x Wᵀ for each point: its coordinates say how much of each column. @param {number[][]} W two rows; null stays null */
export const linear_forward = (points, [[a, b], [c, d]]) => points.map((p) => p && [p[0] * a + p[1] * b, p[0] * c + p[1] * d]);

/** The signed area of what becomes of the unit square. */
export const determinant = ([[a, b], [c, d]]) => a * d - b * c;

/** Whether the signed area is 0 but for the rounding of its two products. */
export const is_flat = (W) => {
  const [[a, b], [c, d]] = W;
  return Math.abs(determinant(W)) <= 4 * Number.EPSILON * (Math.abs(a * d) + Math.abs(b * c));
};

/**
 * A pulled point, held on the line through its start along a direction until it is pulled a quarter of a unit away.
 * Only where the line meets the grid of tenths often enough, so that every place on it is exact.
 */
export function held(pulled, start, along, high) {
  const whole = along.map((v) => Math.round(Math.abs(v) * 10));
  while (whole[1]) whole.push(...whole.splice(0, 2).map((v, i, [a, b]) => (i ? a % b : b)));
  const step = along.map((v) => v / whole[0]);
  const length = Math.hypot(...step);
  const [x, y] = pulled.map((v, i) => (v - start[i]) / length);
  const [u, v] = step.map((c) => c / length);
  if (!(length <= 0.25) || Math.abs(x * v - y * u) * length > 0.25) return pulled;
  let count = Math.round(x * u + y * v);
  const there = () => start.map((c, i) => c + count * step[i]);
  while (there().some((c) => Math.abs(c) > high + 1e-9)) count -= Math.sign(count);
  return there();
}

/** Where the columns go when another matrix moves them on, or null where that leaves the reach of the hand. */
export function onward(P, columns, high) {
  const next = linear_forward(columns, P).map((column) => column.map((v) => Number(v.toPrecision(12))));
  return next.flat().some((v) => Math.abs(v) > high) ? null : next;
}

const matrix = ({ first, second }) => [[first[0], second[0]], [first[1], second[1]]];
const pair = ([x, y]) => `(${fixed(x, 2)}, ${fixed(y, 2)})`;
const printed = (area) => (Math.abs(area) < 0.005 ? significant(area) : fixed(area, 2));

function areaOf(W) {
  if (!W.flat().some(Boolean)) return "The signed area is {ink 0}: every input lands on the same point.";
  if (is_flat(W)) return "The signed area is {ink 0}: all of the dotted line lands where {i x} does.";
  const area = determinant(W);
  return `The unit square has the signed area {${area > 0 ? "target" : "gradient"} ${printed(area)}}, and the F ${area > 0 ? "is not mirrored" : "is mirrored"}.`;
}

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence(state) {
  const { first, second, x } = state;
  const W = matrix(state);
  const [lands] = linear_forward([x], W);
  return `{i x} = {hand ${pair(x)}} lands on {hand ${fixed(x[0], 2)}} · {data ${pair(first)}} ${x[1] < 0 ? "−" : "+"} {hand ${fixed(Math.abs(x[1]), 2)}} · {model ${pair(second)}} = {ink ${pair(lands)}}. ${areaOf(W)}`;
}

const LETTER = [[0.3, 0.15], [0.3, 0.85], [0.75, 0.85], null, [0.3, 0.52], [0.62, 0.52]];
const SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1]];
const REACH = 6;
const EDGE = 1.6; // how far the drawing of the inputs goes
/** The lines of the grid at whole numbers up to `last`, from -reach to reach, the axes left out. */
const grid = (last, reach) => Array.from({ length: 2 * last + 1 }, (_, i) => i - last).flatMap((k) => (k ? [[k, -reach], [k, reach], null, [-reach, k], [reach, k], null] : []));
const axes = (reach) => [[-reach, 0], [reach, 0], null, [0, -reach], [0, reach]];
const UNIT = [[1, 0], [0, 1]];
const MOVES = [["Quarter turn", [[0, -1], [1, 0]]], ["Shear", [[1, 1], [0, 1]]], ["Mirror", [[-1, 0], [0, 1]]], ["Flatten", [[1, -1], [0, 0]]]];
const PAPER = [...grid(REACH, REACH), ...axes(REACH)];

/** The direction that a flat matrix loses. */
const lostBy = (W) => {
  const [p, q] = Math.hypot(...W[0]) > Math.hypot(...W[1]) ? W[0] : W[1];
  return [q, -p];
};

/** The part within the edges of the line through p along d. */
function chord(p, d) {
  const reach = (s) => Math.min(...d.map((v, i) => (v ? (EDGE * Math.sign(s * v) - p[i]) / v : s * 99) * s));
  return [-1, 1].map((s) => p.map((v, i) => v + s * reach(s) * d[i]));
}

export const render = figure(({ state, stage, deck, handle }) => {
  const before = stage.panel({ x: [-1.7, 1.7], y: [-3.3, 1.7], equal: true, height: 332, title: "input" });
  const after = stage.panel({ x: [-2.5, 2.5], y: [-2.5, 2.5], equal: true, height: 332, title: "where it lands", grow: 2 });

  /** One plane: what W makes of the grid, the square, the letter, and the way to a point. */
  function plane(panel, fine, middles) {
    const lines = panel.line("muted");
    const middle = panel.line("muted", "mf-thin");
    const square = panel.line("target", "mf-area");
    const under = panel.line(""); // or a line of the grid shows between the dashes
    const letter = panel.line("");
    const columns = [panel.arrow("data"), panel.arrow("model")];
    const way = [panel.line("data", "mf-thin"), panel.line("model", "mf-thin")];
    lines.node.style.strokeWidth = 1;
    under.node.style.cssText = "stroke:var(--mf-plate);stroke-width:5";
    letter.node.style.stroke = "var(--mf-ink)";
    return (W, [a, b]) => {
      const [first, second] = linear_forward(UNIT, W);
      const [corner, end] = linear_forward([[a, 0], [a, b]], W);
      lines.points(linear_forward(fine, W));
      middle.points(linear_forward(middles, W));
      square.points(linear_forward(SQUARE, W), true);
      const minus = determinant(W) < 0;
      square.node.style.cssText = `stroke:none;fill:${minus ? "url(#mf-turned)" : "var(--mf-target)"};fill-opacity:${minus ? 1 : 0.14}`;
      under.points([[0, 0], second]);
      letter.points(linear_forward(LETTER, W));
      [first, second].forEach((tip, i) => columns[i].put([0, 0], tip));
      way[0].points([[0, 0], corner]);
      way[1].points([corner, end]);
      return end;
    };
  }
  before.root.append(make("svg:pattern", { id: "mf-turned", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, make("svg:path", { class: "mf-line mf-gradient mf-thin", d: "M0 0V6" })));
  const paper = after.line("", "mf-grid");
  paper.node.style.strokeWidth = 1;
  const input = plane(before, grid(1, EDGE), axes(EDGE));
  const output = plane(after, grid(REACH, REACH), axes(REACH));
  const lost = before.line("target");
  const image = after.dots("", 1, 4.5);
  image.nodes[0].style.fill = "var(--mf-ink)";
  const ones = [before.label("data", "middle"), before.label("model", "end")];
  const tips = [after.label("data"), after.label("model")];
  const named = [before.label("hand"), after.label("", "start", "mf-strong")];
  const bracket = before.line("");
  bracket.node.style.cssText = "stroke:var(--mf-ink);stroke-width:1.5";
  const entries = ["data", "model", "data", "model"].map((role) => before.label(role, "end", "mf-strong"));
  const texts = [before.label("", "start"), before.label("", "start")];
  for (const { node } of entries) node.style.fontSize = "17px";

  /** A handle that stays on a line while it is near: `along` says the direction, or null for none. */
  function hold(panel, name, label, along) {
    let start;
    const { high } = state.range(name);
    const from = (x, y) => (along() ? held([x, y], start, along(), high) : [x, y]);
    handle(panel, name, { label, format: pair, from }).node.addEventListener("pointerdown", () => (start = state[name]));
  }
  hold(after, "first", "column 1", () => state.second);
  hold(after, "second", "column 2", () => state.first);
  hold(before, "x", "input x", () => is_flat(matrix(state)) && lostBy(matrix(state)));

  const row = deck.button("Identity", { first: UNIT[0], second: UNIT[1] }).root.parentNode;
  row.style.cssText = "display:flex;flex-wrap:wrap;gap:8px;padding-bottom:10px";
  const { high } = state.range("first");
  const moves = MOVES.map(([label, P]) => {
    const { root } = deck.button(label, (get) => {
      const now = [get("first"), get("second")];
      const [first, second] = onward(P, now, high) ?? now;
      return { first, second };
    });
    return [root, P];
  });

  return () => {
    const { first, second, x } = state;
    const W = matrix(state);
    const area = determinant(W);
    const flat = is_flat(W);
    const line = lostBy(W);
    for (const [root, P] of moves) root.disabled = !onward(P, [first, second], high);
    paper.points(PAPER);
    input(UNIT, x);
    lost.points(flat && line.some(Boolean) ? chord(x, line) : []);
    const end = output(W, x);
    image.points([end]);
    ones[0].put(1, 0, "(1, 0)", 0, 18);
    ones[1].put(0, 1, "(0, 1)", -8, -7);
    [first, second].forEach((tip, i) => {
      const out = tip[0] < 0 ? -1 : 1;
      const side = out * (after.X(Math.abs(tip[0])) + 86 > 2 * after.X(0) ? -1 : 1); // where there is no room outside
      const above = tip[1] > [second, first][i][1] || (!i && tip[1] === second[1]);
      tips[i].put(...tip, `from (${UNIT[i].join(", ")})`, 13 * side, above ? -8 : 18, side > 0 ? "start" : "end");
    });
    named[0].put(...x, "x", x[0] > 1.2 ? -14 : 14, x[1] < 0 ? 16 : -8);
    const free = [first, second].every((tip) => Math.hypot(tip[0] - end[0], tip[1] - end[1]) > 0.3);
    const inward = end[0] > 0 ? -1 : 1; // outward stand the names of the tips
    const beyond = Math.abs(end[1]) > 2.5 || Math.abs(after.X(end[0]) - after.X(0)) > after.X(0);
    named[1].put(...end, beyond ? "Wx, outside" : free ? "Wx" : "", 8 * inward, 17, inward > 0 ? "start" : "end");
    bracket.points([[-0.75, -1.9], [-0.85, -1.9], [-0.85, -2.9], [-0.75, -2.9], null, [0.95, -1.9], [1.05, -1.9], [1.05, -2.9], [0.95, -2.9]]);
    W.flat().forEach((v, i) => entries[i].put(i % 2 ? 0.9 : 0, i < 2 ? -2.15 : -2.65, fixed(v, 2), 0, 6));
    texts[0].put(-1.55, -2.4, "W =", 0, 6);
    set(texts[1].node, "class", `mf-mark mf-${flat ? "" : area > 0 ? "target" : "gradient"}`);
    texts[1].put(-1.55, -3.2, `signed area ${flat ? "0" : printed(area)}`, 0, 4);
    return sentence(state);
  };
});

export default { render };
