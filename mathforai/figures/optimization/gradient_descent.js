// Gradient descent on (w - 3)²: the learning rate and the start are in the reader's hand.

import { fixed, power_of_ten, significant } from "../shared/numbers.js";
import { figure } from "../shared/figure.js";

const STEPS = 12;
const MINIMUM = 3;
const REFERENCE = 0.1; // the learning rate of the grey trace

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
  if (learning_rate < 1 / curvature) return "monotone";
  if (learning_rate === 1 / curvature) return "one step";
  if (learning_rate < 2 / curvature) return "zigzags";
  return learning_rate === 2 / curvature ? "two-cycle" : "diverges";
}

/**
 * Distances to the minimum at each step. They, and not w, are what is walked: near the minimum w has no digits left to tell a
 * small distance from none.
 */
const distances = (start, learning_rate) => gradient_descent((d) => quadratic_gradient(d, 0), start - MINIMUM, learning_rate, STEPS);

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence({ learning_rate, start }) {
  const away = distances(start, learning_rate);
  const rate = `{hand ${fixed(learning_rate, 2)}}`;
  const factor = `{gradient ${fixed(contraction_factor(learning_rate), 2)}}`;
  const after = `after ${STEPS} steps the loss is {data ${significant(quadratic_loss(away[STEPS], 0))}}.`;
  if (start === MINIMUM) return `You start on the minimum. The slope there is 0, so {i w} stays at {hand 3.00} whatever the learning rate is.`;
  return {
    monotone: `At learning rate ${rate} each step multiplies the distance to the minimum by ${factor}, so {i w} comes in from one side; ${after}`,
    "one step": `At learning rate ${rate} the factor is {gradient 0}: the first step lands exactly on the minimum, from any start.`,
    zigzags: `At learning rate ${rate} each step multiplies the distance to the minimum by ${factor}: {i w} jumps across every time and still closes in; ${after}`,
    "two-cycle": `At learning rate ${rate} each step lands on the mirror image of the last: {i w} repeats ${fixed(start, 2)}, ${fixed(MINIMUM + away[1], 2)} for ever and the loss stays at {data ${significant(quadratic_loss(start))}}.`,
    diverges: `At learning rate ${rate} each step multiplies the distance to the minimum by ${factor}, so {i w} lands farther away every time; ${after}`,
  }[regime(learning_rate)];
}

const nothing = ({ learning_rate, start }, steps) =>
  start === MINIMUM ? "0 from the start" : regime(learning_rate) === "one step" ? "0 after one step" : `below ${power_of_ten(-6)} after ${steps} steps`;

const valley = Array.from({ length: 93 }, (_, i) => -1.6 + i * 0.1).map((w) => [w, quadratic_loss(w)]);
const FLOOR = 1e-6;

export const render = figure(({ state, stage, deck, handle }) => {
  const walk = stage.panel({
    x: [-1.6, 7.6], y: [0, 21], grow: 1.15,
    xticks: [[0, "0"], [3, "minimum at 3", "mf-target"], [6, "6"]], xname: "w",
  });
  const trace = stage.panel({
    x: [0, STEPS], y: [FLOOR, 1e5], yscale: "log", title: "loss at each step", right: 14,
    xticks: [0, 4, 8, 12].map((t) => [t, String(t)]),
    yticks: [-6, -4, -2, 0, 2, 4].map((p) => [10 ** p, power_of_ten(p)]),
  });
  const curve = walk.line("data");
  const steps = walk.line("gradient");
  const stops = walk.dots("gradient", STEPS + 1, 3.8);
  const numbers = [1, 2, 3].map(() => walk.label("gradient", "middle"));
  const name = walk.label("data");
  const begin = walk.label("hand", "end");
  const grey = trace.line("muted", "mf-ghost");
  const falling = trace.line("data", "mf-thin");
  const losses = trace.dots("data", STEPS + 1, 3.2);
  const last = trace.label("data", "end", "mf-strong");
  const beside = trace.label("muted", "start");
  const gone = walk.label("gradient", "middle");

  handle(walk, "start", {
    label: "start", format: (v) => `w = ${fixed(v, 2)}`,
    at: (v) => [v, quadratic_loss(v)], from: (x) => x,
  });
  deck.slider("learning_rate", {
    label: "Learning rate", symbol: "η", format: (v) => fixed(v, 2),
    ticks: [[0.01, "0.01"], [0.5, "0.5", "border"], [1, "1", "border"], [1.2, "1.2"]],
    names: [["from one side", 0.01, 0.5], ["one step", 0.5, 0.5], ["zigzags in", 0.5, 1], ["two-cycle", 1, 1], ["flies off", 1, 1.2]],
    track(t) {
      t.line(0.01, 0.5);
      t.zigzag(0.5, 1, 4);
      t.zigzag(1, 1.2, (v) => 4 + 40 * (v - 1));
    },
  });

  return () => {
    const { learning_rate, start } = state;
    const away = distances(start, learning_rate);
    const points = away.map((d) => [MINIMUM + d, quadratic_loss(d, 0)]);
    curve.points(valley);
    steps.points(points);
    stops.points(points.slice(1));
    const far = (i, j) => !(Math.abs(away[i] - away[j]) < 0.28);
    numbers.forEach((label, i) => {
      const [d, [w, loss]] = [away[i + 1], points[i + 1]];
      const low = Math.abs(d) < 0.4; // on the axis a number would read as a tick
      const room = far(i, i + 1) && (!i || far(i - 1, i + 1)) && loss < 20.5;
      label.put(w, loss, room ? i + 1 : "", low ? 0 : 11 * Math.sign(d), low ? -11 : 4);
    });
    const lost = points.findIndex(([, loss]) => loss > 21);
    gone.put(MINIMUM, 21, lost < 0 ? "" : `step ${lost} leaves the picture`, 0, 16);
    name.put(5.25, 1, "loss (w − 3)²");
    const side = start < -0.4 || (start > MINIMUM && start < 6.4) ? 1 : -1; // the label stays inside the panel
    begin.put(start, points[0][1], "start", 15 * side, -8, side > 0 ? "start" : "end");

    const shown = (list) => list.map((d, t) => [t, quadratic_loss(d, 0)]).filter(([, loss]) => loss >= FLOOR);
    const seen = shown(away);
    for (const mark of [falling, losses]) mark.points(seen);
    const reference = shown(distances(start, REFERENCE));
    grey.points(reference);
    const at = learning_rate !== REFERENCE && reference[9];
    beside.put(9, at ? at[1] : 1, at ? "at 0.10" : "", -4, -9);
    const end = points[STEPS][1];
    const [dx, dy] = end < 1e-4 ? [-40, -4] : learning_rate < 1 ? [0, 22] : [0, -12]; // where the line leaves room
    if (end >= FLOOR) last.put(STEPS, end, significant(end), dx, dy);
    else last.put(STEPS, FLOOR, nothing(state, seen.length), 0, -9);
    return sentence(state);
  };
});

export default { render };
