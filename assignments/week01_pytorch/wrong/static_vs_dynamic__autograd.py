"""autograd computes the gradients: define-by-run in disguise.

task: static_vs_dynamic
loses: test_run, test_training, test_errors, test_shared_nodes, test_other_graphs
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
                value[id(node)] = feed[node.name].clone().requires_grad_()
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
        loss = value[id(self.loss)]
        loss.backward()
        grads = {}
        for node in self.nodes:
            if node.op == "placeholder":
                g = value[id(node)].grad
                grads[node.name] = torch.zeros_like(value[id(node)]) if g is None else g
        return loss.detach(), grads
