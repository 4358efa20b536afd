"""Each operator on a line or two: what the line becomes, and what the mistake is called."""

from __future__ import annotations

import textwrap

import pytest

from grader.mutation import mutants

HEAD = {"torch": "import torch", "numpy": "import numpy as np"}
Made = set[tuple[str, str, str]]


def made(body: str, signature: str = "f(x, y)", library: str = "torch", doc: str = "") -> Made:
    """(changed lines, mistake, params) of every mutant of a function with this body."""
    documented = f'    """{doc}"""\n' if doc else ""
    source = (
        f"{HEAD[library]}\n\ndef {signature}:\n{documented}{textwrap.indent(textwrap.dedent(body).strip(), '    ')}\n"
    )
    found = set()
    for mutant in mutants("m", source, {signature.split("(", maxsplit=1)[0]}):
        lines = mutant.diff(source).splitlines()[3:]
        became = "; ".join(line[1:].strip() for line in lines if line.startswith("+"))
        params = " ".join(f"{k}={v}" for k, v in mutant.params.items())
        found.add((became, str(mutant.mistake), params))
    return found


LINEAR = "f(x, W, b)"


@pytest.mark.parametrize(
    "body,signature,expected",
    [
        ("return x @ W + b", LINEAR, ("return x @ W", "missing_bias", "name=b")),
        ("return x @ W + b", LINEAR, ("return b", "missing_term", "name=W")),
        ("return x @ W + b", LINEAR, ("return x @ W - b", "sign", "name=b")),
        ("return x @ W + b", LINEAR, ("return 2 * (x @ W) + b", "doubled_term", "name=W")),
        ("return x - y", "f(x, y)", ("return y - x", "swapped_operands", "")),
        ("return -x", "f(x)", ("return x", "sign", "name=x")),
        ("return x @ W", "f(x, W)", ("return W @ x", "swapped_operands", "")),
        ("return x @ W", "f(x, W)", ("return x @ W.T", "permuted", "name=W")),
    ],
)
def test_sums(body: str, signature: str, expected: tuple[str, str, str]) -> None:
    """Terms go missing, count twice, have the wrong sign or place; the message names the argument that is meant."""
    assert expected in made(body, signature)


@pytest.mark.parametrize(
    "body,expected",
    [
        ("return y * (1 - x ** 2)", ("return y", "missing_derivative", "name=x")),
        ("return y * (1 - x * x)", ("return y", "missing_derivative", "name=x")),
        ("return y * (1 - x ** 2)", ("return y * 1", "missing_derivative", "name=x")),
        ("return y * x * (1 - x)", ("return y * x", "missing_derivative", "name=x")),
        ("return y * x * (1 - x)", ("return y", "missing_derivative", "name=x")),
        ("return y * x * (1 - x)", ("return x * (1 - x)", "missing_factor", "name=y")),
        ("return (1 - x) * y", ("return y", "missing_factor", "")),
        ("return torch.sigmoid(x) * y", ("return y", "missing_factor", "name=x")),
        ("return x / 8", ("return x", "scaled", "factor=1/8")),
        ("return x / len(y)", ("return x", "scaled", "")),
        ("return x / y.shape[1]", ("return x", "scaled", "")),
        ("return x * y", ("return x + y", "wrong_operation", "")),
        ("return x / y", ("return y / x", "swapped_operands", "")),
        ("return x / y", ("return x // y", "integer", "")),
    ],
)
def test_products(body: str, expected: tuple[str, str, str]) -> None:
    """Factors, derivatives and scales go missing, each called by its name."""
    assert expected in made(body)


