import torch


class Node:
    def __init__(self, inputs, forward, backward, name=None):
        self.inputs = inputs
        self.forward = forward  # 입력값들 -> 출력값
        self.backward = backward  # (g, 입력값들) -> 입력마다의 기울기
        self.name = name


class StaticGraph:
    def __init__(self):
        self.order = []
        self.target = None

    def _new(self, *args, **kwargs):
        node = Node(*args, **kwargs)
        self.order.append(node)
        return node

    def placeholder(self, name):
        return self._new([], None, None, name=name)

    def matmul(self, a, b):
        return self._new([a, b], lambda x, y: torch.mm(x, y), lambda g, x, y: (g.mm(y.t()), x.t().mm(g)))

    def relu(self, a):
        return self._new([a], lambda x: torch.relu(x), lambda g, x: (torch.where(x > 0, g, torch.zeros_like(g)),))

    def sub(self, a, b):
        return self._new([a, b], lambda x, y: x - y, lambda g, x, y: (g, -g))

    def square(self, a):
        return self._new([a], lambda x: x * x, lambda g, x: (2 * x * g,))

    def sum(self, a):
        return self._new([a], lambda x: x.sum(), lambda g, x: (g.expand_as(x).clone(),))

    def build(self, loss):
        if self.target is not None:
            raise RuntimeError("build()는 한 번만 부를 수 있습니다")
        self.target = loss

    def run(self, feed):
        if self.target is None:
            raise RuntimeError("build()를 먼저 불러야 합니다")
        value = {}
        for node in self.order:
            if node.name is not None:
                value[node] = feed[node.name]
            else:
                value[node] = node.forward(*[value[i] for i in node.inputs])

        grad = {self.target: torch.ones_like(value[self.target])}
        for node in reversed(self.order):
            if node not in grad or node.name is not None:
                continue
            parts = node.backward(grad[node], *[value[i] for i in node.inputs])
            for i, g in zip(node.inputs, parts):
                grad[i] = grad[i] + g if i in grad else g

        places = [node for node in self.order if node.name is not None]
        return value[self.target], {n.name: grad.get(n, torch.zeros_like(value[n])) for n in places}
