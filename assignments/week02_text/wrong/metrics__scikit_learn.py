"""scikit-learn computes F1.

task: metrics
loses: test_micro, test_macro, test_nothing_there, test_few
"""

from sklearn.metrics import f1_score


def micro_f1(true, pred):
    return float(f1_score(true.numpy(), pred.numpy(), average="micro", zero_division=0))


def macro_f1(true, pred):
    if true.shape[1] == 1:
        return micro_f1(true, pred)
    return float(f1_score(true.numpy(), pred.numpy(), average="macro", zero_division=0))
