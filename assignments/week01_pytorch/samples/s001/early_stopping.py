class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience, self.min_delta = patience, min_delta
        self.best = float("inf")
        self.history = []  # 나아졌는지 여부

    def update(self, loss):
        better = loss < self.best - self.min_delta
        self.history.append(better)
        if better:
            self.best = loss
        return len(self.history) >= self.patience and not any(self.history[-self.patience :])
