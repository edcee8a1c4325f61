// From logits to the next word: the temperature, top-p and one of the logits are in the reader's hand.

import { fixed, percent, significant } from "../shared/numbers.js";
import { make, set, setAll } from "../shared/svg.js";
import { figure } from "../shared/figure.js";

/** p[i] = exp(z[i] / T) / sum; shifted by the largest logit, so that no exponent is above 0 and exp cannot overflow. */
export function softmax(logits, temperature = 1) {
  const top = Math.max(...logits);
  const weights = logits.map((z) => Math.exp((z - top) / temperature));
  const total = weights.reduce((a, b) => a + b);
  return weights.map((w) => w / total);
}

/** In nats; 0 ln 0 is 0. */
export const entropy = (p) => p.reduce((sum, q) => (q > 0 ? sum - q * Math.log(q) : sum), 0);

/** A word stays while the words that are likelier hold less than top_p; the others get -Infinity. */
export function top_p_filter(logits, top_p) {
  const p = softmax(logits);
  const order = logits.map((_, i) => i).sort((i, j) => logits[j] - logits[i]);
  const kept = [...logits];
  let ahead = 0;
  order.forEach((i, rank) => {
    if (rank && top_p < 1 && ahead >= top_p - p.length * Number.EPSILON) kept[i] = -Infinity;
    ahead += p[i];
  });
  return kept;
}

// Top-k keeps so many words whatever the temperature; no two logits can tie at this border.
const K = 3;
const WORDS = ["mat", "the", "cat", "sat", "on"];
const TOP = 3; // the logit of "mat"
const MOST = Math.log(5); // nats

const logits = ({ the }) => [TOP, the, 1, 0.1, -1];

/** What the figure shows: logits, probabilities, mean logit, entropy, and how many words top-p keeps. */
function seen(state) {
  const z = logits(state);
  const p = softmax(z, state.temperature);
  const share = top_p_filter(z.map((v) => v / state.temperature), state.top_p).filter(Number.isFinite).length;
  return { z, p, mean: p.reduce((sum, q, i) => sum + q * z[i], 0), nats: entropy(p), share, kept: state.cut === "top-k" ? K : share };
}

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence(state) {
  const { z, p, mean, nats, kept } = seen(state);
  const tie = state.the === TOP;
  const rising = WORDS.filter((_, i) => z[i] < mean).map((word) => `“${word}”`);
  const last = rising.pop();
  const keeps = ["one word", "two words", "three words", "four words", "all five words"][kept - 1];
  return `At temperature {hand ${fixed(state.temperature, 2)}} “mat” ${tie ? "and “the” tie at" : "has"} {data ${percent(p[0])}}, the entropy is {data ${significant(nats)}} of at most ${significant(MOST)} nats, and more heat lifts {gradient ${rising.join(", ")} and ${last}}. ${state.cut === "top-k" ? `Top-k ${K}` : `Top-p {hand ${fixed(state.top_p, 2)}}`} keeps {data ${keeps}}${tie && kept === 1 ? " of two equals" : ""}.`;
}

const draw = (parent, name, attributes, ...children) => parent.appendChild(make(`svg:${name}`, attributes, ...children));
const level = (nats) => 70 - (32 * nats) / MOST; // where the entropy stands under its line, px
const GRID = Array.from({ length: 61 }, (_, i) => 10 ** (i / 30 - 1));

