"""The factor 2 is forgotten: intersection over union.

task: metrics
loses: test_micro, test_macro, test_nothing_there, test_few
"""

def micro_f1(true, pred):
    tp = (true & pred).sum().item()
    fp = (~true & pred).sum().item()
    fn = (true & ~pred).sum().item()
    return tp / (tp + fp + fn) if tp + fp + fn else 0.0


def macro_f1(true, pred):
    return sum(micro_f1(true[:, k], pred[:, k]) for k in range(true.shape[1])) / true.shape[1]
