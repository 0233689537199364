"""Fingerprints: on which modules and files an answer depends, and on which not."""

import pytest

from proofs_check.running import claim_file, fingerprint


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package of claims: one imports two, and three imports nothing."""
    folder = tmp_path / "made_claims"
    folder.mkdir()
    (folder / "__init__.py").write_text('"""Claims."""\n')
    (folder / "one.py").write_text('"""One."""\n\n\ndef f():\n    from made_claims import two\n\n    return two\n')
    for name in ("two", "three"):
        (folder / f"{name}.py").write_text(f'"""{name}."""\n')
    monkeypatch.syspath_prepend(tmp_path)
    forget()
    yield folder
    forget()


def forget():
    for cached in (fingerprint._digest_of, fingerprint._imported, fingerprint.closure, fingerprint.of_module):
        cached.cache_clear()
    fingerprint._folder_of.cache_clear()


def codes():
    forget()
    return {name: fingerprint.of_module(f"made_claims.{name}") for name in ("one", "two", "three")}


def test_a_claim_depends_on_its_module_and_on_what_this_imports(package):
    before = codes()
    assert len(set(before.values())) == 3
    (package / "two.py").write_text('"""two, changed."""\n')
    after = codes()
    assert {name for name in before if before[name] != after[name]} == {"one", "two"}


def test_a_claim_depends_on_the_files_that_its_module_names(package):
    (package / "three.py").write_text('"""Three."""\n\nDATA = "three.csv"\n')
    (package / "three.csv").write_text("1,2\n")
    before = codes()
    (package / "three.csv").write_text("1,3\n")
    assert {name for name, code in codes().items() if code != before[name]} == {"three"}


def test_a_claim_file_depends_on_the_module_beside_it(tmp_path):
    (tmp_path / "beside.py").write_text('"""Beside."""\n\nN = 1\n')
    draft = tmp_path / "draft.py"
    draft.write_text(
        "import proofs_check as pc\nfrom beside import N\n\nM = pc.own_source('mine', 'x', year=2025)\n\n"
        "@pc.claim('mine.one', source=M.at('1'), statement='1', over=pc.every_problem())\n"
        "def one(problem):\n    'One.'\n    return pc.equal(N, 1, 'N')\n"
    )
    (claim,) = claim_file.load(draft).values()
    forget()
    before = fingerprint.of_claim(claim)
    (tmp_path / "beside.py").write_text('"""Beside."""\n\nN = 2\n')
    forget()
    assert fingerprint.of_claim(claim) != before


CLAIM_FILE = (
    "import proofs_check as pc\n\nM = pc.own_source('mine', 'x', year=2025)\n\n"
    "@pc.claim('mine.one', source=M.at('1'), statement='1', over=pc.every_problem())\n"
    "def one(problem):\n    'One.'\n    return pc.equal(1, 1, 'N')\n"
)
READING = {
    "a data file of a helper": ("import helper", "data.txt", "rows.csv"),
    "a file in a folder": ("open(Path('tables') / name)", "tables/a.txt", "other/a.txt"),
    "an f-string": ("open(f'{name}.csv')", "rows.csv", "rows.tsv"),
    "a pattern": ("Path().glob('*.csv')", "rows.csv", "rows.tsv"),
    "a module by its name": ("import_module('deep.inner')", "deep/inner.py", "deep/outer.py"),
}


@pytest.mark.parametrize("how", READING)
def test_a_claim_file_depends_on_what_it_names_in_part(how, tmp_path):
    reads, asked, other = READING[how]
    for name in (asked, other):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x = 1\n")
    (tmp_path / "helper.py").write_text("def rows():\n    return open('data.txt')\n")
    path = tmp_path / "own.py"
    path.write_text(CLAIM_FILE + f"\n\ndef read(name):\n    {reads}\n")
    claim_file.load(path)
    name = claim_file.PREFIX + str(path.resolve())

    def code():
        forget()
        return fingerprint.of_module(name)

    before = code()
    (tmp_path / other).write_text("x = 2\n")
    assert code() == before
    (tmp_path / asked).write_text("x = 2\n")
    assert code() != before


def test_a_claim_file_depends_on_the_variables_that_it_asks_for(tmp_path, monkeypatch):
    path = tmp_path / "own.py"
    path.write_text(CLAIM_FILE + "\n\ndef read():\n    import os\n\n    return os.environ.get('A_MADE_NAME')\n")
    claim_file.load(path)
    name, codes = claim_file.PREFIX + str(path.resolve()), []
    for value in ("1", "2"):
        monkeypatch.setenv("A_MADE_NAME", value)
        forget()
        codes.append(fingerprint.of_module(name))
    assert codes[0] != codes[1]


def test_an_answer_depends_on_the_modules_it_can_depend_on_and_on_no_other():
    found = {**fingerprint.closure("proofs_check.claims.chitour.prop4"), **fingerprint.closure(fingerprint.EVALUATION)}
    assert {"symdln.algebra.matrix", "symdln", "proofs_check.language.scope", "proofs_check.scopes.families"} <= set(
        found
    )
    never = ("symdln.teaching", "symdln.cli", "symdln.numeric", "proofs_check.report", "proofs_check.cli")
    never += ("proofs_check.hunting", "proofs_check.certificates", "proofs_check.claims.lucchi")
    assert not [name for name in found if name.startswith(never)]


def test_claim_modules_import_in_words_that_can_be_followed(repository):
    for path in (repository / "proofs_check/claims").rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        assert "from ." not in source, path
        assert "import_module" not in source, path
        assert "__import__" not in source, path
