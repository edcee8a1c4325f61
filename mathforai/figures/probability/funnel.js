// Means of n waits: the tail of the law and the number of waits are in the reader's hand.

import { fixed, percent, significant } from "../shared/numbers.js";
import { figure } from "../shared/figure.js";

const WAITS = 1024; // in each run
const RUNS = 20; // that are seen at once
const LEVELS = 2 ** 20;
const TOP = 6; // seconds, where the pictures end

/** One for each wait of a run; number i is a[i] + b[i + 17 run], behind the point. */
export function uniforms(draws, run) {
  const row = (i) => parseInt(draws.slice(4 * i, 4 * i + 4), 32);
  return Array.from({ length: WAITS }, (_, i) => (((row(i) + row(WAITS + ((i + 17 * run) % WAITS))) % LEVELS) + 0.5) / LEVELS);
}

/** The wait that this share of all waits exceeds; half exceed 1 second. */
export const waiting_time = (share, tail) => waited(Math.log(share), tail);

const waited = (log, tail) => (tail === 0 ? -log / Math.LN2 : Math.expm1(-tail * log) / Math.expm1(tail * Math.LN2));

/** Shares per second. */
export function waiting_density(x, tail) {
  const rate = tail === 0 ? Math.LN2 : Math.expm1(tail * Math.LN2) / tail;
  if (tail === 0) return rate * Math.exp(-rate * x);
  return 1 + tail * rate * x > 0 ? rate * Math.exp((-1 / tail - 1) * Math.log1p(tail * rate * x)) : 0;
}

/** Expectation and spread; Infinity from tail 1 on, and from tail 1/2 on. */
export function waiting_moments(tail) {
  if (tail >= 1) return [Infinity, Infinity];
  const mean = (tail === 0 ? 1 / Math.LN2 : tail / Math.expm1(tail * Math.LN2)) / (1 - tail);
  return [mean, tail < 0.5 ? mean / Math.sqrt(1 - 2 * tail) : Infinity];
}

const luck = {}; // the logarithms of the draws of a set, made once
let last = {}; // the runs of the last tail: a change of n makes none anew

/** Running sums of the twenty runs, and their waits. */
function runsOf(draws, set, tail) {
  if (last.draws === draws && last.set === set && last.tail === tail) return last;
  const logs = ((luck[draws] ??= {})[set] ??= Array.from({ length: RUNS }, (_, k) => Float64Array.from(uniforms(draws, RUNS * set + k), Math.log)));
  const waits = logs.map((row) => row.map((log) => waited(log, tail)));
  const sums = waits.map((row) => {
    let sum = 0;
    return row.map((x) => (sum += x));
  });
  return (last = { draws, set, tail, logs, waits, sums });
}

/** The same in a row, for the tests. */
export const measure = (...given) => {
  const { share, measured, below, top, median, longest, means } = seen(...given);
  return [share, measured, below, top, median, longest, ...means];
};

/** Two decimals, and never rounded up onto a border. */
const shown = (tail) => fixed(Math.floor(tail * 100 + 1e-9) / 100, 2);

const whole = ({ n }) => Math.floor(n + 0.5);

let held = {}; // the longest wait is the same one at every tail

/** The run and the place of the longest wait: the least share among the first n of all runs. */
function longestOf(logs, n) {
  if (held.logs === logs && held.n === n) return held;
  const least = logs.map((row) => row.subarray(0, n).reduce((a, b) => Math.min(a, b)));
  const top = least.indexOf(Math.min(...least));
  return (held = { logs, n, top, longest: logs[top].indexOf(least[top]) });
}

