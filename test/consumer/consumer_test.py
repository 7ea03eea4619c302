"""Those who use corogql from outside: the installed library by pkg-config and by CMake, and as a Meson subproject.

The libraries are the ones of the build directory this runs for. Only the subproject compiles them again, without
optimisation, in a folder of the build directory that is kept: the second time there is little to do.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

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


def files_under(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.work = pathlib.Path(folder.name).resolve()
        run("meson", "install", "-C", BUILD, "--no-rebuild", "--quiet", "--destdir", cls.work / "stage")
        # Moved away from where it was installed to: nothing may depend on that.
        configured = BUILD / "meson-info/intro-buildoptions.json"
        prefix = next(o["value"] for o in json.loads(configured.read_text()) if o["name"] == "prefix")
        cls.prefix = cls.work / "prefix"
        (cls.work / "stage" / prefix.lstrip("/")).rename(cls.prefix)
        cls.libraries = next(cls.prefix.rglob("corogql.pc")).parent.parent

    def test_what_is_installed(self):
        public = {f"include/corogql/{name}" for name in files_under(SOURCE / "include/corogql")}
        found = files_under(self.prefix)
        self.assertEqual({name for name in found if name.startswith("include/")}, public)
        self.assertEqual({pathlib.Path(name).name for name in found - public if not name.endswith((".a", ".so"))
                          and ".so." not in name},
                         {"corogql.pc", "corogql_testing.pc", "corogql-config.cmake", "corogql-config-version.cmake"}
                         | ({"corogql"} if (BUILD / "corogql").exists() else set())
                         | ({"corogql_mapi.pc"} if any(self.libraries.glob("libcorogql_mapi.*")) else set()))

    def test_program(self):
        program = self.prefix / "bin/corogql"
        if not (BUILD / "corogql").exists():
            self.skipTest("built without the program")
        libraries = dict(os.environ, LD_LIBRARY_PATH=str(self.libraries))
        self.assertRegex(run(program, "--version", env=libraries), r"^corogql \d+\.\d+\.\d+\n$")

    def test_pkg_config(self):
        search = dict(os.environ, PKG_CONFIG_PATH=str(self.libraries / "pkgconfig"))
        flags = run("pkg-config", "--cflags", "--libs", "corogql_testing", env=search).split()
        consumer = self.work / "by-pkg-config"
        run(COMPILER, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-o", consumer,
            HERE / "pkg_config/consumer.cpp", *flags)
        self.assertEqual(self.run_consumer(consumer), "Hello, pkg-config! 1 2 3\n")

    def test_pkg_config_without_the_server(self):
        search = dict(os.environ, PKG_CONFIG_PATH=str(self.libraries / "pkgconfig"))
        flags = run("pkg-config", "--libs", "corogql", env=search)
        self.assertNotIn("testing", flags)
        self.assertRegex(run("pkg-config", "--modversion", "corogql", env=search), r"^\d+\.\d+\.\d+$")

    def test_cmake(self):
        folder = self.work / "by-cmake"
        launcher = [f"-DCMAKE_CXX_COMPILER_LAUNCHER={CCACHE[0]}"] if CCACHE else []
        run("cmake", "-S", HERE / "cmake", "-B", folder, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={self.prefix}",
            f"-DCMAKE_CXX_COMPILER={COMPILER}", *launcher)
        run("cmake", "--build", folder)
        self.assertEqual(self.run_consumer(folder / "consumer"), "Hello, CMake! sample-1 1 2 3\n")

    def test_cmake_refuses_another_version(self):
        folder = self.work / "later"
        folder.mkdir()
        (folder / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.25)\nproject(later NONE)\n"
                                               "find_package(corogql 0.2 REQUIRED)\n")
        with self.assertRaisesRegex(AssertionError, "compatible with requested version"):
            run("cmake", "-S", folder, "-B", folder / "build", "-G", "Ninja",
                f"-Dcorogql_DIR={self.libraries}/cmake/corogql")

    def run_consumer(self, program):
        return run(program, timeout=60, env=dict(os.environ, LD_LIBRARY_PATH=str(self.libraries)))


class OlderStandard(unittest.TestCase):
    def test_one_line_says_so(self):
        for name in ("corogql/client.hpp", "corogql/compose.hpp", "corogql/mapi/connection.hpp"):
            with self.subTest(name):
                refused = subprocess.run([COMPILER, "-std=c++17", f"-I{SOURCE}/include", "-fsyntax-only", "-x", "c++", "-"],
                                         input=f"#include <{name}>\n", capture_output=True, text=True)
                said = [line.split("error: ", 1)[1].removeprefix("#error ") for line in refused.stderr.splitlines()
                        if "error: " in line]
                self.assertEqual(said[:1], ['"corogql needs C++20 with coroutines: compile with -std=c++20 or later '
                                            '(g++ 12, clang 19 or newer)"'])
                self.assertRegex("\n".join(said[1:]), "^and nothing more.*|^'and nothing more.*")
                self.assertEqual(len(said), 2)


class Shared(unittest.TestCase):
    def test_what_users_link(self):
        """A shared library has what it needs: users link what public headers include, and find nothing else."""
        with tempfile.TemporaryDirectory() as folder:
            work = pathlib.Path(folder)
            run("meson", "setup", work / "build", SOURCE, "-Ddefault_library=shared", "-Dtests=disabled",
                env=dict(os.environ, CXX=COMPILER))
            package = work / "lib/cmake/corogql"
            shutil.copytree(work / "build/packaging", package)
            for library in re.findall(r"libcorogql\w*\.so[.\d]*", (package / "corogql-config.cmake").read_text()):
                (work / "lib" / library).touch()
            (work / "CMakeLists.txt").write_text(
                "cmake_minimum_required(VERSION 3.25)\nproject(user CXX)\nfind_package(corogql REQUIRED)\n"
                "foreach(name corogql testing mapi)\n"
                "  get_target_property(links corogql::${name} INTERFACE_LINK_LIBRARIES)\n"
                "  message(STATUS \"links of ${name}: ${links}\")\nendforeach()\n")
            missing = [f"-DCMAKE_DISABLE_FIND_PACKAGE_{name}=ON" for name in ("OpenSSL", "ZLIB", "yaml-cpp")]
            said = run("cmake", "-S", work, "-B", work / "user", "-G", "Ninja", f"-Dcorogql_DIR={package}",
                       f"-DCMAKE_CXX_COMPILER={COMPILER}", *missing)
        self.assertEqual(re.findall("links of (.*)", said),
                         ["corogql: Boost::json;Threads::Threads", "testing: corogql::corogql",
                          "mapi: corogql::corogql"])


class Subproject(unittest.TestCase):
    def test_subproject(self):
        project = BUILD / "consumer/project"
        build = BUILD / "consumer/build"
        (project / "subprojects").mkdir(parents=True, exist_ok=True)
        for name, target in (("meson.build", HERE / "subproject/meson.build"),
                             ("consumer.cpp", HERE / "subproject/consumer.cpp"),
                             ("subprojects/corogql", SOURCE)):
            (project / name).unlink(missing_ok=True)
            (project / name).symlink_to(target)
        if not (build / "build.ninja").exists():
            shutil.rmtree(build, ignore_errors=True)
            compiler = " ".join([*CCACHE, os.environ.get("CXX", "c++").split()[-1]])
            run("meson", "setup", build, project, "-Doptimization=0", "-Ddebug=false",
                env=dict(os.environ, CXX=compiler))
        run("ninja", "-C", build)
        self.assertEqual(run(build / "consumer", timeout=60), "1 error 1 2 3\n")

        with tempfile.TemporaryDirectory() as stage:
            run("meson", "install", "-C", build, "--no-rebuild", "--quiet", "--destdir", stage)
            self.assertEqual({pathlib.Path(name).name for name in files_under(pathlib.Path(stage))}, {"consumer"},
                             "a subproject installs nothing of its own")


if __name__ == "__main__":
    unittest.main(verbosity=2)
