# 여러 과제에서 같이 쓰는 함수 모음
import random

import numpy as np
import torch


def set_seed(seed):
    random.seed(seed)
    np.random.seed(seed % (2**32))
    torch.manual_seed(seed)


def minibatches(n, batch_size):
    order = torch.randperm(n)
    for start in range(0, n, batch_size):
        yield order[start : start + batch_size]


def accuracy(pred, target):
    return (pred == target).float().mean().item()
