"""Runs one test of CARLA's against a server, in a process that may hang or crash.

``python one_test.py PACKAGE_FOLDER MODULE CLASS.METHOD HOST PORT`` writes the outcome as one line
of JSON to the file descriptor of standard output; all else that the test prints goes to standard
error.
"""

import importlib
import json
import os
import sys
import traceback
import unittest
from pathlib import Path


class Outcome(unittest.TestResult):
    """Keeps the first failure, and tells the test from its clean-up."""

    def __init__(self):
        super().__init__()
        self.line = {"outcome": "passed", "reason": ""}

    def _keep(self, outcome, problem):
        if self.line["outcome"] != "passed":
            return
        kind, error, trace = problem
        functions = [frame.name for frame in traceback.extract_tb(trace)]
        stage = next((name for name in functions if name in ("setUp", "tearDown")), "")
        text = " ".join(str(error).split()) or kind.__name__
        self.line = {
            "outcome": outcome,
            "reason": f"{stage}: {text}" if stage else text,
            "trace": "".join(traceback.format_exception(*problem)),
        }

    def addFailure(self, test, err):
        self._keep("failed", err)

    def addError(self, test, err):
        self._keep("error", err)

    def addSkip(self, test, reason):
        self.line = {"outcome": "skipped", "reason": reason}


def main():
    folder, module, name, host, port = sys.argv[1:]
    answer = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    package = Path(folder)
    sys.path.insert(0, str(package.parent))
    # CARLA's tests read the address from the package's constant when they set up.
    importlib.import_module(package.name).TESTING_ADDRESS = (host, int(port))
    tests = importlib.import_module(f"{package.name}.{module}")
    outcome = Outcome()
    unittest.defaultTestLoader.loadTestsFromName(name, tests).run(outcome)
    answer.write(json.dumps(outcome.line) + "\n")
    answer.flush()
    os._exit(0)  # threads of a client can outlive the test


if __name__ == "__main__":
    main()
