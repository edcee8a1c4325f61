// A search among seven words of the plane: the query and the length of one word are in the reader's hand.

import { fixed } from "../shared/numbers.js";
import { make, set, write } from "../shared/svg.js";
import { figure } from "../shared/figure.js";

const WORDS = ["dog", "cat", "mat", "stone", "under", "on", "loves"];
const TABLE = [[2, 3], [2, 2], [2, 0], [3.25, -2], [-1, -2], [-2, 0], [-2, 2]];
const CAT = 1;
const EDGE = 1.1; // so long, "cat" stands on the line from "dog" to "stone"

const dot = (u, v) => u[0] * v[0] + u[1] * v[1];
const unit = (v) => v.map((c) => c / Math.hypot(...v));

/** The cosine of the angle between two arrows. */
export const cosine_similarity = (u, v) => Math.max(-1, Math.min(1, dot(unit(u), unit(v))));

/** The directions in which point i has the largest dot product, as angles from, to; or null. */
export function winning_arc(points, i) {
  const others = points.filter((_, j) => j !== i).map((p) => [points[i][0] - p[0], points[i][1] - p[1]]);
  const middles = others.map(([x, y]) => Math.atan2(y, x));
  const turns = middles.map((m) => ((m - middles[0] + 3 * Math.PI) % (2 * Math.PI)) - Math.PI);
  const [low, high] = [Math.max(...turns) - Math.PI / 2, Math.min(...turns) + Math.PI / 2];
  return others.some((p) => !p.some(Boolean)) || high - low < 1e-9 ? null : [middles[0] + low, middles[0] + high];
}

/** How much longer "cat" must be than in the table to be level with the best other word; Infinity where no length will do. */
export function level(query) {
  const own = dot(TABLE[CAT], query);
  const best = Math.max(...TABLE.map((w, i) => (i === CAT ? -Infinity : dot(w, query))));
  return own > 0 ? Number((best / own).toPrecision(12)) : Infinity;
}

const tableOf = (cat) => TABLE.map((w, i) => (i === CAT ? [w[0] * cat, w[1] * cat] : w));
const UNITS = TABLE.map(unit);
const rounded = (v) => Math.round(v * 1e9) / 1e9; // or words that are level differ by their rounding

/** Dot products and, unless the query has length 0, cosines. */
function scoresOf({ query, cat }) {
  const table = tableOf(cat);
  const dots = table.map((w) => rounded(dot(w, query)));
  return query.some(Boolean) ? [dots, table.map((w) => rounded(cosine_similarity(w, query)))] : [dots];
}

function first(scores) {
  const top = Math.max(...scores);
  const names = WORDS.filter((_, i) => scores[i] === top).map((word) => `“${word}”`);
  const last = names.pop();
  return names.length ? `${names.join(", ")} and ${last}` : last;
}

const share = (arc) => (arc ? `${fixed(((arc[1] - arc[0]) * 180) / Math.PI, 1)}°` : "no part");

/** The one sentence of the figure; the same as `sentence()` in Python. */
export function sentence(state) {
  const { query: [x, y], cat } = state;
  const firsts = scoresOf(state).map(first);
  if (firsts.length < 2) return "The query has the length {hand 0}: every dot product is 0, so all words are level, and without a direction there is no cosine.";
  const who = firsts[0] === firsts[1] ? `both rankings put {data ${firsts[0]}} first` : `the dot product puts {data ${firsts[0]}} first, the cosine {model ${firsts[1]}}`;
  const [byDot, byCosine] = [tableOf(cat), UNITS].map((points) => share(winning_arc(points, CAT)));
  return `For the query {hand (${fixed(x, 1)}, ${fixed(y, 1)})} ${who}. At {hand ${fixed(cat, 2)}} times its length “cat” alone comes first in {data ${byDot}} of the circle by dot product and in {model ${byCosine}} by cosine.`;
}

const HULL = [3, 0, 6, 5, 4]; // "cat" joins between 3 and 0 when it is long enough
const BESIDE = [[-8, -6], [9, 15], [-5, 18], [-12, -8], [9, 18], [-5, -8], [9, 16]]; // where the names stand, px
const GAP = 0.012;
const [INNER, OUTER] = [4.2, 4.84];

/** Points of a ring from one angle to another. */
function arcOf([from, to], radius) {
  const [a, b] = [from + GAP, Math.max(to - GAP, from + GAP)];
  const n = Math.ceil((b - a) / 0.06) + 1;
  return Array.from({ length: n + 1 }, (_, k) => a + ((b - a) * k) / n).map((t) => [radius * Math.cos(t), radius * Math.sin(t)]);
}

