def f1(true, pred):
    both = (true & pred).sum().item()
    wrong = (true ^ pred).sum().item()
    return 2 * both / (2 * both + wrong) if both else 0.0


def micro_f1(true, pred):
    return f1(true, pred)


def macro_f1(true, pred):
    columns = [f1(true[:, k], pred[:, k]) for k in range(true.shape[1])]
    return sum(columns) / len(columns)
