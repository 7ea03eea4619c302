"""Every link of the site leads to a file that is there and to an anchor that it has; no page asks another host for
anything. Where links lead to other hosts nobody is asked."""

import html.parser
import pathlib
import sys
import urllib.parse

SITE = pathlib.Path(__file__).resolve().parents[2] / "build-docs" / "site"
LOADED = {("script", "src"), ("img", "src"), ("iframe", "src"), ("link", "href")}


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.anchors, self.links, self.loaded = set(), [], []
        self.feed(path.read_text(errors="replace"))

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if value is None:
                continue
            if name == "id" or (tag, name) == ("a", "name"):
                self.anchors.add(value)
            elif (tag, name) in LOADED:
                self.loaded.append(value)
            elif (tag, name) == ("a", "href"):
                self.links.append(value)


def problems(path, pages):
    page = pages[path]
    for link in page.links + page.loaded:
        parts = urllib.parse.urlsplit(link)
        if parts.scheme or parts.netloc:
            if link in page.loaded and parts.scheme not in ("data", "javascript"):
                yield f"loads {link}"
            continue
        target = (path.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else path
        if target.is_dir():
            target /= "index.html"
        if not target.is_file():
            yield f"{link}: no such file"
        elif parts.fragment and target in pages and urllib.parse.unquote(parts.fragment) not in pages[target].anchors:
            yield f"{link}: no such anchor"


pages = {path: Page(path) for path in sorted(SITE.rglob("*.html"))}
# The page that a server has for what it does not find has addresses of its own.
found = [f"{path.relative_to(SITE)}: {problem}" for path in pages if path.name != "404.html" for problem in problems(path, pages)]
print("\n".join(found) or f"{len(pages)} pages, all links good")
sys.exit(1 if found or not pages else 0)
