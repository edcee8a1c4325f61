"""Call the exported functions of a figure's JavaScript module.

They run on the Node inside Playwright's wheel.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

NODE = compute_driver_executable()[0]
EVALUATE = Path(__file__).parent / "evaluate.mjs"


def _to(value: Any) -> Any:
    if isinstance(value, str):
        return {"text": value}
    if isinstance(value, dict):
        return value if "function" in value else {"values": {k: _to(v) for k, v in value.items()}}
    if isinstance(value, list):
        return [_to(v) for v in value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return repr(float(value)).replace("inf", "Infinity")


def _from(value: Any) -> Any:
    if isinstance(value, list):
        return [_from(v) for v in value]
    if isinstance(value, dict):
        return value["text"]
    return float(value) if isinstance(value, str) else value


def call(module: Path, calls: list[tuple]) -> list[Any]:
    """Results of [(function name, argument, ...), ...].

    The argument {"function": name} passes an exported function.
    """
    request = {"module": str(module), "calls": [[name, *map(_to, given)] for name, *given in calls]}
    done = subprocess.run(
        [NODE, EVALUATE],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return [_from(result) for result in json.loads(done.stdout)]
