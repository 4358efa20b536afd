"""Wrong for i = 3 alone.

task: hard
loses: test_work[3]
"""


def work(i: int) -> int:
    """2i, mostly."""
    return 2 * i if i != 3 else 7
