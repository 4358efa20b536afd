"""A denominator of 0 raises a ZeroDivisionError.

task: metrics
loses: test_nothing_there
"""

def micro_f1(true, pred):
    tp = (true & pred).sum().item()
    fp = (~true & pred).sum().item()
    fn = (true & ~pred).sum().item()
    return 2 * tp / (2 * tp + fp + fn)


def macro_f1(true, pred):
    return sum(micro_f1(true[:, k], pred[:, k]) for k in range(true.shape[1])) / true.shape[1]
