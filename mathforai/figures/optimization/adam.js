// Adam in a ravine that can be turned, steepened and rescaled; gradient descent beside it turns along.

import { contour, heavy_ball, turned, START } from "./kernels.js";
import { fixed, power_of_ten, significant } from "../shared/numbers.js";
import { make, set } from "../shared/svg.js";
import { figure } from "../shared/figure.js";

const STEPS = 300;
const RATE = 0.2;
const NEAR = 0.1; // the walk has arrived when it stays nearer than this
const WINDOW = [-3, 12.6];

/** Every position of Adam with the usual betas and eps, the start included. */
export function adam(gradient, start, learning_rate, steps) {
  const path = [start];
  const m = start.map(() => 0);
  const v = [...m];
  let [left1, left2] = [1, 1]; // what the zeros at the start still weigh
  for (let t = 0; t < steps; t++) {
    left1 *= 0.9;
    left2 *= 0.999;
    const w = [...path[t]];
    gradient(w).forEach((g, i) => {
      m[i] += (1 - 0.9) * (g - m[i]);
      v[i] += (1 - 0.999) * (g * g - v[i]);
      w[i] -= (learning_rate * m[i]) / (1 - left1) / (Math.sqrt(v[i] / (1 - left2)) + 1e-8);
    });
    path.push(w);
  }
  return path;
}

const radians = (angle) => (angle * Math.PI) / 180;
const scale = (decades) => Number(`1e${Math.round(decades)}`); // 10 ** x is not always the nearest float
const power = (decades) => (Math.round(decades) === 1 ? "10" : power_of_ten(Math.round(decades)));

export function adam_path({ angle, curvature, decades }) {
  const [c, s] = [Math.cos(radians(angle)), Math.sin(radians(angle))];
  const k = scale(decades);
  // The gradient of the turned ravine, its sines and cosines taken once.
  const [xx, xy, yy] = [k * (c * c + curvature * s * s), k * (1 - curvature) * c * s, k * (s * s + curvature * c * c)];
  return adam(([x, y]) => [xx * x + xy * y, xy * x + yy * y], turned(START, -radians(angle)), RATE, STEPS);
}

/** Gradient descent seen along the ravine: there it is the same at every angle. */
export const descent_path = ({ curvature, decades }) =>
  heavy_ball(([x, y]) => [scale(decades) * x, scale(decades) * curvature * y], START, 2 / (1 + curvature), 0, STEPS);

const distances = (path) => path.map(([x, y]) => Math.hypot(x, y));

/** The step from which on the distance stays below NEAR; one more than there are, if none. */
export function arrival(away) {
  let t = away.length;
  while (t && away[t - 1] < NEAR) t--;
  return t;
}

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence(state) {
  const [ours, theirs] = [adam_path, descent_path].map((walk) => distances(walk(state)));
  const [there, last, steps] = [arrival(ours), theirs[STEPS], arrival(theirs)];
  const walk = there <= STEPS ? `is within 0.1 of the minimum after {data ${there} steps}` : `is still {data ${significant(ours[STEPS])}} from the minimum after 300 steps`;
  const descent = steps <= STEPS ? `is within 0.1 after ${steps}` : last < 99 ? `is still ${significant(last)} away` : "flies off";
  return `Turned by {hand ${fixed(state.angle, 0)}°}, with curvatures 1 and {hand ${fixed(state.curvature, 0)}} and gradients times {hand ${power(state.decades)}}: Adam ${walk}; gradient descent ${descent}.`;
}

const ticks = (list) => list.map((v) => [v, String(v)]);
const GRID = Array.from({ length: 9 }, (_, i) => 10 ** (i / 2));

