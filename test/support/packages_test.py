"""What ./run asks of apt, on machines that are made up: other Debians, other things installed, an apt that fails."""

import os
import pathlib
import subprocess
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parent / "debian_packages.sh"

DPKG_QUERY = """#!/bin/sh
for name; do :; done # the last argument
[ -e "$MACHINE/installed/$name" ] && printf installed && exit
[ "$name" = "${name#-}" ] || for file in "$MACHINE"/installed/*; do echo "installed $(basename "$file")"; done
"""
APT_CACHE = """#!/bin/sh
case $1 in
depends) [ -e "$MACHINE/default" ] && printf 'libboost-dev\\n  Depends: libboost%s-dev\\n' "$(cat "$MACHINE/default")" ;;
pkgnames) for file in "$MACHINE"/known/"$2"*; do basename "$file"; done ;;
esac
exit 0
"""
APT_GET = """#!/bin/sh
echo "$*" >>"$MACHINE/asked"
[ -e "$MACHINE/broken" ] && exit 100
case $1 in update) mv "$MACHINE"/lists/* "$MACHINE/known" ;; esac
exit 0
"""
BOTH = ("libboost@boost@-dev", "clang-@clang@")


class Packages(unittest.TestCase):
    def machine(self, known=(), lists=(), installed=(), default=None):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        for kind, names in (("known", known), ("lists", lists), ("installed", installed)):
            (self.root / kind).mkdir()
            for name in names:
                (self.root / kind / name).touch()
        if default:
            (self.root / "default").write_text(default)
        (self.root / "bin").mkdir()
        for name, text in (("dpkg-query", DPKG_QUERY), ("apt-cache", APT_CACHE), ("apt-get", APT_GET),
                           ("id", "#!/bin/sh\necho 0\n")):
            (self.root / "bin" / name).write_text(text)
            (self.root / "bin" / name).chmod(0o755)

    def install(self, *names):
        """Standard output, standard error, and what apt-get was asked for; None if the script stopped."""
        environment = dict(os.environ, MACHINE=str(self.root), PATH=f"{self.root}/bin:{os.environ['PATH']}", BOOST="")
        done = subprocess.run(["bash", "-c", f"set -euo pipefail; . {SCRIPT}; install_packages \"$@\"; echo went on",
                               "run", *names], capture_output=True, text=True, env=environment)
        asked = (self.root / "asked").read_text() if (self.root / "asked").exists() else ""
        self.assertEqual("went on" in done.stdout, done.returncode == 0)
        return done.returncode, done.stderr, asked

    def test_debian_12_has_a_boost_beside_its_default_one(self):
        self.machine(known=["libboost1.74-dev", "libboost1.81-dev", "clang-13", "clang-19"], default="1.74")
        code, _, asked = self.install(*BOTH)
        self.assertEqual(code, 0)
        self.assertIn("libboost1.81-dev clang-19\n", asked)

    def test_debian_13_has_a_default_one_that_will_do(self):
        self.machine(known=["libboost1.83-dev", "libboost1.88-dev", "clang-17", "clang-19", "clang-22"], default="1.83")
        self.assertIn("libboost1.83-dev clang-19\n", self.install(*BOTH)[2])

    def test_what_is_installed_goes_first(self):
        self.machine(known=["libboost1.83-dev", "libboost1.88-dev", "clang-19", "clang-22"], default="1.83",
                     installed=["libboost1.88-dev", "clang-22", "clang-14"])
        self.assertEqual(self.install(*BOTH), (0, "", ""))

    def test_empty_lists_are_filled_first(self):
        self.machine(lists=["libboost1.90-dev", "libboost1.74-dev", "clang-20"])
        asked = self.install(*BOTH)[2].splitlines()
        self.assertRegex(asked[0], "^update")
        self.assertRegex(asked[1], "libboost1.90-dev clang-20$")
        self.assertEqual(len(asked), 2)

    def test_a_debian_that_is_too_old(self):
        self.machine(known=["libboost1.74-dev", "clang-13"], default="1.74")
        code, said, _ = self.install(*BOTH)
        self.assertEqual(code, 1)
        self.assertIn("corogql: apt knows no Boost 1.81 or later", said)

    def test_a_failing_apt_says_so_and_stops(self):
        self.machine(installed=["g++"])
        (self.root / "broken").touch()
        code, said, _ = self.install("g++", "ninja-build")
        self.assertEqual(code, 1)
        self.assertTrue(said.endswith("corogql: apt-get could not install: ninja-build\n"), said)


if __name__ == "__main__":
    unittest.main()
