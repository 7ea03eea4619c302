"""Runs one fuzz target over its seeds and some inputs made of them, always the same: run.py TARGET CORPUS RUNS."""

import subprocess
import sys
import tempfile

target, corpus, runs = sys.argv[1:]
with tempfile.TemporaryDirectory() as found:
    # New inputs and crashes go into the first folder, never into the tree.
    outcome = subprocess.run(
        [target, f"-runs={runs}", "-seed=1", "-max_len=2048", "-timeout=10", "-rss_limit_mb=1024", "-verbosity=0",
         f"-artifact_prefix={found}/", found, corpus], capture_output=True, text=True)
    if outcome.returncode != 0:
        print(outcome.stdout[-4000:], outcome.stderr[-8000:])
        for line in outcome.stderr.splitlines():
            if "Base64:" in line:
                print("The input that did it, in base64:", line.split("Base64:")[1].strip())
sys.exit(outcome.returncode)
