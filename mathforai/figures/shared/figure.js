// The frame of every live figure: title, Reset, stage, deck, sentence, and one update per animation frame.
// The same `render({ model, el })` runs in Jupyter (anywidget) and in the book (host.js).

import { make, panel, write } from "./svg.js";
import { button, choice, handle, slider, text, toggle } from "./controls.js";

const REST = 400; // ms without a change before the sentence is spoken
const GLIDE = 250; // ms that Reset and "go to" buttons take
const SAVE = 50; // ms between two messages to Python while the hand moves

/** "{data 0.043}" becomes a span in the colour of DATA, "{i w}" italics; the spans are kept and only rewritten. */
function sentenceWriter(node) {
  let roles = null;
  return (text) => {
    const parts = text.split(/(\{\S+ [^}]*\})/).filter(Boolean).map((part) => {
      const match = /^\{(\S+) ([^}]*)\}$/.exec(part);
      return match ? match.slice(1) : ["", part];
    });
    const next = parts.map(([role]) => role).join();
    if (next !== roles) {
      roles = next;
      node.replaceChildren(...parts.map(([role]) => make(role === "i" ? "i" : "span", role && role !== "i" ? { class: `mf-say mf-${role}` } : {})));
    }
    parts.forEach(([, words], i) => write(node.childNodes[i], words));
    return parts.map(([, words]) => words).join("");
  };
}

/** The state of a figure: reads are `state.learning_rate`, writes are `state.put(name, value)`. */
function stateOf(model, changed) {
  const { ranges } = model.get("_spec");
  let timer = null;
  let gliding = 0;
  let goal = {}; // where a glide is bound for
  const save = () => { clearTimeout(timer); timer = null; model.save_changes(); };
  const assign = (values) => {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    timer ??= setTimeout(save, SAVE);
    changed();
  };
  const state = {
    range: (name) => ranges[name],
    put(name, value) { cancelAnimationFrame(gliding); assign({ ...goal, [name]: value }); goal = {}; },
    /** Go to these values, or to those that a function makes of the present ones: numbers glide, so that every state on the way is a true one. */
    go(target) {
      cancelAnimationFrame(gliding);
      goal = typeof target === "function" ? target((name) => goal[name] ?? model.get(name)) : target;
      target = goal;
      const from = Object.fromEntries(Object.keys(target).map((name) => [name, model.get(name)]));
      const between = (a, b, f) => typeof a === "number" ? a + (b - a) * f : Array.isArray(a) && a.length === b.length && typeof a[0] === "number" ? a.map((v, i) => v + (b[i] - v) * f) : b;
      const arrive = () => { assign(target); goal = {}; };
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) return arrive();
      const start = performance.now();
      const step = (now) => {
        const f = Math.min(1, Math.max(0, now - start) / GLIDE);
        if (f === 1) return arrive();
        assign(Object.fromEntries(Object.keys(target).map((name) => [name, between(from[name], target[name], 1 - (1 - f) ** 3)])));
        gliding = requestAnimationFrame(step);
      };
      gliding = requestAnimationFrame(step);
    },
    flush() { cancelAnimationFrame(gliding); if (timer) save(); },
  };
  for (const name of Object.keys(ranges)) Object.defineProperty(state, name, { get: () => model.get(name) });
  return state;
}

let count = 0;

/**
 * @param {(parts: {state, stage: {panel}, deck: {slider, choice, toggle, text, button}, handle}) => () => string} setup
 *   builds the nodes once and returns `update`, which writes them and returns the sentence
 * @returns {(parts: {model, el: HTMLElement}) => () => void} render, which returns its own undoing
 */
export const figure = (setup) => ({ model, el }) => {
  const { title, caption, initial, ranges } = model.get("_spec");
  const id = `mf-${count++}`;
  const reset = make("button", { type: "button", class: "mf-reset" }, "Reset");
  const stage = make("div", { class: "mf-stage" });
  const deck = make("div", { class: "mf-deck" });
  const sentence = make("p", { class: "mf-sentence", id: `${id}-sentence` });
  const spoken = make("p", { class: "mf-spoken", role: "status" });
  const plate = make("div", { class: "mf-plate", role: "group", "aria-labelledby": `${id}-title`, "aria-describedby": `${id}-sentence` },
    make("div", { class: "mf-head" }, make("p", { class: "mf-head-title", id: `${id}-title` }, title), reset), stage, deck, sentence, spoken);
  el.append(plate);
  if (caption && !el.closest("figure")) el.append(make("p", { class: "mf-caption" }, caption)); // the book's page has its own

  let frame = 0;
  let rest = null;
  const changed = () => { frame ||= requestAnimationFrame(draw); };
  const state = stateOf(model, changed);
  const parts = []; // what is laid out when the width changes
  const held = []; // what follows the state: controls and handles
  const keep = (list) => (part, node) => { node?.append(part.root); list.push(part); return part; };
  const add = keep(held);
  const update = setup({
    state,
    stage: { panel: (options) => keep(parts)(panel(options), stage) },
    deck: {
      slider: (name, options) => add(slider(state, name, options), deck),
      choice: (name, options) => add(choice(state, name, options), deck),
      toggle: (name, options) => add(toggle(state, name, options), deck),
      text: (name, options) => add(text(state, name, options), deck),
      button: (label, target) => add(button(label, () => state.go(target)), deck),
    },
    handle: (where, name, options) => add(handle(state, where, name, options)),
  });
  const say = sentenceWriter(sentence);

  function draw() {
    frame = 0;
    const words = say(update());
    for (const part of held) part.update();
    clearTimeout(rest);
    if (spoken.mfSaid === undefined) spoken.mfSaid = words; // nothing is announced before the first move
    rest = setTimeout(() => { if (spoken.mfSaid !== words) write(spoken, (spoken.mfSaid = words)); }, REST);
  }
  function layout() {
    for (const part of [...parts, ...held]) part.layout?.();
    draw();
  }
  reset.addEventListener("click", () => state.go(initial));
  const names = Object.keys(ranges);
  for (const name of names) model.on(`change:${name}`, changed);
  const watcher = new ResizeObserver(layout);
  watcher.observe(stage);
  layout();
  document.fonts?.ready.then(layout);

  return () => {
    watcher.disconnect();
    cancelAnimationFrame(frame);
    clearTimeout(rest);
    state.flush();
    for (const name of names) model.off(`change:${name}`, changed);
    el.replaceChildren();
  };
};
