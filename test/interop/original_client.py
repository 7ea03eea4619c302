"""Imported first: the test goes on in the virtual environment of the original MAPI client.

    python3 -m venv ../../build-mcli && ../../build-mcli/bin/pip install -r requirements-mcli.txt
"""

import os
import pathlib
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ITS_FOLDER = pathlib.Path(os.environ.get("MCLI_VENV", HERE.parents[1] / "build-mcli"))
PATIENCE = 20  # seconds; a call that takes longer fails

if pathlib.Path(sys.prefix) != ITS_FOLDER:
    os.execv(ITS_FOLDER / "bin/python", [str(ITS_FOLDER / "bin/python"), *sys.argv])
sys.path.insert(0, str(HERE.parent / "cli/support"))

folder = tempfile.TemporaryDirectory()


def use(endpoint, **more):
    """What the package reads when it is imported, which must come later."""
    os.environ.pop("MCLI_TIMEOUT", None)
    os.environ.update(MOSAICML_API_ENDPOINT=endpoint, MOSAICML_API_KEY="key", MCLI_MODE="PROD", MCLI_CONFIG_DIR=folder.name,
                      **more)