@pytest.mark.parametrize(
    "body,library,expected",
    [
        ("return torch.tanh(x)", "torch", ("return torch.sigmoid(x)", "wrong_activation")),
        ("return x.sigmoid()", "torch", ("return x.tanh()", "wrong_activation")),
        ("return np.tanh(x)", "numpy", ("return 1 / (1 + np.exp(-x))", "wrong_activation")),
        ("return torch.tanh(x)", "torch", ("return x", "wrong_activation")),
        ("return x.sum(dim=0)", "torch", ("return x.mean(dim=0)", "mean_for_sum")),
        ("return x.mean(dim=0)", "torch", ("return x.sum(dim=0)", "sum_for_mean")),
        ("return x.sum(dim=0)", "torch", ("return x.amax(dim=0)", "wrong_reduction")),
        ("return x.sum(axis=0)", "numpy", ("return x.max(axis=0)", "wrong_reduction")),
        ("return g(x, reduction='mean')", "torch", ("return g(x, reduction='sum')", "sum_for_mean")),
        ("return x.sum(dim=0)", "torch", ("return x.sum(dim=1)", "wrong_axis")),
        ("return x.sum(dim=0)", "torch", ("return x.sum()", "wrong_axis")),
        ("return torch.softmax(x, -1)", "torch", ("return torch.softmax(x, -2)", "wrong_axis")),
        ("return torch.cat([x, y], dim=1)", "torch", ("return torch.cat([x, y], dim=0)", "wrong_axis")),
        ("return torch.cat([x, y], dim=1)", "torch", ("return torch.cat([y, x], dim=1)", "swapped_blocks")),
        ("return x.shape[0]", "torch", ("return x.shape[1]", "wrong_axis")),
        ("return x.T", "torch", ("return x", "permuted")),
        ("return x.transpose(1, 2)", "torch", ("return x", "permuted")),
        ("return x.permute(0, 2, 1)", "torch", ("return x.permute(0, 1, 2)", "permuted")),
        ("return x.reshape(3, 4)", "torch", ("return x.reshape(4, 3)", "permuted")),
        ("return g(batch_first=True)", "torch", ("return g(batch_first=False)", "permuted")),
        (
            "return torch.einsum('bq,bk->qk', x, y)",
            "torch",
            ("return torch.einsum('bq,bk->kq', x, y)", "permuted"),
        ),
        (
            "return torch.einsum('bq,bk->qk', x, y)",
            "torch",
            ("return torch.einsum('bq,bk->qk', y, x)", "swapped_operands"),
        ),
    ],
)
def test_axes_and_reductions(body: str, library: str, expected: tuple[str, str]) -> None:
    """Activations, reductions and axes are taken for their neighbours."""
    assert expected in {(became, mistake) for became, mistake, _ in made(body, library=library)}


@pytest.mark.parametrize(
    "body,expected",
    [
        ("return x ** 2", ("return x ** 3", "wrong_constant")),
        ("return x.masked_fill(y, float('-inf'))", ("return x.masked_fill(y, 0.0)", "wrong_constant")),
        ("return g(x, 1e-05)", ("return g(x, 0.0)", "wrong_constant")),
        ("return g(x, bias=True)", ("return g(x, bias=False)", "wrong_constant")),
        ("return x[1:]", ("return x[2:]", "off_by_one")),
        ("return x[:y]", ("return x[:y - 1]", "off_by_one")),
        ("return x[::-1]", ("return x[:]", "reversed")),
        ("return x[-1]", ("return x[0]", "shifted")),
        ("return x[y - 1]", ("return x[y]", "shifted")),
        ("return [x for _ in range(y)]", ("return [x for _ in range(1, y)]", "off_by_one")),
        ("return [k for k in reversed(x)]", ("return [k for k in x]", "reversed")),
        ("return torch.tril(x)", ("return torch.tril(x, diagonal=-1)", "mask_off_by_one")),
        ("return torch.tril(x)", ("return torch.triu(x)", "mask_inverted")),
        ("return x.masked_fill(y < 3, 0)", ("return x.masked_fill(y <= 3, 0)", "mask_off_by_one")),
        ("return x.masked_fill(y == 3, 0)", ("return x.masked_fill(y != 3, 0)", "mask_inverted")),
        ("return x.masked_fill(y, 0)", ("return x.masked_fill(~y, 0)", "mask_inverted")),
        ("return x.masked_fill(y, 0)", ("return x", "ignored_argument")),
        ("return torch.where(y, x, 0)", ("return torch.where(y, 0, x)", "mask_inverted")),
        ("return x if y else 0", ("return x if not y else 0", "condition_inverted")),
        ("return x if y > 3 else 0", ("return x if y >= 3 else 0", "off_by_one")),
        ("return [k for k in x if k]", ("return [k for k in x]", "condition_inverted")),
    ],
)
def test_positions_and_masks(body: str, expected: tuple[str, str]) -> None:
    """Constants, ends of slices, comparisons and masks are off by one or turned round."""
    assert expected in {(became, mistake) for became, mistake, _ in made(body)}


