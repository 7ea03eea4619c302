"""Those who use corogql from outside: the installed library by pkg-config and by CMake; its sources within a project of
theirs, by Meson and by CMake, as docs/building.md says it.

The installed libraries are the ones of the build directory this runs for. Within another project they are compiled again,
without optimisation, in folders of the build directory that are kept: the second time there is little to do.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

import typed_code
from projects import BUILD, CCACHE, COMPILER, HERE, SOURCE, files_under, from_readme, repository, run

# Functions, variables, tables and types of namespace corogql, as nm names them.
OWN = re.compile(r"_Z(T[VTIS]|TC|GV|T[hvc][\dn_hv]*_)?Z?N[KRO]*7corogql")
# What Asio keeps once a thread or a process, for the library's code and the program's alike: see src/exports.map.
COMMON = re.compile(r"_Z(GV)?Z?N5boost4asio(6detail(15keyword_tss_ptr.*6value_E|17posix_global_impl.*_E|"
                    r"16get_signal_stateEv\w+)|5error\d+get_\w+_categoryEvE8instance|"
                    r"9execution6detail17any_executor_base16target_fns_table\w+)$")


def exported(library):
    """What a shared library defines for others: mangled names."""
    return [line.split()[-1] for line in run("nm", "-D", "--defined-only", library).splitlines()]


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
                         {"corogql.pc", "corogql_testing.pc", "corogql_mapi_testing.pc", "corogql-config.cmake",
                          "corogql-config-version.cmake", "corogql-targets.cmake", "corogql-generate.cmake"}
                         | ({"corogql"} if (BUILD / "corogql").exists() else {"corogql-generate"})
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
        self.assertEqual(self.run_consumer(folder / "consumer"), "Hello, CMake! Candide 1 2 3\n")

    def generated_by_cmake(self, name, *options, **environment):
        """A build folder of a project with generated code, configured."""
        project = self.work / name
        typed_code.copy_to(project)
        (project / "CMakeLists.txt").write_text(typed_code.CMAKE.format("find_package(corogql REQUIRED)"))
        run("cmake", "-S", project, "-B", project / "build", f"-DCMAKE_PREFIX_PATH={self.prefix}",
            f"-DCMAKE_CXX_COMPILER={COMPILER}", *options, env={**os.environ, **environment})
        return project / "build"

    def test_cmake_generates(self):
        # Make is what CMake takes by itself; it judges by times what Ninja remembers.
        build = self.generated_by_cmake("generated", "-G", "Unix Makefiles" if shutil.which("make") else "Ninja",
                                        *[f"-DCMAKE_CXX_COMPILER_LAUNCHER={each}" for each in CCACHE])
        building = ("env", f"LD_LIBRARY_PATH={self.libraries}", "cmake", "--build", build)
        run(*building)
        self.assertEqual(self.run_consumer(build / "typed/app"), typed_code.OUTPUT)
        typed_code.check_edits(self, build.parent / "typed", *building)
        typed_code.check_edit_of_schema(self, build.parent / "typed", *building)

    def test_cmake_generates_for_another_machine(self):
        """What is installed is for that machine; one for this machine must be named, or in the path."""
        other = ("-G", "Ninja", f"-DCMAKE_TOOLCHAIN_FILE={HERE}/cross/toolchain.cmake")
        if not shutil.which("corogql") and not shutil.which("corogql-generate"):
            with self.assertRaisesRegex(AssertionError, r"set\s+COROGQL_GENERATOR"):
                self.generated_by_cmake("cross-without", *other)
        build = self.generated_by_cmake("cross", *other, PATH=f"{self.prefix}/bin:{os.environ['PATH']}")
        typed_code.generate_only(build, env=dict(os.environ, LD_LIBRARY_PATH=str(self.libraries)))

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
            for library in re.findall(r"libcorogql\w*\.so[.\d]*", (package / "corogql-targets.cmake").read_text()):
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


class Within(unittest.TestCase):
    """As part of another project, which asks for all warnings and takes them for errors."""

    @classmethod
    def setUpClass(cls):
        cls.url = repository()

    def folder(self, name):
        folder = BUILD / "consumer" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def by_meson(self, name):
        project = self.folder(name)
        (project / "subprojects").mkdir(exist_ok=True)
        # Fetched anew: what was fetched before is another tree.
        shutil.rmtree(project / "subprojects/corogql", ignore_errors=True)
        for file in ("meson.build", "consumer.cpp"):
            shutil.copy(HERE / "subproject" / file, project / file)
        typed_code.copy_to(project)
        (project / "subprojects/corogql.wrap").write_text(
            from_readme("subproject/subprojects/corogql.wrap", self.url))
        return project

    def set_up_meson(self, project, *options):
        build = project / "build"
        shutil.rmtree(build, ignore_errors=True)
        compiler = " ".join([*CCACHE, COMPILER])
        run("meson", "setup", build, project, *options, env=dict(os.environ, CXX=compiler, CXX_FOR_BUILD=compiler))
        return build

    def set_up_cmake(self, project, *options):
        run("cmake", "-S", project, "-B", project / "build", "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={COMPILER}",
            "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wconversion -Wshadow -Werror", "-DCMAKE_UNITY_BUILD=ON",
            "-DCMAKE_UNITY_BUILD_BATCH_SIZE=30", *[f"-DCMAKE_CXX_COMPILER_LAUNCHER={each}" for each in CCACHE], *options)
        return project / "build"

    def test_meson_wrap(self):
        project = self.by_meson("by-wrap")
        build = self.set_up_meson(project, "-Doptimization=0", "-Ddebug=false", "-Dcorogql:optimised=false")
        # Not as one file in a few: each must stand alone.
        said = run("ninja", "-C", build)
        self.assertNotIn("warning", said)
        self.assertEqual(run(build / "consumer", timeout=60), "1 error 1 2 3\n")
        self.assertEqual(run(build / "typed/app", timeout=60), typed_code.OUTPUT)
        typed_code.check_edits(self, project / "typed", "ninja", "-C", build)
        self.assertEqual(self.installed_by("meson", "install", "-C", build, "--no-rebuild", "--quiet", "--destdir"),
                         {"consumer"}, "a subproject installs nothing of its own")

    def test_meson_for_another_machine(self):
        project = self.by_meson("by-wrap-cross")
        # It names no subproject: the wrap says what that provides.
        shutil.copy(HERE / "cross/meson.build", project / "meson.build")
        compiler = ", ".join(f"'{word}'" for word in [*CCACHE, COMPILER])
        machine = (HERE / "cross/machine.ini").read_text().replace("@compiler@", compiler)
        (project / "machine.ini").write_text(machine)
        build = self.set_up_meson(project, "--cross-file", project / "machine.ini", "-Doptimization=0", "-Ddebug=false",
                                  "-Dcorogql:optimised=false")
        typed_code.build_objects(build)
        # What is linked for the other machine does not start here.
        links = [line for line in run("ninja", "-C", build, "-t", "commands", "typed/app").splitlines() if " -c " not in line]
        foreign = [line for line in links if "/lib/of-another-machine" in line]
        self.assertEqual([re.search(r" -o (\S+)", line)[1] for line in foreign], ["typed/app"])

    def test_meson_shared_is_installed_too(self):
        project = self.by_meson("by-wrap-shared")
        build = self.set_up_meson(project, "-Dcorogql:default_library=shared")
        plan = json.loads((build / "meson-info/intro-install_plan.json").read_text())
        names = {pathlib.Path(each["destination"]).name for kind in plan.values() for each in kind.values()}
        self.assertEqual({name.split(".so")[0] for name in names},
                         {"consumer", "libcorogql", "libcorogql_testing", "libcorogql_mapi_testing"})

    def test_meson_optimises(self):
        build = self.set_up_meson(self.by_meson("by-wrap-plain"))
        self.assert_optimised(build)
        self.assert_optimised(self.set_up_meson(self.by_meson("by-wrap-plain"), "-Dcorogql:optimised=false"), False)

    def test_cmake_fetches(self):
        project = self.folder("fetch")
        (project / "CMakeLists.txt").write_text(from_readme("fetch_content/CMakeLists.txt", self.url))
        shutil.copy(HERE / "cmake/consumer.cpp", project / "consumer.cpp")
        # What an earlier run has fetched is of another history, which CMake would want to merge, and it knows its options.
        shutil.rmtree(project / "build", ignore_errors=True)
        build = self.set_up_cmake(project)
        self.assert_optimised(build)
        build = self.set_up_cmake(project, "-DCOROGQL_OPTIMISED=OFF")
        self.assert_optimised(build, False)
        said = run("cmake", "--build", build)
        self.assertNotIn("warning", said)
        self.assertEqual(run(build / "consumer", timeout=60), "Hello, CMake! Candide 1 2 3\n")

    def test_cmake_subdirectory(self):
        """Static and shared, used where they were built and installed: compiled once."""
        project = self.folder("subdirectory")
        for file in ("subdirectory/CMakeLists.txt", "subdirectory/own_loop.cpp", "cmake/consumer.cpp"):
            shutil.copy(HERE / file, project / pathlib.Path(file).name)
        self.link_sources(project)
        for shared in ("OFF", "ON"):
            with self.subTest(shared=shared):
                options = ["-DCOROGQL_OPTIMISED=OFF", f"-DBUILD_SHARED_LIBS={shared}"]
                build = self.set_up_cmake(project, *options, "-DCOROGQL_INSTALL=ON")
                self.assertNotIn("warning", run("cmake", "--build", build))
                self.assertEqual(run(build / "consumer", timeout=60), "Hello, CMake! Candide 1 2 3\n")
                self.assertEqual(run(build / "own_loop", timeout=60), "Hello, world! Then timeout.\n")
                self.assertEqual(run(build / "typed/app", timeout=60), typed_code.OUTPUT)
                self.check_package(build)
                build = self.set_up_cmake(project, *options, "-DCOROGQL_INSTALL=OFF")
                installed = self.installed_by("env", "-u", "DESTDIR", "cmake", "--install", build, "--prefix")
                self.assertEqual({name.split(".so")[0] for name in installed}, {"consumer"} if shared == "OFF" else
                                 {"consumer", "libcorogql", "libcorogql_testing", "libcorogql_mapi", "libcorogql_mapi_testing"})
        for name in ("libcorogql.so", "libcorogql_testing.so", "libcorogql_mapi.so", "libcorogql_mapi_testing.so"):
            self.check_exports(build / "corogql" / name)
        typed_code.check_edits(self, project / "typed", "ninja", "-C", build)

    def link_sources(self, project):
        typed_code.copy_to(project)
        (project / "corogql").unlink(missing_ok=True)
        (project / "corogql").symlink_to(SOURCE)

    def test_cmake_for_another_machine(self):
        project = self.folder("cross")
        (project / "CMakeLists.txt").write_text(typed_code.CMAKE.format("add_subdirectory(corogql)"))
        self.link_sources(project)
        shutil.rmtree(project / "build", ignore_errors=True)
        build = self.set_up_cmake(project, f"-DCMAKE_TOOLCHAIN_FILE={HERE}/cross/toolchain.cmake", "-DCOROGQL_OPTIMISED=OFF",
                                  f"-DCOROGQL_HOST_COMPILER={COMPILER}")
        typed_code.build_objects(build)
        program = build / "corogql/generator/bin/corogql-generate"
        self.assertRegex(run(program, "--version"), "^corogql ")
        # One that is named spares it all that.
        kept = shutil.copy(program, project)
        shutil.rmtree(build)
        self.set_up_cmake(project, f"-DCMAKE_TOOLCHAIN_FILE={HERE}/cross/toolchain.cmake", f"-DCOROGQL_GENERATOR={kept}")
        typed_code.generate_only(build)
        self.assertFalse(program.exists())

    def check_package(self, build):
        with tempfile.TemporaryDirectory() as prefix:
            run("cmake", "--install", build, "--prefix", prefix)
            user = pathlib.Path(prefix) / "user"
            run("cmake", "-S", HERE / "cmake", "-B", user, "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
                f"-DCMAKE_CXX_COMPILER={COMPILER}", *[f"-DCMAKE_CXX_COMPILER_LAUNCHER={each}" for each in CCACHE])
            run("cmake", "--build", user)
            self.assertEqual(run(user / "consumer", timeout=60), "Hello, CMake! Candide 1 2 3\n")
            typed_code.copy_to(user)
            (user / "CMakeLists.txt").write_text(typed_code.CMAKE.format("find_package(corogql REQUIRED)"))
            run("cmake", "-S", user, "-B", user / "build", "-G", "Ninja", f"-DCMAKE_PREFIX_PATH={prefix}",
                f"-DCMAKE_CXX_COMPILER={COMPILER}")
            typed_code.generate_only(user / "build")

    def check_exports(self, library):
        names = exported(library)
        self.assertGreater(len(names), 100)
        self.assertEqual([name for name in names if not OWN.match(name) and not COMMON.match(name)], [])

    def assert_optimised(self, build, expected=True):
        commands = [line for line in run("ninja", "-C", build, "-t", "commands").splitlines() if " -c " in line]
        ours = [line for line in commands if "corogql" in line.split(" -o ", 1)[1].split()[0]]
        self.assertGreater(len(ours), 2)
        self.assertEqual([line for line in ours if ("-O2" in line) != expected], [])
        self.assertEqual([line for line in commands if line not in ours and "-O" in line.replace("-O0", "")], [],
                         "the project itself is not optimised")

    def installed_by(self, *command):
        with tempfile.TemporaryDirectory() as stage:
            run(*command, stage)
            return {pathlib.Path(name).name for name in files_under(pathlib.Path(stage))}


if __name__ == "__main__":
    unittest.main(verbosity=2)
