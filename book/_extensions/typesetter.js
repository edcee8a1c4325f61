// Typesets formulas for typesetter.py: one JSON request per line in, one JSON answer per line out.
//   {"tex", "display"} -> {"html"} or {"error"}     {"page": true} -> {}     {"css": true} -> {"css"}
"use strict";
const folder = process.argv[2]; // MathJax 3.2.2

// MathJax notes missing version numbers on stdout, which belongs to the answers.
console.log = console.warn = console.error;

const settings = {
  loader: {
    load: ["input/tex-full", "output/chtml", "a11y/assistive-mml", "adaptors/liteDOM"],
    paths: { mathjax: folder },
    require,
  },
  tex: {
    // An unknown command is an error here, not red text on the page.
    packages: { "[-]": ["noerrors", "noundefined", "autoload", "require"] },
    formatError: (jax, error) => { throw error; },
  },
  chtml: { fontURL: ".", adaptiveCSS: true, matchFontHeight: false },
};

require(folder + "/node-main.js").init(settings).then((MathJax) => {
  const page = MathJax.startup.document;
  const adaptor = MathJax.startup.adaptor;

  function answer(request) {
    if (request.css) return { css: adaptor.textContent(MathJax.chtmlStylesheet()) };
    if (request.page) { MathJax.texReset(); return {}; }
    try {
      const node = page.convert(request.tex, { display: request.display, em: 16, ex: 8 });
      return { html: adaptor.outerHTML(node).replaceAll(' style="height: NaNem;"', "") };
    } catch (error) {
      return { error: error.message };
    }
  }

  require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
    process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
  });
}).catch((error) => { console.error(error); process.exit(1); });
