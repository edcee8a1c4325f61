// Momentum in the ravine: learning rate and momentum as one point of a map, in the reader's hand.

import { CURVATURES, START, contour, heavy_ball, ravine_gradient } from "./kernels.js";
import { clamp, fixed } from "../shared/numbers.js";
import { figure } from "../shared/figure.js";

const MOST = 3000; // steps after which nobody waits for the millionth
const EDGE = 0.044; // where the map ends
const TIP = 9 / 11; // the root of the momentum at which the borders of the swings meet

/** The largest size of a root z of z² - (1 + beta - a) z + beta, where a = eta · curvature. */
export const convergence_rate = (curvatures, eta, beta) =>
  Math.max(...curvatures.map((curvature) => {
    const total = 1 + beta - eta * curvature;
    const inside = total * total - 4 * beta;
    return inside < 0 ? Math.sqrt(beta) : (Math.abs(total) + Math.sqrt(inside)) / 2;
  }));

/** What a learning rate meets on its way up: the swings of both begin, and end; or both lag alike; then the cliff. */
export function borders(beta) {
  const root = Math.sqrt(beta);
  return [(1 - root) * (1 - root), ((1 + root) * (1 + root)) / 100, (2 * (1 + beta)) / 101, (1 + beta) / 50];
}

/** Which direction holds the walk up; on a border, but for rounding, that of the border. */
export function slowest(eta, beta) {
  const [begin, end, ridge, cliff] = borders(beta).map((border) => eta / border - 1);
  const off = 1e-12;
  if (cliff > off) return "the steep direction flies off";
  if (cliff > -off) return "the steep direction jumps to and fro for ever";
  if (begin > -off && end < off) return "both directions swing, and η has no say";
  if (Math.abs(ridge) < off) return "both directions lag alike";
  return `the ${ridge < 0 ? "flat" : "steep"} direction lags`;
}

const walk = (eta, beta, steps) => heavy_ball((w) => ravine_gradient(w), START, eta, beta, steps);

/** After how many steps the distance stays below a millionth of that at the start; 0 where that takes too long. */
export function arrival(eta, beta) {
  const sizes = walk(eta, beta, MOST).map(([a, b]) => a * a + b * b);
  return (sizes.findLastIndex((size) => !(size <= 1e-12 * sizes[0])) + 1) % (MOST + 1);
}

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence({ learning_rate: eta, momentum: beta }) {
  const rate = convergence_rate(CURVATURES, eta, beta);
  const rest = rate < 1 - 1e-9 ? `; a millionth is left after {gradient ${arrival(eta, beta) || "more than 3,000"}} steps.` : ".";
  return `At η = {hand ${fixed(eta, 4)}} and β = {hand ${fixed(beta, 2)}} ${slowest(eta, beta)}: in the long run a step multiplies the distance, on average, by {data ${fixed(rate, 3)}}${rest}`;
}

/** The corners of the region in which a step keeps at most this part: its three sides are straight. */
export function triangle(part) {
  const [left, right] = [1 - part, (1 + part) / 100];
  const low = (part * (left - right)) / (left + right);
  return [[left * (1 - part), part * part], [right * (1 + part), part * part], [right * (1 + low / part), low]];
}

/** Where the swings of both directions begin, on the map. */
const BEGIN = Array.from({ length: 41 }, (_, i) => {
  const beta = (TIP + ((1 - TIP) * i) / 40) ** 2;
  return [borders(beta)[0], beta];
});