/** What is measured on the twenty runs, and what was to be expected. */
function seen(draws, set, tail, n) {
  const { logs, waits, sums } = runsOf(draws, set, tail);
  const means = sums.map((row) => row[n - 1] / n);
  const [mean, spread] = waiting_moments(tail);
  const { top, longest } = longestOf(logs, n);
  const sorted = [...means].sort((a, b) => a - b);
  const measured = tail < 1 ? Math.sqrt(means.reduce((sum, m) => sum + (m - mean) ** 2, 0) / RUNS) : Infinity;
  const share = waits[top][longest] / (n * means[top]);
  return { means, mean, spread, measured, below: means.filter((m) => m < mean).length, top, longest, share, median: (sorted[9] + sorted[10]) / 2 };
}

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence(state) {
  const { tail } = state;
  const [mean, spread] = waiting_moments(tail);
  const n = whole(state);
  const start = `At tail {hand ${shown(tail)}} half of all waits are below 1 s and one in 100 is above {data ${significant(waiting_time(0.01, tail))}} s. The expectation is {target`;
  if (tail >= 1) return `${start} infinite}: there is nothing at which means of more and more waits could settle.`;
  if (tail >= 0.5) return `${start} ${significant(mean)}} s, but the spread is {gradient infinite}: no funnel, whatever {i n} is.`;
  return `${start} ${significant(mean)}} s, the spread {gradient ${significant(spread)}} s, and means of {hand ${n}} have the spread {gradient ${significant(spread / Math.sqrt(n))}} s.`;
}

const GRID = [...new Set(Array.from({ length: 36 }, (_, i) => Math.round(WAITS ** (i / 35))))];
const POWERS = [1, 4, 16, 64, 256, 1024];

/** The density up to where it ends or the picture does. */
function outline(tail) {
  const end = tail < 0 ? Math.min(TOP, 1 / (1 - 2 ** tail)) : TOP;
  const grid = Array.from({ length: 101 }, (_, i) => (i / 100) * end * (1 - 1e-9));
  return [...grid.map((x) => [x, waiting_density(x, tail)]), ...(end < TOP ? [[end, 0], [TOP, 0]] : [[TOP, waiting_density(TOP, tail)]])];
}

