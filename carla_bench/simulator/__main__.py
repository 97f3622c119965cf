"""The process that a session starts: ``python -m carla_bench.simulator OPTIONS-AS-JSON``.

It prints one line of JSON to standard output: ``{"port": N}`` or ``{"error": "..."}``.
"""

from __future__ import annotations

import json
import sys

from carla_bench.errors import CarlaBenchError
from carla_bench.simulator.process import ServeOptions, serve


def _say(**line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Serve, and return the exit code."""
    options = ServeOptions(**json.loads(sys.argv[1]))
    try:
        serve(options, on_ready=lambda port: _say(port=port))
    except CarlaBenchError as error:
        _say(error=str(error))
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
