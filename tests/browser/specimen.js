import { fixed } from "../../mathforai/figures/shared/numbers.js";
import { figure } from "../../mathforai/figures/shared/figure.js";

export const render = figure(({ state, stage, deck, handle }) => {
  const plane = stage.panel({ x: [-2, 2], y: [-2, 2], equal: true, height: 260, xticks: [[-2, "−2"], [0, "0"], [2, "2"]] });
  const arrow = plane.line("data");
  handle(plane, "tip", { label: "tip", format: ([x, y]) => `${fixed(x, 1)}, ${fixed(y, 1)}` });
  deck.slider("amount", { label: "Amount", unit: "nats", format: (v) => fixed(v, 2), ticks: [[0, "0"], [0.5, "0.5", "border"], [1, "1"]] });
  deck.slider("temperature", { label: "Temperature", symbol: "T", scale: "log", format: (v) => fixed(v, 2), ticks: [[0.1, "0.1"], [1, "1", "border"], [10, "10"]] });
  deck.choice("size", { label: "Size", names: { 16: "sixteen" } });
  deck.toggle("scaled", { label: "divide by the root" });
  deck.text("text", { label: "Words" });
  deck.button("Go to the corner", { tip: [2, 2] });
  return () => {
    const [x, y] = state.tip;
    arrow.points([[0, 0], [x, y]]);
    return `{hand ${fixed(state.amount, 2)}}, {hand ${fixed(state.temperature, 2)}}, (${fixed(x, 1)}, ${fixed(y, 1)}), ${state.size}, ${state.scaled ? "scaled" : "not scaled"}, ${state.text.trim().split(/\s+/).join("/")}.`;
  };
});
