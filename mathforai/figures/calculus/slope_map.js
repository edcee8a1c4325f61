// The concert's profit as a map: the point, a direction and the ruler are in the reader's hand.

import { fixed, significant } from "../shared/numbers.js";
import { figure } from "../shared/figure.js";

const BEST = 28;

/** In hundred euros, at a price of x euros with posters for y hundred euros. */
export const profit = (x, y) => x * (14 - 2 * x + Math.sqrt(y)) - y;

export const profit_gradient = (x, y) => [14 - 4 * x + Math.sqrt(y), x / (2 * Math.sqrt(y)) - 1];

/**
 * Points of the line on which the profit has this height, up to y = 9: two branches with null between.
 * profit = 28 - 2 (x - (14 + s)/4)² - 7/8 (s - 2)² with s = √y
 */
export function contour(height) {
  const lack = Math.max(0, BEST - height);
  const reach = Math.sqrt((lack * 8) / 7);
  const [low, high] = [Math.max(0, 2 - reach), Math.min(3, 2 + reach)];
  const branch = (side) => Array.from({ length: 41 }, (_, i) => {
    const s = low + ((high - low) * (1 - Math.cos((i * Math.PI) / 40))) / 2;
    return [(14 + s) / 4 + side * Math.sqrt(Math.max(0, (lack - 0.875 * ((s - 2) * (s - 2))) / 2)), s * s];
  });
  return [...branch(1), null, ...branch(-1)];
}

/** The step of length 1 in this direction (degrees, on the map), measured with the ruler. */
export function unit_step(angle, ruler) {
  const turn = (angle * Math.PI) / 180;
  const across = angle % 180 === 90 ? 0 : Math.cos(turn);
  const up = angle % 180 === 0 ? 0 : Math.sin(turn);
  const size = ruler === "square" ? Math.max(Math.abs(across), Math.abs(up)) : Math.hypot(ruler === "ellipse" ? across / 0.5 : across, up);
  return [across / size, up / size];
}

/** What the profit gains per step of length 1 in this direction; what only rounding left is 0. */
export function slope(angle, ruler, x, y) {
  const [a, b] = profit_gradient(x, y);
  const [across, up] = unit_step(angle, ruler);
  const gain = a * across + b * up;
  return Math.abs(gain) < 1e-13 * (Math.abs(a) + Math.abs(b)) ? 0 : gain;
}

/** The step of length 1 that promises the largest rise; 0 where the gradient is 0. */
export function steepest_direction([a, b], ruler) {
  if (!a && !b) return [0, 0];
  if (ruler === "square") return [Math.sign(a), Math.sign(b)];
  const unit = ruler === "ellipse" ? 0.5 : 1;
  const size = Math.hypot(unit * a, b);
  return [(unit * unit * a) / size, b / size];
}

const angle_of = ([a, b], more = 0) => ((Math.atan2(b, a) * 180) / Math.PI + 360 + more) % 360;
const degrees = (angle) => `${fixed(angle, 1)}°`.replace("360.0", "0.0");
const degrees_of = (v) => `${fixed(v, 0)} degrees`;
const pair = ([x, y]) => `(${fixed(x, 1)}, ${fixed(y, 1)})`;

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence({ point, direction, ruler }) {
  const g = profit_gradient(...point);
  const here = `At {hand ${pair(point)}} the profit is {data ${fixed(profit(...point), 2)}}`;
  if (!g[0] && !g[1]) return `${here}, the most there is: the slope is {gradient 0} in every direction, by every ruler, and none is steepest.`;
  const u = steepest_direction(g, ruler);
  const level = angle_of(g, 90) % 180;
  const side = ruler === "square" && (!g[0] || !g[1]); // a whole side of the square
  const steepest = side ? `all from ${degrees(angle_of(u, -45))} to ${degrees(angle_of(u, 45))}` : degrees(angle_of(u));
  return `${here}. Per step of length 1 by the ${ruler}, the slope in direction {hand ${fixed(direction, 0)}°} is {gradient ${significant(slope(direction, ruler, ...point))}}. Steepest is {gradient ${steepest}}, with {gradient ${significant(g[0] * u[0] + g[1] * u[1])}}; level are {target ${degrees(level)}} and {target ${degrees(level + 180)}}.`;
}

const HEIGHTS = [0, 5, 10, 15, 20, 25];
const ANGLES = Array.from({ length: 121 }, (_, i) => 3 * i);
const DIAL = 1.8; // how far from the point the direction is held
const add = ([x, y], [a, b], k = 1) => [x + k * a, y + k * b];

