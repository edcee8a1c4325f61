// 30 runs of SGD in the ravine: the learning rate and the batch size are in the reader's hand.

import { fixed, percent, significant } from "../shared/numbers.js";
import { figure } from "../shared/figure.js";

const SAMPLES = 7200; // what a run may spend
const RUNS = 30;
const NOISE = 16; // the square of 4, by which every answer is off
const LATE = [0.9, 0.92, 0.94, 0.96, 0.98, 1];

/** Two signs for each sample of each run, one run after the other: run k makes them from coins of sample i and of sample i + 240 k. */
function signs(draws) {
  const four = [...draws].map((digit) => parseInt(digit, 16));
  const later = (_, i) => (i + (SAMPLES / RUNS) * Math.floor(i / SAMPLES)) % SAMPLES;
  const second = Array.from({ length: SAMPLES * RUNS }, later);
  const sign = (bit) => Int8Array.from(second, (j, i) => 1 - 2 * (((four[i % SAMPLES] >> bit) ^ (four[j] >> (bit + 1))) & 1));
  return [sign(0), sign(2)];
}

const made = {}; // the signs of these draws

/** How many steps apart the losses are drawn. */
const stride = (size) => Math.max(1, Math.floor(50 / size));

let dealt = {}; // the batches of the last size: dragging the learning rate deals none anew

/** What each step's batch adds to the two slopes: a turn of one weight into the other, and two pulls. */
function deal(draws, size) {
  if (dealt.draws === draws && dealt.size === size) return dealt;
  const [p, q] = (made[draws] ??= signs(draws));
  const count = Math.floor(SAMPLES / size);
  const per = 1 / size;
  const [turns, first, second] = [0, 0, 0].map(() => new Float64Array(RUNS * count));
  for (let step = 0; step < RUNS * count; step++) {
    const begin = Math.floor(step / count) * SAMPLES + (step % count) * size;
    let [mp, mq, cross] = [0, 0, 0];
    for (let i = begin; i < begin + size; i++) {
      mp += p[i];
      mq += q[i];
      cross += p[i] * q[i];
    }
    turns[step] = per * 10 * cross;
    first[step] = per * 4 * mp;
    second[step] = per * 40 * mq;
  }
  return (dealt = { draws, size, count, turns, first, second });
}

/**
 * All runs; the gradient of a sample with the signs p and q is (w1 + 10 pq w2 - 4p, 10 pq w1 + 100 w2 - 40q).
 * Returns the mean losses at every stride, and the late positions.
 */
export function sgd_runs(draws, rate, size) {
  const { count, turns, first, second } = deal(draws, size);
  const every = stride(size);
  const last = Math.floor(count / every);
  const losses = Array(last + 1).fill(0);
  const late = [];
  const stops = LATE.map((share) => Math.floor(last * share));
  for (let k = 0; k < RUNS; k++) {
    let w1 = 10;
    let w2 = 1;
    let step = k * count;
    for (let at = 0; at <= last; at++) {
      losses[at] += loss(w1 * w1, w2 * w2) / RUNS;
      if (stops.includes(at)) late.push([w1, w2]);
      if (at === last) break;
      for (const end = step + every; step < end; step++) {
        const g1 = w1 + turns[step] * w2 - first[step];
        w2 -= rate * (turns[step] * w1 + 100 * w2 - second[step]);
        w1 -= rate * g1;
      }
    }
  }
  return [losses, late];
}

/** The loss above its floor where w1² is a and w2² is b. */
const loss = (a, b) => 0.5 * (a + 100 * b);

/** The expected loss above its floor at every step, exactly, for samples drawn anew. */
export function expected_losses(rate, size) {
  let a = 100;
  let b = 1;
  const losses = [100];
  const flat = (1 - rate) ** 2;
  const steep = (1 - 100 * rate) ** 2;
  const spread = (rate * rate) / size;
  for (let t = Math.floor(SAMPLES / size); t > 0; t--) {
    [a, b] = [flat * a + spread * (100 * b + NOISE), steep * b + spread * 100 * (a + NOISE)];
    losses.push(loss(a, b));
  }
  return losses;
}

/** The learning rate from which on the expected loss grows without end. */
export const rate_limit = (size) => 8 / (202 + Math.sqrt(202 * 202 - 1600 * (1 - 1 / (size * size))));

/** Mean squares of w1 and w2 in the long run; Infinity where there are none. */
export function stationary_moments(rate, size) {
  if (rate >= rate_limit(size)) return [Infinity, Infinity];
  const [k, flat, steep] = [rate / size, 2 - rate, 2 - 100 * rate];
  const inside = flat * steep - 100 * k * k;
  return [(k * NOISE * (steep + 100 * k)) / inside, (k * NOISE * (flat + k)) / inside];
}

