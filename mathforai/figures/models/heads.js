// Head size and heads: the scores of one query, split among heads, divided by the root of the head size or not.

import { percent, significant } from "../shared/numbers.js";
import { figure } from "../shared/figure.js";
import { entropy, softmax, table } from "./kernels.js";

const WORDS = ["the", "dog", "saw", "the", "cat", "and", "chased", "it"];
const MOST = 8; // heads
const REACH = 45; // the end of the line of scores

// For each width, what every eighth of the numbers adds to the score of each key; heads.py draws them.
export const ROOMS = {
  16: [[.33, .17, .11, .16, -.22, .03, -.03, -.38], [-.58, .74, -1.02, -.57, .67, .79, -1.33, -.57], [1.39, -1.02, 1.23, -.14, 2.83, .84, .24, 1.64], [2.19, 2.56, -.24, 1.27, 1.17, -2.57, .32, 1.62], [-.15, -.03, -.01, -1.48, -.86, -.02, 2.82, -1.13], [-.25, -1.2, .18, -1.15, 1.42, -1.9, .47, .18], [.49, 2.62, .87, -.36, -.3, -1.01, -2.25, .11], [1.14, 3.37, 2.09, 3.33, .09, .87, .9, .26]],
  64: [[1.14, -5.31, 3.28, -1.48, -1.54, -1.9, .2, -5.35], [-.35, 2.16, 2.96, -3.1, .55, -1.6, -2.42, -.29], [4.49, 1.3, 1.21, 1.92, -.88, -1.53, -4.26, .9], [-1.95, .61, -.29, 2.03, -.34, 2.56, -.99, 2.2], [-2.49, -.14, 3.67, -1.11, .9, 3.67, -2.98, -1.61], [.45, 6.68, .23, 3.19, 3.42, -1.43, .9, -1.07], [6.25, 2.74, .91, 3.63, -2.86, -.74, 1.93, 2.8], [2.9, -.03, 3.29, 1.17, -1.34, 1.18, .27, 1.25]],
  256: [[-2.54, 8.18, -1.86, 1.38, 7.8, 5.5, 1.42, 4.21], [1.76, -6.78, -3.48, 5.62, -5.1, -7.86, -4.5, -3.76], [5.04, 1.55, -1.03, -3.75, .8, 7.8, 2.5, 3.26], [2.28, -2.14, -3.74, .48, -1.01, 11.28, 6, 2.5], [-6.49, 2.16, 4.19, -2.72, -3.5, .08, 4.35, .55], [-4.59, 7.9, -9.89, -9.38, 3.57, -3.65, 5.69, 2.19], [6.92, 5.91, 8.73, .08, -3.19, 4.81, -2.58, 9.03], [2.97, 6.9, -5.63, -.61, -1.14, 11.25, 4.22, 1.3]],
};

/** One row of scores for each head: a larger head adds up what the smaller ones in it would have. */
export const head_scores = (width, heads, divided) =>
  Array.from({ length: heads }, (_, h) => WORDS.map((_, j) => {
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
  return `{hand ${width}} numbers in {hand ${rooms}} make {i d} = ${d}. ${scale}, the scores spread by {data ${significant(spread)}};${its} largest weight is {data ${percent(Math.min(top, 0.99999))}} and its entropy {data ${significant(nats)}} of at most ${significant(Math.log(WORDS.length))} nats.`;
}

export const render = figure(({ state, stage, deck }) => {
  const grid = stage.panel({ x: [0, 8], y: [MOST, -1.1], height: 330, title: "weights of “it”, a row for each head", left: 64, right: 2, grow: 1.15 });
  const line = stage.panel({ x: [-REACH, REACH], y: [MOST, -1.1], height: 330, title: "its scores, before the softmax", left: 14, right: 14, xticks: [-40, -20, 0, 20, 40].map((v) => [v, String(v).replace("-", "−")]) });
  const cells = table(grid, MOST, 8);
  const rows = Array.from({ length: MOST }, () => grid.label("", "end", "mf-tick"));
  const band = line.line("target");
  const name = line.label("target", "middle");
  const dots = line.dots("data", 64, 4);
  deck.choice("width", { label: "Numbers in a token" });
  deck.choice("heads", { label: "Heads" });
  deck.toggle("divided", { label: "Divide the scores by √d" });

  return () => {
    const { width, heads, divided } = state;
    const { scores, weights } = seen(state);
    cells.names(WORDS);
    rows.forEach((label, i) => {
      label.put(0, i + 0.5, i < heads ? `head ${i + 1}` : "", -7, 5);
      for (let j = 0; j < 8; j++) cells.put(i, j, weights[i]?.[j]);
    });
    dots.points(scores.flatMap((row, i) => row.map((s) => [s, i + 0.5])));
    const d = width / heads;
    const size = divided ? 1 : Math.sqrt(d);
    band.points([[-size, 0], [-size, MOST], null, [size, 0], [size, MOST]]);
    name.put(0, 0, divided ? "±1" : `±√d = ±${plain(size)}`, 0, -7);
    return sentence(state);
  };
});

export default { render };
