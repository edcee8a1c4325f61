"""The address of the repository: one setting, the environment variable MATHFORAI_REPOSITORY.

Where it is not set, nothing that needs it is offered.
"""

from __future__ import annotations

import os
import re

SETTING = "MATHFORAI_REPOSITORY"
ADDRESS = re.compile(
    r"https://github\.com/([a-z\d][a-z\d-]*/\w[\w.-]*?)(?:\.git)?/?", re.ASCII | re.IGNORECASE
)


def owner_and_name() -> str | None:
    """Return "OWNER/NAME", or None without an address; refuse what is no address of GitHub."""
    address = os.environ.get(SETTING, "").strip()
    if not address:
        return None
    if match := ADDRESS.fullmatch(address):
        return match[1]
    raise ValueError(f"{SETTING} must look like https://github.com/OWNER/NAME; got {address!r}.")
