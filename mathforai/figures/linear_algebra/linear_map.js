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

const matrix = ({ first, second }) => [[first[0], second[0]], [first[1], second[1]]];
const pair = ([x, y]) => `(${fixed(x, 2)}, ${fixed(y, 2)})`;
const printed = (area) => (Math.abs(area) < 0.005 ? significant(area) : fixed(area, 2));

function areaOf(W) {
  if (!W.flat().some(Boolean)) return "The signed area is exactly {ink 0}: every input lands on the same point.";
  if (is_flat(W)) return "The signed area is exactly {ink 0}: all of the dotted line lands where {i x} does.";
  const area = determinant(W);
  return `The unit square has the signed area {${area > 0 ? "target" : "gradient"} ${printed(area)}}, and the F ${area > 0 ? "can be read" : "is mirrored"}.`;
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
/** The lines of the grid from -reach to reach, the axes left out. */
const grid = (reach) => Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach).flatMap((k) => (k ? [[k, -reach], [k, reach], null, [-reach, k], [reach, k], null] : []));
const axes = (reach) => [[-reach, 0], [reach, 0], null, [0, -reach], [0, reach]];
const UNIT = [[1, 0], [0, 1]];
const PAPER = [...grid(REACH), ...axes(REACH)];

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
    const letter = panel.line("");
    const columns = [panel.arrow("data"), panel.arrow("model")];
    const way = [panel.line("data", "mf-thin"), panel.line("model", "mf-thin")];
    lines.node.style.strokeWidth = 1;
    letter.node.style.stroke = "var(--mf-ink)";
    return (W, [a, b]) => {
      const [first, second] = linear_forward(UNIT, W);
      const [corner, end] = linear_forward([[a, 0], [a, b]], W);
      lines.points(linear_forward(fine, W));
      middle.points(linear_forward(middles, W));
      square.points(linear_forward(SQUARE, W), true);
      const minus = determinant(W) < 0;
      square.node.style.cssText = `stroke:none;fill:${minus ? "url(#mf-turned)" : "var(--mf-target)"};fill-opacity:${minus ? 1 : 0.14}`;
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
  const input = plane(before, grid(1), axes(EDGE));
  const output = plane(after, grid(REACH), axes(REACH));
  const lost = before.line("target");
  const image = after.dots("", 1, 4.5);
  image.nodes[0].style.fill = "var(--mf-ink)";
  const ones = [before.label("data", "middle"), before.label("model", "middle")];
  const tips = [after.label("data"), after.label("model")];
  const named = [before.label("hand"), after.label("", "start", "mf-strong")];
  const bracket = before.line("");
  bracket.node.style.cssText = "stroke:var(--mf-ink);stroke-width:1.5";
  const entries = ["data", "model", "data", "model"].map((role) => before.label(role, "end", "mf-strong"));
  const texts = [before.label("", "start"), before.label("", "start")];
  for (const { node } of entries) node.style.fontSize = "17px";

  handle(after, "first", { label: "column 1", format: pair });
  handle(after, "second", { label: "column 2", format: pair });
  handle(before, "x", { label: "input x", format: pair });
  let row;
  for (const [label, first, second] of [["Quarter turn", [0, 1], [-1, 0]], ["Shear", [1, 0], [1, 1]], ["Mirror", [-1, 0], [0, 1]], ["Flat", [1, 0.5], [-1, -0.5]]])
    row = deck.button(label, { first, second }).root.parentNode;
  row.style.cssText = "display:flex;flex-wrap:wrap;gap:8px;padding-bottom:10px";

  return () => {
    const { first, second, x } = state;
    const W = matrix(state);
    const area = determinant(W);
    const flat = is_flat(W);
    const [p, q] = Math.hypot(...W[0]) > Math.hypot(...W[1]) ? W[0] : W[1];
    paper.points(PAPER);
    input(UNIT, x);
    lost.points(flat && (p || q) ? chord(x, [q, -p]) : []);
    const end = output(W, x);
    image.points([end]);
    ones[0].put(1, 0, "(1, 0)", 24, -6);
    ones[1].put(0, 1, "(0, 1)", 0, -8);
    [first, second].forEach((tip, i) => {
      const out = tip[0] < 0 ? -1 : 1;
      const side = out * (after.X(Math.abs(tip[0])) + 86 > 2 * after.X(0) ? -1 : 1); // where there is no room outside
      const above = tip[1] > [second, first][i][1] || (!i && tip[1] === second[1]);
      tips[i].put(...tip, `from (${UNIT[i].join(", ")})`, 13 * side, above ? -8 : 18, side > 0 ? "start" : "end");
    });
    named[0].put(...x, "x", x[0] > 1.2 ? -14 : 14, x[1] < 0 ? 16 : -8);
    const free = [first, second].every((tip) => Math.hypot(tip[0] - end[0], tip[1] - end[1]) > 0.3);
    const inward = end[0] > 0 ? -1 : 1; // outward stand the names of the tips
    named[1].put(...end, free ? "Wx" : "", 8 * inward, 17, inward > 0 ? "start" : "end");
    bracket.points([[-0.75, -1.9], [-0.85, -1.9], [-0.85, -2.9], [-0.75, -2.9], null, [0.95, -1.9], [1.05, -1.9], [1.05, -2.9], [0.95, -2.9]]);
    W.flat().forEach((v, i) => entries[i].put(i % 2 ? 0.9 : 0, i < 2 ? -2.15 : -2.65, fixed(v, 2), 0, 6));
    texts[0].put(-1.55, -2.4, "W =", 0, 6);
    set(texts[1].node, "class", `mf-mark mf-${flat ? "" : area > 0 ? "target" : "gradient"}`);
    texts[1].put(-1.55, -3.2, `signed area ${flat ? "0" : printed(area)}`, 0, 4);
    return sentence(state);
  };
});

export default { render };
