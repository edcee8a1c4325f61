// The concert's profit under a microscope: the step h, the rule and the number format are in the reader's hand.
// Only + - * / and roots, which every machine rounds alike: the stairs are those of Python, bit for bit.

import { power_of_ten, significant } from "../shared/numbers.js";
import { figure } from "../shared/figure.js";

const SLOPE = 2; // of the profit at y = 1
const FORMATS = { float64: (v) => v, float32: Math.fround };
const WINDOW = Array.from({ length: 241 }, (_, i) => (i - 120) / 100); // places around 1, in units of h
const LADDER = []; // no round numbers, whose roundings are special
for (let h = 0.5; h > 1e-16; h *= 0.93) LADDER.push(h);

/** The profit at a ticket price of 6; every step rounds to the format. */
export function profit(posters, digits) {
  const r = FORMATS[digits];
  return r(r(6 * r(2 + r(Math.sqrt(posters)))) - posters);
}

/** How far apart the floats stand at the profit 17. */
export const stair = (digits) => 2 ** (digits === "float64" ? -48 : -19);

/** The difference quotient at y = 1, computed in this format. */
export function quotient(h, rule, digits) {
  const r = FORMATS[digits];
  h = r(h);
  const rise = (low) => r(profit(r(1 + h), digits) - profit(low, digits));
  return rule === "forward" ? r(rise(1) / h) : r(rise(r(1 - h)) / r(2 * h));
}

/** What the bend of the curve does to the slope, without rounding; nothing cancels here. */
export function bend(h, rule) {
  if (rule === "forward") {
    const root = 1 + Math.sqrt(1 + h);
    return (-3 * h) / (root * root);
  }
  const s = Math.sqrt(1 + h) + Math.sqrt(1 - h);
  return (6 * (h * h)) / (s * (2 + s) * (1 + Math.sqrt((1 - h) * (1 + h))));
}

/** Where the bend and one stair over h are equal. */
export const best = (rule, digits) => rule === "forward" ? Math.sqrt(stair(digits) / 0.75) : Math.cbrt(stair(digits) / 0.375);

/** The curve around y = 1 as the program computes it, in units of h. */
export const magnified = (h, digits) => WINDOW.map((t) => (profit(FORMATS[digits](1 + t * h), digits) - 17) / h);

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence({ h, rule, digits }) {
  const slope = quotient(h, rule, digits);
  const off = slope - SLOPE;
  const curved = bend(h, rule);
  const rounding = off - curved;
  const start = `At h = {hand ${significant(h, 2)}} the ${rule} difference`;
  if (slope === 0) return `${start} is {gradient 0}, all of the slope is lost: h is so small that both profits are the same ${digits}.`;
  const apart = `the floats stand ${significant(stair(digits))} apart here`;
  if (off === 0) return `${start} is {gradient 2}, right to the last digit. That is luck: ${apart}, and the next h is off again.`;
  const why = Math.abs(curved) >= Math.abs(rounding) ? "" : `; ${apart}`;
  return `${start} is {gradient ${significant(slope, 5)}}, off from 2 by {data ${significant(off, 2)}}: {model ${significant(curved, 2)}} from the bend of the curve and ${significant(rounding, 2)} from rounding${why}.`;
}

const RULES = ["forward", "central"];

