"""Projects with generated code (typed/): what is compiled again when something changes, whatever builds them."""

import re
import shutil

from projects import HERE, run

CMAKE = "cmake_minimum_required(VERSION 3.25)\nproject(user CXX)\n{}\nadd_subdirectory(typed)\n"
OBJECT = re.compile(r"^\[.*\] .*(?:Compiling C\+\+|Building CXX) object (\S+)\.cpp\.o$", re.M)
OUTPUT = "nightly failed, its log goes on behind /data/logs/endOffset\n"


def copy_to(project):
    """Copies them as new files, since an earlier run has edited its own."""
    (project / "typed").mkdir(parents=True, exist_ok=True)
    for file in (HERE / "typed").iterdir():
        shutil.copyfile(file, project / "typed" / file.name)


def compiled(said):
    """The files of typed/ that a build said to compile, without their endings."""
    return {re.sub(r".*(/|_\.\._)", "", name) for name in OBJECT.findall(said) if "/app." in name}


def targets(build):
    return [line.split(":")[0] for line in run("ninja", "-C", build, "-t", "targets", "all").splitlines()]


def build_objects(build):
    """Compiles what is generated and what uses it, without the library that it would be linked to."""
    objects = [name for name in targets(build) if "typed/" in name and "/app." in name and name.endswith(".o")]
    assert len(objects) == 5, objects
    run("ninja", "-C", build, *objects)


def generate_only(build, **options):
    """By a project of CMake."""
    run("ninja", "-C", build, "typed/app.graphql/runs_api/stamp", **options)
    assert "class Runs" in (build / "typed/app.graphql/runs_api/runs.graphql.hpp").read_text()


def compiled_after(test, file, old, new, *build):
    """What that command compiles after a change in a file."""
    text = file.read_text()
    test.assertIn(old, text)
    file.write_text(text.replace(old, new))
    said = run(*build)
    test.assertIn("Generating", said)
    test.assertNotIn("Generating", run(*build), "all is as new as it must be")
    return compiled(said)


def check_edits(test, sources, *build):
    """After a build by that command. What depends on a document is compiled again, and nothing else."""
    logs = sources / "logs.graphql"
    test.assertEqual(compiled_after(test, logs, "endOffset }", "endOffset __typename }", *build), {"logs.graphql", "tail"})
    test.assertEqual(compiled_after(test, logs, "endOffset __typename", "endOffset    __typename", *build), set())


def check_edit_of_schema(test, sources, *build):
    """What all documents reach is in all headers."""
    test.assertEqual(compiled_after(test, sources / "schema.graphql", "  FAILED\n", "  FAILED\n  STOPPED\n", *build),
                     {"schema_types", "runs.graphql", "logs.graphql", "main", "tail"})
