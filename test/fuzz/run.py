"""Runs one fuzz target over its seeds and some inputs made of them, always the same: run.py TARGET CORPUS RUNS.

libFuzzer's choice depends on how long inputs take, unless it is not to be entropic, and on where things lie in memory; in a
container that lets nobody fix their places the inputs may differ a little from run to run.
"""

import subprocess
import sys
import tempfile

target, corpus, runs = sys.argv[1:]
fixed_places = ["setarch", "-R"]
if subprocess.run([*fixed_places, "true"], capture_output=True).returncode != 0:
    fixed_places = []
with tempfile.TemporaryDirectory() as found:
    # New inputs and crashes go into the first folder, never into the tree.
    outcome = subprocess.run(
        [*fixed_places, target, f"-runs={runs}", "-seed=1", "-entropic=0", "-max_len=2048", "-timeout=10",
         "-rss_limit_mb=1024", "-verbosity=0", f"-artifact_prefix={found}/", found, corpus],
        capture_output=True, text=True)
    if outcome.returncode != 0:
        print(outcome.stdout[-4000:], outcome.stderr[-8000:])
        for line in outcome.stderr.splitlines():
            if "Base64:" in line:
                print("The input that did it, in base64:", line.split("Base64:")[1].strip())
sys.exit(outcome.returncode)
