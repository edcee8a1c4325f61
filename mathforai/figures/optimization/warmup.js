// A warmup on the way down a gorge: the length of the warmup and the peak of the rate are in the reader's hand.

import { fixed, power_of_ten, significant } from "../shared/numbers.js";
import { make, set, write } from "../shared/svg.js";
import { snap } from "../shared/controls.js";
import { figure } from "../shared/figure.js";

const STEPS = 400;
const LOST = 1e6; // a walk whose loss is above this has flown off
const FIRST = 0.004; // 2 / curvature at the start
const LAST = 0.02; // 2 / curvature at the minimum: no place of the gorge has a higher border

export const gorge_curvature = (along) => 100 + 4 * (along * along);

export const gorge_loss = ([a, b]) => 0.5 * (a * a + gorge_curvature(a) * (b * b));

export const gorge_gradient = ([a, b]) => [a * (1 + 4 * (b * b)), gorge_curvature(a) * b];

/** The rate at step t: up in a straight line, then constant. */
export const rate_at = (t, peak, warmup) => peak * Math.min(1, (t + 1) / (warmup + 1));

/** The error of the slope across at step t, in the place of a batch's noise: to one side and the other in turn. */
export const slope_error = (t) => (t % 2 ? -0.3 : 0.3);

/**
 * The walk up to the first loss above LOST, or, if `briefly`, up to the first step above the border.
 * @returns [borders, losses, the part of the losses that the walls hold, the steps above the border, whether it is lost]
 */
export function warmup_walk(peak, warmup, steps = STEPS, briefly = false) {
  const [borders, losses, across, above] = [[], [], [], []];
  let w = [10, 1];
  for (let t = 0; ; t++) {
    const [curvature, loss] = [gorge_curvature(w[0]), gorge_loss(w)];
    borders.push(2 / curvature);
    losses.push(loss);
    across.push(0.5 * (curvature * (w[1] * w[1])));
    const lost = !(loss <= LOST);
    const rate = rate_at(t, peak, warmup);
    if (lost || t === steps || (rate * curvature > 2 && above.push(t) && briefly)) return [borders, losses, across, above, lost];
    const g = gorge_gradient(w);
    w = [w[0] - rate * g[0], w[1] - rate * (g[1] + slope_error(t))];
  }
}

/** The shortest warmup whose rate is never above the border; at most `most` steps, else most + 1. */
export function shortest_warmup(peak, most = 320) {
  let [low, high] = [-1, most + 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (warmup_walk(peak, middle, STEPS, true)[3].length) low = middle;
    else high = middle;
  }
  return high;
}

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence({ warmup, peak }, seen = warmup_walk(peak, warmup)) {
  const [, losses, , above, lost] = seen;
  const long = warmup ? `a warmup of {hand ${fixed(warmup, 0)}} steps` : "no warmup"; // not inside the next: the minifier eats its blanks
  const begin = `With ${long} and a peak of {hand ${fixed(peak, 4)}} the rate `;
  const last = `{data ${significant(losses[losses.length - 1])}}.`;
  if (!above.length) return `${begin}is never above the border; after ${STEPS} steps the loss is ${last}`;
  const crosses = begin + (above[0] ? `crosses the border at step {gradient ${above[0]}}` : "starts above the border");
  if (lost) return `${crosses}, and at step {data ${losses.length - 1}} the walk has flown off.`;
  if (peak >= LAST) return `${crosses} and ends no lower: nowhere is the border above 0.02. So far the loss is ${last}`;
  const top = Math.max(...losses.slice(above[0]));
  if (top > losses[above[0]]) return `${crosses}; the loss climbs to {data ${significant(top)}} before the border is above the rate for good.`;
  return `${crosses}, but is above it for ${above.length} step${above.length > 1 ? "s" : ""} only: the loss never climbs back to where it was then.`;
}