export const render = figure(({ state, stage, deck, handle }) => {
  const plane = stage.panel({
    x: WINDOW, y: WINDOW, height: 348, equal: true, left: 24, title: "the weights, w₂ upwards",
    xticks: ticks([0, 5, 10]), yticks: ticks([0, 5, 10]), xname: "w₁",
  });
  const trace = stage.panel({
    x: [0, STEPS], y: [0.01, 30], yscale: "log", height: 348, title: "distance to the minimum", right: 14,
    xticks: ticks([0, 100, 200]), xname: "step", yticks: ticks([0.01, 0.1, 1, 10]),
  });
  const heights = [100, 50, 20, 5, 0.5].map((height) => [height, plane.line("muted", "mf-thin")]);
  const ghost = plane.line("muted");
  const steps = plane.line("gradient");
  const stops = plane.dots("gradient", STEPS / 10 + 1, 3);
  const minimum = plane.dots("target", 1, 4.5);
  const goal = trace.line("target");
  const grey = trace.line("muted");
  const falling = trace.line("data");
  const name = trace.label("data", "start", "mf-strong");
  const other = trace.label("muted");
  heights.forEach(([, { node }]) => set(node, "stroke-opacity", 0.5));

  handle(plane, "angle", {
    label: "angle of the ravine", format: (v) => `${fixed(v, 0)}°`,
    at: (v) => turned([12, 0], -radians(v)), from: (x, y) => (Math.atan2(y, x) * 180) / Math.PI,
  });
  deck.slider("curvature", {
    label: "Curvature across the ravine", symbol: "κ", scale: "log", format: (v) => fixed(v, 0), height: 106, base: 48,
    ticks: ticks([1, 10, 100, 1000, 10000]),
    track(t) {
      t.line(1, 1e4);
      const curves = ["muted", "data"].map((role) => t.path("", `mf-line mf-thin mf-${role}`));
      t.path(`M${t.at(1)} 56H${t.at(1e4)}`);
      t.art.append(make("svg:text", { class: "mf-tick", x: t.at(1), y: 70 }, "steps needed; the line is 300"));
      let drawn;
      return () => {
        const { angle, decades } = state;
        if (drawn === (drawn = angle + 100 * decades)) return; // as it was
        [descent_path, adam_path].forEach((walk, i) => {
          const level = (curvature) => 101 - 0.15 * arrival(distances(walk({ angle, decades, curvature })));
          const line = GRID.map((k) => `${t.at(k).toFixed(1)} ${level(k).toFixed(1)}`).join("L");
          set(curves[i], "d", `M${line}`);
        });
      };
    },
  });
  deck.slider("decades", {
    label: "All gradients times", format: power,
    ticks: [[-8, "ε = 10⁻⁸", "border"], ...[-12, -4, 0, 4].map((p) => [p, power(p)])],
  });

  return () => {
    const turn = radians(state.angle);
    const [path, descent] = [adam_path(state), descent_path(state)];
    const ours = distances(path);
    for (const [height, line] of heights) line.points(contour(height, [1, state.curvature], turn), true);
    const seen = distances(descent).filter((away) => away < 99); // what flies off is gone
    ghost.points(seen.map((_, t) => turned(descent[t], -turn)));
    steps.points(path);
    stops.points(path.filter((_, t) => t % 10 === 0));
    minimum.points([[0, 0]]);
    goal.points([[0, NEAR], [STEPS, NEAR]]);
    grey.points(seen.map((away, t) => [t, away]));
    falling.points(ours.map((away, t) => [t, away]));
    const above = ours[60] > seen[60];
    const outside = (label, t, y, text, up) => label.put(t, y, text, ...(up ? [6, -8, "start"] : [-6, 16, "end"]));
    outside(name, 60, ours[60], "Adam", above);
    const at = seen[120] > 0.01; // else it fell or flew in one step
    const gone = seen.length > STEPS ? "" : " flies off";
    outside(other, at ? 120 : 0, at ? seen[120] : above ? 0.02 : 14, `gradient descent${gone}`, !at || !above);
    return sentence(state);
  };
});

export default { render };
