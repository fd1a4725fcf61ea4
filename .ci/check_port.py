"""Stop with one clear line when something already listens on the port that `make run` wants."""

import socket
import sys


def main(argument: str) -> str | None:
    """Return what is wrong with the port, or None."""
    if not argument.isdecimal() or not 1 <= int(argument) <= 65535:
        return f"PORT is {argument!r}; expected a number from 1 to 65535."
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", int(argument))) != 0:
            return None
    other = int(argument) + 1 if int(argument) < 65535 else 8000
    return f"Port {argument} is in use. Stop what listens there, or choose another: make run PORT={other}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
