// One bell curve q fitted to two bumps p: its mean, its width and the direction of the divergence are in the reader's hand.

import { fixed, significant } from "../shared/numbers.js";
import { set } from "../shared/svg.js";
import { figure } from "../shared/figure.js";

const AT = 3;
const STD = 0.7;
const VARIANCE = STD ** 2;
const ROOT = Math.sqrt(2 * Math.PI);

/** ln p(x); no exponent is above 0. */
export function two_bumps_log_density(x) {
  const away = Math.abs(x);
  return -((away - AT) ** 2) / (2 * VARIANCE) + Math.log1p(Math.exp((-2 * AT * away) / VARIANCE)) - Math.log(2 * STD * ROOT);
}

// The half axis of a standard normal: midpoints up to 6, and the weight of each.
const Z = Array.from({ length: 144 }, (_, i) => (i + 0.5) / 24);
const W = Z.map((z) => Math.exp((-z * z) / 2) / (24 * ROOT));

const average_log_p = (mean, std) => Z.reduce((sum, z, i) => sum + W[i] * (two_bumps_log_density(mean + std * z) + two_bumps_log_density(mean - std * z)), 0);
const slope_log_p = (x) => (AT * Math.tanh((AT * x) / VARIANCE) - x) / VARIANCE;
const ENTROPY = -average_log_p(AT, STD); // of p, which is symmetric

/** D(p || q) forward, D(q || p) in reverse, in nats. */
export function fit_kl(mean, std, direction) {
  const height = Math.log(std * ROOT);
  return direction === "forward" ? -ENTROPY + height + (AT ** 2 + VARIANCE + mean ** 2) / (2 * std ** 2) : -0.5 - height - average_log_p(mean, std);
}

export function fit_kl_gradient(mean, std, direction) {
  if (direction === "forward") return [mean / std ** 2, 1 / std - (AT ** 2 + VARIANCE + mean ** 2) / std ** 3];
  let [a, b] = [0, 0];
  for (let i = 0; i < Z.length; i++) {
    const [right, left] = [slope_log_p(mean + std * Z[i]), slope_log_p(mean - std * Z[i])];
    a -= W[i] * (right + left); // in pairs: at mean 0 they cancel to the last bit
    b -= W[i] * Z[i] * (right - left);
  }
  return [a, b - 1 / std];
}

/** Steps of learning rate times gradient, none longer than 0.1; every mean and width. */
export function fit_kl_descent(mean, std, direction, steps = 240) {
  const path = [[mean, std]];
  for (let t = 0; t < steps; t++) {
    const [a, b] = fit_kl_gradient(...path[t], direction);
    const rate = Math.min(direction === "forward" ? 2 : 0.2, 0.1 / Math.max(Math.hypot(a, b), 1e-300));
    path.push([path[t][0] - rate * a, path[t][1] - rate * b]);
  }
  return path;
}

const PASS = 1.24; // the mean on the pass between the middle valley and a bump's, in reverse
const valleys_of = (direction, ...starts) => starts.map((start) => fit_kl_descent(...start, direction).pop());
const VALLEYS = { forward: valleys_of("forward", [0, AT]), reverse: valleys_of("reverse", [-AT, STD], [0, AT], [AT, STD]) };

/** The way downhill, and the bottom of its valley as the last: near a border 240 steps are not enough. */
function walk({ mean, width, direction }) {
  const path = fit_kl_descent(mean, width, direction);
  const end = path.at(-1)[0];
  path.push(VALLEYS[direction].at(direction === "forward" ? 0 : 1 + (Math.abs(end) > PASS) * Math.sign(end)));
  return path;
}

/** The one sentence of the figure; the same as `sentence()` in Python. */
export const sentence = (state) => told(state, walk(state).pop());

function told({ mean, width, direction }, end) {
  const on = Math.abs(Math.abs(end[0]) - AT) < 0.2;
  const [side, other] = end[0] > 0 ? ["right", "left"] : ["left", "right"];
  const [way, rest] = direction === "forward" ? ["q ends across both bumps", "."]
    : on ? [`q ends on the ${side} bump`, `, and the ${other} one is left out.`]
    : ["q ends across both bumps", ", though one bump alone would cost less."];
  return `With mean {hand ${fixed(mean, 2)}} and width {hand ${fixed(width, 2)}} the ${direction} divergence is {gradient ${significant(fit_kl(mean, width, direction))} nats}. Downhill from here, ${way}: mean {target ${fixed(end[0], 2)}}, width {target ${fixed(end[1], 2)}}, {target ${significant(fit_kl(...end, direction))} nats}${rest}`;
}