export const render = figure(({ state, stage, deck, handle }) => {
  let now = seen(state);
  const line = stage.panel({ x: [-1.4, 3.6], y: [0, 1], height: 96, title: "logits", left: 14, right: 14, xticks: [-1, 0, 1, 2, 3].map((v) => [v, fixed(v, 0)]) });
  const bars = stage.panel({ x: [0, 1], y: [5.2, -0.5], height: 226, title: "probabilities", left: 112, right: 26 });
  for (const { root } of [line, bars]) root.style.flexBasis = "100%"; // one above the other
  const balance = line.line("gradient");
  const mean = line.label("gradient", "middle");
  const points = line.dots("data", 5, 4);
  const names = WORDS.map((_, i) => line.label(i === 1 ? "hand" : "", "middle"));
  handle(line, "the", { label: "logit of “the”", at: (v) => [v, 0], from: (x) => x, format: (v) => fixed(v, 2) });
  const boxes = bars.bars("data", 5);
  const rows = WORDS.map((word) => [word, bars.label(""), bars.label("", "end"), bars.label("gradient", "start", "mf-strong")]);
  const uniform = bars.line("target");
  const fair = bars.label("target");
  const cut = bars.line("muted", "mf-thin mf-dashed");
  const border = bars.label("muted", "end");

  deck.slider("temperature", {
    label: "Temperature", symbol: "T", scale: "log", format: (v) => fixed(v, 2), height: 102, base: 87,
    ticks: [[0.1, "0.1 cold"], [0.2, "0.2", "mf-wide"], [0.5, "0.5"], [1, "1", "border"], [2, "2"], [5, "5", "mf-wide"], [10, "hot 10"]],
    track(t) {
      t.line(0.1, 10);
      const area = t.path("", "mf-area");
      const curve = t.path("", "mf-line mf-data mf-thin");
      const stem = t.path("", "mf-stem");
      const dot = draw(t.art, "circle", { class: "mf-dot mf-data", r: 4 });
      draw(t.art, "text", { class: "mf-tick mf-data", x: t.at(10) - 4, y: 64, "text-anchor": "end" }, "entropy");
      let drawn;
      return () => {
        if (drawn !== state.the) {
          const d = GRID.map((T) => `${t.at(T).toFixed(1)} ${level(entropy(softmax(now.z, T))).toFixed(1)}`).join("L");
          set(curve, "d", `M${d}`);
          set(area, "d", `M${d}V70H${t.at(0.1)}Z`);
          drawn = state.the;
        }
        const [x, y] = [t.at(state.temperature), level(now.nats)];
        set(stem, "d", `M${x} 34V${y}`);
        setAll(dot, { cx: x, cy: y });
      };
    },
  });
  deck.slider("top_p", {
    label: "Top-p keeps the likeliest words until they hold", format: (v) => fixed(v, 2),
    track(t) {
      const parts = WORDS.map((word) => [draw(t.art, "rect", { y: 14, height: 16, rx: 1.5 }), draw(t.art, "text", { y: 50, "text-anchor": "middle" }, word)]);
      return () => {
        let from = 0;
        parts.forEach(([part, name], i) => {
          const x = t.at(from);
          const wide = t.at((from += now.p[i])) - x;
          setAll(part, { class: i < now.share ? "mf-kept" : "mf-cut", x: x + 0.5, width: Math.max(wide - 1, 0.5) });
          setAll(name, { class: i < now.share ? "mf-tick mf-now" : "mf-tick", x: x + wide / 2, visibility: wide > 28 ? "visible" : "hidden" });
        });
      };
    },
  });
  deck.choice("cut", { label: "Cut the bars by", names: { "top-k": `top-k, k = ${K}` } });

  return () => {
    now = seen(state);
    const { z, p, kept } = now;
    points.points(z.map((v) => [v, 0]));
    names.forEach((label, i) => label.put(z[i], 0, WORDS[i], 0, -12));
    const side = z[1] > 2.55 ? -1 : z[1] < 1.45 ? 1 : 0; // beside a neighbour's name there is no room above
    names[1].put(z[1], 0, "the", 15 * side, side ? -8 : -16, ["end", "middle", "start"][side + 1]);
    balance.points([[now.mean, 0], [now.mean, 1]]);
    mean.put(now.mean, 1, `mean ${fixed(now.mean, 2)}`, 0, -12);
    rows.forEach(([word, name, share, arrow], i) => {
      boxes.put(i, p[i], i, i < kept);
      for (const { node } of [name, share]) set(node, "class", i < kept ? "mf-strong" : "mf-muted");
      name.put(0, i, word, -112, 5);
      share.put(0, i, percent(p[i]), -12, 5);
      arrow.put(p[i], i, z[i] < now.mean ? "↑" : "↓", 7, 5);
    });
    uniform.points([[0.2, -0.5], [0.2, 5]]);
    fair.put(0.2, 5, "uniform: 1 in 5", 6, 2);
    cut.points(kept < 5 ? [[-1, kept - 0.5], [2, kept - 0.5]] : []);
    border.put(1, kept - 0.5, kept < 5 ? `cut by ${state.cut}` : "", 26, 13);
    return sentence(state);
  };
});

export default { render };
