"""Micro-F1 is the share of examples whose labels are all right.

task: metrics
loses: test_micro, test_nothing_there, test_few
"""

def f1(true, pred):
    tp = (true & pred).sum().item()
    fp = (~true & pred).sum().item()
    fn = (true & ~pred).sum().item()
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0


def micro_f1(true, pred):
    return (true == pred).all(dim=1).float().mean().item()


def macro_f1(true, pred):
    return sum(f1(true[:, k], pred[:, k]) for k in range(true.shape[1])) / true.shape[1]
