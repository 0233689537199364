"""The topics and symbols of the catalog: every claim has a topic, every name and pattern of the file finds claims."""

import tomllib

import pytest

from proofs_check.report import topics
from proofs_check.running import index, registry

CLAIMS = registry.all_claims()
TOPICS = topics.by_topic(CLAIMS)


@pytest.mark.parametrize("topic", topics.data()["topic"], ids=lambda topic: topic["key"])
def test_every_name_in_a_topic_is_that_of_a_claim(topic: dict[str, list[str]]) -> None:
    assert [name for name in topic["claims"] if not index.below(CLAIMS, name)] == []


def test_every_symbol_is_found_in_some_statement() -> None:
    assert [view.key for view in topics.by_symbol(CLAIMS) if not view.ids] == []


def test_keys_are_not_used_twice() -> None:
    for kind in ("topic", "symbol"):
        keys = [one.get("key", one.get("name")) for one in topics.data()[kind]]
        assert len(set(keys)) == len(keys)


def test_a_claim_is_put_under_a_topic_and_nothing_else_changes() -> None:
    text = topics.FILE.read_text(encoding="utf-8")
    for topic in topics.data()["topic"]:
        found = tomllib.loads(topics.with_claim(text, "new.claim", topic["key"]))
        for old, new in zip(topics.data()["topic"], found["topic"], strict=True):
            assert new == {**old, "claims": [*old["claims"], *(["new.claim"] if old is topic else [])]}
        assert found["symbol"] == topics.data()["symbol"]


def test_an_unknown_topic_gets_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert topics.main(["new.claim", "sadles"]) == 2
    assert capsys.readouterr().err.startswith("proofs_check.report.topics: There is no topic called 'sadles'; choose ")
    assert topics.main([]) == 2


def test_views_by_hand() -> None:
    found = {view.key: view.ids for view in TOPICS}
    assert "saddle.order" in found["saddles"]
    assert "saddle.order" not in found["minima"]
    papers = topics.by_paper(index.entries("chen"))
    assert [(view.key, view.title) for view in papers] == [("chen", "Chen, Jiang, Wang (2025)")] * 2
    symbols = {view.key: view.ids for view in topics.by_symbol(CLAIMS)}
    assert "lucchi.matrix-gradient.kron" in symbols["Kronecker product"]  # its statement has the sign of the product
    assert "chitour.trace-bound" in symbols["trace"]
    assert "chitour.trace-bound" not in symbols["gradient"]
