"""Print by which address to probe the server and by which one phones reach it; exit 3 when the port is taken."""

import errno
import socket
import sys

EVERYWHERE = {"", "0.0.0.0", "[::]"}  # noqa: S104


def own_address() -> str:
    """Return the address this machine shows to its network. Nothing is sent: the kernel only chooses a route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "localhost"
        return str(probe.getsockname()[0])


def is_taken(host: str, port: int) -> bool:
    """Does another program listen there? Other refusals of the system are raised."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host.strip("[]"), port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return True
            raise
    return False


def main(host: str, port: str) -> int:
    """Answer for one `LANGNGHE_BIND`."""
    if is_taken(host, int(port)):
        return 3
    if host in EVERYWHERE:
        sys.stdout.write(f"127.0.0.1 {own_address()}\n")
    else:
        sys.stdout.write(f"{host.strip('[]')} {host}\n")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(*sys.argv[1:]))
    except (OSError, TypeError, ValueError):
        sys.exit(4)
