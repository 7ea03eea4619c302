"""Draws the contests as one picture, docs/peers.svg, with gnuplot."""

import pathlib
import subprocess

PICTURE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "peers.svg"

HEAD = f"""
set terminal svg size 900,820 font 'sans,12' background rgb 'white'
set output '{PICTURE}'
set style data histograms
set style histogram clustered gap 1.5
set style fill solid 0.9 noborder
set datafile missing '?'
set logscale y
set format y '%g'
set grid y
set key top left
set xtics rotate by -25 nomirror scale 0
set lmargin 9
set rmargin 12
set multiplot layout 2,1
"""


def panel(title, least, contests):
    """Bars of CPU microseconds, a group for each contestant that has any."""
    names = list(dict.fromkeys(name for each in contests for name in each.results))
    lines = [f'"{name}" ' + " ".join(str(each.median(name, "cpu_us")) if name in each.results else "?" for each in contests)
             for name in names]
    plots = [f"$data using {number}:xtic(1) title '{each.column.title}'" for number, each in enumerate(contests, 2)]
    data = "\n".join(["$data << END", *lines, "END"])
    return f"{data}\nset title '{title}'\nset yrange [{least}:]\nplot {', '.join(plots)}\n"


def draw(contests):
    push = [each for each in contests if each.column.push]
    http = [each for each in contests if not each.column.push]
    script = HEAD + panel("CPU µs for each message", 0.05, push) + panel("CPU µs for each request", 5, http)
    subprocess.run(["gnuplot"], input=script, text=True, check=True)
