// Gradient descent on (w - 3)²: the learning rate and the start are in the reader's hand.

import { fixed, power_of_ten, significant } from "../shared/numbers.js";
import { figure } from "../shared/figure.js";

const STEPS = 12;

/** L(w) = curvature (w - minimum)² / 2 */
export const quadratic_loss = (w, minimum = 3, curvature = 2) => 0.5 * curvature * ((w - minimum) * (w - minimum));

export const quadratic_gradient = (w, minimum = 3, curvature = 2) => curvature * (w - minimum);

/** Every position of the walk, the start included. */
export function gradient_descent(gradient, start, learning_rate, steps) {
  const path = [start];
  for (let t = 0; t < steps; t++) path.push(path[t] - learning_rate * gradient(path[t]));
  return path;
}

export const contraction_factor = (learning_rate, curvature = 2) => 1 - learning_rate * curvature;

/** Which of the five cases; the borders 1 / curvature and 2 / curvature are exact. */
export function regime(learning_rate, curvature = 2) {
  if (learning_rate < 1 / curvature) return "creeps";
  if (learning_rate === 1 / curvature) return "one step";
  if (learning_rate < 2 / curvature) return "zigzags";
  return learning_rate === 2 / curvature ? "two-cycle" : "diverges";
}

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence({ learning_rate, start }) {
  const path = gradient_descent(quadratic_gradient, start, learning_rate, STEPS);
  const rate = `{hand ${fixed(learning_rate, 2)}}`;
  const factor = `{gradient ${fixed(contraction_factor(learning_rate), 2)}}`;
  const after = `after ${STEPS} steps the loss is {data ${significant(quadratic_loss(path[STEPS]))}}.`;
  if (start === 3) return `You start on the minimum. The slope there is 0, so {i w} stays at {hand 3.00} whatever the learning rate is.`;
  return {
    creeps: `At learning rate ${rate} each step multiplies the distance to the minimum by ${factor}, so {i w} creeps in from one side; ${after}`,
    "one step": `At learning rate ${rate} the factor is {gradient 0}: the first step lands exactly on the minimum, from any start.`,
    zigzags: `At learning rate ${rate} each step multiplies the distance to the minimum by ${factor}: {i w} jumps across every time and still closes in; ${after}`,
    "two-cycle": `At learning rate ${rate} each step lands on the mirror image of the last: {i w} repeats ${fixed(start, 2)}, ${fixed(path[1], 2)} for ever and the loss stays at {data ${significant(quadratic_loss(start))}}.`,
    diverges: `At learning rate ${rate} each step multiplies the distance to the minimum by ${factor}, so {i w} lands farther away every time; ${after}`,
  }[regime(learning_rate)];
}

const nothing = ({ learning_rate, start }, steps) =>
  start === 3 ? "0 from the start" : regime(learning_rate) === "one step" ? "0 after one step" : `below ${power_of_ten(-6)} after ${steps} steps`;

const valley = Array.from({ length: 93 }, (_, i) => -1.6 + i * 0.1).map((w) => [w, quadratic_loss(w)]);
const FLOOR = 1e-6;

export const render = figure(({ state, stage, deck, handle }) => {
  const walk = stage.panel({
    x: [-1.6, 7.6], y: [0, 21], grow: 1.15,
    xticks: [[0, "0"], [3, "minimum at 3", "mf-target"], [6, "6"]], xname: "w",
  });
  const trace = stage.panel({
    x: [0, STEPS], y: [FLOOR, 1e5], yscale: "log", title: "loss after each step", right: 14,
    xticks: [0, 4, 8, 12].map((t) => [t, String(t)]),
    yticks: [-6, -4, -2, 0, 2, 4].map((p) => [10 ** p, power_of_ten(p)]),
  });
  const curve = walk.line("data");
  const steps = walk.line("gradient");
  const stops = walk.dots("gradient", STEPS + 1, 3.8);
  const numbers = [1, 2, 3].map(() => walk.label("gradient", "middle"));
  const name = walk.label("data");
  const begin = walk.label("hand", "end");
  const falling = trace.line("data", "mf-thin");
  const losses = trace.dots("data", STEPS + 1, 3.2);
  const last = trace.label("data", "end", "mf-strong");

  handle(walk, "start", {
    label: "start", format: (v) => `w = ${fixed(v, 2)}`,
    at: (v) => [v, quadratic_loss(v)], from: (x) => x,
  });
  deck.slider("learning_rate", {
    label: "Learning rate", symbol: "η", format: (v) => fixed(v, 2),
    ticks: [[0.01, "0.01"], [0.5, "0.5", "border"], [1, "1", "border"], [1.2, "1.2"]],
    names: [["creeps in", 0.01, 0.5], ["one step", 0.5, 0.5], ["zigzags in", 0.5, 1], ["two-cycle", 1, 1], ["flies off", 1, 1.2]],
    track(t) {
      t.line(0.01, 0.5);
      t.zigzag(0.5, 1, 4);
      t.zigzag(1, 1.2, (v) => 4 + 40 * (v - 1));
    },
  });

  return () => {
    const { learning_rate, start } = state;
    const path = gradient_descent(quadratic_gradient, start, learning_rate, STEPS);
    const points = path.map((w) => [w, quadratic_loss(w)]);
    curve.points(valley);
    steps.points(points);
    stops.points(points.slice(1));
    numbers.forEach((label, i) => {
      const [w, loss] = points[i + 1];
      const apart = Math.abs(w - path[i]) > 0.28 && (i < 1 || Math.abs(w - path[i - 1]) > 0.28) && loss < 20.5;
      label.put(w, loss, apart ? String(i + 1) : "", w < 3 ? -11 : 11, 4);
    });
    name.put(5.25, 1, walk.width > 280 ? "loss (w − 3)²" : "loss");
    begin.put(start, quadratic_loss(start), "start", start < 3 ? -15 : 15, -8, start < 3 ? "end" : "start");

    const seen = points.map(([, loss], t) => [t, loss]).filter(([, loss]) => loss >= FLOOR);
    falling.points(seen);
    losses.points(seen);
    const end = points[STEPS][1];
    if (end >= FLOOR) last.put(STEPS, end, significant(end), 0, learning_rate >= 1 ? -12 : 22);
    else last.put(STEPS, FLOOR, nothing(state, seen.length), 0, -9);
    return sentence(state);
  };
});

export default { render };
