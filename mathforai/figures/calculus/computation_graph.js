// A concert's profit as a computation graph: price, posters and the direction of the sweep are in the reader's hand.

import { fixed, significant } from "../shared/numbers.js";
import { make, set, setAll, write } from "../shared/svg.js";
import { figure } from "../shared/figure.js";

const NODES = ["price", "posters", "reach", "visitors", "takings", "profit"];
const PLACES = [[0, 240], [0, 76], [1.35, 122], [2.6, 176], [4, 240], [4, 76]]; // upward in px
const SWEEPS = ["forward from x", "forward from y", "backward"];

/** Every node, in the order of NODES: price x, posters y, reach a, visitors q, takings r, profit. */
export function values(x, y) {
  const a = Math.sqrt(y);
  const q = 14 - 2 * x + a;
  const r = x * q;
  return [x, y, a, q, r, r - y];
}

/** [tail, head, local factor]; the edges into a node stand before those that leave it. */
export function edges(x, y) {
  const [, , a, q] = values(x, y);
  return [[0, 3, -2], [1, 2, 0.5 / a], [2, 3, 1], [0, 4, q], [3, 4, x], [4, 5, 1], [1, 5, -1]];
}

const one = (seed) => NODES.map((_, i) => (i === seed ? 1 : 0));

/** The derivative of every node with respect to `start`, an input. */
export function forward_sweep(graph, start) {
  const dot = one(start);
  for (const [tail, head, factor] of graph) dot[head] += factor * dot[tail];
  return dot;
}

/** The derivative of `end`, the output, with respect to every node. */
export function backward_sweep(graph, end) {
  const bar = one(end);
  for (const [tail, head, factor] of [...graph].reverse()) bar[tail] += factor * bar[head];
  return bar;
}

const say = (x) => (x === 0 ? "0" : Math.abs(x) < 0.005 ? significant(x, 2) : fixed(x, 2));

/** "3.00 − 12.00" and "−9.00": what two paths bring, the second a loss, and their sum; with as many decimals as make it true. */
function paths(first, second) {
  const sum = first + second;
  const off = (n) => {
    const [a, b, c] = [first, second, sum].map((v) => Number(v.toFixed(n)));
    return Math.abs(a + b - c) > 1e-9 || (sum !== 0 && c === 0);
  };
  const n = [2, 4, 6].find((n) => !off(n)) ?? 8;
  return [`${fixed(first, n)} − ${fixed(-second, n)}`, sum === 0 ? "0" : fixed(sum, n)];
}

const sums = ({ price, posters }) => {
  const [, , a, q] = values(price, posters);
  return [paths(q, -2 * price), paths(price * (0.5 / a), -1)];
};

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence(state) {
  const { price, posters, sweep } = state;
  const [x, y] = sums(state).map((words) => `{gradient ${words.join(" = ")}}`);
  const profit = `{data ${fixed(values(price, posters)[5], 2)}}`;
  if (sweep === SWEEPS[0]) return `The two paths of the price meet at the takings: ${x}, and that goes on to the profit. Of the posters this sweep says nothing; they need one of their own.`;
  if (sweep === SWEEPS[1]) return `The two paths of the posters meet at the profit: ${y}. Of the price this sweep says nothing; it needs one of its own.`;
  if (price === 4 && posters === 4) return `Both slopes are 0, though no path is: ${x} at the price, ${y} at the posters. All other choices of the two earn less than ${profit}.`;
  return `One sweep backward brings both slopes of the profit, now ${profit}: ${x} at the price, ${y} at the posters.`;
}

/** What the sweep brings to the nodes, and where two paths meet. */
function swept({ price, posters, sweep }) {
  const graph = edges(price, posters);
  const from = SWEEPS.indexOf(sweep);
  const back = from > 1;
  return { graph, from, back, brought: back ? backward_sweep(graph, 5) : forward_sweep(graph, from), meet: back ? [0, 1] : [from ? 5 : 4] };
}

const d = (points) => `M${points.map((p) => p.map((c) => c.toFixed(1))).join("L")}`;

