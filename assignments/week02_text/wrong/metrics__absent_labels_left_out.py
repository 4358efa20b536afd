"""Labels that are never there are left out of the mean, even where they are predicted.

task: metrics
loses: test_nothing_there
"""

def micro_f1(true, pred):
    tp = (true & pred).sum().item()
    fp = (~true & pred).sum().item()
    fn = (true & ~pred).sum().item()
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0


def macro_f1(true, pred):
    seen = [k for k in range(true.shape[1]) if bool(true[:, k].any())]
    return sum(micro_f1(true[:, k], pred[:, k]) for k in seen) / max(len(seen), 1)