export const render = figure(({ state, stage, deck, handle }) => {
  const plane = stage.panel({ x: [-5.15, 5.15], y: [-5.15, 5.15], equal: true, height: 390, grow: 1.4, title: "who comes first: by dot product (inside), by cosine (outside)" });
  const ranks = stage.panel({ x: [0, 1], y: [6.6, -0.9], height: 390, left: 108, right: 108 });
  const cross = plane.line("", "mf-grid");
  const ends = [["thing", "end"], ["relation", "start"], ["alive", "start"]].map(([text, side]) => [text, plane.label("muted", side)]);
  const hull = plane.line("muted", "mf-thin");
  const ray = plane.line("", "mf-thin mf-dashed");
  const rings = [["data", INNER], ["model", OUTER]].map(([role, radius]) => {
    const parts = [plane.line(role), plane.line(role)].map((part, own) => {
      part.node.style.cssText = `stroke-width:18;stroke-linecap:butt;stroke-dasharray:none;stroke-opacity:${own ? 0.6 : 0.2}`;
      return part;
    });
    const names = WORDS.map(() => plane.label("", "middle"));
    for (const { node } of names) node.style.strokeWidth = 0;
    return { radius, parts, names };
  });
  const arrow = plane.arrow("data", "mf-thin");
  const dots = plane.dots("data", 7, 4);
  const names = WORDS.map((_, i) => plane.label("data", BESIDE[i][0] < 0 ? "end" : "start", i === CAT ? "mf-strong" : ""));
  const tip = plane.line("");
  const say = plane.label("hand", "middle");
  for (const line of [ray, tip]) line.node.style.stroke = "var(--mf-hand)";
  const joins = WORDS.map((_, i) => ranks.line(i === CAT ? "" : "muted", i === CAT ? "" : "mf-thin"));
  joins[CAT].node.style.stroke = "var(--mf-ink)";
  const heads = [ranks.label("data", "end", "mf-strong"), ranks.label("model", "start", "mf-strong")];
  const rows = ["end", "start"].map((side) => WORDS.map((_, i) => [0, 1].map(() => ranks.label("", side, i === CAT ? "mf-strong" : ""))));

  handle(plane, "query", { label: "query", format: ([x, y]) => `(${fixed(x, 1)}, ${fixed(y, 1)})` });
  deck.slider("cat", {
    label: "Length of “cat”, times what it is in the table", format: (v) => fixed(v, 2), height: 74,
    ticks: [[0.4, "0.40"], [1, "1.00"], [EDGE, "", "border"]],
    track(t) {
      t.line(0.4, 1.4);
      const word = (y) => t.art.appendChild(make("svg:text", { class: "mf-tick border", y, "text-anchor": "middle" }));
      const mark = t.path("", "mf-rule border"); // where "cat" is level with the best other word; it moves with the query
      const [edge, number, name] = [50, 50, 68].map(word);
      return () => {
        const { query, cat } = state;
        const here = Math.min(level(query), 1.4);
        const shown = here > EDGE && here < 1.4;
        set(mark, "d", shown ? `M${t.at(here)} 11V33` : "");
        set(edge, "x", t.at(EDGE));
        write(edge, cat < EDGE ? "" : fixed(EDGE, 2)); // a border has its number once the hand has passed it
        set(number, "x", t.at(here));
        write(number, shown && cat >= here && here > EDGE + 0.08 ? fixed(here, 2) : "");
        write(name, cat <= EDGE ? "never alone in front by dot product" : cat > here ? "in front for this query" : "in front for other queries");
        set(name, "x", Math.max(110, Math.min(t.at(cat), t.width - 86)));
      };
    },
  });

  return () => {
    const { query, cat } = state;
    const table = tableOf(cat);
    ends.forEach(([text, label], i) => label.put([3.85, -3.85, 0][i], i > 1 ? 3.6 : 0, text, i > 1 ? 6 : 0, i > 1 ? 0 : 16));
    cross.points([[-3.9, 0], [3.9, 0], null, [0, -3.9], [0, 3.9]]);
    hull.points(HULL.flatMap((i) => (i || cat <= EDGE ? [table[i]] : [table[CAT], table[0]])), true);
    rings.forEach(({ radius, parts, names }, outer) => {
      const points = outer ? UNITS : table;
      const arcs = points.map((_, i) => winning_arc(points, i));
      parts[0].points(arcs.flatMap((arc, i) => (arc && i !== CAT ? [...arcOf(arc, radius), null] : [])));
      parts[1].points(arcs[CAT] ? arcOf(arcs[CAT], radius) : []);
      names.forEach((label, i) => {
        const middle = arcs[i] && (arcs[i][0] + arcs[i][1]) / 2;
        label.put(radius * Math.cos(middle), radius * Math.sin(middle), arcs[i] && arcs[i][1] - arcs[i][0] > 0.2 ? WORDS[i] : "", 0, 4);
      });
    });
    arrow.put([0, 0], table[CAT]);
    dots.points(table);
    table.forEach((p, i) => names[i].put(...p, WORDS[i], ...(i === CAT && cat > EDGE ? [-13, 9, "end"] : BESIDE[i])));
    tip.points([[0, 0], query]);
    const far = 5.1 / Math.hypot(...query);
    ray.points(far < 99 ? [query, query.map((c) => c * far)] : []);
    say.put(...query, "query", 0, query[1] < 0 ? 26 : -17);

    const scores = scoresOf(state);
    const places = scores.map((list) => WORDS.map((_, i) => i).sort((i, j) => list[j] - list[i] || i - j));
    heads[0].put(0, -0.9, "dot product", 0, 6);
    heads[1].put(1, -0.9, scores[1] ? "cosine" : "", 0, 6);
    joins.forEach((line, i) => line.points(scores[1] ? [[0, places[0].indexOf(i)], [1, places[1].indexOf(i)]] : []));
    rows.forEach((labels, side) => labels.forEach(([name, number], i) => {
      const at = scores[side] && places[side].indexOf(i);
      name.put(side, at, scores[side] ? WORDS[i] : "", side ? 54 : -54, 5);
      number.put(side, at, scores[side] ? `${scores[side].filter((v) => v === scores[side][i]).length > 1 ? "= " : ""}${fixed(scores[side][i], 2)}` : "", side ? 6 : -6, 5);
    }));
    return sentence(state);
  };
});

export default { render };