const whole = ({ batch_size }) => Math.floor(batch_size + 0.5);

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence(state, losses = expected_losses(state.learning_rate, whole(state))) {
  const [rate, size] = [state.learning_rate, whole(state)];
  const hand = `{hand ${fixed(rate, 4)}}`;
  const limit = rate_limit(size);
  if (rate >= limit) return `At batch {hand ${size}} the limit of the learning rate is {target ${fixed(limit, 5)}}, and ${hand} is not below it: the expected loss grows without end.`;
  const settled = stationary_moments(rate, size);
  const height = loss(...settled);
  const near = losses.findLastIndex((v) => v > 2 * height) + 1; // from here on, if ever
  const when = near === losses.length ? `${SAMPLES} samples are too few to come within twice that` : near ? `it is within twice that after {data ${near * size}} of ${SAMPLES} samples` : `from 100 it comes to {data ${significant(losses.at(-1))}} in ${SAMPLES} samples`;
  return `Learning rate ${hand} over batch {hand ${size}} is ${significant(rate / size)}: the expected loss settles {target ${significant(height)}} above its floor, {target ${percent((50 * settled[1]) / height)}} of that across the ravine, and ${when}.`;
}

/** An ellipse around the minimum with these half-axes. */
const ellipse = (a, b) => Array.from({ length: 73 }, (_, i) => [a * Math.cos((i * Math.PI) / 36), b * Math.sin((i * Math.PI) / 36)]);

export const render = figure(({ state, stage, deck }) => {
  const ticks = (list) => list.map((v) => [v, v]);
  const near = stage.panel({ x: [-0.75, 0.75], y: [-0.55, 0.55], equal: true, height: 280, title: "w₂, close to the minimum", left: 34, xticks: ticks([0, 0.5]), yticks: ticks([0, 0.5]), xname: "w₁" });
  const trace = stage.panel({ x: [0, SAMPLES], y: [0.02, 300], yscale: "log", height: 280, title: "loss above its floor", right: 14, xticks: ticks([0, 2000, 4000]), xname: "samples", yticks: ticks([0.1, 1, 10, 100]) });
  const rings = [0.05, 0.5, 5].map((height) => [near.line("muted", "mf-thin"), Math.sqrt(2 * height)]);
  const ghost = near.line("muted", "mf-ghost");
  const dots = near.line("gradient", "mf-thin");
  const border = near.line("target");
  const grey = trace.line("muted", "mf-ghost");
  const mean = trace.line("data", "mf-thin");
  const expected = trace.line("target");
  const level = trace.label("target", "end");
  const away = near.label("gradient", "end");
  const shown = (losses, every, apart) => losses.filter((_, t) => t % every === 0).map((v, i) => [i * apart, v]).filter(([, v]) => v < 1e9);
  const was = shown(expected_losses(0.001, 1), 50, 50);
  const ring = (moments) => ellipse(...moments.map((v) => 2 * Math.sqrt(v)));
  dots.node.style.strokeWidth = 4;

  const limit = () => Number(rate_limit(whole(state)).toFixed(4)); // a track that changes is laid out anew
  deck.slider("learning_rate", {
    label: "Learning rate", symbol: "η", scale: "log", format: (v) => fixed(v, 4),
    ticks: () => [...ticks([0.0005, 0.001, 0.01, 0.04]), [limit(), fixed(limit(), 4), "border"]],
    names: () => [["across: from one side", 0.0005, 0.01], ["zigzags", 0.01, limit()], ["flies off", limit(), 0.04]],
    track(t) {
      t.line(0.0005, 0.01);
      t.zigzag(0.01, limit(), 4);
      t.zigzag(limit(), 0.04, (v) => 500 * (v - 0.012));
    },
  });
  deck.slider("batch_size", {
    label: "Batch size", symbol: "B", scale: "log", format: (v) => fixed(v, 0),
    ticks: [[1, 1], [4, "4: noise ½"], [16, "16: ¼"], [64, "64: ⅛"]],
    track(t) {
      const half = (v) => 14 / Math.sqrt(v);
      const line = Array.from({ length: 31 }, (_, i) => 64 ** (i / 30));
      const edge = (side) => (v) => `${t.at(v).toFixed(1)} ${(22 + side * half(v)).toFixed(1)}`;
      t.path(`M${line.map(edge(-1)).join("L")}L${line.reverse().map(edge(1)).join("L")}Z`, "mf-area");
      t.line(1, 64);
    },
  });
  deck.button("Double both", (now) => {
    const [rate, size] = [now("learning_rate"), now("batch_size")];
    const times = Math.min(2, 0.04 / rate, 64 / size); // at the end of a track both stop
    return { learning_rate: times * rate, batch_size: times * size };
  });

  return () => {
    const [rate, size] = [state.learning_rate, whole(state)];
    const every = stride(size);
    const apart = every * size;
    const ahead = expected_losses(rate, size);
    const settled = stationary_moments(rate, size);
    const height = loss(...settled);
    const [losses, late] = sgd_runs(state.range("batch_size").draws, rate, size);
    for (const [line, root] of rings) line.points(ellipse(root, root / 10));
    ghost.points(ring(stationary_moments(0.001, 1)));
    dots.points(late.filter(([a, b]) => Math.hypot(a, b) < 9).flatMap((w) => [w, w, null]));
    border.points(settled[0] < 1e9 ? ring(settled) : []);
    grey.points(was);
    mean.points(shown(losses, 1, apart));
    expected.points(shown(ahead, every, apart));
    level.put(SAMPLES, height, height > 0.03 && height < 200 ? significant(height) : "", -4, -10);
    away.put(0.75, -0.2, late.every(([w1]) => w1 > 0.5) ? "still on their way →" : late.every((w) => !(Math.hypot(...w) < 0.75)) ? "off the picture" : "", 0, 4);
    return sentence(state, ahead);
  };
});

export default { render };