export const render = figure(({ state, stage, deck }) => {
  const lens = stage.panel({
    x: [-1.2, 1.2], y: [-3.4, 3.8], title: "the profit around y = 1, magnified",
    xticks: [[-1, "1 − h"], [0, "1"], [1, "1 + h"]],
  });
  const errors = stage.panel({
    x: [1e-16, 0.5], y: [1e-13, 20], xscale: "log", yscale: "log", grow: 1.15, title: "error of the slope", left: 44,
    xticks: [-16, -12, -8, -4].map((p) => [10 ** p, power_of_ten(p)]), xname: "h",
    yticks: [-12, -8, -4, 0].map((p) => [10 ** p, power_of_ten(p)]),
  });
  const tangent = lens.line("target");
  const curve = lens.line("data");
  const secant = lens.line("gradient");
  const ends = lens.dots("gradient", 2, 4.5);
  const name = lens.label("gradient", "end", "mf-strong");
  const truth = lens.label("target");
  const ghost = errors.line("muted", "mf-thin");
  const guides = [errors.line("model", "mf-thin"), errors.line("model", "mf-thin")];
  const measured = errors.line("data", "mf-thin");
  const here = errors.dots("data", 1, 5);
  const other = errors.label("muted", "middle");
  const words = [errors.label("model", "start"), errors.label("model", "start")];

  const border = () => best(state.rule, state.digits);
  deck.slider("h", {
    label: "Nudge", symbol: "h", scale: "log", format: (v) => significant(v, 2),
    ticks: () => [...[-16, -12, -8, -4].map((p) => [10 ** p, power_of_ten(p)]), [0.5, "0.5"], [border(), "", "border"]],
    names: () => [["stairs", 1e-16, border()], ["bend", border(), 0.5]],
    track(t) {
      const [low, mid, high] = [1e-16, border(), 0.5].map(t.at);
      let d = `M${mid} 22`;
      for (let i = 1, x = mid, y = 22; x > low; i++) {
        x = Math.max(low, x - 9 - i / 2);
        d += `H${x}`;
        if (x > low) d += `V${(y = 22 + (i % 2 ? -1 : 1) * Math.min(9, 1 + i / 2))}`;
      }
      t.path(d);
      t.path(`M${mid} 22Q${(mid + high) / 2} 22 ${high} 8`);
    },
  });
  deck.choice("rule", { label: "Difference" });
  deck.choice("digits", { label: "Format" });

  const size = (h, rule, digits) => Math.abs(quotient(h, rule, digits) - SLOPE);
  let drawn;
  /** The lines that h does not move. */
  function lines(rule, digits) {
    if (drawn === (drawn = `${rule} ${digits} ${errors.X(1)}`)) return;
    const path = (f) => LADDER.map((h) => [h, f(h)]);
    const [still] = RULES.filter((r) => r !== rule);
    measured.points(path((h) => size(h, rule, digits)));
    ghost.points(path((h) => size(h, still, digits)));
    guides[0].points(path((h) => Math.abs(bend(h, rule))));
    guides[1].points(path((h) => stair(digits) / h));
    const wide = digits === "float64";
    const at = rule === "forward" ? 1e-3 : 1e-2;
    other.put(at, Math.abs(bend(at, still)), wide ? still : "", rule === "forward" ? 30 : -30, rule === "forward" ? 12 : -8);
    const low = rule === "forward" ? 3e-12 : 1e-6;
    words[0].put(low, Math.abs(bend(low, rule)), "bend", 8, 4);
    words[1].put(wide ? 1e-14 : 1e-7, wide ? stair(digits) / 1e-14 : 0.03, "one stair ÷ h", wide ? 12 : 0, wide ? -10 : 0, wide ? "start" : "end");
  }

  return () => {
    const { h, rule, digits } = state;
    const heights = magnified(h, digits);
    tangent.points([[-1.2, -2.4], [1.2, 2.4]]);
    curve.points(WINDOW.map((t, i) => [t, heights[i]]));
    truth.put(0.15, -0.6, "tangent, slope 2", 0, 6);
    const chord = (rule === "forward" ? [0, 1] : [-1, 1]).map((t) => [t, heights[120 + 100 * t]]);
    secant.points(chord);
    ends.points(chord);
    const [, [, top]] = chord;
    name.put(1, Math.min(top, 3.4), `slope ${significant(quotient(h, rule, digits), 5)}`, -12, top > 0.5 ? -6 : -12);
    lines(rule, digits);
    here.points([[h, Math.max(size(h, rule, digits), 1e-13)]]);
    return sentence(state);
  };
});

export default { render };
