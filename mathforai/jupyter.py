"""Let a Jupyter server save live figures as pictures: python -m mathforai.jupyter enables it.

What Jupyter saves of a widget is the name of an object in a kernel. In a notebook that is opened
again without that kernel, JupyterLab writes "Error displaying widget: model not found" in its
place, although a picture lies beside the name. So the server takes these names out as it saves:
what stays is the picture, for every program that shows notebooks, and running the cell makes it
live again.
"""

import json
import sys
from pathlib import Path
from typing import Any

VIEW = "application/vnd.jupyter.widget-view+json"
FIGURE = '<figure class="mfai"'
AGAIN = "Saved as a picture. Run this cell, and it is live again."


def keep_pictures(model: dict[str, Any], **_: Any) -> None:
    """Turn the live figures of a notebook that is about to be saved into still pictures.

    Other widgets and other outputs stay as they are.
    """
    if model["type"] != "notebook" or not model.get("content"):
        return
    for cell in model["content"].get("cells", []):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            page = "".join(data.get("text/html", ""))
            if VIEW in data and FIGURE in page:
                del data[VIEW]
                data["text/html"] = page.replace("</figure>", f"<p>{AGAIN}</p></figure>")


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "mathforai.jupyter"}]


def _load_jupyter_server_extension(server: Any) -> None:
    server.contents_manager.register_pre_save_hook(keep_pictures)


def enable(folder: Path | None = None) -> Path:
    """Write the switch that makes Jupyter servers load this module; return its path.

    `folder` is a configuration folder of Jupyter; without one, that of this environment.
    """
    folder = folder or Path(sys.prefix, "etc", "jupyter")
    path = folder / "jupyter_server_config.d" / "mathforai.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    switch = {"ServerApp": {"jpserver_extensions": {"mathforai.jupyter": True}}}
    path.write_text(json.dumps(switch, indent=2) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    print(f"Jupyter will save live figures as pictures: {enable()}")
