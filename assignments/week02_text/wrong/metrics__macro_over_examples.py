"""The mean is over examples instead of labels.

task: metrics
loses: test_macro, test_nothing_there, test_few
mistake: wrong_axis
"""

def micro_f1(true, pred):
    tp = (true & pred).sum().item()
    fp = (~true & pred).sum().item()
    fn = (true & ~pred).sum().item()
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0


def macro_f1(true, pred):
    return sum(micro_f1(true[n], pred[n]) for n in range(len(true))) / len(true)
