"""The memory of parts is bounded, forgets the oldest first, and is shared by threads."""

from threading import Thread

from lms.publishing.cache import PartCache


def test_the_cache_keeps_to_its_bound_and_lets_the_oldest_go() -> None:
    cache = PartCache(bound_bytes=240)
    for number in range(5):
        cache.put(str(number), number, 30)
        cache.get("1")
    assert cache.size_bytes <= 240
    assert cache.get("1") == 1
    assert cache.get("0") is None
    assert cache.get("4") == 4
    cache.put("large", 1, 1_000)
    assert cache.get("large") is None


def test_threads_share_the_cache_and_its_size_stays_right() -> None:
    cache = PartCache(bound_bytes=3_000)

    def use(start: int) -> None:
        for number in range(start, start + 2_000):
            cache.put(str(number % 97), number % 97, 100)
            found = cache.get(str(number % 53))
            assert found in (None, number % 53)

    threads = [Thread(target=use, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 0 < cache.size_bytes <= 3_000
    cache.clear()
    assert cache.size_bytes == 0
