"""Code that only looks like it: no ban is broken."""

from __future__ import annotations

import pytest

from tests.policy.looking import look, reached

INNOCENT = {
    "nothing": "def f(x):\n    return x\n",
    "unused_import": """
        import torch.nn as nn
        from torch.nn import LSTM, GRU
        from torch.autograd import grad
        def f(x):
            return x
        """,
    "unreached_helper": """
        from torch import nn
        def lecture(x):
            return nn.LSTM(4, 4)(x)
        def f(x):
            return x
        """,
    "comment_and_docstring": '''
        import torch
        def f(x):
            """Like torch.nn.LSTM, but by hand; see loss.backward()."""
            # torch.nn.LSTM(4, 4)(x).backward()
            return x
        ''',
    "string": """
        def f(x):
            if x is None:
                raise ValueError("not torch.nn.LSTM: x.backward() has no meaning")
            return x
        """,
    "training_cell": """
        import torch
        from torch import nn
        def f(x):
            return torch.tanh(x)
        model = nn.LSTM(4, 4)
        loss = model(torch.ones(1, 1, 4))[0].sum()
        loss.backward()
        f(torch.ones(3)).sum().backward()
        """,
    "main_guard": """
        from torch import nn
        def f(x):
            return x
        if __name__ == "__main__":
            print(f(nn.LSTM(4, 4)))
        """,
    "parameter_of_that_name": """
        from torch.nn import *
        def f(x, LSTM):
            return LSTM(x)
        """,
    "local_of_that_name": """
        from torch.nn import LSTM
        def f(x):
            LSTM = x * 2
            return LSTM
        """,
    "own_class_of_that_name": """
        from torch.nn import *
        class LSTM:
            def __call__(self, x):
                return x
        def f(x):
            return LSTM()(x)
        """,
    "own_function_of_that_name": """
        def lstm_cell(x):
            return x
        def f(x):
            return lstm_cell(x)
        """,
    "loop_variable": """
        from torch.nn import LSTM
        def f(x):
            return [LSTM for LSTM in x]
        """,
    "lambda_parameter": """
        from torch.nn import LSTM
        def f(x):
            return (lambda LSTM: LSTM + 1)(x)
        """,
    "keyword": """
        def f(x):
            return dict(LSTM=x, backward=x)
        """,
    "attribute_of_own_object": """
        class Bag:
            pass
        def f(x):
            bag = Bag()
            bag.LSTM = x
            return bag.LSTM
        """,
    "first_definition_replaced": """
        from torch import nn
        def f(x):
            return nn.LSTM(4, 4)(x)
        def f(x):
            return x
        """,
    "class_defined_twice": """
        from torch import nn
        class Cell(nn.LSTM):
            pass
        class Cell:
            def run(self, x):
                return x
        def f(x):
            return Cell().run(x)
        """,
    "alias_replaced": """
        from torch import nn
        cell = nn.LSTM
        cell = lambda x: x
        def f(x):
            return cell(x)
        """,
    "other_layer": """
        from torch import nn
        def f(x):
            return nn.Linear(4, 4)(x)
        """,
    "name_that_begins_so": """
        from torch import nn
        def f(x):
            return nn.LSTMCell(4, 4)(x)
        """,
    "annotation": """
        from torch import nn
        def f(x: nn.LSTM, y: "nn.LSTM" = None) -> nn.LSTM:
            z: nn.LSTM = x
            return z
        """,
    "type_question": """
        from torch import nn
        def f(x):
            return None if isinstance(x, nn.LSTM) else x
        """,
    "dead_branch": """
        from torch import nn
        def f(x):
            if False:
                return nn.LSTM(4, 4)(x)
            return x
            return nn.LSTM(4, 4)(x)
        """,
    "unused_inner_function": """
        from torch import nn
        def f(x):
            def compare():
                return nn.LSTM(4, 4)(x)
            return x
        """,
    "unused_method": """
        from torch import nn
        class Cell:
            def run(self, x):
                return x
            def like_torch(self, x):
                return nn.LSTM(4, 4)(x)
        def f(x):
            return Cell().run(x)
        """,
    "own_backward": """
        class Layer:
            def backward(self, dh):
                return dh
        def f(x):
            return Layer().backward(x)
        """,
    "own_backward_in_a_field": """
        class Layer:
            def backward(self, dh):
                return dh
        class Net:
            def __init__(self):
                self.layer = Layer()
            def backward(self, dh):
                return self.layer.backward(dh)
        def f(x):
            return Net().backward(x)
        """,
    "own_backward_in_a_list": """
        class Layer:
            def backward(self, dh):
                return dh
        class f:
            def __init__(self, n):
                self.layers = [Layer() for _ in range(n)]
            def backward(self, dh):
                for layer in reversed(self.layers):
                    dh = layer.backward(dh)
                return dh
        """,
    "own_backward_called_on_self": """
        class f:
            def backward(self, dh):
                return dh
            def run(self, dh):
                return self.backward(dh)
        """,
    "own_backward_of_the_base": """
        class Base:
            def backward(self, dh):
                return dh
        class f(Base):
            def backward(self, dh):
                return super().backward(dh)
        """,
    "own_values_with_operators": """
        class Value:
            def __init__(self, data):
                self.data = data
            def __add__(self, other):
                return Value(self.data + other.data)
            def backward(self):
                return 1.0
        def f(x):
            a, b = Value(x), Value(x)
            total = a + b
            total.backward()
            return total
        """,
    "own_backward_passed_in": """
        class Layer:
            def backward(self, dh):
                return dh
        def run(layer, dh):
            return layer.backward(dh)
        def f(x):
            return run(Layer(), x)
        """,
    "own_function_backward": """
        import torch
        def backward(x):
            return x
        def f(x):
            return backward(torch.tanh(x))
        """,
    "hasattr": """
        def f(x):
            return hasattr(x, "backward")
        """,
    "storing_the_attribute": """
        def f(x):
            x.backward = None
            return x
        """,
    "getattr_of_something_else": """
        from torch import nn
        def f(x):
            return getattr(nn, "Lin" + "ear")(4, 4)(x)
        """,
    "table_of_other_things": """
        import torch
        CELLS = {"LSTM": torch.tanh}
        def f(x):
            return CELLS["LSTM"](x)
        """,
    "no_grad": """
        import torch
        @torch.no_grad()
        def f(x):
            with torch.enable_grad():
                return x.detach().requires_grad_(False)
        """,
    "recursion": "def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\n",
}


@pytest.mark.parametrize("name", INNOCENT)
def test_is_innocent(name: str) -> None:
    """Code that does not use what is banned keeps its points, and nothing about it is noted."""
    assert look(INNOCENT[name]) is None
    assert reached(INNOCENT[name]).dynamic == []


def test_methods_that_no_check_uses() -> None:
    """Of a task's class only what the checks may use is looked at: a method for comparison costs nothing."""
    source = """
        from torch import nn
        class RNN:
            def forward(self, x):
                return x
            def compare(self, x):
                return nn.LSTM(4, 4)(x)
        """
    assert look(source, "RNN", methods=("forward", "backward")) is None
    assert look(source, "RNN") is not None


def test_library_name_of_a_hand_in() -> None:
    """A hand-in whose file is named like a library's module does not change what that name means."""
    assert look("import torch\ndef f(x):\n    return torch.tanh(x)\n", torch="tanh = None\n") is None
    assert look("import torch\ndef f(x):\n    return torch.nn.LSTM(x)\n", torch="nn = None\n") is not None
