"""Show the built book on 127.0.0.1: python book/serve.py [port]."""

import functools
import http.server
import sys
from pathlib import Path

BOOK = Path(__file__).resolve().parents[1] / "_build" / "html"
FIRST, TRIES = 8000, 20


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serve files without a line for each of them."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def open_server(first: int) -> http.server.ThreadingHTTPServer:
    """Return a server on the first free port from `first` on."""
    handler = functools.partial(Quiet, directory=str(BOOK))
    # A second server on a taken port would be accepted, and the first one go on answering.
    http.server.ThreadingHTTPServer.allow_reuse_address = False
    for port in range(first, first + TRIES):
        try:
            return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
        except OSError:
            print(f"Port {port} is taken, trying {port + 1}.", flush=True)
    sys.exit(
        f"No free port from {first} to {first + TRIES - 1}: name another one after the command."
    )


def main() -> None:
    """Serve until Ctrl+C."""
    if not (BOOK / "index.html").exists():
        sys.exit("There is no book yet: run `make book` first.")
    server = open_server(int(sys.argv[1]) if len(sys.argv) > 1 else FIRST)
    print(f"The book is at http://127.0.0.1:{server.server_port}/ (Ctrl+C ends this).", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