export const render = figure(({ state, stage, deck }) => {
  const plane = stage.panel({ x: [0, 4], y: [0, 326], height: 338, left: 46, right: 46 });
  const draw = (name, cls, more) => plane.root.appendChild(make(`svg:${name}`, { class: cls, ...more }));
  const lines = edges(1, 1).map(() => [draw("path"), draw("path", "mf-dot mf-gradient")]);
  const label = (role, cls) => {
    const made = plane.label(role, "middle", cls);
    plane.root.append(made.node); // above the boxes
    return made;
  };
  const factors = lines.map(() => label(""));
  const loads = lines.map(() => label("gradient"));
  const boxes = NODES.map(() => draw("rect", "mf-line mf-data mf-thin", { width: 50, height: 28, rx: 4, style: "fill:var(--mf-plate)" }));
  const words = NODES.map((_, i) => [label(""), label(i < 2 ? "hand" : "data"), label("gradient", "mf-strong"), label("gradient")]);
  const legend = plane.label("gradient");

  /** The profit along a slider, the other as it is, and its slope where the sweep found it. */
  const slider = (i, name, title, unit, low, high) => deck.slider(name, {
    label: title, symbol: "xy"[i], unit, format: (v) => fixed(v, 2), height: 112, base: 108,
    ticks: (i ? [1, 3, 5, 7, 9] : [1, 3, 5, 7]).map((v) => [v, String(v)]),
    track(t) {
      const curve = t.path("", "mf-line mf-data mf-thin");
      const slope = t.path("", "mf-line mf-gradient");
      const stem = t.path("", "mf-stem");
      const dot = t.art.appendChild(make("svg:circle", { class: "mf-dot mf-data", r: 4 }));
      const word = t.art.appendChild(make("svg:text", { y: 43 }));
      t.line(low, high);
      return () => {
        const profit = (v) => (i ? values(state.price, v) : values(v, state.posters))[5];
        const grid = Array.from({ length: 41 }, (_, k) => low + (k / 40) * (high - low));
        const place = (v) => 105 - 2 * v; // the profit is from 6 to 28, the same scale under both
        const v = state[name];
        const [x, y] = [t.at(v), place(profit(v))];
        const { brought, back, from } = swept(state);
        const rate = brought[back ? i : 5];
        const found = back || from === i;
        set(curve, "d", found ? d(grid.map((v) => [t.at(v), place(profit(v))])) : "");
        set(stem, "d", found ? `M${x} 34V${y}` : "");
        setAll(dot, { cx: x, cy: y, r: found ? 4 : 0 });
        const steep = (-2 * rate * (high - low)) / (t.at(high) - t.at(low));
        const run = 44 / Math.hypot(1, steep);
        set(slope, "d", found ? d([Math.max(-run, t.at(low) - x), Math.min(run, t.at(high) - x)].map((u) => [x + u, y + steep * u])) : "");
        const left = 2 * v > low + high; // the thumb is on the other side
        setAll(word, { class: found ? "mf-tick mf-gradient" : "mf-tick", x: t.at(left ? low : high), "text-anchor": left ? "start" : "end" });
        write(word, found ? `slope ${say(rate)}` : "slope unknown");
      };
    },
  });
  slider(0, "price", "Price of a ticket", "euros", 1, 7);
  slider(1, "posters", "Posters", "hundred euros", 1, 9);
  deck.choice("sweep", { label: "Sweep" });

  return () => {
    const now = values(state.price, state.posters);
    const { graph, from, back, brought, meet } = swept(state);
    const both = sums(state);
    const spots = PLACES.map(([x, y]) => [plane.X(x), plane.Y(y)]);
    graph.forEach(([tail, head, factor], i) => {
      const [[x, y], [u, v]] = back ? [spots[head], spots[tail]] : [spots[tail], spots[head]];
      const [dx, dy] = [u - x, v - y];
      const out = Math.min(26 / Math.abs(dx), 15 / Math.abs(dy)); // the share of the way inside a box
      const carried = factor * brought[back ? head : tail];
      const wide = 1.5 + 0.4 * Math.min(Math.abs(carried), 15);
      const h = (7 + wide) / Math.hypot(dx, dy); // the head, as a share of the way
      const at = (s, side = 0) => [x + s * dx - 0.55 * side * h * dy, y + s * dy + 0.55 * side * h * dx];
      const [line, tip] = lines[i];
      setAll(line, { class: `mf-line mf-${carried ? "gradient" : "muted"} ${carried < 0 ? "mf-dashed" : ""}`, d: d([at(out), at(1 - out - (carried && h))]), style: `stroke-width:${wide}px;stroke-linecap:butt` });
      set(tip, "d", carried ? d([at(1 - out), at(1 - out - h, 1), at(1 - out - h, -1)]) : "");
      const aside = (back ? -1 : 1) / Math.hypot(dx, dy); // above the edge, or to its right
      const beside = (node, out, words) => node.put(0, 326, words, (x + u) / 2 - 46 + (22 + wide / 2) * Math.sign(out) * aside * dy, (y + v) / 2 + 2 - out * aside * dx);
      const far = 12 + wide / 2;
      beside(factors[i], far, `× ${say(factor)}`);
      beside(loads[i], i % 2 && i < 5 ? far + 15 : -far - 5, meet.includes(back ? tail : head) ? say(carried) : ""); // over the factor, or across the arrow
    });
    words.forEach(([name, value, total, parts], i) => {
      const [x, y] = PLACES[i];
      const row = (n) => (y > 200 ? -3 - 17 * n : 15 + 16 * n); // in the corners all words stand outside
      setAll(boxes[i], { x: spots[i][0] - 25, y: spots[i][1] - 14 });
      name.put(x, y, `${NODES[i]} ${"xyaqrf"[i]}`, x % 4 && -6, x % 4 ? -20 : row(1));
      value.put(x, y, fixed(now[i], 2), 0, 5);
      total.put(x, y, say(brought[i]), 0, row(x % 4 ? 1 : 2));
      parts.put(x, y, meet.includes(i) ? both[i % 4][0] : "", 0, row(3));
    });
    legend.put(0, 326, back ? "what a nudge here does to the profit" : `what a nudge of the ${NODES[from]} does here`, -46, 6);
    return sentence(state);
  };
});

export default { render };
