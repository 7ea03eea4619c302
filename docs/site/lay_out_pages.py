"""Lays out the site's pages in build-docs/pages: README.md, docs, and whatever of this repository they link to.

A link to a header leads to its page in the reference, which Doxygen has made before; any other file, and any folder,
becomes a page of its own under `source`.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = ROOT / "build-docs" / "pages"
TAGS = ROOT / "build-docs" / "reference.tag"
HEADERS = "include/corogql"

CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.S | re.M)
LINK = re.compile(r"(?<=\]\()(?!\w+:|#)([^)\s#]+)(#[^)\s]*)?(?=\))")
LANGUAGES = {".cpp": "cpp", ".hpp": "cpp", ".py": "python", ".sh": "bash", ".build": "meson", ".txt": "cmake"}


def reference_pages():
    """The reference's page of each header, by the header's path in the repository."""
    pages = {}
    for file in xml.etree.ElementTree.parse(TAGS).iterfind("compound[@kind='file']"):
        page = file.findtext("filename")
        path = pathlib.Path(file.findtext("path")) / file.findtext("name")
        path = path.relative_to(ROOT) if path.is_absolute() else path
        inside = str(path)[str(path).find("corogql/"):]
        pages[f"include/{inside}"] = "reference/" + (page if page.endswith(".html") else page + ".html")
    return pages


def first_sentence(header):
    """Of the comment that a header begins with."""
    lines = []
    for line in header.read_text().splitlines():
        if not line.startswith("///") or line == "///":
            break
        lines.append(line[3:].strip())
    return re.match(r".*?\.(?=\s|$)|.*", " ".join(lines))[0].rstrip(":.") + "."


class Site:
    def __init__(self):
        self.reference = reference_pages()
        tracked = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True,
                                 capture_output=True, text=True)
        self.files = set(tracked.stdout.splitlines())
        self.folders = {str(folder) for file in self.files for folder in pathlib.PurePath(file).parents}
        self.pages = {"README.md": "index.md", "CONTRIBUTING.md": "CONTRIBUTING.md", "CHANGELOG.md": "CHANGELOG.md"}
        self.pages |= {file: file.removeprefix("docs/") for file in self.files if re.fullmatch(r"docs/[^/]+", file)}
        self.todo = list(self.pages)

    def target(self, path):
        """The place in the site of a file or folder; it is laid out later if nobody has asked for it before."""
        if path in self.reference:
            return self.reference[path]
        if path == HEADERS or path.startswith(HEADERS + "/") and path in self.folders:
            return "reference.md"
        if path not in self.pages:
            if path not in self.files | self.folders:
                return None
            self.pages[path] = f"source/{path}" if path.endswith(".md") else f"source/{path}.md"
            self.todo.append(path)
        return self.pages[path]

    def lead(self, source, text):
        """The text of a page with its links led to where the site has what they mean."""
        folder = source if source in self.folders else os.path.dirname(source)

        def led(match):
            path = os.path.normpath(os.path.join(folder, match[1]))
            target = self.target(path)
            if target is None:
                sys.exit(f"{source}: links to {match[1]}, which is not there")
            return os.path.relpath(target, os.path.dirname(self.pages[source]) or ".") + (match[2] or "")

        parts, end = [], 0
        for code in CODE.finditer(text):
            parts += [LINK.sub(led, text[end:code.start()]), code[0]]
            end = code.end()
        # A link's text may be code: such a link's target stands behind it.
        return "".join(parts) + LINK.sub(led, text[end:])

    def write(self, source):
        to = PAGES / self.pages[source]
        to.parent.mkdir(parents=True, exist_ok=True)
        file = ROOT / source
        if source in self.folders:
            to.write_text(self.lead(source, self.listing(source)))
        elif source.endswith(".md"):
            to.write_text(self.lead(source, file.read_text()))
        elif to.suffix != ".md":
            shutil.copyfile(file, to)
        else:
            to.write_text(f"# {source}\n\n````{LANGUAGES.get(file.suffix, 'text')}\n{file.read_text()}\n````\n")

    def listing(self, folder):
        inside = sorted({os.path.relpath(file, folder).split("/")[0] for file in self.files if file.startswith(folder + "/")})
        return f"# {folder}\n\n" + "".join(f"- [{name}]({name})\n" for name in inside)

    def write_reference(self):
        """The way into the reference: every header with the first sentence of its comment."""
        sections = {"corogql": "The library", "corogql/values": "What decoding and encoding are made of",
                    "corogql/testing": "For tests", "corogql/mapi": "The MAPI engine"}
        text = "# Reference of the headers\n\nEvery class, function and option, with units, defaults and errors, and a " \
               "search box for names: [the reference](reference/index.html).\n"
        for folder, title in sections.items():
            headers = sorted(file for file in self.reference if os.path.dirname(file) == f"include/{folder}")
            text += f"\n## {title}\n\n| | |\n|---|---|\n" + "".join(
                f"| [`{file.removeprefix('include/')}`]({self.reference[file]}) | {first_sentence(ROOT / file)} |\n"
                for file in headers)
        (PAGES / "reference.md").write_text(text)

    def lay_out(self):
        self.write_reference()
        while self.todo:
            self.write(self.todo.pop())


Site().lay_out()
