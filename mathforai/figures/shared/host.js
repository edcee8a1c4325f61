// The book's host: mounts each figure of the page on a plain model. No kernel, no network.

/** What a module of the anywidget form needs of a model, and nothing else. */
function plainModel(values) {
  const listeners = {};
  return {
    get: (name) => values[name],
    set(name, value) {
      if (values[name] === value) return;
      values[name] = value;
      for (const listener of listeners[`change:${name}`] ?? []) listener();
    },
    on: (event, listener) => (listeners[event] ??= []).push(listener),
    off: (event, listener) => { listeners[event] = (listeners[event] ?? []).filter((l) => l !== listener); },
    save_changes() {},
    send() {},
  };
}

for (const place of document.querySelectorAll("figure.mfai:not(.mf-live)")) {
  const module = mathforai.figures[place.dataset.figure];
  if (!module) continue;
  const model = plainModel(JSON.parse(place.dataset.state));
  const el = document.createElement("div");
  place.prepend(el);
  module.render({ model, el });
  place.model = model; // so that a reader can play with it in the console, and a test can read it
  place.classList.add("mf-live");
}
