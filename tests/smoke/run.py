"""Runs CARLA's own client-side smoke tests against the embedded simulator.

The tests are not part of this repository. Take ``PythonAPI/test/smoke`` from a checkout of CARLA
(https://github.com/carla-simulator/carla, 0.9.16) and run::

    python tests/smoke/run.py path/to/PythonAPI/test/smoke

Every file gets a server of its own on free ports, every test a process of its own with a time
limit. The table goes to ``results/smoke.md``.
"""

import argparse
import ast
import contextlib
import datetime
import fnmatch
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import carla

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

# Patterns of tests that cannot apply, with the reason. They are run all the same: one that passes
# counts.
CANNOT_APPLY = {
    "test_geoconversion.*": "needs carla.GeoEllipsoid, which the 0.9.16 client does not have",
    "test_ros2.*": "needs ROS 2",
    "test_cosmos_export.*": "needs a later client than 0.9.16",
    "test_rt_lens_capture_sync.*": "needs a later client than 0.9.16",
    "test_nullrhi_primary.*": "needs the Unreal engine",
}


def main():
    options = arguments()
    results = []
    with tempfile.TemporaryDirectory() as scratch:
        # The tests write files beside themselves.
        package = Path(shutil.copytree(options.tests, Path(scratch) / "smoke"))
        for path in sorted(package.glob("test_*.py")):
            names = [
                name for name in tests_of(path)
                if fnmatch.fnmatch(f"{path.stem}.{name}", options.only)
            ]  # fmt: skip
            results += run_file(package, path.stem, names, options) if names else []
    table = report(results)
    sys.stdout.write(table)
    if options.out:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.write_text(table)
    if options.traces:
        options.traces.write_text(json.dumps(results, indent=1))
    return 0 if all(result["outcome"] in ("passed", "cannot apply") for result in results) else 1


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tests", type=Path, help="folder PythonAPI/test/smoke of CARLA")
    parser.add_argument("--sim", help="HOST:PORT of a server that runs already")
    parser.add_argument("--town", default="Town03", help="town that the servers start with")
    parser.add_argument("--only", default="*", help="pattern of MODULE.CLASS.METHOD")
    parser.add_argument("--limit", type=float, default=600.0, help="seconds for each test")
    parser.add_argument("--out", type=Path, help="file for the table")
    parser.add_argument("--traces", type=Path, help="file for everything, as JSON")
    return parser.parse_args()


def tests_of(path):
    """Return CLASS.METHOD of every test in a file, in its order."""
    return [
        f"{node.name}.{method.name}"
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef)
        for method in node.body
        if isinstance(method, ast.FunctionDef) and method.name.startswith("test_")
        and any(getattr(base, "id", "").endswith("SmokeTest") for base in node.bases)
    ]  # fmt: skip


def run_file(package, module, names, options):
    """Return the outcomes of a file's tests; a server that lost a test is replaced."""
    results = []
    while len(results) < len(names):
        with server(options) as address:
            for name in names[len(results) :]:
                results.append(run_test(package, module, name, address, options.limit))
                sys.stderr.write("{name}: {outcome} {reason}\n".format(**results[-1]))
                if results[-1]["outcome"] == "lost":
                    break
    return results


@contextlib.contextmanager
def server(options):
    """Yield host and port of the given server, or of a new one."""
    if options.sim:
        yield options.sim.rsplit(":", 1)
        return
    choices = {"town": options.town, "port": 0, "end_with_stdin": True}
    process = subprocess.Popen(
        [sys.executable, "-m", "carla_bench.simulator", json.dumps(choices)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        line = json.loads(process.stdout.readline())
        if "error" in line:
            sys.exit(line["error"])
        yield "127.0.0.1", line["port"]
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def run_test(package, module, name, address, limit_s):
    """Return the outcome of one test; ``lost`` if its process hung or crashed."""
    command = [sys.executable, str(HERE / "one_test.py"), str(package), module, name]
    started = time.monotonic()
    result = {"name": f"{module}.{name}", "outcome": "lost"}
    try:
        done = subprocess.run(
            [*command, *(str(part) for part in address)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=limit_s,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
    except subprocess.TimeoutExpired:
        result["reason"] = f"not done after {limit_s:.0f} s"
    else:
        last_words = done.stderr.strip().rsplit("\n", 1)[-1]
        result["reason"] = f"the test's process ended with code {done.returncode}: {last_words}"
        result["stderr"] = done.stderr[-2000:]
        with contextlib.suppress(json.JSONDecodeError):
            result.update(json.loads(done.stdout))
    result["seconds"] = time.monotonic() - started
    for pattern, reason in CANNOT_APPLY.items():
        if result["outcome"] != "passed" and fnmatch.fnmatch(result["name"], pattern):
            result.update(outcome="cannot apply", reason=reason)
    return result


def report(results):
    """Return the markdown table with its totals."""
    outcomes = [result["outcome"] for result in results]
    applicable = len(outcomes) - outcomes.count("cannot apply")
    lines = [
        "# CARLA's smoke tests against the embedded simulator",
        "",
        f"{outcomes.count('passed')} of {applicable} tests that can apply pass; "
        f"{len(outcomes) - applicable} of {len(outcomes)} cannot apply.",
        "",
        f"Client `carla` {client_version()}, {datetime.date.today()}. "
        "Made by `python tests/smoke/run.py PythonAPI/test/smoke --out results/smoke.md`.",
        "",
        "| Test | Outcome | Seconds | Reason |",
        "|---|---|---:|---|",
    ]
    for result in results:
        reason = result["reason"].replace("|", "\\|")[:200]
        lines.append(
            f"| {result['name']} | {result['outcome']} | {result['seconds']:.0f} | {reason} |"
        )
    return "\n".join(lines) + "\n"


def client_version():
    """Return the version of the client package."""
    return carla.Client("127.0.0.1", 1).get_client_version()


if __name__ == "__main__":
    sys.exit(main())
