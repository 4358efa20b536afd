"""0/0 is NaN.

task: metrics
loses: test_nothing_there
"""

def micro_f1(true, pred):
    tp = (true & pred).sum()
    return (2 * tp / (true.sum() + pred.sum())).item()


def macro_f1(true, pred):
    return sum(micro_f1(true[:, k], pred[:, k]) for k in range(true.shape[1])) / true.shape[1]
