// Head size and heads: the scores of one query, split among heads, divided by the root of the head size or not.

import { percent, significant } from "../shared/numbers.js";
import { figure } from "../shared/figure.js";
import { entropy, softmax, table } from "./kernels.js";

const KEYS = [1, 2, 3, 4, 5, 6, 7, 8].map((j) => `key ${j}`);
const MOST = 8; // heads
const TICKS = [-1, -0.5, 0, 0.5, 1]; // of the end of the axis

// For each width, what every eighth of the numbers adds to the score of each key; heads.py draws them.
export const ROOMS = {
  16: [[1.12, -1.01, -1.66, -1.34, .52, -1.64, -1.56, -.72], [2.27, -1.32, -.68, .99, 1.19, -1.44, 1.38, -1.04], [.5, .63, .53, -.59, 1.05, .49, -.85, -1.01], [-.85, -1.7, -.79, -3, 2.56, .03, 2.23, -1.06], [.25, 1.38, -.16, .17, .06, .08, .64, .93], [.44, .56, -1.43, -.49, 2, .3, -1.51, -.16], [-1.31, .17, -.23, .31, -.6, -1.61, -.1, 1.18], [1, 2.36, .56, 1.48, .14, -.15, 4.05, .76]],
  64: [[.92, 2.4, -5.73, 1.92, 4.05, 1.15, 3.3, 3.78], [-.62, -.95, -2.89, -4.06, -2.13, -2.4, -.59, -3.43], [-3.19, 3.26, -7.79, -5.03, -1.66, 2.48, -3.69, -4.31], [3.57, .85, .68, 7.04, -2.14, 1.51, 1.55, 2], [2.83, -.54, -1.47, .93, -.01, -2.27, -.5, .11], [.57, 3.02, 1.22, 3.11, -1.34, -3.7, 2.07, -3.96], [-5.28, -1.35, -1.87, -1.35, 3.65, 3.04, .88, .17], [-.96, 2.75, -1.76, -.66, 2.97, -1.29, -4.25, -3.52]],
  256: [[-2.84, 1.22, 1.02, -4.5, 2.6, 1.52, -5.49, 3.29], [2.73, -6.37, -2.9, 3.31, -3.2, -4.72, 2.68, -6.63], [-9.76, -1.94, -1.83, 7.51, 5.52, -12.63, 3.41, -5.15], [-9.19, -5.3, .25, 1.21, -1.12, -.25, .49, 9.68], [1.85, -5.56, -2.84, -9.92, -15.55, -3.16, 1.32, -4.97], [-7.68, -3.73, 2.67, 3.48, -6.25, -2.23, .73, 3.12], [3.61, 4.29, 7.93, 4.98, -.24, 1.44, 2.22, 4.86], [-5.17, 2.97, 5.58, 11.06, 2.28, .37, -3.03, 2.6]],
};

/** One row of scores for each head: a larger head adds up what the smaller ones in it would have. */
export const head_scores = (width, heads, divided) =>
  Array.from({ length: heads }, (_, h) => KEYS.map((_, j) => {
    let score = 0;
    for (let r = (h * MOST) / heads; r < ((h + 1) * MOST) / heads; r++) score += ROOMS[width][r][j];
    return score / (divided ? Math.sqrt(width / heads) : 1);
  }));

const plain = (x) => String(Number(x.toFixed(2))); // no 4.00
const mean = (list) => list.reduce((a, b) => a + b) / list.length;

/** What the figure reads out: the spread of the scores, and largest weight and entropy, each the mean over the heads. */
export function seen({ width, heads, divided }) {
  const scores = head_scores(width, heads, divided);
  const weights = scores.map((row) => softmax(row));
  return { scores, weights, spread: Math.sqrt(mean(scores.flat().map((s) => s * s))), top: mean(weights.map((row) => Math.max(...row))), nats: mean(weights.map(entropy)) };
}

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence(state) {
  const { width, heads, divided } = state;
  const { spread, top, nats } = seen(state);
  const d = width / heads;
  const rooms = heads === 1 ? "one head" : `${heads} heads`;
  const scale = divided ? `Divided by √{i d} = ${plain(Math.sqrt(d))}` : "Not divided";
  const its = heads === 1 ? " its" : " on average a head’s";
  return `{hand ${width}} numbers in {hand ${rooms}} make {i d} = ${d}. ${scale}, the scores spread by {data ${significant(spread)}};${its} largest weight is {data ${percent(Math.min(top, 0.99999))}} and its entropy {data ${significant(nats)}} of at most ${significant(Math.log(KEYS.length))} nats.`;
}

export const render = figure(({ state, stage, deck }) => {
  const grid = stage.panel({ x: [0, 8], y: [MOST, -1.1], height: 330, title: "weights of the query, a row for each head", left: 64, right: 2, grow: 1.15 });
  const line = stage.panel({ x: [-1, 1], y: [MOST, -1.1], height: 330, title: "its scores, before the softmax", left: 14, right: 14, xticks: TICKS.map((v) => [v, ""]) });
  const marks = TICKS.map(() => line.label("", "middle", "mf-tick"));
  const cells = table(grid, MOST, 8);
  const rows = Array.from({ length: MOST }, () => grid.label("", "end", "mf-tick"));
  const band = line.line("target");
  const name = line.label("target");
  const dots = line.dots("data", 64, 3);
  deck.choice("width", { label: "Numbers in a token" });
  deck.choice("heads", { label: "Heads" });
  deck.toggle("divided", { label: "Divide the scores by √d" });

  return () => {
    const { width, heads, divided } = state;
    const { scores, weights } = seen(state);
    cells.names(KEYS);
    rows.forEach((label, i) => {
      label.put(0, i + 0.5, i < heads ? `head ${i + 1}` : "", -7, 5);
      for (let j = 0; j < 8; j++) cells.put(i, j, weights[i]?.[j]);
    });
    const reach = divided ? 3 : 30; // two axes, or the divided dots would be one blot
    marks.forEach((label, i) => label.put(TICKS[i], MOST, String(TICKS[i] * reach).replace("-", "−"), 0, 20));
    dots.points(scores.flatMap((row, i) => row.map((s, j) => [s / reach, i + 0.2 + (0.6 * j) / 7])));
    const d = width / heads;
    const size = divided ? 1 : Math.sqrt(d);
    const side = size / reach;
    band.points([[-side, -0.7], [-side, MOST], null, [side, -0.7], [side, MOST]]);
    name.put(side, -0.6, divided ? "±1" : `±√d = ±${plain(size)}`, 7, 5);
    return sentence(state);
  };
});

export default { render };
