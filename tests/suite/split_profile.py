"""A contract profile whose measures are split: the sample's, with two code lists
more. Most counts are split by one of them, every other one by both."""

import pathlib
import shutil

SHIPPED = pathlib.Path("services/conventions/profiles")
SAMPLE = "sample-montclair-2024-2025.textproto"
LISTS = {"audience": ("youth", "adults", "seniors"),
         "approach": ("prevention", "repression")}
COUNT = "  kind: MEASURE_KIND_COUNT\n"


def write(folder):
    """Every shipped profile, with the sample split."""
    folder.mkdir()
    for path in SHIPPED.glob("*.textproto"):
        shutil.copy(path, folder)
    text = (SHIPPED / SAMPLE).read_text("utf-8")
    parts = text.split(COUNT)
    split = parts[0]
    for number, part in enumerate(parts[1:]):
        lists = list(LISTS)[:1 + number % 2] if number % 5 else []
        split += COUNT + "".join(f'  breakdowns: "{code}"\n' for code in lists)
        split += part
    for code, codes in LISTS.items():
        split += f'code_lists {{\n  code: "{code}"\n' + title(code)
        split += "".join(f'  codes {{ code: "{one}" {title(one).strip()} }}\n'
                         for one in codes) + "}\n"
    (folder / SAMPLE).write_text(split, encoding="utf-8")
    return folder


def title(text):
    return f'  title {{ fr: "{text}" nl: "{text}" }}\n'