export const render = figure(({ state, stage, deck, handle }) => {
  const xticks = [0, 100, 200, 300, 400].map((t) => [t, String(t)]);
  const rate = stage.panel({
    x: [0, STEPS], y: [0, 0.03], title: "learning rate at each step", right: 14, xticks,
    yticks: [0, 0.01, 0.02, 0.03].map((v) => [v, v ? fixed(v, 2) : "0"]),
  });
  const trace = stage.panel({
    x: [0, STEPS], y: [1e-6, LOST], yscale: "log", title: "loss at each step", right: 14, xticks,
    yticks: [-6, -4, -2, 0, 2, 4, 6].map((p) => [10 ** p, power_of_ten(p)]),
  });
  const border = rate.line("target");
  const ramp = rate.line("gradient", "mf-thin");
  const high = rate.line("gradient");
  high.node.style.strokeWidth = 5;
  const names = [rate.label("target", "end"), rate.label("gradient", "end")];
  const cross = rate.line("muted", "mf-thin mf-dashed");
  const down = trace.line("muted", "mf-thin mf-dashed");
  const walls = trace.line("gradient", "mf-thin");
  const loss = trace.line("data");
  const parts = [trace.label("data", "end", "mf-strong"), trace.label("gradient", "end")];
  const gone = trace.label("data", "start");

  handle(rate, "peak", {
    label: "peak rate, at the end of the warmup", format: (v) => fixed(v, 4),
    at: (v) => [state.warmup, v],
    from(x, y) {
      state.put("warmup", snap(x, state.range("warmup"))); // the hand moves both
      return y;
    },
  });
  deck.slider("warmup", {
    label: "Warmup", unit: "steps", format: (v) => fixed(v, 0), height: 74,
    track(t) {
      // Drawn here and not with ticks, which would measure their words again in every frame of the other slider.
      const [line, border, ends] = ["mf-rule", "mf-rule border", "mf-rule"].map((cls) => t.path("", cls));
      set(ends, "d", `M${t.at(0)} 17V27M${t.at(320)} 17V27`);
      const word = (x, y, text, cls, anchor = "middle") => t.art.appendChild(make("svg:text", { class: cls, x, y, "text-anchor": anchor }, text));
      const [low, high] = [word(t.at(0), 50, "0", "mf-tick"), word(t.at(320) + 10, 50, "320", "mf-tick", "end")];
      const number = word(0, 50, "", "mf-tick border");
      const cases = [word(t.at(0), 68, "crosses", "", "start"), word(t.at(320) + 10, 68, "never above", "", "end")];
      let [peak, need] = [];
      return () => {
        if (peak !== state.peak) {
          need = shortest_warmup((peak = state.peak));
          const end = t.at(Math.min(need, 320));
          let d = `M${t.at(0)} 22`;
          for (let x = t.at(0) + 10, up = 1; x < end; x += 20, up = -up) d += `L${x} ${22 - 4 * up}`;
          set(line, "d", `${d}L${end} 22H${t.at(320)}`);
          set(border, "d", need > 320 ? "" : `M${end} 11V33`);
          set(number, "x", end);
          write(number, need > 320 ? "" : String(need));
          set(low, "visibility", need < 20 ? "hidden" : "visible");
          set(high, "visibility", need > 280 && need < 321 ? "hidden" : "visible");
          set(cases[0], "visibility", need ? "visible" : "hidden");
          set(cases[1], "visibility", need > 320 ? "hidden" : "visible");
        }
        cases.forEach((node, i) => set(node, "class", (state.warmup >= need) === !!i ? "mf-tick mf-case mf-now" : "mf-tick mf-case"));
      };
    },
  });
  deck.slider("peak", {
    label: "Peak rate", format: (v) => fixed(v, 4),
    ticks: [[FIRST, "0.004", "border"], [0.01, "0.01"], [LAST, "0.02", "border"], [0.03, "0.03"]],
    names: [["safe without", 0.002, FIRST], ["safe with a warmup", FIRST, LAST], ["none is enough", LAST, 0.03]],
    track(t) {
      t.line(0.002, LAST);
      t.zigzag(LAST, 0.03, 4);
    },
  });

  return () => {
    const { warmup, peak } = state;
    const seen = warmup_walk(peak, warmup);
    const [borders, losses, across, above, lost] = seen;
    const end = losses.length - 1;
    const over = new Set(above);
    const plan = (t) => [t, rate_at(t, peak, warmup)];
    border.points(borders.map((b, t) => [t, b]));
    ramp.points([plan(0), plan(warmup), plan(STEPS)]);
    high.points(Array.from({ length: end }, (_, t) => (over.has(t) || over.has(t - 1) ? plan(t) : null)));
    for (const [mark, from, to] of [[cross, 0, 0.03], [down, 1e-6, LOST]]) mark.points(above.length ? [[above[0], from], [above[0], to]] : []);
    const up = peak > borders[end] ? 1 : -1;
    names[0].put(STEPS, lost ? LAST : borders[end], end > 100 ? "border 2/λ" : "", -4, up > 0 ? 20 : -9);
    names[1].put(STEPS, peak, "learning rate", -4, up > 0 ? -9 : 20);
    walls.points(across.map((v, t) => [t, v]));
    loss.points(losses.map((v, t) => [t, v]));
    parts[0].put(STEPS, Math.max(...losses.slice(280)), lost ? "" : `loss ${significant(losses[end])}`, 0, -8);
    parts[1].put(STEPS, 1e-6, "held by the walls", 0, -8);
    gone.put(end, LOST, lost ? `step ${end}: off the picture` : "", end > 200 ? -8 : 8, 10, end > 200 ? "end" : "start");
    return sentence(state, seen);
  };
});

export default { render };