export const render = figure(({ state, stage, deck }) => {
  const ticks = (list) => list.map((v) => [v, v]);
  const { draws } = state.range("tail");
  const sets = state.range("runs").options;
  const law = stage.panel({ x: [0, TOP], y: [-0.12, 1.2], height: 280, title: "the law of one wait", left: 14, right: 14, xticks: ticks([0, 2, 4]), xname: "seconds" });
  const means = stage.panel({ x: [1, WAITS], xscale: "log", y: [0, TOP], height: 280, grow: 1.4, title: "mean of the first n waits, twenty runs", right: 16, xticks: [[1, "n = 1"], ...ticks(POWERS.slice(1))], yticks: [...ticks([0, 2, 4]), [TOP, "6 s"]] });
  const area = law.line("data", "mf-area");
  const lower = law.line("data", "mf-area"); // below 1 s
  const beam = law.line("data", "mf-thin");
  const half = law.line("muted", "mf-thin mf-dashed");
  const halves = law.label("muted");
  const reach = law.line("gradient");
  const wide = law.label("gradient", "middle");
  const support = law.dots("target", 1, 0);
  const foot = law.label("target", "middle");
  const rare = law.label("data", "end");
  const runs = means.line("data", "mf-thin");
  runs.node.style.strokeOpacity = 0.5;
  const cut = means.line("muted", "mf-thin mf-dashed");
  const level = means.line("target");
  const funnel = means.line("gradient");
  const bold = means.line("data");
  const dots = means.dots("data", RUNS, 2.6);
  const ring = means.dots("data", 1, 6);
  ring.nodes[0].style.cssText = "fill:none;stroke:var(--mf-data);stroke-width:2";
  const above = means.label("data");
  const name = means.label("target", "end");
  const one = law.label("data", "end");
  const part = law.label("data", "end");
  const measured = means.label("data", "end");

  deck.slider("tail", {
    label: "Tail", format: shown,
    ticks: [[-1, "−1 box"], [0, "0"], [0.5, "½", "border"], [1, "1", "border"]],
    names: [["a funnel: σ/√n", -1, 0.5], ["spread ∞", 0.4999, 1], ["both ∞", 0.9999, 1.2]],
    track(t) {
      t.line(-1, 0.5);
      t.zigzag(0.5, 1, 3);
      t.zigzag(1, 1.2, 9);
    },
  });
  deck.slider("n", {
    label: "Waits in each mean", symbol: "n", scale: "log", format: (v) => fixed(v, 0),
    ticks: () => (state.tail < 0.5 ? [[1, "1"], [4, "4: σ/2"], [16, "16: σ/4"], [64, "64: σ/8"], [256, "256", "mf-wide"], [1024, "1024"]] : ticks(POWERS)),
    track(t) {
      t.line(1, WAITS);
      if (state.tail >= 0.5) return; // no funnel
      const line = Array.from({ length: 41 }, (_, i) => WAITS ** (i / 40));
      const side = (s) => (v) => `${t.at(v).toFixed(1)} ${(22 + (s * 14) / Math.sqrt(v)).toFixed(1)}`;
      t.path(`M${line.map(side(-1)).join("L")}L${line.reverse().map(side(1)).join("L")}Z`, "mf-area");
    },
  });
  deck.choice("runs", { label: "Which runs" });

  let drawn;
  return () => {
    const { tail } = state;
    const n = whole(state);
    const found = seen(draws, sets.indexOf(state.runs), tail, n);
    const { mean, spread, top, longest } = found;
    const { sums, waits } = last;
    const key = `${tail} ${state.runs}`;
    if (drawn !== key) {
      runs.points(sums.flatMap((row) => [...GRID.map((k) => [k, row[k - 1] / k]), null]));
      const curve = outline(tail);
      area.points([[0, 0], ...curve, [TOP, 0]], true);
      lower.points([[0, 0], ...curve.filter(([x]) => x <= 1), [1, waiting_density(1, tail)], [1, 0]], true);
      beam.points([...curve, null, [0, 0], [TOP, 0]]);
      drawn = key;
    }
    const at = (k) => [k, sums[top][k - 1] / k];
    const leap = at(longest + 1);
    bold.points([...GRID.filter((k) => k < longest), ...(longest ? [longest] : []), longest + 1, ...GRID.filter((k) => k > longest + 1)].map(at));
    ring.points([[leap[0], Math.min(leap[1], TOP)]]);
    dots.points(found.means.map((m) => [n, m]));
    half.points([[1, 0], [1, 1.2]]);
    halves.put(1, 1.2, "half wait less than 1 s", 5, 6);
    const finite = tail < 0.5;
    reach.points(finite ? [[Math.max(mean - spread, 0), 0.1], [mean + spread, 0.1]] : []);
    wide.put(mean, 0.1, finite ? `spread ${significant(spread)}` : "", 0, -8);
    foot.put(Math.min(mean, TOP), -0.1, mean < TOP ? "▲" : tail < 1 ? "▲ →" : "", 0, 6);
    rare.put(TOP, 0.42, `1 in 100: over ${significant(waiting_time(0.01, tail))} s →`, 0, 0);
    cut.points([[n, 0], [n, TOP]]);
    level.points(tail < 1 ? [[1, mean], [WAITS, mean]] : []);
    funnel.points(finite ? [-2, 2].flatMap((s) => [...GRID.map((k) => [k, mean + (s * spread) / Math.sqrt(k)]), null]) : []);
    one.put(TOP, 0.86, `bold: one wait of ${significant(waits[top][longest])} s`);
    part.put(TOP, 0.86, `(ring) is ${percent(found.share)} of its mean`, 0, 18);
    measured.put(WAITS, 0, finite ? `spread of these 20 means ${significant(found.measured)}` : tail < 1 ? `${found.below} of 20 are below the expectation` : `half of the 20 means are above ${significant(found.median)} s`, 0, -10);
    const high = found.means.filter((m) => m > TOP).length;
    above.put(1, TOP, high ? `${high} of ${RUNS} above the picture ↑` : "", 6, 8);
    name.put(WAITS, Math.min(mean, TOP), tail < 1 ? `expectation ${significant(mean)} s${mean < TOP ? "" : " ↑"}` : "", 0, mean < TOP ? 17 : 27);
    return sentence(state);
  };
});

export default { render };
