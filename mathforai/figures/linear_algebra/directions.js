// How many directions fit if every pair is nearly at right angles: the angle and the dimension are in the reader's hand.

import { fixed, power_of_ten, significant } from "../shared/numbers.js";
import { make } from "../shared/svg.js";
import { figure } from "../shared/figure.js";

const TOKENS = 50257; // of GPT-2
const LEVELS = 60;

/** What `x ** a (1 - x) ** b / (a B(a, b))` is over the incomplete beta function. */
function ratio(x, a, b) {
  let f = 1;
  for (let m = LEVELS; m; m--) {
    const odd = ((a + m - 1) * (a + b + m - 1) * x) / ((a + 2 * m - 2) * (a + 2 * m - 1));
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    f = 1 - odd / (1 + even / f);
  }
  return f;
}

const peaks = [0, 0, 1 / Math.PI, 0.5]; // density of the cosine at 0

/** The share of all directions whose cosine with a given one is at least c in size. */
export function cap_share(c, d) {
  for (let n = peaks.length; n <= d; n++) peaks[n] = (peaks[n - 2] * (n - 2)) / (n - 3);
  const a = (d - 1) / 2;
  const square = c * c;
  const edge = peaks[d] * (1 - square) ** a * c;
  return square < 1.5 / (a + 2.5) ? 1 - (2 * edge) / ratio(square, 0.5, a) : edge / a / ratio(1 - square, a, 0.5);
}

const radians = (degrees) => degrees * (Math.PI / 180);

/** How many directions are sure to fit, every pair at least so many degrees apart. */
export const room_for = (degrees, d) => Math.max(d, Math.ceil((1 - 1e-9) / cap_share(Math.cos(radians(degrees)), d)));

const whole = ({ dimension }) => Math.floor(dimension + 0.5);
const count = (room) => (room < 1e4 ? String(room) : significant(room));

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence(state) {
  const d = whole(state);
  const cosine = Math.cos(radians(state.angle));
  const room = room_for(state.angle, d);
  const hand = `In {hand ${d}} dimensions`;
  const angle = `{hand ${fixed(state.angle, 1)}°}`;
  if (state.angle === 90) return `${hand} exactly {data ${d}} directions fit at ${angle} to each other: one for each dimension, and not one more.`;
  const blocks = `${hand} the cosine of ${angle} is ${fixed(cosine * Math.sqrt(d), 2)} spreads, and each direction blocks a share {gradient ${significant(cap_share(cosine, d))}} of all`;
  if (room === d) return `${blocks}: that promises no more than the {data ${d}} axes.`;
  return `${blocks}: {data ${room < 1e4 ? room : `about ${significant(room)}`}} are sure to fit, where right angles allow ${d}.`;
}

const GRID = [...new Set(Array.from({ length: 91 }, (_, i) => Math.floor(2 ** (1 + (11 * i) / 90) + 0.5)))];

export const render = figure(({ state, stage, deck, handle }) => {
  const bell = stage.panel({
    x: [55, 125], y: [0, 1.1], height: 280, title: "how often an angle comes up, 55° to 125°", left: 12, right: 12,
    xticks: [60, 75, 90, 105, 120].map((v) => [v, `${v}°`]),
  });
  const room = stage.panel({
    x: [2, 4096], y: [1, 1e12], xscale: "log", yscale: "log", height: 280, title: "directions sure to fit", right: 16,
    xticks: [2, 16, 128, 768, 4096].map((v) => [v, v]), yticks: [0, 3, 6, 9, 12].map((p) => [10 ** p, power_of_ten(p)]),
  });
  bell.root.append(make("svg:pattern", { id: "mf-blocked", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, make("svg:path", { class: "mf-line mf-gradient mf-thin", d: "M0 0V6" })));
  const area = bell.line("data", "mf-area");
  const tails = [0, 1].map(() => bell.line("gradient"));
  for (const { node } of tails) node.style.fill = "url(#mf-blocked)";
  const borders = [0, 1].map(() => bell.line("gradient", "mf-thin"));
  const curve = bell.line("data");
  const name = bell.label("data", "middle");
  const near = [bell.label("gradient", "end", "mf-strong"), bell.label("gradient", "start", "mf-strong")];
  const axes = room.line("muted", "mf-dashed mf-thin");
  const tokens = room.line("target");
  const fits = room.line("data");
  const dot = room.dots("data", 1, 5);
  const [many, gpt, right] = [room.label("data", "end", "mf-strong"), room.label("target"), room.label("muted", "end")];

  handle(bell, "angle", { label: "angle that every pair keeps", at: (v) => [v, 0.5], from: (x) => x, format: (v) => `${fixed(v, 1)}°` });
  deck.slider("dimension", {
    label: "Dimension", symbol: "d", scale: "log", format: (v) => fixed(v, 0),
    ticks: [[2, "2: spread 0.71"], [16, "16: ¼"], [64, "64: ⅛"], [768, "768: 0.036", "border"], [4096, "4096"]],
    track(t) {
      const line = Array.from({ length: 41 }, (_, i) => 2 ** (1 + (11 * i) / 40));
      const edge = (side) => (v) => `${t.at(v).toFixed(1)} ${(22 + (side * 26) / Math.sqrt(v)).toFixed(1)}`;
      t.path(`M${line.map(edge(-1)).join("L")}L${line.reverse().map(edge(1)).join("L")}Z`, "mf-area");
      t.line(2, 4096);
    },
  });

  return () => {
    const { angle } = state;
    const d = whole(state);
    const height = (v) => [v, Math.sin(radians(v)) ** (d - 2)];
    const span = (from, to, n) => Array.from({ length: n + 1 }, (_, i) => height(from + ((to - from) * i) / n));
    const filled = (from, to) => [[from, 0], ...span(from, to, 140), [to, 0]];
    const other = 180 - angle;
    curve.points(span(55, 125, 280));
    area.points(filled(angle, other), true);
    tails[0].points(filled(55, angle), true);
    tails[1].points(filled(other, 125), true);
    [angle, other].forEach((v, i) => borders[i].points([[v, 0], [v, 1.1]]));
    const fit = room_for(angle, d);
    axes.points([[2, 2], [4096, 4096]]);
    tokens.points([[2, TOKENS], [4096, TOKENS]]);
    fits.points(GRID.map((n) => [n, room_for(angle, n)]));
    dot.points(fit <= 1e12 ? [[d, fit]] : []);
    const close = fit > 2e3 && fit < 6e4; // its label would lie on the dotted line
    many.put(d, Math.min(fit, 1e12), fit > 1e12 ? `${count(fit)} ↑` : count(fit), -9, fit > 1e12 ? 14 : close ? -24 : -6);
    gpt.put(2, TOKENS, "GPT-2: 50,257", 4, -7);
    right.put(4096, 40, "right angles: d", 0, 0);
    near[0].put(angle, 1.1, angle < 70 ? "" : "← too near", -6, 10);
    near[1].put(other, 1.1, angle < 70 ? "" : "too near →", 6, 10);
    return sentence(state);
  };
});

export default { render };
