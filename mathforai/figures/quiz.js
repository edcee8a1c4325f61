// A question to commit to: one of several options, each with its own feedback, or a number to enter.

import { make, write } from "./shared/svg.js";

/** The number that was typed: a comma, a true minus or a fraction such as 7/4 will do; NaN for anything else. */
export const typed = (text) => {
  const fraction = /^([^/]+)\/([^/]+)$/.exec(text);
  if (fraction) return typed(fraction[1]) / typed(fraction[2]);
  const plain = text.trim().replace(/[−–]/g, "-");
  const thousands = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?$/.test(plain); // 1,000, but not 0,576
  const clean = thousands ? plain.replaceAll(",", "") : plain.replace(",", ".");
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(clean) ? Number(clean) : NaN;
};

/** What to say to a number: right, a typical wrong value, or the general hint. */
export function verdict(value, { answer, tolerance, feedback, hint }) {
  if (Number.isNaN(value)) return { right: false, words: "Please enter a number, such as 0.25." };
  if (Math.abs(value - answer) <= tolerance) return { right: true, words: "" };
  const known = feedback.find(([wrong]) => Math.abs(value - wrong) <= tolerance);
  return { right: false, words: known ? known[1] : hint };
}

/** "{i w}" becomes italics, "{sup 2}" a superscript; an equation does not break at its sign. */
const rich = (text) => text.replace(/ = /g, "\u00a0=\u00a0").split(/(\{\S+ [^}]*\})/).filter(Boolean).map((part) => {
  const match = /^\{(i|sup|sub|b) ([^}]*)\}$/.exec(part);
  return match ? make(match[1], {}, match[2]) : part;
});

const say = (node, lead, words) => node.replaceChildren(make("b", {}, lead), " ", ...rich(words));
const mark = (right) => (right ? "Yes." : "Not yet.");

let count = 0;

export function render({ model, el }) {
  const quiz = model.get("_spec").quiz;
  const id = `mf-quiz-${count++}`;
  const plate = make("div", { class: "mf-plate mf-quiz" }, make("p", { class: "mf-quiz-lead" }, quiz.lead));
  el.append(plate);
  const commit = (values) => { for (const [k, v] of Object.entries(values)) model.set(k, v); model.save_changes(); };
  const update = quiz.options ? choices(plate, quiz, id, model, commit) : number(plate, quiz, id, model, commit);
  const names = ["given", "answered"];
  for (const name of names) model.on(`change:${name}`, update);
  update();
  return () => { for (const name of names) model.off(`change:${name}`, update); plate.remove(); };
}

function choices(plate, quiz, id, model, commit) {
  const rows = quiz.options.map(([text, feedback], i) => {
    const input = make("input", { type: "radio", name: id, value: i });
    const words = make("div", { class: "mf-feedback" });
    const row = make("div", { class: "mf-option" }, make("label", {}, input, make("span", {}, ...rich(text))), words);
    input.addEventListener("change", () => commit({ given: i }));
    return { input, words, row, feedback };
  });
  const press = make("button", { type: "button", class: "mf-button" });
  press.addEventListener("click", () => commit(model.get("answered") ? { answered: false, given: null } : { answered: true }));
  const status = make("p", { class: "mf-spoken", role: "status" });
  plate.append(make("fieldset", {}, make("legend", {}, ...rich(quiz.question)), ...rows.map((r) => r.row)), make("div", { class: "mf-actions" }, press), status);
  return () => {
    const [given, answered] = [model.get("given"), model.get("answered")];
    rows.forEach(({ input, words, row, feedback }, i) => {
      const right = i === quiz.right;
      const shown = answered && (i === given || right);
      input.checked = i === given;
      input.disabled = answered;
      row.className = `mf-option${shown ? (right ? " mf-right" : " mf-wrong") : ""}`;
      if (shown) say(words, mark(right), feedback);
      else words.replaceChildren();
    });
    write(press, answered ? "Ask me again" : "Check my guess");
    press.disabled = !answered && given === null;
    write(status, answered ? `${mark(given === quiz.right)} ${rows[given].words.textContent.replace(/^(Yes|Not yet)\. /, "")}` : "");
  };
}

function number(plate, quiz, id, model, commit) {
  const input = make("input", { id, type: "text", inputmode: "decimal", autocomplete: "off", "aria-describedby": `${id}-words` });
  const press = make("button", { type: "submit", class: "mf-button" }, "Check");
  const show = make("button", { type: "button", class: "mf-button", hidden: "" }, "Show the answer");
  const words = make("p", { class: "mf-feedback", id: `${id}-words`, role: "status" });
  const form = make("form", { class: "mf-entry" }, input, press, show);
  let told = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); told = false; commit({ given: input.value, answered: true }); update(); });
  show.addEventListener("click", () => { told = true; update(); });
  plate.append(make("label", { class: "mf-quiz-question", for: id }, ...rich(quiz.question)), form, words);
  function update() {
    const [given, answered] = [model.get("given") ?? "", model.get("answered")];
    if (input.value !== given && answered) input.value = given;
    const { right, words: feedback } = verdict(typed(given), quiz);
    words.className = `mf-feedback${answered && right ? " mf-right" : ""}`;
    if (told) say(words, `The answer is ${quiz.printed}.`, quiz.explanation);
    else if (answered) say(words, mark(right), right ? quiz.explanation : feedback);
    else words.replaceChildren();
    show.hidden = !answered || right || told;
  }
  return update;
}

export default { render };
