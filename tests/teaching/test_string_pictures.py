"""Pictures of strings: well-formed, with a dot for each vector, and those of the documentation are up to date."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from symdln.errors import InputError
from symdln.strings.evaluate import strings_of
from symdln.strings.order import closes, order_of_saddle
from symdln.teaching.string_pictures import PICTURES, string_picture

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("depth", [2, 3, 5])
def test_every_string_has_its_dots_arrows_and_gap(depth):
    for string in strings_of(depth):
        drawn = ET.fromstring(string_picture(depth, [string]))
        closing = closes(string, depth)
        arrows = len(drawn.findall(f"{SVG}line"))
        assert len(drawn.findall(f"{SVG}circle")) == string[1] + 1
        assert arrows == string[1] + closing  # the arrow that closes is drawn in two pieces
        assert len(drawn.findall(f"{SVG}rect")) == 1 + closing


def test_the_gap_of_a_string_by_hand():
    # 3-0 at depth 3 misses the layers 1 and 2, at 60 + 64 and 60 + 128
    drawn = ET.fromstring(string_picture(3, [(3, 1)]))
    grey = drawn.findall(f"{SVG}rect")[1]
    left, width = int(grey.attrib["x"]), int(grey.attrib["width"])
    assert left < 124 < 188 < left + width
    assert left > 60
    assert left + width < 60 + 3 * 64


def test_the_pictures_of_the_documentation_are_those_of_the_code(repository):
    for name, (depth, strings, title) in PICTURES.items():
        page = (repository / "docs" / "_static" / f"{name}.svg").read_text(encoding="utf-8")
        assert page == string_picture(depth, strings, title)
        said = re.search(r"order (\d)", title)
        if said:
            assert order_of_saddle(depth, strings) == int(said[1])


def test_every_picture_is_shown_on_a_page(repository):
    pages = "\n".join(path.read_text(encoding="utf-8") for path in (repository / "docs").glob("*.md"))
    for name in PICTURES:
        assert f"](_static/{name}.svg)" in pages


def test_a_title_is_text_and_no_markup():
    assert "<b>" not in string_picture(2, [(0, 0)], "<b>")


def test_wrong_strings_are_refused():
    with pytest.raises(InputError, match="there is nothing to draw"):
        string_picture(3, [])
    with pytest.raises(InputError, match="was passed as a string"):
        string_picture(3, [(0, 3)])


def test_the_module_writes_them(tmp_path):
    subprocess.run([sys.executable, "-m", "symdln.teaching.string_pictures", str(tmp_path)], check=True)
    assert {path.stem for path in tmp_path.iterdir()} == set(PICTURES)
