// What the hand can hold: sliders that are number lines, handles in the drawing, choices, switches, buttons.
// Each control writes the state and has `update()`, which reads it; both sides of a figure stay in step that way.

import { clamp } from "./numbers.js";
import { make, set, write } from "./svg.js";

const MAGNET = 4; // px within which a dragged thumb lands on an exact border

/** The nearest value of the grid low, low + step, ..., without 0.30000000000000004. */
export const snap = (v, { low, high, step }) =>
  clamp(Number((Math.round(v / step) * step).toPrecision(12)), low, high);

/** Arrows move one step, Shift five, Home and End go to the ends. Returns null for other keys. */
function keyed(event, value, range, up, down) {
  const size = range.step * (event.shiftKey ? 5 : 1);
  if (up.includes(event.key)) return snap(value + size, range);
  if (down.includes(event.key)) return snap(value - size, range);
  if (event.key === "Home") return range.low;
  if (event.key === "End") return range.high;
  return null;
}

/**
 * A slider whose track carries the theory.
 * @param {{label: string, symbol?: string, unit?: string, scale?: "log", format: (v: number) => string, ticks?: [number, string, string?][],
 *   names?: [string, number, number][], track?: (t: object) => (() => void) | void, height?: number, base?: number}} options
 *   ticks: [value, text, "border" for an exact border]; names: [text, from, to], the present one is bold; either may be a
 *   function, for a theory that moves with another control; base: where the words of the ticks stand;
 *   track draws with t.line(from, to), t.zigzag(from, to, amplitude), t.path(d, class), t.at(value), and in t.art; what it
 *   returns is called at every update, for a line whose form follows the state
 */
export function slider(state, name, options) {
  const { label, symbol = "", unit = "", format, track, base = 50 } = options;
  const theory = () => ["ticks", "names"].map((key) => (typeof options[key] === "function" ? options[key]() : options[key] ?? []));
  let [ticks, names] = theory();
  const range = state.range(name);
  const log = options.scale === "log";
  const place = log ? Math.log10 : (v) => v;
  const [low, high] = [place(range.low), place(range.high)];
  const height = options.height ?? (names.length ? 74 : 56);
  const value = make("output", { class: "mf-value" });
  const input = make("input", { type: "range", min: low, max: high, step: "any", "aria-label": `${label} ${symbol}`.trim() });
  const art = make("svg:svg", { class: "mf-track", height, "aria-hidden": "true" });
  const root = make("div", { class: "mf-slider" },
    make("div", { class: "mf-row" }, make("span", {}, `${label} `, make("i", {}, symbol)), make("span", {}, value, unit && ` ${unit}`)),
    make("div", { class: "mf-rail" }, art, input));
  let labels = [];
  let live; // what the track returned
  let scale = 0; // pixels per unit of the line

  const pick = (v) => state.put(name, snap(v, range));
  input.addEventListener("input", () => {
    const v = Number(input.value);
    const border = ticks.find(([b, , cls]) => cls === "border" && Math.abs(place(b) - v) * scale < MAGNET);
    pick(border ? border[0] : log ? 10 ** v : v);
  });
  input.addEventListener("keydown", (event) => {
    const next = log && !["Home", "End"].includes(event.key) ? logKey(event) : keyed(event, state[name], range, ["ArrowRight", "ArrowUp"], ["ArrowLeft", "ArrowDown"]);
    if (next === null) return;
    event.preventDefault();
    state.put(name, next);
  });
  /** On a log line a step is a hundredth of the line, not a fixed amount. */
  function logKey(event) {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!way) return null;
    const moved = snap(10 ** (place(state[name]) + ((high - low) / 100) * way * (event.shiftKey ? 5 : 1)), range);
    return moved === state[name] ? snap(moved + way * range.step, range) : moved;
  }

  function layout() {
    const width = art.clientWidth;
    if (!width) return;
    [ticks, names] = theory();
    set(art, "viewBox", `0 0 ${width} ${height}`);
    scale = (width - 24) / (high - low);
    const at = (v) => 12 + (place(v) - low) * scale;
    const path = (d, cls = "mf-rule") => art.appendChild(make("svg:path", { class: cls, d }));
    art.replaceChildren();
    const t = {
      art, at, width, path,
      line: (from, to) => path(`M${at(from)} 22H${at(to)}`),
      zigzag(from, to, amplitude) {
        const count = Math.max(2, Math.round((at(to) - at(from)) / 20));
        let d = `M${at(from)} 22`;
        for (let i = 0; i < count; i++) {
          const v = from + ((i + 0.5) / count) * (to - from);
          d += `L${at(v)} ${22 + (i % 2 ? 1 : -1) * (typeof amplitude === "function" ? amplitude(v) : amplitude)}`;
        }
        path(`${d}L${at(to)} 22`);
      },
    };
    if (track) live = track(t);
    else t.line(range.low, range.high);
    for (const [v, text, cls = ""] of ticks) {
      const tall = cls === "border" ? 11 : 5;
      path(`M${at(v)} ${22 - tall}V${22 + tall}`, `mf-rule ${cls}`);
      word(text, at(v), base, cls);
    }
    labels = names.map(([text, from, to]) => [word(text, at((from + to) / 2), 68, "mf-case"), from, to]);
    update();

    /** A word under the line, centred, and kept within it. */
    function word(text, x, y, cls) {
      const node = art.appendChild(make("svg:text", { class: `mf-tick ${cls}`, y, "text-anchor": "middle" }, text));
      const half = node.getComputedTextLength() / 2;
      set(node, "x", clamp(x, half - 2, width + 10 - half));
      return node;
    }
  }

  function update() {
    if (JSON.stringify(theory()) !== JSON.stringify([ticks, names])) return layout();
    const v = state[name];
    write(value, format(v));
    if (Number(input.value) !== place(v)) input.value = place(v);
    set(input, "aria-valuetext", `${format(v)} ${unit}`.trim());
    live?.();
    // An exact value has its own name; else the open interval between two borders.
    const exact = labels.some(([, from, to]) => from === to && from === v);
    for (const [node, from, to] of labels)
      set(node, "class", (exact ? from === to && from === v : v > from && v < to || (v === from && v === range.low) || (v === to && v === range.high)) ? "mf-tick mf-case mf-now" : "mf-tick mf-case");
  }
  return { root, layout, update };
}

