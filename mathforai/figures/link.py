"""From the ES modules beside the figures to the two forms that hosts can load.

anywidget loads one blob, where a relative import cannot work; the book loads classic scripts,
because modules do not load from file:// pages. So the sources stay real modules, for editors and
for Node, and are joined here.
"""

import re
from pathlib import Path

SHARED = Path(__file__).parent / "shared"
LAYER = ("numbers", "svg", "controls", "figure")  # in the order of their imports

_IMPORT = re.compile(r'^import \{[^}]*\} from "(?P<path>\.{1,2}/[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:function|const|class)\b)", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:function\*?|const|class) (\w+)", re.MULTILINE)
_DEFAULT = re.compile(r"^export default .*;\n", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*[\s\S]*?\*/|//.*)\n", re.MULTILINE)


def exports(source: str) -> list[str]:
    """Names that a module exports."""
    return _EXPORTED.findall(source)


def plain(source: str) -> str:
    """The module without imports, export keywords, comment lines and indentation.

    What is left runs in any scope.
    """
    for pattern in (_IMPORT, _DEFAULT, _EXPORT, _COMMENT):
        source = pattern.sub("", source)
    return re.sub(r"^[ \t]+|\n(?=\n)", "", source, flags=re.MULTILINE).strip() + "\n"


def _needs(file: Path) -> list[Path]:
    """The module's own imports outside the shared layer, in order, each once, deepest first."""
    found: list[Path] = []
    for path in _IMPORT.finditer(file.read_text(encoding="utf-8")):
        target = (file.parent / path["path"]).resolve()
        if target.parent != SHARED.resolve():
            found += [need for need in [*_needs(target), target] if need not in found]
    return found


def _own(file: Path) -> str:
    return "".join(plain(f.read_text(encoding="utf-8")) for f in [*_needs(file), file])


def _layer() -> str:
    return "".join(plain((SHARED / f"{name}.js").read_text(encoding="utf-8")) for name in LAYER)


def widget_module(file: Path) -> str:
    """One ES module for anywidget: the shared layer, the figure, and its `render`."""
    return f"{_layer()}export default (() => {{\n{_own(file)}return {{ render }};\n}})();\n"


def shared_script() -> str:
    """The classic script that every page with a figure loads first.

    It puts the layer's names on the global `mathforai`.
    """
    names = [
        n for name in LAYER for n in exports((SHARED / f"{name}.js").read_text(encoding="utf-8"))
    ]
    return (
        f"var mathforai={{figures:{{}}}};(()=>{{\n{_layer()}"
        f"Object.assign(mathforai,{{{','.join(names)}}});\n}})();\n"
    )


def figure_script(figure_id: str, file: Path) -> str:
    """The classic script of one figure.

    It takes what it imports from `mathforai`, and leaves its `render` there.
    """
    used = re.findall(
        r'^import \{([^}]*)\} from "[^"]*shared/', file.read_text(encoding="utf-8"), re.MULTILINE
    )
    names = ",".join(sorted({n.strip() for group in used for n in group.split(",") if n.strip()}))
    return (
        f"(()=>{{\nconst {{{names}}}=mathforai;\n{_own(file)}"
        f"mathforai.figures[{figure_id!r}]={{render}};\n}})();\n"
    )


def host_script() -> str:
    """The classic script that mounts the figures of the page; the last one."""
    return f"(()=>{{\n{plain((SHARED / 'host.js').read_text(encoding='utf-8'))}}})();\n"


def stylesheet() -> str:
    """The look of figures; its colours are the variables of `mathforai.theme.css()`."""
    return (SHARED / "figure.css").read_text(encoding="utf-8")
