"""Ways to use what is banned, plain and roundabout. The banned use stands in the line that ends in `#!`."""

from __future__ import annotations

FOUND = {
    "plain": """
        import torch
        def f(x):
            return torch.nn.LSTM(4, 4)(x)  #!
        """,
    "module_alias": """
        import torch.nn as layers
        def f(x):
            return layers.LSTM(4, 4)(x)  #!
        """,
    "name_alias": """
        from torch.nn import LSTM as Own
        def f(x):
            return Own(4, 4)(x)  #!
        """,
    "import_inside": """
        def f(x):
            from torch import nn
            return nn.LSTM(4, 4)(x)  #!
        """,
    "star": """
        from torch.nn import *
        def f(x):
            return LSTM(4, 4)(x)  #!
        """,
    "assigned_alias": """
        import torch
        n = torch.nn
        L = n.LSTM
        def f(x):
            return L(4, 4)(x)  #!
        """,
    "helper": """
        from torch import nn
        def helper(x):
            return nn.LSTM(4, 4)(x)  #!
        def f(x):
            return helper(x)
        """,
    "made_at_import": """
        from torch import nn
        layer = nn.LSTM(4, 4)  #!
        def f(x):
            return layer(x)
        """,
    "default_argument": """
        from torch import nn
        def f(x, make=nn.LSTM):  #!
            return make(4, 4)(x)
        """,
    "module_as_default": """
        from torch import nn
        def f(x, lib=nn):
            return lib.LSTM(4, 4)(x)  #!
        """,
    "class_attribute": """
        from torch import nn
        class Cell:
            made = nn.LSTM
        def f(x):
            return Cell().made(4, 4)(x)  #!
        """,
    "base_class": """
        from torch import nn
        class Cell(nn.LSTM):  #!
            pass
        def f(x):
            return Cell(4, 4)(x)
        """,
    "method": """
        from torch import nn
        class Cell:
            def run(self, x):
                return nn.LSTM(4, 4)(x)  #!
        def f(x):
            return Cell().run(x)
        """,
    "forward_of_a_module": """
        from torch import nn
        class Cell(nn.Module):
            def forward(self, x):
                return nn.LSTM(4, 4)(x)  #!
        def f(x):
            return Cell()(x)
        """,
    "patched_method": """
        from torch import nn
        class Cell:
            pass
        def step(self, x):
            return nn.LSTM(4, 4)(x)  #!
        Cell.step = step
        def f(x):
            return Cell().step(x)
        """,
    "table": """
        from torch import nn
        CELLS = {"lstm": nn.LSTM}
        def f(x):
            return CELLS["lstm"](4, 4)(x)  #!
        """,
    "filled_table": """
        from torch import nn
        CELLS = {}
        CELLS["lstm"] = nn.LSTM  #!
        def f(x):
            return CELLS["lstm"](4, 4)(x)
        """,
    "partial": """
        from functools import partial
        from torch import nn
        make = partial(nn.LSTM, 4)
        def f(x):
            return make(4)(x)  #!
        """,
    "lambda": """
        from torch import nn
        make = lambda: nn.LSTM(4, 4)  #!
        def f(x):
            return make()(x)
        """,
    "decorator": """
        from torch import nn
        def replaced(function):
            return nn.LSTM(4, 4)  #!
        @replaced
        def f(x):
            return x
        """,
    "redefined_later": """
        from torch import nn
        def f(x):
            return x
        def g(x):
            return nn.LSTM(4, 4)(x)  #!
        f = g
        """,
    "kept_under_another_name": """
        from torch import nn
        def step(x):
            return nn.LSTM(4, 4)(x)  #!
        kept = step
        def step(x):
            return x
        def f(x):
            return kept(x)
        """,
    "getattr": """
        from torch import nn
        def f(x):
            return getattr(nn, "LSTM")(4, 4)(x)  #!
        """,
    "getattr_in_pieces": """
        from torch import nn
        part = "TM"
        def f(x):
            return getattr(nn, "LS" + part)(4, 4)(x)  #!
        """,
    "getattr_formatted": """
        import torch
        def f(x):
            kind = "lstm".upper()
            return getattr(torch, "nn").__getattribute__(f"{kind}")(4, 4)(x)  #!
        """,
    "reversed_text": """
        from torch import nn
        def f(x):
            return getattr(nn, "MTSL"[::-1])(4, 4)(x)  #!
        """,
    "namespace": """
        from torch import nn
        def f(x):
            return nn.__dict__["LSTM"](4, 4)(x)  #!
        """,
    "vars": """
        from torch import nn
        def f(x):
            return vars(nn).get("LSTM")(4, 4)(x)  #!
        """,
    "globals": """
        from torch.nn import LSTM
        def f(x):
            return globals()["LSTM"](4, 4)(x)  #!
        """,
    "import_module": """
        import importlib
        def f(x):
            return importlib.import_module("torch.nn").LSTM(4, 4)(x)  #!
        """,
    "dunder_import": """
        def f(x):
            return __import__("torch").nn.LSTM(4, 4)(x)  #!
        """,
    "sys_modules": """
        import sys
        def f(x):
            return sys.modules["torch.nn"].LSTM(4, 4)(x)  #!
        """,
    "where_the_library_keeps_it": """
        from torch.nn.modules.rnn import LSTM
        def f(x):
            return LSTM(4, 4)(x)  #!
        """,
    "operators": """
        import torch
        def f(x, h, c):
            return torch.ops.aten.lstm_cell(x, h, c)  #!
        """,
    "attrgetter": """
        import operator, torch
        def f(x):
            return operator.attrgetter("nn.LSTM")(torch)(4, 4)(x)  #!
        """,
    "reduce": """
        import functools, torch
        def f(x):
            return functools.reduce(getattr, "nn.LSTM".split("."), torch)(4, 4)(x)  #!
        """,
    "in_a_loop": """
        from torch import nn, optim
        def f(x):
            for lib in (optim, nn):
                if hasattr(lib, "LSTM"):
                    return lib.LSTM(4, 4)(x)  #!
        """,
    "conditional": """
        try:
            from torch.nn import LSTM as Cell
        except ImportError:
            Cell = None
        def f(x):
            return Cell(4, 4)(x)  #!
        """,
    "constant_code": """
        import torch
        def f(x):
            return eval("torch.nn.LSTM(4, 4)")(x)  #!
        """,
    "everything_below": """
        import torch.nn.functional as F
        def f(x):
            return F.linear(x, x)  #!
        """,
    "backward": """
        def f(x):
            loss = (x * x).sum()
            loss.backward()  #!
            return x.grad
        """,
    "backward_of_own_result": """
        import torch
        def forward(x):
            return torch.tanh(x)
        def f(x):
            forward(x).backward(x)  #!
            return x.grad
        """,
    "backward_by_getattr": """
        def f(x):
            getattr(x.sum(), "backward")()  #!
        """,
    "backward_of_the_class": """
        import torch
        def f(x):
            torch.Tensor.backward(x.sum())  #!
        """,
    "backward_by_methodcaller": """
        from operator import methodcaller
        def f(x):
            methodcaller("backward")(x.sum())  #!
        """,
    "backward_beside_a_class_with_one": """
        import torch
        class RNN:
            def backward(self, dh):
                return dh
        def f(x):
            loss = torch.tanh(x).sum()
            loss.backward()  #!
            return x.grad
        """,
    "backward_in_ones_own_backward": """
        import torch
        class f:
            def forward(self, x):
                self.h = torch.tanh(x)
                return self.h
            def backward(self, dh):
                self.h.backward(dh)  #!
        """,
    "autograd": """
        from torch.autograd import grad as derive
        def f(x):
            return derive(x.sum(), x)  #!
        """,
}
