"""A short run of the fuzzer in `tests/fuzz`, which can run for hours by hand."""

import subprocess
import sys
from pathlib import Path


def test_broken_requests_break_nothing():
    program = Path(__file__).parents[1] / "fuzz/rpc.py"
    done = subprocess.run(
        [sys.executable, program, "--inputs", "4000", "--seed", "1"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("4000 inputs")
