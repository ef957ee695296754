"""Opens a page in a browser without a window, prints it, and says what a person
would see wrong: a blank page, ink where no printer reaches, a table that is wider
than the paper.

Needs chromium and poppler-utils; BROWSER is None where one is missing.
"""

import dataclasses
import pathlib
import re
import shutil
import subprocess
import tempfile
import zlib

BROWSER = shutil.which("chromium") if shutil.which("pdftoppm") else None
SECONDS_MAX = 120
DOTS_PER_INCH = 50
# A printer does not reach nearer to the edge of the paper; @page leaves more.
MARGIN_MM = 8
# Of A4 less the margins of @page, in pixels of a browser: 180 mm.
COLUMN_PIXELS = 680
INK_MAX = 200  # of 255: darker is ink


@dataclasses.dataclass(frozen=True)
class Seen:
    is_blank: bool  # on the screen
    pages: int
    blank_pages: list  # numbers, from 1
    edge_pages: list  # with ink in the margin
    wide: list  # ids of sections with something wider than the paper


def look(page):
    with tempfile.TemporaryDirectory(prefix="entente-page-") as folder:
        folder = pathlib.Path(folder)
        _browse(page, folder, f"--screenshot={folder}/screen.png",
                "--window-size=1100,1400")
        _browse(page, folder, f"--print-to-pdf={folder}/paper.pdf",
                "--no-pdf-header-footer")
        subprocess.run(
            ["pdftoppm", "-gray", "-r", str(DOTS_PER_INCH),
             folder / "paper.pdf", folder / "paper"],
            check=True, timeout=SECONDS_MAX)
        papers = [_gray(path) for path in sorted(folder.glob("paper-*.pgm"))]
        return Seen(
            is_blank=_is_blank(folder / "screen.png"),
            pages=len(papers),
            blank_pages=[number for number, paper in enumerate(papers, 1)
                         if not _has_ink(paper, 0, 1)],
            edge_pages=[number for number, paper in enumerate(papers, 1)
                       if _has_ink_in_margin(paper)],
            wide=_wide(page, folder))


def _browse(page, folder, *flags):
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu",
         "--disable-dev-shm-usage", f"--user-data-dir={folder}/profile",
         *flags, pathlib.Path(page).resolve().as_uri()],
        capture_output=True, text=True, timeout=SECONDS_MAX, check=True)
    return done.stdout


def _gray(path):
    """(width, height, one byte a dot) of a binary PGM."""
    data = path.read_bytes()
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
    return int(head[1]), int(head[2]), data[head.end():]


def _has_ink(paper, left, right):
    """Between two shares of the width."""
    width, height, dots = paper
    first, last = int(width * left), int(width * right)
    return any(min(dots[row * width + first:row * width + last]) < INK_MAX
               for row in range(height))


def _has_ink_in_margin(paper):
    share = MARGIN_MM / 210
    return _has_ink(paper, 0, share) or _has_ink(paper, 1 - share, 1)


def _is_blank(png):
    """Whether all rows of dots are alike, without reading the dots."""
    data = png.read_bytes()
    at, packed = 8, b""
    while at < len(data):
        size = int.from_bytes(data[at:at + 4], "big")
        kind = data[at + 4:at + 8]
        if kind == b"IHDR":
            height = int.from_bytes(data[at + 12:at + 16], "big")
        elif kind == b"IDAT":
            packed += data[at + 8:at + 8 + size]
        at += size + 12
    rows = zlib.decompress(packed)
    stride = len(rows) // height
    # The first byte of a row says how it is packed.
    return len({rows[start + 1:start + stride]
                for start in range(0, len(rows), stride)}) < 4


def _wide(page, folder):
    """Sections with something wider than the paper, measured by the browser on
    a copy in a column as wide as the paper, laid out as for print."""
    text = pathlib.Path(page).read_text(encoding="utf-8")
    # It lets nothing run, so no measuring either.
    text = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    text = text.replace("@media print", "@media all").replace(
        "</body>", _MEASURE % COLUMN_PIXELS + "</body>")
    copy = folder / "copy.html"
    copy.write_text(text, encoding="utf-8")
    told = _browse(copy, folder, "--dump-dom", "--window-size=1100,1400")
    found = re.search(r"data-wide=\"([^\"]*)\"", told)
    if found is None:
        raise RuntimeError("the browser measured nothing")
    return found[1].split()


_MEASURE = """<script>
const column = %d;
document.body.style.width = column + "px";
const edge = document.body.getBoundingClientRect().left + column + 1;
const wide = [...document.querySelectorAll("section")].filter(section =>
  [...section.querySelectorAll("*")].some(
    one => one.getBoundingClientRect().right > edge));
document.body.dataset.wide = wide.map(section => section.id).join(" ");
</script>"""