/**
 * A point of the drawing that can be dragged. The trait is a number (`at` says where it stands) or a pair.
 * @param {{label: string, at?: (v) => [number, number], from?: (x: number, y: number) => any, format: (v) => string}} options
 */
export function handle(state, panel, name, { label, at = (v) => v, from = (x, y) => [x, y], format }) {
  const range = state.range(name);
  const hit = make("svg:circle", { class: "mf-hit", r: 22 });
  const node = make("svg:g", { class: "mf-handle", role: "slider", tabindex: 0, "aria-label": label, "aria-valuemin": range.low, "aria-valuemax": range.high },
    hit, make("svg:circle", { class: "mf-ring", r: 9.5 }), make("svg:circle", { class: "mf-knob", r: 6.5 }));
  panel.root.removeAttribute("aria-hidden");
  panel.root.append(node);
  const put = (v) => state.put(name, Array.isArray(v) ? v.map((c) => snap(c, range)) : snap(v, range));

  let grip = null;
  node.addEventListener("pointerdown", (event) => {
    const box = panel.root.getBoundingClientRect();
    const [x, y] = at(state[name]);
    grip = { left: box.left, top: box.top, dx: event.clientX - box.left - panel.X(x), dy: event.clientY - box.top - panel.Y(y) };
    node.setPointerCapture(event.pointerId);
    node.focus({ preventScroll: true });
    event.preventDefault();
  });
  node.addEventListener("pointermove", (event) => {
    if (grip) put(from(panel.X.invert(event.clientX - grip.left - grip.dx), panel.Y.invert(event.clientY - grip.top - grip.dy)));
  });
  node.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false }); // or the page scrolls under the finger
  for (const end of ["pointerup", "pointercancel"]) node.addEventListener(end, () => (grip = null));
  node.addEventListener("keydown", (event) => {
    const v = state[name];
    const along = (i, up, down) => keyed(event, Array.isArray(v) ? v[i] : v, range, up, down);
    const next = Array.isArray(v)
      ? [along(0, ["ArrowRight"], ["ArrowLeft"]) ?? v[0], along(1, ["ArrowUp"], ["ArrowDown"]) ?? v[1]]
      : along(0, ["ArrowRight", "ArrowUp"], ["ArrowLeft", "ArrowDown"]);
    if (next === null || String(next) === String(v)) return;
    event.preventDefault();
    put(next);
  });

  return {
    node,
    update() {
      const v = state[name];
      const [x, y] = at(v);
      set(node, "transform", `translate(${panel.X(x)} ${panel.Y(y)})`);
      set(node, "aria-valuenow", Array.isArray(v) ? v[0] : v);
      set(node, "aria-valuetext", format(v));
    },
  };
}

let groups = 0;

/** One of several: native radios. @param {{label: string, names?: Record<string, string>}} options */
export function choice(state, name, { label, names = {} }) {
  const group = `mf-choice-${groups++}`;
  const inputs = state.range(name).options.map((option) => {
    const input = make("input", { type: "radio", name: group });
    input.addEventListener("change", () => state.put(name, option));
    return [option, input, make("label", {}, input, make("span", {}, names[option] ?? String(option)))];
  });
  const root = make("div", { class: "mf-choice", role: "radiogroup", "aria-label": label },
    make("span", { class: "mf-choice-label", "aria-hidden": "true" }, label), make("div", { class: "mf-segments" }, ...inputs.map(([, , node]) => node)));
  return { root, layout() {}, update: () => inputs.forEach(([option, input]) => (input.checked = option === state[name])) };
}

/** On or off: a native checkbox in the role of a switch. */
export function toggle(state, name, { label }) {
  const input = make("input", { type: "checkbox", role: "switch" });
  input.addEventListener("change", () => state.put(name, input.checked));
  const root = make("label", { class: "mf-toggle" }, input, make("span", {}, label));
  return { root, layout() {}, update: () => (input.checked = state[name]) };
}

/** A line of words; what has no word or too many of them is not taken. */
export function text(state, name, { label }) {
  const { words, length } = state.range(name);
  const input = make("input", { type: "text", maxlength: length, spellcheck: "false", autocomplete: "off" });
  let taken;
  input.addEventListener("input", () => {
    const typed = input.value.replace(/[{}\x00-\x1f\x7f-\x9f\ufeff]/g, "");
    const count = typed.split(/\s+/).filter(Boolean).length;
    if (count > words) input.value = taken;
    else if (count) state.put(name, (taken = input.value = typed));
  });
  input.addEventListener("change", () => (input.value = taken));
  const root = make("label", { class: "mf-entry mf-text" }, make("span", {}, label), input);
  return { root, layout() {}, update: () => { if (taken !== state[name]) input.value = taken = state[name]; } };
}

/** A button that goes to a state; the way there passes through true states. */
export function button(label, press) {
  const root = make("button", { type: "button", class: "mf-button" }, label);
  root.addEventListener("click", press);
  return { root, layout() {}, update() {} };
}
