"""A real JupyterLab for the browser to drive: settings of its own, a copy of the notebooks."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lab import ROOT, Lab, free_port, wait_for_server

from mathforai import jupyter

FOLDERS = ("JUPYTER_CONFIG", "JUPYTER_DATA", "JUPYTER_RUNTIME")
FOLDERS += ("JUPYTERLAB_SETTINGS", "JUPYTERLAB_WORKSPACES", "IPYTHON")


def pytest_collection_modifyitems(items):
    """A server, a browser and kernels: slow, all of them."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("slow")


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """The address of a Jupyter server, and the folder that it serves.

    Nothing of the user's own Jupyter is read or written.
    """
    home = tmp_path_factory.mktemp("jupyter")
    served = home / "book"
    checkpoints = shutil.ignore_patterns(".ipynb_checkpoints")
    shutil.copytree(ROOT / "notebooks", served / "notebooks", ignore=checkpoints)
    own = {f"{name}{'' if name == 'IPYTHON' else '_'}DIR": str(home / name) for name in FOLDERS}
    jupyter.enable(home / "JUPYTER_CONFIG")  # as `make lab` does
    news = home / "JUPYTERLAB_SETTINGS" / "@jupyterlab" / "apputils-extension"
    news.mkdir(parents=True)
    (news / "notification.jupyterlab-settings").write_text(json.dumps({"fetchNews": "false"}))
    port = free_port()
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        *("--IdentityProvider.token=", "--ServerApp.password="),
        "--ServerApp.disable_check_xsrf=True",
        f"--ServerApp.root_dir={served}",
        *("--LabApp.expose_app_in_browser=True", "--JupyterNotebookApp.expose_app_in_browser=True"),
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    log = home / "server.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=file, cwd=home, env={**os.environ, **own}
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for_server(address, process, log)
            yield address, served
        finally:
            process.terminate()  # it shuts its kernels down first
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.fixture
def start(server, browser) -> Iterator[Callable[[], Lab]]:
    """Start a browser on the server; the test fails if a page logs an error or asks a stranger."""
    started: list[Lab] = []

    def start_one() -> Lab:
        started.append(Lab(browser, *server))
        return started[-1]

    yield start_one
    for lab in started:
        lab.close()
    assert [fault for lab in started for fault in lab.faults] == []


@pytest.fixture
def lab(start) -> Lab:
    """One browser on the server."""
    return start()
