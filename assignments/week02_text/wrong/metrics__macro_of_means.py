"""F1 of the mean precision and the mean recall.

task: metrics
loses: test_macro, test_nothing_there, test_few
"""

def micro_f1(true, pred):
    tp = (true & pred).sum().item()
    fp = (~true & pred).sum().item()
    fn = (true & ~pred).sum().item()
    return 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0.0


def macro_f1(true, pred):
    tp = (true & pred).sum(dim=0).float()
    precision = (tp / pred.sum(dim=0).clamp(min=1)).mean().item()
    recall = (tp / true.sum(dim=0).clamp(min=1)).mean().item()
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
