"""From the ES modules beside the figures to the two forms that hosts can load.

anywidget loads one blob, where a relative import cannot work; the book loads classic scripts,
because modules do not load from file:// pages. So the sources stay real modules, for editors and
for Node, and are joined here.
"""

import re
from pathlib import Path

SHARED = Path(__file__).parent / "shared"
LAYER = ("numbers", "svg", "controls", "figure")  # in the order of their imports

_IMPORT = re.compile(
    r'^import \{(?P<names>[^}]*)\} from "(?P<path>\.{1,2}/[^"]+)";\n', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:function|const|class)\b)", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?:function\*?|const|class) (\w+)", re.MULTILINE)
_DEFAULT = re.compile(r"^export default .*;\n", re.MULTILINE)


def exports(source: str) -> list[str]:
    """Names that a module exports."""
    return _EXPORTED.findall(source)


def plain(source: str) -> str:
    """The module without its imports and export keywords, for any scope."""
    for pattern in (_IMPORT, _DEFAULT, _EXPORT):
        source = pattern.sub("", source)
    return source.strip() + "\n"


def _small(script: str) -> str:
    """The script with short names and no comments, as the book ships it.

    Where the minifier has no wheel (Macs), the script as it was written: it does the same.
    """
    try:
        import minify
    except ImportError:
        return script
    return minify.string("application/javascript", script) + "\n"


def _imports(file: Path) -> list[tuple[str, Path]]:
    """Names that a module imports, as they stand in its braces, and from which file."""
    found = _IMPORT.finditer(_read(file))
    return [(m["names"].strip(" ,"), (file.parent / m["path"]).resolve()) for m in found]


def _is_shared(file: Path) -> bool:
    return file.parent == SHARED.resolve()


def _own(file: Path) -> str:
    """The module's code; what it imports from outside the layer comes along, in its own scope."""
    code = ""
    for names, target in _imports(file):
        if not _is_shared(target):
            given = ",".join(exports(_read(target)))
            code += f"const {{{names}}}=(()=>{{\n{_own(target)}return {{{given}}};\n}})();\n"
    return code + plain(_read(file))


def _layer_names(file: Path) -> set[str]:
    """Names that a module, and what it imports, takes from the shared layer."""
    names = set()
    for listed, target in _imports(file):
        own = {name.strip() for name in listed.split(",")}
        names |= own if _is_shared(target) else _layer_names(target)
    return names


def _read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _layer() -> str:
    return "".join(plain(_read(SHARED / f"{name}.js")) for name in LAYER)


def widget_module(file: Path) -> str:
    """One ES module for anywidget: the shared layer, the figure, and its `render`."""
    return f"{_layer()}export default (() => {{\n{_own(file)}return {{ render }};\n}})();\n"


def shared_script() -> str:
    """The classic script that every page with a figure loads first.

    It puts the layer's names on the global `mathforai`.
    """
    names = [n for name in LAYER for n in exports(_read(SHARED / f"{name}.js"))]
    return _small(
        f"var mathforai={{figures:{{}}}};(()=>{{\n{_layer()}"
        f"Object.assign(mathforai,{{{','.join(names)}}});\n}})();\n"
    )


def figure_script(figure_id: str, file: Path) -> str:
    """The classic script of one figure.

    It takes what it imports from `mathforai`, and leaves its `render` there.
    """
    names = ",".join(sorted(_layer_names(file)))
    return _small(
        f"(()=>{{\nconst {{{names}}}=mathforai;\n{_own(file)}"
        f"mathforai.figures[{figure_id!r}]={{render}};\n}})();\n"
    )


def host_script() -> str:
    """The classic script that mounts the figures of the page; the last one."""
    return _small(f"(()=>{{\n{plain(_read(SHARED / 'host.js'))}}})();\n")


def stylesheet() -> str:
    """The look of figures; its colours are the variables of `mathforai.theme.css()`."""
    return _read(SHARED / "figure.css")