const bell = (x, mean, std) => Math.exp(-(((x - mean) / std) ** 2) / 2) / (std * ROOT);
const X = Array.from({ length: 131 }, (_, i) => i / 10 - 6.5);
const P = X.map((x) => [x, Math.exp(two_bumps_log_density(x))]);
const [BASE, UNIT, CAP] = [-0.5, 0.42, 0.8]; // where the strip of what each x adds stands, its scale, and where it is cut
// Starts around the right half of the plane, from which the ways downhill are drawn.
const AROUND = [0.25, 1, 1.75, 2.5, 3.25, 4, 4.75].flatMap((m) => [[m, 0.5], [m, 4]]).concat([1, 1.75, 2.5, 3.25].map((s) => [5, s]));
const ways_down = (direction) => AROUND.flatMap(([m, s]) => {
  const way = fit_kl_descent(m, s, direction, 90);
  return [...way, null, ...way.map(([a, b]) => [-a, b]), null];
});

export const render = figure(({ state, stage, deck, handle }) => {
  const xticks = [-6, -3, 0, 3, 6].map((v) => [v, fixed(v, 0)]);
  const shared = { x: [-6.5, 6.5], left: 22, xticks };
  const curves = stage.panel({ ...shared, y: [-0.64, 0.92], height: 320 });
  const plane = stage.panel({ ...shared, y: [0.4, 4.1], height: 210, title: "every q: its mean across, its width up", yticks: [1, 2, 3, 4].map((v) => [v, v]) });
  for (const { root } of [curves, plane]) root.style.flexBasis = "100%"; // one above the other, the same x in both
  curves.bars("muted", 0); // for its hatching
  const shade = curves.line("data", "mf-area");
  const data = curves.line("data");
  const [adds, back] = [["gradient", "fill:var(--mf-gradient);fill-opacity:.5"], ["muted", `fill:url(#${curves.root.querySelector("pattern").id})`]].map(([role, style]) => {
    const line = curves.line(role, "mf-thin");
    set(line.node, "style", style);
    return line;
  });
  const axes = curves.line("muted", "mf-thin");
  const goal = curves.line("target");
  const model = curves.line("model");
  const [given, ours] = ["data", "model"].map((role) => curves.label(role, "middle"));
  const strip = curves.label("muted");
  const ways = plane.line("muted");
  set(ways.node, "style", "stroke-width:1");
  const trail = plane.line("gradient");
  const bottoms = plane.dots("target", 3, 4.5);
  const depths = [0, 1, 2].map(() => plane.label("target", "middle"));
  const here = plane.dots("model", 1, 6);

  const q = (x) => bell(x, state.mean, state.width);
  const side = () => (state.mean > 2 ? -1 : 1);
  const format = (v) => fixed(v, 2);
  handle(curves, "mean", { label: "mean of q", format, at: (v) => [v, q(v)], from: (x) => x });
  handle(curves, "width", { label: "width of q", format, at: (v) => [state.mean + side() * v, q(state.mean + v)], from: (x) => side() * (x - state.mean) });
  deck.choice("direction", { label: "Divergence", names: { forward: "forward: p draws", reverse: "reverse: q draws" } });
  const end = {}; // where the button goes
  deck.button("Walk downhill", end);
  let drawn;

  return () => {
    const { mean, width, direction } = state;
    const path = walk(state);
    [end.mean, end.width] = path.at(-1);
    data.points(P);
    shade.points([...P, [6.5, 0], [-6.5, 0]], true);
    axes.points([[-6.5, 0], [6.5, 0], null, [-6.5, BASE], [6.5, BASE]]);
    model.points(X.map((x) => [x, q(x)]));
    goal.points(X.map((x) => [x, bell(x, end.mean, end.width)]));
    const cost = P.map(([x, p]) => {
      const ratio = two_bumps_log_density(x) - Math.log(q(x));
      return direction === "forward" ? p * ratio : -q(x) * ratio;
    });
    const strips = (f) => [[-6.5, BASE], ...X.map((x, i) => [x, BASE + UNIT * f(cost[i])]), [6.5, BASE]];
    adds.points(strips((c) => Math.min(Math.max(c, 0), CAP)), true);
    back.points(strips((c) => Math.min(c, 0)), true);
    strip.put(-6.5, BASE + UNIT * CAP, "what each x adds, cut at 0.8", 0, -6);
    given.put(mean < 0 ? 3 : -3, 0.285, "p, the data", 0, -8);
    ours.put(mean, q(mean), "q, the model", 0, -16);

    const key = direction + plane.X(1);
    if (drawn !== key) ways.points(ways_down(direction));
    drawn = key;
    trail.points(path);
    const valleys = VALLEYS[direction];
    bottoms.points(valleys);
    depths.forEach((label, i) => label.put(...(valleys[i] ?? [0, 0]), valleys[i] ? significant(fit_kl(...valleys[i], direction)) : "", 0, -9));
    here.points([[mean, width]]);
    return told(state, path.at(-1));
  };
});

export default { render };
