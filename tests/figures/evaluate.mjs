// Evaluates calls of a module's exported functions. Numbers travel as text, so that infinities and nan arrive.
// stdin: {"module": path, "calls": [[name, argument...]...]}; {"function": name} stands for an exported function.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { module, calls } = JSON.parse(readFileSync(0, "utf8"));
const named = await import(pathToFileURL(module).href);
const from = (v) => (typeof v === "string" ? Number(v) : Array.isArray(v) ? v.map(from) : v?.function ? named[v.function] : v?.text !== undefined ? v.text : v?.values ? Object.fromEntries(Object.entries(v.values).map(([k, w]) => [k, from(w)])) : v);
const to = (v) => (typeof v === "number" ? String(v) : Array.isArray(v) ? v.map(to) : typeof v === "string" ? { text: v } : v);
console.log(JSON.stringify(calls.map(([name, ...given]) => to(named[name](...given.map(from))))));
