"""The explorer is one page that loads nothing; tests/browser compares what it computes with the library."""

import re

from symdln.teaching.explorer import explorer_page

LARGEST = 60_000


def test_the_page_is_small_and_loads_nothing():
    page = explorer_page()
    assert len(page.encode()) < LARGEST
    assert not re.search(r'(src|href)="(?!#)', page)
    assert "url(" not in page
    assert "{{" not in page


def test_the_page_has_no_script_but_its_own():
    page = explorer_page()
    assert page.count("<script") == page.count("</script>") == page.count("script-src") == 1
