"""The package works without torch, plots and widgets, and asks for no POSIX without looking."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Run by a fresh Python in which these modules cannot be imported.
BLOCKED = ("torch", "matplotlib", "ipywidgets", "anywidget")
ALONE = """
import pkgutil, sys
for blocked in {blocked}:
    sys.modules[blocked] = None
from importlib import import_module

import mathforai
from mathforai import checks, optional

for module in pkgutil.iter_modules(mathforai.__path__):
    if module.name not in ("figures", "course"):
        import_module("mathforai." + module.name)

exercise = "optimization.gradient_descent.largest_safe_learning_rate"
assert checks.check(exercise, lambda gradient: 2 / (gradient(1.0) - gradient(0.0))).passed
for chapter in checks.CHAPTERS:
    for exercise in import_module(f'mathforai.checks.{{chapter}}').EXERCISES:
        assert not checks.check(exercise, None).attempted
        assert not checks.check(exercise, lambda *_, **__: "wrong").passed
assert optional("torch") is None
"""


def run_alone(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)


def test_all_but_the_figures_works_without_torch_plots_and_widgets():
    done = run_alone(ALONE.format(blocked=BLOCKED))
    assert done.returncode == 0, done.stderr


def test_a_missing_module_would_be_seen():
    done = run_alone(ALONE.format(blocked=(*BLOCKED, "numpy")))
    assert "ModuleNotFoundError: import of numpy halted" in done.stderr


# What Windows does not have
MODULES = {"crypt", "curses", "fcntl", "grp", "nis", "posix", "pty", "pwd", "readline", "resource"}
MODULES |= {"spwd", "syslog", "termios", "tty"}
NAMES = {
    "os": {"fork", "forkpty", "geteuid", "getegid", "getuid", "getgid", "getpgid", "getloadavg"}
    | {"killpg", "mkfifo", "nice", "setsid", "setuid", "setgid", "uname", "wait", "wait3", "wait4"},
    "signal": {"setitimer", "getitimer", "alarm", "pause", "ITIMER_REAL", "SIGALRM", "SIGKILL"}
    | {"SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGCHLD", "pthread_sigmask"},
}


def uses(node):
    """What a node takes from the system that Windows lacks: "resource", "os.fork", or nothing."""
    if isinstance(node, ast.Import):
        return [a.name for a in node.names if a.name.partition(".")[0] in MODULES]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        if node.module.partition(".")[0] in MODULES:
            return [node.module]
        lacking = NAMES.get(node.module, set())
        return [f"{node.module}.{a.name}" for a in node.names if a.name in lacking]
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        if node.attr in NAMES.get(node.value.id, set()):
            return [f"{node.value.id}.{node.attr}"]
    return []


def asks_first(scope, line):
    """Whether a scope looks at the system, or expects a failing import, before or at this line."""
    for node in ast.walk(scope):
        if getattr(node, "lineno", line + 1) <= line:
            text = ast.unparse(node)
            if isinstance(node, ast.Call) and text.startswith(("hasattr(os", "hasattr(signal")):
                return True
            if isinstance(node, ast.Compare) and ("os.name" in text or "sys.platform" in text):
                return True
            if isinstance(node, ast.Try) and line <= node.end_lineno:
                caught = [ast.unparse(h.type) for h in node.handlers if h.type]
                if any("ImportError" in c or "ModuleNotFoundError" in c for c in caught):
                    return True
    return False


def unguarded(source):
    """What a file uses that Windows lacks, without asking first in the same function."""
    found = []

    def look(node, scope):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            scope = node
        found.extend(
            f"{use}, line {node.lineno}" for use in uses(node) if not asks_first(scope, node.lineno)
        )
        for child in ast.iter_child_nodes(node):
            look(child, scope)

    tree = ast.parse(source)
    look(tree, tree)
    return found


# Grading on a shared machine needs Linux, and says so.
SOURCES = sorted(
    path
    for folder in ("mathforai", "book")
    for path in (ROOT / folder).rglob("*.py")
    if ROOT / "mathforai" / "course" not in path.parents
)


def test_the_sources_are_found():
    names = {path.name for path in SOURCES}
    assert {"properties.py", "environment.py", "figure.py", "page.py"} <= names


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_nothing_wants_posix_without_asking(path):
    assert unguarded(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import resource", ["resource, line 1"]),
        ("from fcntl import flock", ["fcntl, line 1"]),
        ("from os import fork", ["os.fork, line 1"]),
        ("import os\nif os.geteuid() == 0: pass", ["os.geteuid, line 2"]),
        ("import signal\ndef f():\n    signal.alarm(1)", ["signal.alarm, line 3"]),
        ("def f():\n    os.fork()\n    return hasattr(os, 'fork')", ["os.fork, line 2"]),
        ("def f():\n    return hasattr(os, 'fork')\ndef g():\n    os.fork()", ["os.fork, line 4"]),
        ("try:\n    import resource\nexcept ImportError:\n    resource = None", []),
        ("try:\n    pass\nexcept ImportError:\n    pass\nimport resource", ["resource, line 5"]),
        ("def f():\n    if not hasattr(os, 'fork'):\n        return\n    os.fork()", []),
        ("if sys.platform != 'win32':\n    import resource", []),
        ("r = hasattr(os, 'geteuid') and os.geteuid()", []),
        ("import os\nos.path.join('a', 'b')\nself.fork()", []),
    ],
)
def test_what_windows_lacks_would_be_seen(source, found):
    assert unguarded(source) == found