export const render = figure(({ state, stage, deck, handle }) => {
  const map = stage.panel({
    x: [-0.8, 8.8], y: [-0.8, 8.8], equal: true, height: 312, title: "posters y (up, 100 euros), price x (across, euros)", left: 22,
    xticks: [0, 2, 4, 6, 8].map((v) => [v, String(v)]), yticks: [0, 2, 4, 6, 8].map((v) => [v, String(v)]),
  });
  const chart = stage.panel({
    x: [0, 360], y: [-16, 16], height: 312, title: "slope: 0° is price up, 90° posters up", right: 16,
    xticks: [0, 90, 180, 270, 360].map((v) => [v, `${v}°`]), yticks: [-10, 0, 10].map((v) => [v, fixed(v, 0)]),
  });
  const rings = HEIGHTS.map((height) => [map.line("muted"), [0, 42].map(() => map.label("muted", "middle")), height, contour(height)]);
  for (const [line] of rings) line.node.style.strokeWidth = 1;
  const here = map.line("data");
  const level = map.line("target");
  const ball = map.line("");
  ball.node.style.cssText = "stroke:var(--mf-ink);stroke-width:1.5";
  const best = map.dots("target", 1, 4.5);
  const ray = map.line("gradient", "mf-thin mf-dashed");
  const rise = map.arrow("gradient");
  const way = map.line("", "mf-stem");
  const tip = map.dots("", 1, 3.5);
  tip.nodes[0].style.fill = "var(--mf-ink)";
  const top = map.label("target");
  const ghost = chart.line("muted", "mf-thin");
  const wave = chart.line("gradient");
  const zeros = chart.dots("target", 2, 4.5);
  const peak = chart.dots("gradient", 1, 4.5);
  const [highest, flat] = [chart.label("gradient", "middle"), chart.label("target")];

  const to = (angle) => add(state.point, unit_step(angle, "circle"), DIAL);
  handle(map, "point", { label: "price and posters", format: pair });
  map.root.append(rise.node, rise.head); // above the handle, which would cover a short arrow
  for (const { style } of [rise.node, rise.head]) style.pointerEvents = "none";
  handle(map, "direction", {
    label: "direction", format: degrees_of,
    at: to, from: (x, y) => angle_of([x - state.point[0], y - state.point[1]]),
  });
  handle(chart, "direction", { label: "direction, on the wave", format: degrees_of, at: (v) => [v, slope(v, state.ruler, ...state.point)] , from: (x) => x });
  deck.choice("ruler", { label: "Steps of length 1 lie on a" });

  return () => {
    const { point, direction, ruler } = state;
    const g = profit_gradient(...point);
    const u = steepest_direction(g, ruler);
    const moves = g[0] || g[1];
    for (const [line, labels, height, points] of rings) {
      line.points(points);
      [0, 42].forEach((branch, i) => labels[i].put(...points[branch + (height % 2 ? 29 : 33)], String(height), 0, 4)); // in two rows
    }
    here.points(contour(profit(...point)));
    const along = unit_step(angle_of(g, 90), "circle");
    level.points(moves ? [add(point, along, -1.5), add(point, along, 1.5)] : []);
    ball.points(ANGLES.map((angle) => add(point, unit_step(angle, ruler))), true);
    best.points([[4, 4]]);
    top.put(4, 4, moves ? "28" : "", 8, 4);
    ray.points(moves ? [point, add(point, unit_step(angle_of(u), "circle"), 4)] : []);
    rise.put(point, add(point, u));
    way.points([point, to(direction)]);
    tip.points([add(point, unit_step(direction, ruler))]);

    const curve = (by) => ANGLES.map((angle) => [angle, slope(angle, by, ...point)]);
    ghost.points(ruler === "circle" ? [] : curve("circle"));
    wave.points(curve(ruler));
    const zero = [90, 270].map((more) => angle_of(g, more));
    zeros.points(moves ? zero.map((angle) => [angle, 0]) : []);
    const most = [angle_of(u), g[0] * u[0] + g[1] * u[1]];
    peak.points(moves ? [most] : []);
    highest.put(...most, moves ? "steepest" : "", 0, -12, most[0] < 40 ? "start" : most[0] > 320 ? "end" : "middle");
    const low = zero[1] > 300; // where there is no room on the right
    flat.put(zero[1], 0, moves ? "level" : "", low ? -10 : 10, low ? -8 : 17, low ? "end" : "start");
    return sentence(state);
  };
});

export default { render };
