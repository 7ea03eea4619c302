"""What the tests of this folder have in common: commands that must succeed, and projects with corogql in them."""

import os
import pathlib
import shutil
import subprocess

BUILD = pathlib.Path(os.environ["BUILD_ROOT"])
SOURCE = pathlib.Path(os.environ["SOURCE_ROOT"])
COMPILER = os.environ["COMPILER"]
HERE = SOURCE / "test/consumer"
CCACHE = [shutil.which("ccache")] if shutil.which("ccache") else []


def run(*command, **options):
    """Standard output of a command that must succeed."""
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if result.returncode:
        raise AssertionError(f"{command} ended with {result.returncode}:\n{result.stdout}\n{result.stderr}")
    return result.stdout


def repository():
    """The URL of a git repository, with a branch main, of the tree as it is, whatever of it is committed."""
    folder = BUILD / "consumer/repository"
    shutil.rmtree(folder, ignore_errors=True)
    git = ["git", "-C", SOURCE, f"--git-dir={folder}", f"--work-tree={SOURCE}", "-c", "core.excludesFile="]
    run("git", "init", "--quiet", "--bare", "--initial-branch=main", folder)
    run(*git, "add", "--all")
    run(*git, "-c", "user.name=test", "-c", "user.email=test@localhost", "commit", "--quiet", "--message=The tree")
    return folder.as_uri()


def from_readme(template, url):
    """A file of this folder, which stands in the documentation, with an address that exists in place of that one's."""
    text = (HERE / template).read_text()
    assert "https://git.example/corogql.git" in text
    return text.replace("https://git.example/corogql.git", url)


def files_under(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}
