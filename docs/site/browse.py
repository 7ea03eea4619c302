"""Opens the site in a headless Chromium and finds a page and a class by the search boxes, as a reader does.

Leaves build-docs/pages.png and build-docs/reference.png: what the boxes found; and failed.png when they found nothing.
Nothing but the site may be asked for.
"""

import base64
import contextlib
import functools
import http.server
import itertools
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import websocket

BUILT = pathlib.Path(__file__).resolve().parents[2] / "build-docs"
LIMIT = 30  # seconds, for whatever is waited for


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def served(folder):
    """The folder on a free port of 127.0.0.1."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()


@contextlib.contextmanager
def chromium():
    """The address at which a new browser takes commands."""
    options = ["--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--window-size=1280,900",
               "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0"]
    if os.geteuid() == 0:
        options.append("--no-sandbox")  # it refuses to run as root with one
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = subprocess.Popen(["chromium", *options, f"--user-data-dir={profile}", "about:blank"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            for line in browser.stderr:
                if "DevTools listening on " in line:
                    threading.Thread(target=browser.stderr.read, daemon=True).start()
                    yield line.split("DevTools listening on ")[1].strip()
                    return
            sys.exit("chromium did not start")
        finally:
            browser.terminate()
            browser.wait()


class Tab:
    """One page of the browser; commands are those of the DevTools protocol."""

    def __init__(self, address):
        self.socket = websocket.create_connection(address, timeout=2 * LIMIT, suppress_origin=True)
        self.ids = itertools.count(1)
        self.session = None
        self.asked_for = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Network.enable")

    def call(self, method, **parameters):
        number = next(self.ids)
        command = {"id": number, "method": method, "params": parameters}
        if self.session:
            command["sessionId"] = self.session
        self.socket.send(json.dumps(command))
        while True:
            message = json.loads(self.socket.recv())
            if message.get("method") == "Network.requestWillBeSent":
                self.asked_for.append(message["params"]["request"]["url"])
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']['message']}")
                return message["result"]

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        return answer["result"].get("value")

    def wait_for(self, expression):
        """The expression's value, once it is something; asked again with each frame, and of each page that comes."""
        until = time.monotonic() + LIMIT
        asking = f"""new Promise((done) => {{
            const look = () => {{
                const found = document.readyState === 'complete' && ({expression});
                found || performance.now() > {1000 * LIMIT} ? done(found) : requestAnimationFrame(look);
            }};
            look();
        }})"""
        while time.monotonic() < until:
            with contextlib.suppress(RuntimeError):  # the page it was asked of gave way to the next one
                found = self.evaluate(asking)
                if found:
                    return found
        self.screenshot(BUILT / "failed.png")
        sys.exit(f"waited in vain for {expression}: see build-docs/failed.png")

    def go(self, url):
        self.call("Page.navigate", url=url)
        self.wait_for(f"location.href === {json.dumps(url)}")

    def follow(self, link):
        """Goes where the link leads that this expression finds."""
        self.go(self.wait_for(f"({link})?.href"))

    def type(self, box, text):
        self.wait_for(f"!!document.querySelector({json.dumps(box)})")
        self.evaluate(f"document.querySelector({json.dumps(box)}).focus()")
        for letter in text:
            self.call("Input.dispatchKeyEvent", type="keyDown", key=letter, text=letter)
            self.call("Input.dispatchKeyEvent", type="keyUp", key=letter)

    def screenshot(self, file):
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot")["data"]))


# The reference has its results in a frame, or, from Doxygen 1.9.5 on, in the page itself. A name that several things
# have, a class and its constructor, opens a list of them.
FOUND_CLASS = """(() => {
    const frame = document.querySelector('iframe#MSearchResults');
    const names = [...((frame && frame.contentDocument) || document).querySelectorAll('a.SRSymbol')];
    const name = names.find((each) => each.offsetParent && each.textContent === 'blocking_client');
    return name && [name, ...name.parentElement.querySelectorAll('a.SRScope')]
        .find((each) => each.href.endsWith('/classcorogql_1_1blocking__client.html'));
})()"""


def main():
    with served(BUILT / "site") as site, chromium() as address:
        tab = Tab(address)
        tab.go(site + "index.html")
        tab.wait_for("document.querySelector('.md-search-result__meta').textContent.startsWith('Type to start')")
        tab.type("input.md-search__input", "hasura")
        page = "document.querySelector('.md-search-result__link[href*=\"recipes.html\"]')"
        tab.wait_for(f"!!{page}?.offsetParent")
        tab.screenshot(BUILT / "pages.png")
        tab.follow(page)
        tab.wait_for("document.querySelector('h1').textContent.startsWith('Recipes')")

        tab.follow("document.querySelector('nav a.md-nav__link[href$=\"reference.html\"]')")
        tab.follow("document.querySelector('article a[href$=\"reference/index.html\"]')")
        tab.type("#MSearchField", "blocking_client")
        tab.wait_for(f"!!{FOUND_CLASS}")
        tab.screenshot(BUILT / "reference.png")
        tab.follow(FOUND_CLASS)
        tab.wait_for("document.title.includes('blocking_client')")

        others = [url for url in tab.asked_for if not url.startswith((site, "data:", "blob:", "about:"))]
        if others:
            sys.exit("asked others for " + ", ".join(others))
    print("found a page and a class by the search boxes")


main()
