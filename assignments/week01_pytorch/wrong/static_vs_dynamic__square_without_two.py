"""The factor 2 of the square's derivative is missing.

task: static_vs_dynamic
loses: test_run, test_training, test_errors, test_shared_nodes, test_other_graphs
mistake: scaled, missing_factor
"""

from dataclasses import dataclass

import torch


@dataclass
class Node:
    op: str
    inputs: tuple = ()
    name: str = ""


class StaticGraph:
    def __init__(self):
        self.nodes = []
        self.loss = None

    def add(self, *args):
        node = Node(*args)
        self.nodes.append(node)
        return node

    def placeholder(self, name):
        return self.add("placeholder", (), name)

    def matmul(self, a, b):
        return self.add("matmul", (a, b))

    def relu(self, a):
        return self.add("relu", (a,))

    def sub(self, a, b):
        return self.add("sub", (a, b))

    def square(self, a):
        return self.add("square", (a,))

    def sum(self, a):
        return self.add("sum", (a,))

    def build(self, loss):
        if self.loss is not None:
            raise RuntimeError("build was called before")
        self.loss = loss

    def run(self, feed):
        if self.loss is None:
            raise RuntimeError("call build first")
        value = {}
        for node in self.nodes:
            args = [value[id(n)] for n in node.inputs]
            if node.op == "placeholder":
                value[id(node)] = feed[node.name]
            elif node.op == "matmul":
                value[id(node)] = torch.mm(*args)
            elif node.op == "relu":
                value[id(node)] = torch.relu(args[0])
            elif node.op == "sub":
                value[id(node)] = args[0] - args[1]
            elif node.op == "square":
                value[id(node)] = args[0] * args[0]
            else:
                value[id(node)] = torch.sum(args[0])
        grad = {id(node): torch.zeros_like(value[id(node)]) for node in self.nodes}
        grad[id(self.loss)] = torch.ones_like(value[id(self.loss)])
        for node in reversed(self.nodes):
            args = [value[id(n)] for n in node.inputs]
            g = grad[id(node)]
            if node.op == "matmul":
                self.give(grad, node.inputs[0], g @ args[1].t())
                self.give(grad, node.inputs[1], args[0].t() @ g)
            elif node.op == "relu":
                self.give(grad, node.inputs[0], g * (args[0] > 0))
            elif node.op == "sub":
                self.give(grad, node.inputs[0], g)
                self.give(grad, node.inputs[1], -g)
            elif node.op == "square":
                self.give(grad, node.inputs[0], args[0] * g)
            elif node.op == "sum":
                self.give(grad, node.inputs[0], g.expand(args[0].shape))
        return value[id(self.loss)], {n.name: grad[id(n)] for n in self.nodes if n.op == "placeholder"}

    def give(self, grad, node, part):
        grad[id(node)] = grad[id(node)] + part
