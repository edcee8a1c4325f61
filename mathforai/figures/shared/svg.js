// Drawing: every node is made once, and a frame only writes the attributes that changed.

import { clamp } from "./numbers.js";

const SVG = "http://www.w3.org/2000/svg";

/** Make an element; a name that starts with "svg:" makes an SVG one. */
export function make(name, attributes = {}, ...children) {
  const node = name.startsWith("svg:")
    ? document.createElementNS(SVG, name.slice(4))
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Write an attribute only when it changed. */
export function set(node, name, value) {
  const text = String(value);
  const last = (node.mfLast ??= {});
  if (last[name] === text) return;
  last[name] = text;
  node.setAttribute(name, text);
}

/** Write several attributes, those that changed. */
export function setAll(node, values) {
  for (const name in values) set(node, name, values[name]);
}

/** Write the text of a node only when it changed; the text node stays, or every :has() rule of the page is looked at again. */
export function write(node, text) {
  if (node.mfText === text) return;
  node.mfText = text;
  if (node.firstChild) node.firstChild.data = text;
  else node.textContent = text;
}

/** Pixels for data and data for pixels; values beyond the drawing are kept near it, so that no path holds 1e300. */
function scale([low, high], kind) {
  const f = kind === "log" ? (v) => Math.log10(Math.max(v, 1e-300)) : (v) => v;
  const [a, b] = [f(low), f(high)];
  let [from, to] = [0, 1];
  const px = (v) => from + clamp((f(v) - a) / (b - a), -9, 9) * (to - from);
  px.range = (start, end) => ([from, to] = [start, end]);
  px.invert = (p) => {
    const v = a + ((p - from) / (to - from)) * (b - a);
    return kind === "log" ? 10 ** v : v;
  };
  return px;
}

const round = (v) => Math.round(v * 100) / 100;
let hatches = 0;

/**
 * One drawing with its axes. Coordinates are data; `X` and `Y` turn them into CSS pixels.
 * @param {{x: [number, number], y: [number, number], xscale?: "log", yscale?: "log", height?: number, grow?: number,
 *   equal?: boolean, title?: string, xticks?: Tick[], yticks?: Tick[], xname?: string, left?: number, right?: number}} options
 *   a Tick is [value, text] or [value, text, class]; `grow` shares the width between panels side by side
 */
export function panel(options) {
  const { height = 250, grow = 1, xticks = [], yticks = [], xname, title } = options;
  const margin = { left: options.left ?? (yticks.length ? 38 : 8), right: options.right ?? 8, top: title ? 26 : 6, bottom: xticks.length ? 28 : 6 };
  const X = scale(options.x, options.xscale);
  const Y = scale(options.y, options.yscale);
  const root = make("svg:svg", { class: "mf-panel", height, "aria-hidden": "true", style: `flex-grow:${grow}` });
  const axes = make("svg:g");
  const clip = make("svg:svg", { class: "mf-clip" });
  const over = make("svg:g");
  root.append(axes, clip, over);
  let width = 0;

  function layout() {
    const wide = root.clientWidth;
    if (wide < 100 || wide === width) return; // not laid out yet, or nothing new
    width = wide;
    X.range(margin.left, width - margin.right);
    Y.range(height - margin.bottom, margin.top);
    if (options.equal) square();
    set(root, "viewBox", `0 0 ${width} ${height}`);
    const [x0, y0, w, h] = [margin.left - 6, margin.top - 6, width - margin.left - margin.right + 12, height - margin.top - margin.bottom + 12]; // room for a dot on the edge
    setAll(clip, { x: x0, y: y0, width: w, height: h, viewBox: `${x0} ${y0} ${w} ${h}` });
    axes.replaceChildren(...drawAxes());
  }

  /** One unit is as long across as it is up: the wider axis gives way. */
  function square() {
    const unit = Math.min((width - margin.left - margin.right) / (options.x[1] - options.x[0]), (height - margin.top - margin.bottom) / (options.y[1] - options.y[0]));
    const [cx, cy] = [(width + margin.left - margin.right) / 2, (height + margin.top - margin.bottom) / 2];
    const [hx, hy] = [((options.x[1] - options.x[0]) * unit) / 2, ((options.y[1] - options.y[0]) * unit) / 2];
    X.range(cx - hx, cx + hx);
    Y.range(cy + hy, cy - hy);
  }

  function* drawAxes() {
    const base = height - margin.bottom;
    if (title) yield make("svg:text", { class: "mf-title", x: 0, y: 13 }, title);
    for (const [value, text, cls = ""] of yticks) {
      const y = Y(value);
      yield make("svg:line", { class: "mf-grid", x1: margin.left, x2: width - margin.right, y1: y, y2: y });
      yield make("svg:text", { class: `mf-tick ${cls}`, x: margin.left - 8, y: y + 4, "text-anchor": "end" }, text);
    }
    if (!xticks.length) return;
    yield make("svg:line", { class: "mf-axis", x1: margin.left, x2: width - margin.right, y1: base, y2: base });
    for (const [value, text, cls = ""] of xticks) {
      yield make("svg:line", { class: `mf-axis ${cls}`, x1: X(value), x2: X(value), y1: base, y2: base + 5 });
      yield make("svg:text", { class: `mf-tick ${cls}`, x: X(value), y: base + 20, "text-anchor": "middle" }, text);
    }
    if (xname) yield make("svg:text", { class: "mf-tick mf-name", x: width - margin.right, y: base + 20, "text-anchor": "end" }, xname);
  }

  /** A path through data points; null lifts the pen. */
  const d = (points) => points.map((p, i) => p && `${i && points[i - 1] ? "L" : "M"}${round(X(p[0]))} ${round(Y(p[1]))}`).join("");

  return {
    root, X, Y, layout,

    /** A line through data points. @returns {{points(p: number[][], closed?: boolean): void, node: SVGPathElement}} */
    line(role, cls = "") {
      const node = clip.appendChild(make("svg:path", { class: `mf-line mf-${role} ${cls}` }));
      return { node, points: (p, closed) => set(node, "d", d(p) + (closed && p.length ? "Z" : "")) };
    },

    /** An arrow: `put(from, to)`; its head is as long as the arrow at most. */
    arrow(role, cls = "") {
      const node = clip.appendChild(make("svg:path", { class: `mf-line mf-${role} ${cls}` }));
      const head = clip.appendChild(make("svg:path", { class: `mf-dot mf-${role} ${cls}` }));
      return {
        node, head,
        put(from, to) {
          set(node, "d", d([from, to]));
          const [x, y] = [X(to[0]), Y(to[1])];
          const [dx, dy] = [x - X(from[0]), y - Y(from[1])];
          const length = Math.hypot(dx, dy);
          const [ux, uy] = length ? [dx / length, dy / length] : [0, 0];
          const h = Math.min(10, length);
          const side = (s) => `${round(x - h * ux - s * h * 0.4 * uy)} ${round(y - h * uy + s * h * 0.4 * ux)}`;
          set(head, "d", `M${round(x)} ${round(y)}L${side(1)}L${side(-1)}Z`);
        },
      };
    },

    /** Up to `count` dots, made once; those without a point are hidden. */
    dots(role, count, radius = 3.5) {
      const nodes = Array.from({ length: count }, () => clip.appendChild(make("svg:circle", { class: `mf-dot mf-${role}`, r: radius })));
      return {
        nodes,
        points: (p) => nodes.forEach((node, i) => {
          set(node, "visibility", p[i] ? "visible" : "hidden");
          if (p[i]) setAll(node, { cx: round(X(p[i][0])), cy: round(Y(p[i][1])) });
        }),
      };
    },

    /** Horizontal bars from 0, made once: `put(i, value, y, full)`, 24 px thick around y; what is not full is hatched. */
    bars(role, count) {
      const id = `mf-hatch-${hatches++}`;
      root.append(make("svg:pattern", { id, width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, make("svg:path", { class: "mf-line mf-muted", d: "M0 0V5" })));
      const nodes = Array.from({ length: count }, () => clip.appendChild(make("svg:rect", { height: 24, rx: 1.5, fill: `url(#${id})` })));
      return {
        nodes,
        put: (i, value, y, full = true) => setAll(nodes[i], { class: full ? `mf-bar mf-${role}` : "mf-cut", x: X(0), y: Y(y) - 12, width: round(Math.max(X(value) - X(0), 1)) }),
      };
    },

    /** A label that stands on the marks: `put(x, y, text, dx, dy)` in data coordinates and pixels; no text hides it. */
    label(role, anchor = "start", cls = "") {
      const node = over.appendChild(make("svg:text", { class: `mf-mark mf-${role} ${cls}`, "text-anchor": anchor }));
      return {
        node,
        put(x, y, text, dx = 0, dy = 0, side = anchor) {
          write(node, text ?? "");
          setAll(node, { x: round(clamp(X(x) + dx, 0, width)), y: round(clamp(Y(y) + dy, 12, height - 2)), "text-anchor": side });
        },
      };
    },
  };
}
