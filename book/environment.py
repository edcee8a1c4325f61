"""Make .venv and install what the book needs: python3 book/environment.py [--dev].

Plain Python that even 3.6 can read, so that a Python that is too old gets a sentence and not a
syntax error. Does nothing when the requirements have not changed since the last time.
TORCH_INDEX names an extra package index, such as PyTorch's own for its small CPU build.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin", "python")
LOG = os.path.join(ROOT, "_build", "environment.log")
STAMP = os.path.join(VENV, "installed.txt")
OLDEST = (3, 11)
NO_NETWORK = (
    "connection broken|Failed to establish|Name or service not known|timed out|"
    "ConnectTimeout|Temporary failure in name resolution|getaddrinfo failed|Network is unreachable"
)


def stop(sentence):
    """End with one sentence and a non-zero exit code."""
    sys.exit(sentence)


def fingerprint(files):
    """Return a digest of everything that decides what is installed."""
    digest = hashlib.sha256()
    for name in files:
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def check_python():
    """Stop if this Python is too old or cannot make virtual environments."""
    if sys.version_info < OLDEST:
        stop(
            "The book needs Python {}.{} or newer, and this is Python {}.{}: install a newer one "
            "and name it, as in `make book PYTHON=python3.12`.".format(
                *OLDEST, *sys.version_info[:2]
            )
        )
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        stop(
            "This Python cannot make virtual environments: install its venv part "
            "(on Debian and Ubuntu: apt-get install python3-venv) and try again."
        )


def run(command):
    """Run one command with its output in the log; return True if it succeeded."""
    environment = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", PYTHONUTF8="1")
    environment.setdefault("PIP_RETRIES", "2")  # five would keep someone offline waiting
    with open(LOG, "ab") as log:
        return subprocess.call(command, stdout=log, stderr=log, cwd=ROOT, env=environment) == 0


def reason():
    """Return what went wrong, read from pip's own words."""
    with open(LOG, encoding="utf-8", errors="replace") as file:
        text = file.read()
    if re.search(NO_NETWORK, text):
        return (
            "The packages could not be downloaded: pip does not reach its package index. "
            "Check the network (or PIP_INDEX_URL) and run this again."
        )
    if "No space left" in text:
        return "The disk is full: the packages need about 2 GB. Make room and run this again."
    errors = (
        re.findall("^ERROR: (.*)", text, re.MULTILINE) or text.strip().splitlines()[-1:] or ["?"]
    )
    log = os.path.relpath(LOG)
    return f"The packages could not be installed ({errors[0]}). The whole story is in {log}."


def install(requirements):
    """Install the requirements and, editable, the package; return True if all went well."""
    pip = [PYTHON, "-m", "pip", "install"]
    extra = os.environ.get("TORCH_INDEX")
    extra = ["--extra-index-url", extra] if extra else []
    return (
        run(pip + extra + ["-r", requirements])
        and run(pip + ["--no-deps", "--no-build-isolation", "--editable", "."])
        and run([PYTHON, "-m", "mathforai.jupyter"])  # saved figures become pictures
    )


def create(requirements):
    """Make a new .venv; on failure leave none."""
    print("Making .venv (about 2 GB, a minute or a few) ...", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    made = run([sys.executable, "-m", "venv", VENV])
    if not (made and install(requirements)):
        shutil.rmtree(VENV, ignore_errors=True)
        stop(reason())


def update(requirements):
    """Install what is new; on failure the old .venv and its stamp stay as they were."""
    print(f"Installing what is new in {requirements} ...", flush=True)
    if not install(requirements):  # pip downloads everything before it changes anything
        stop(reason())


def main():
    """Bring .venv up to date."""
    dev = "--dev" in sys.argv
    check_python()
    files = ["requirements.txt", "constraints.txt", "pyproject.toml"]
    files += ["requirements-dev.txt"] * dev
    requirements = "requirements-dev.txt" if dev else "requirements.txt"
    wanted = fingerprint(files) + "\n"
    if os.path.exists(STAMP):
        with open(STAMP) as stamp:
            if wanted in stamp.readlines():
                return
    os.makedirs(os.path.dirname(LOG), exist_ok=True)
    open(LOG, "w").close()
    # A .venv without its stamp, or whose Python has gone, is a half-made one.
    if os.path.exists(STAMP) and os.path.exists(PYTHON):
        update(requirements)
    else:
        create(requirements)
    with open(STAMP, "w") as stamp:
        stamp.write(wanted)
        if dev:  # who has the packages of the tests has those of the book
            stamp.write(fingerprint(files[:3]) + "\n")


if __name__ == "__main__":
    main()