@pytest.mark.parametrize(
    "body,expected",
    [
        ("x[...] = y", ("x[...] += y", "accumulated")),
        ("x += y", ("x = y", "not_accumulated")),
        ("x += y", ("x -= y", "sign")),
        ("x.kept = y", ("pass", "stale")),
        ("x.zero_grad()", ("pass", "accumulated")),
        ("x.append(y)", ("pass", "stale")),
        ("x = x * y\nreturn x", ("pass", "ignored_argument")),
        ("z = torch.tanh(x)\nreturn z", ("z = torch.tanh(x).detach()", "detached")),
        ("i, f = x.chunk(2)", ("f, i = x.chunk(2)", "swapped_blocks")),
        ("return x, y", ("return (y, x)", "swapped_results")),
    ],
)
def test_state(body: str, expected: tuple[str, str]) -> None:
    """What is kept is added to, replaced, not kept, or exchanged."""
    assert expected in {(became, mistake) for became, mistake, _ in made(body)}


SIGNATURE = "f(x: torch.Tensor, eps: float = 0.5) -> torch.Tensor"


@pytest.mark.parametrize(
    "expected",
    [
        ("return torch.zeros_like(x)", "zeros", ""),
        ("return torch.ones_like(x)", "constant", ""),
        ("return x.trunc()", "integer", ""),
        ("return x.float()", "precision", "dtype=float32"),
        ("return x.detach()", "detached", ""),
        ("return x.swapaxes(0, 1)", "permuted", ""),
        ("x = torch.zeros_like(x)", "ignored_argument", "name=x"),
        ("eps = 0.5", "ignored_argument", "name=eps"),
        ("x = x.detach()", "detached", "name=x"),
        ("try:; return x; finally:; with torch.no_grad():; x += 1", "input_modified", "name=x"),
    ],
)
def test_answers_and_arguments(expected: tuple[str, str, str]) -> None:
    """A tensor that is returned becomes zeros, narrower, cut off; an argument is ignored, changed, cut off."""
    assert expected in made("return x", SIGNATURE)


def test_numpy_answers() -> None:
    """An array is treated with numpy's functions, and has no gradient to lose."""
    found = made("return x", "f(x: np.ndarray) -> np.ndarray", "numpy")
    assert ("return np.zeros_like(x)", "zeros", "") in found
    assert "detached" not in {mistake for _, mistake, _ in found}


@pytest.mark.parametrize(
    "kind,expected",
    [
        ("int", ("return int()", "zeros")),
        ("bool", ("return not x", "condition_inverted")),
        ("list[int]", ("return x[::-1]", "reversed")),
        ("tuple[torch.Tensor, ...]", ("return tuple((torch.zeros_like(_x) for _x in x))", "zeros")),
    ],
)
def test_other_answers(kind: str, expected: tuple[str, str]) -> None:
    """Numbers, flags, lists and tuples of tensors have wrong answers of their own."""
    assert expected in {(became, mistake) for became, mistake, _ in made("return x", f"f(x) -> {kind}")}


def test_another_task() -> None:
    """A function may be mistaken for another one of the tasks that takes no other arguments."""
    source = "def f(x, y):\n    return x + y\n\ndef g(y):\n    return y\n"
    others = {m.name: dict(m.params) for m in mutants("m", source, {"f", "g"}) if m.mistake == "other_task"}
    assert others == {"f": {"name": "g"}}  # g has no x to give


def test_gradients_by_hand_are_not_detached() -> None:
    """Nobody differentiates a function that computes gradients: cutting it off would be equivalent."""
    found = made("return x", "f_backward(x: torch.Tensor) -> torch.Tensor")
    assert "detached" not in {mistake for _, mistake, _ in found}
