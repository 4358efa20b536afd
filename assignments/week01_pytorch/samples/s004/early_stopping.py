class EarlyStopping:
    def __init__(self, patience, min_delta=0.0):
        self.patience = patience
        self.min_delta = min_delta
        self.best = float("inf")
        self.wait = 0

    def update(self, loss):
        self.wait += 1
        if loss < self.best - self.min_delta:
            self.best = loss
            self.wait = 0
        return self.wait >= self.patience


stopper = EarlyStopping(int(input("patience: ")))
for loss in [5, 4, 4, 4.5, 4.2, 3]:
    print(loss, stopper.update(loss))
