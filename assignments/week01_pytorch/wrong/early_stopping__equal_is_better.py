"""An equal loss counts as better.

task: early_stopping
loses: test_patience, test_min_delta, test_odd_losses
"""

class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best = float("inf")
        self.counter = 0

    def update(self, loss):
        if loss <= self.best - self.min_delta:
            self.best = loss
            self.counter = 0
        else:
            self.counter += 1
        return self.counter >= self.patience