export const render = figure(({ state, stage, deck, handle }) => {
  const ticks = (list) => list.map((v) => [v, fixed(v, v % 1 ? 2 : 0)]);
  const ravine = stage.panel({ x: [-12, 12], y: [-4, 4], height: 280, title: "the walk, w₂ stretched", left: 26, xticks: ticks([-10, -5, 0, 5]), xname: "w₁", yticks: ticks([-3, 0, 3]) });
  const map = stage.panel({ x: [0, EDGE], y: [0, 1], height: 280, title: "momentum β", xticks: ticks([0, 0.02, 0.04]), xname: "η", yticks: ticks([0, 1]) });
  const rings = [500, 100, 20, 2].map((height) => [ravine.line("muted", "mf-thin"), contour(height)]);
  const ghost = ravine.line("muted", "mf-thin");
  const path = ravine.line("gradient", "mf-thin");
  const stops = ravine.dots("gradient", 61, 2.6);
  const minimum = ravine.dots("target", 1, 4);
  const start = ravine.label("", "middle");
  const area = map.line("data", "mf-area");
  const rim = map.line("data");
  const [swing, cliff] = ["muted", "gradient"].map((role) => map.line(role, "mf-thin"));
  const names = [["muted", 0.024, 0.79, "both swing"], ["muted", 0.007, 0.2, "flat one lags"], ["gradient", 0.035, 0.2, "flies off"]].map(([role, ...at]) => [map.label(role, "middle"), at]);
  const share = map.label("data", "end", "mf-strong");

  const slope = (v) => state.put("momentum", clamp(Math.round(v * 100) / 100, 0, 0.99));
  handle(map, "learning_rate", {
    label: "learning rate and momentum",
    format: (v) => `learning rate ${fixed(v, 4)}, momentum ${fixed(state.momentum, 2)}`,
    at: (v) => [v, state.momentum],
    from: (x, y) => (slope(y), x),
  }).node.addEventListener("keydown", (event) => {
    const way = { ArrowUp: 0.01, ArrowDown: -0.01 }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    slope(state.momentum + way * (event.shiftKey ? 5 : 1));
  }, true);

  /** Where on the slider the flat direction stops lagging, the swings end, and the cliff is. */
  const stretches = () => {
    const [begin, end, ridge, cliff] = borders(state.momentum);
    return begin < end ? [Math.max(0.001, begin), end, cliff] : [ridge, ridge, cliff];
  };
  deck.slider("learning_rate", {
    label: "Learning rate alone", symbol: "η", format: (v) => fixed(v, 4),
    ticks() {
      const [flat, end, cliff] = stretches();
      const inner = flat < end ? [Math.ceil(flat * 1e4) / 1e4, Math.floor(end * 1e4) / 1e4] : [flat, end]; // the thumb lands inside
      const tick = (v, shown) => [v, shown ? fixed(v, 4) : "", "border"];
      return [tick(inner[0], true), tick(inner[1]), tick(cliff, cliff - flat > 0.004)].filter(([v]) => v > 0.001);
    },
    names() {
      const [flat, end, cliff] = stretches();
      return [["flat one lags", 0.001, flat], ["both swing", flat, end], ["flies off", cliff, EDGE]].filter(([, from, to]) => from < to);
    },
    track(t) {
      const [flat, end, cliff] = stretches();
      t.line(0.001, flat);
      if (flat < end) t.path(`M${t.at(flat)} 22q5-9 10 0${"t10 0".repeat(Math.max(0, (t.at(end) - t.at(flat)) / 10 - 1))}`);
      t.zigzag(end, cliff, 4);
      t.zigzag(cliff, EDGE, 9);
    },
  });

  return () => {
    const { learning_rate: eta, momentum: beta } = state;
    for (const [ring, points] of rings) ring.points(points);
    ghost.points(walk(2 / 101, 0, 60));
    for (const mark of [path, stops]) mark.points(walk(eta, beta, 60));
    minimum.points([[0, 0]]);
    start.put(...START, "start", 0, -9);

    const rate = convergence_rate(CURVATURES, eta, beta);
    for (const mark of [area, rim]) mark.points(rate < 1 ? triangle(rate) : [], true);
    swing.points(BEGIN);
    cliff.points([[0.02, 0], [0.04, 1]]);
    for (const [name, at] of names) name.put(...at);
    const side = eta < 0.007 ? 1 : -1; // where the panel has room
    share.put(eta, beta, rate < 1 ? fixed(rate, 3) : "", 14 * side, beta > 0.9 ? 22 : -8, side > 0 ? "start" : "end");
    return sentence(state);
  };
});

export default { render };
