import numpy as np


def 배열(t):
    """텐서든 리스트든 넘파이 배열로"""
    return np.asarray(t.detach() if hasattr(t, "detach") else t)


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
