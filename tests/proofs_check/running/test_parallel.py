"""Work on several processes: every item has one result, none holds up another, and each has one thread."""

import os
import time

from proofs_check.running import parallel


def wait_and_tell(seconds):
    time.sleep(seconds)
    return seconds


def test_every_item_has_one_result():
    assert sorted(parallel.map_items(abs, range(-40, 0), 2)) == list(range(1, 41))


def test_a_long_item_holds_up_no_other():
    results = parallel.map_items(wait_and_tell, [2.0, *([0.0] * 40)], 2)
    assert [next(results) for _ in range(40)] == [0.0] * 40
    assert list(results) == [2.0]


def test_items_may_be_endless_when_the_reader_stops():
    def naturals():
        number = 0
        while True:
            yield number
            number += 1

    stream = parallel.map_items(abs, naturals(), 2)
    assert len({next(stream) for _ in range(5)} & set(range(5 + 2 * parallel.AHEAD))) == 5
    stream.close()


def test_workers_compute_on_one_thread_and_this_process_is_left_alone():
    names = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]
    before = [os.environ.get(name) for name in names]
    assert list(parallel.map_items(os.getenv, names, jobs=2)) == ["1"] * 3
    assert [os.environ.get(name) for name in names] == before
