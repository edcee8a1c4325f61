"""Execute a notebook and print its peak memory in bytes: python measure.py NOTEBOOK.

Counts the kernel and every process that it starts. Where the system keeps the highest mark of a
process (Linux, in /proc), short peaks count too.
"""

import re
import sys
import threading
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient


def used(process: psutil.Process) -> int:
    """Return the highest mark of a process, or what it holds now; 0 when it has gone."""
    try:
        status = Path(f"/proc/{process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) * 1024
    except (OSError, TypeError):
        try:
            return process.memory_info().rss
        except psutil.Error:
            return 0


def peak(notebook: Path) -> int:
    """Execute the notebook in its folder; return the largest sum over its processes."""
    highest, done = 0, threading.Event()

    def watch() -> None:
        nonlocal highest
        while not done.wait(0.02):
            highest = max(highest, sum(map(used, psutil.Process().children(recursive=True))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        resources = {"metadata": {"path": str(notebook.parent)}}
        contents = nbformat.read(notebook, as_version=4)
        NotebookClient(contents, timeout=300, resources=resources).execute()
    finally:
        done.set()
        watcher.join()
    return highest


if __name__ == "__main__":
    print(peak(Path(sys.argv[1]).resolve()))
