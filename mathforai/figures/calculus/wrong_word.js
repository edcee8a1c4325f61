// Two losses for the same logits: how sure the model is of one word, and which word is true, are in the reader's hand.

import { fixed, percent, significant } from "../shared/numbers.js";
import { make, set, setAll } from "../shared/svg.js";
import { figure } from "../shared/figure.js";

const sum = (list) => list.reduce((a, b) => a + b, 0);

/** Shifted by the largest logit, so that no exponent is above 0. */
export function softmax(logits) {
  const top = Math.max(...logits);
  const weights = logits.map((z) => Math.exp(z - top));
  const total = sum(weights);
  return weights.map((w) => w / total);
}

const minus_truth = (p, target) => p.map((q, i) => (i === target ? q - 1 : q));

export function cross_entropy(logits, target) {
  const top = Math.max(...logits);
  return Math.log(sum(logits.map((z) => Math.exp(z - top)))) - (logits[target] - top);
}

export const cross_entropy_grad = (logits, target) => minus_truth(softmax(logits), target);

export const squared_error = (logits, target) => sum(minus_truth(softmax(logits), target).map((d) => d * d));

export function squared_error_grad(logits, target) {
  const p = softmax(logits);
  const g = minus_truth(p, target).map((d) => 2 * d);
  const mean = sum(g.map((v, i) => v * p[i]));
  return p.map((q, i) => q * (g[i] - mean));
}

const WORDS = ["mat", "the", "cat", "sat", "on"];
const STEPS = 30; // of gradient descent with learning rate 1
const logits = (the) => [3, the, 1, 0.1, -1];

/** The probability of the true word at each step. */
function learned(gradient, z, target) {
  const path = [softmax(z)[target]];
  for (let t = 0; t < STEPS; t++) {
    const g = gradient(z, target);
    z = z.map((v, i) => v - g[i]);
    path.push(softmax(z)[target]);
  }
  return path;
}

function seen({ the, truth }) {
  const [z, target] = [logits(the), WORDS.indexOf(truth)];
  const gradients = [cross_entropy_grad, squared_error_grad];
  return { z, target, slopes: gradients.map((f) => f(z, target)), paths: gradients.map((f) => learned(f, z, target)) };
}

const say = ({ the, truth }, { z, slopes: [one, other], paths: [p, q] }) =>
  `“the” has the logit {hand ${fixed(the, 2)}} and the probability ${percent(softmax(z)[1])}, the true word is “${truth}”. Cross-entropy has the slope {data ${significant(one[1])}} in this logit, squared error {model ${significant(other[1])}}. After ${STEPS} steps “${truth}” has {data ${percent(p[STEPS])}} with the one and {model ${percent(q[STEPS])}} with the other.`;

/** The one sentence of the figure; the same as `sentence()` in Python. */
export const sentence = (state) => say(state, seen(state));

const ROLES = ["data", "model"];
const NAMES = ["cross-entropy", "squared error"];
const LOSSES = [cross_entropy, squared_error];
const GRID = Array.from({ length: 61 }, (_, i) => -2 + i / 5);
const level = (loss) => 98 - 7 * loss; // where a loss stands under its line, px

export const render = figure(({ state, stage, deck }) => {
  let now = seen(state);
  const slopes = stage.panel({ x: [-1.5, 1.5], y: [4.5, -0.6], height: 270, left: 40, title: "slope of the loss in each logit", xticks: [-1, 0, 1].map((v) => [v, fixed(v, 0)]) });
  const learning = stage.panel({ x: [0, STEPS], y: [0, 1.12], height: 270, title: "probability of the true word", left: 52, right: 12, xname: "step", xticks: [0, 10, 20].map((t) => [t, String(t)]), yticks: [0, 0.5, 1].map((p) => [p, `${100 * p} %`]) });
  const zero = slopes.line("muted", "mf-thin");
  const words = WORDS.map(() => slopes.label("", "start"));
  const marks = ROLES.map((role, k) => ({
    y: k ? 0.19 : -0.19,
    bars: WORDS.map(() => { const bar = slopes.line(role); set(bar.node, "style", `stroke-width:${k ? 9 : 13};stroke-linecap:butt;stroke-dasharray:none`); return bar; }),
    numbers: WORDS.map(() => slopes.label(role)),
    path: learning.line(role),
    name: learning.label(role, "end"),
  }));

  deck.slider("the", {
    label: "Logit of “the”", format: (v) => fixed(v, 2), height: 132, base: 118,
    ticks: [[-2, "−2"], [0, "0"], [3, "3, level with “mat”", "border"], [6, "6"], [10, "10"]],
    track(t) {
      t.line(-2, 10);
      const stem = t.path("", "mf-stem");
      const art = ROLES.map((role, k) => {
        const line = t.path("", `mf-line mf-${role} mf-thin`);
        const dot = t.art.appendChild(make("svg:circle", { class: `mf-dot mf-${role}`, r: 4 }));
        const name = t.art.appendChild(make("svg:text", { class: `mf-mark mf-${role}` }, NAMES[k]));
        return { line, dot, name };
      });
      let drawn;
      return () => {
        const x = t.at(state.the);
        const heights = LOSSES.map((loss) => level(loss(now.z, now.target)));
        set(stem, "d", `M${x} ${Math.min(...heights)}V${Math.max(...heights)}`);
        art.forEach(({ line, dot, name }, k) => {
          setAll(dot, { cx: x, cy: heights[k] });
          if (drawn === now.target) return;
          set(line, "d", `M${GRID.map((v) => `${t.at(v).toFixed(1)} ${level(LOSSES[k](logits(v), now.target)).toFixed(1)}`).join("L")}`);
          const end = now.target ? -2 : 10;
          setAll(name, { x: t.at(end) + (end < 0 ? 8 : -8), y: level(LOSSES[k](logits(end), now.target)) + (k ? 15 : -8), "text-anchor": end < 0 ? "start" : "end" });
        });
        drawn = now.target;
      };
    },
  });
  deck.choice("truth", { label: "The true word" });

  return () => {
    now = seen(state);
    zero.points([[0, -0.6], [0, 5]]);
    words.forEach((label, i) => label.put(-1.5, i, WORDS[i], -40, 5));
    const late = now.paths[1].findIndex((p) => p >= 0.5); // -1 where squared error does not get there
    marks.forEach(({ y, bars, numbers, path, name }, k) => {
      now.slopes[k].forEach((slope, i) => {
        const side = slope < 0 ? -1 : 1;
        bars[i].points([[0, i + y], [slope, i + y]]);
        numbers[i].put(slope, i + y, significant(slope), 6 * side, 5, side < 0 ? "end" : "start");
      });
      path.points(now.paths[k].map((p, t) => [t, p]));
      if (k && late > 18) name.put(late, 0.5, NAMES[k], -14, 5); // left of the rise
      else name.put(STEPS, now.paths[k][STEPS], NAMES[k], -4, k && late >= 0 ? 20 : -8);
    });
    return say(state, now);
  };
});

export default { render };
