"""What goes wrong in a class: mistakes as students of week 4 make them, the line they wrote, the checks it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grader.mistakes import Mistake
from grader.model import Message, Outcome


@dataclass(frozen=True)
class Fault:
    """One way to go wrong in a task.

    Attributes:
        task: its id. checks: the first of those that fail; those that need it are skipped, the others are right.
        weight: how common it is. lines: source lines that do it, the first the most common.
        diagnosis: the mistake behind it, where the grader finds it.
    """

    task: str
    checks: tuple[str, ...]
    weight: float
    lines: tuple[str, ...]
    message: Message
    diagnosis: Message | None = None
    outcome: Outcome = Outcome.FAILED
    seconds: float = 0.02


def _values(what: str) -> Message:
    return Message(
        "value_differs",
        {"what": what, "index": "[0, 2]", "expected": 0.318, "actual": 0.25, "wrong": 3, "total": 12, "worst": 0.12},
    )


def _gradient(what: str) -> Message:
    return Message("gradient_differs", {"what": what, "expected": -0.41, "actual": 0.87, "index": "[1, 0]"})


def _error(kind: str, said: str) -> Message:
    return Message("student_error", {"type": kind, "text": said})


def _of(mistake: Mistake, **params: Any) -> Message:
    return Message(f"mistake.{mistake}", params)


FAULTS = (
    Fault("rnn_cell", ("test_backward", "test_grads_in_place", "test_two_steps"), 5,
          ("dt = dh_next * (1 - h_next)", "dt = dh_next * h_next"), _gradient("dx"),
          _of(Mistake.MISSING_DERIVATIVE, what="dx")),
    Fault("rnn_cell", ("test_grads_in_place",), 4,
          ("self.grads = [dWx, dWh, db]", "self.grads[0] = dWx"), Message("week04.grads_replaced", {"index": 0})),
    Fault("time_rnn", ("test_backward", "test_grads_in_place", "test_backward_of_one_block"), 9,
          ("self.grads[1][...] = dWh", "grads[i] = grad", "self.grads[0][...] = dWx"), _gradient("dWh"),
          _of(Mistake.NOT_ACCUMULATED, what="dWh")),
    Fault("time_rnn", ("test_stateful", "test_set_and_reset_state"), 3,
          ("self.h = np.zeros((N, H), dtype='f')",), _values("hs"), _of(Mistake.STALE, what="hs")),
    Fault("time_rnn", ("test_forward",), 2, ("h = np.tanh(xs[t] @ Wx + h @ Wh + b)",), _values("hs"),
          _of(Mistake.PERMUTED, what="hs", axes="(1, 0, 2)")),
    Fault("time_rnn", ("test_truncated_bptt", "test_cut"), 4, ("loss.backward(retain_graph=True)", "state = h"),
          Message("week04.beyond_cut", {"step": 2, "first": 4, "last": 7}), _of(Mistake.DETACHED, what="h")),
    Fault("deep_birnn", ("test_deep", "test_equals_torch"), 8,
          ("out = torch.cat([fwd, bwd], dim=-1)", "states = torch.stack(bwd, dim=1)"), _values("output"),
          _of(Mistake.REVERSED, what="output", axis=1)),
    Fault("deep_birnn", ("test_rnn_shapes",), 5,
          ("return (batch, time, hidden_size), (num_layers, batch, hidden_size)",),
          Message("shape_differs", {"what": "h_n", "expected": "(4, 1, 8)", "actual": "(2, 1, 8)"})),
    Fault("deep_birnn", ("test_one_layer",), 3, ("h = torch.tanh(W_ih @ x[:, t] + W_hh @ h)",),
          _error("RuntimeError", "mat1 and mat2 shapes cannot be multiplied (3x5 and 4x3)"), None, Outcome.ERROR),
    Fault("vanishing", ("test_clip_by_norm_below",), 6, ("scale = max_norm / total",), _values("grads"),
          _of(Mistake.CONDITION_INVERTED, what="grads")),
    Fault("vanishing", ("test_clip_by_value",), 2, ("g = min(g, limit)",), _values("grads"),
          _of(Mistake.MISSING_TERM, what="grads")),
    Fault("vanishing", ("test_hidden_grad_norms",), 3, ("norms.append(np.sum(dh ** 2))",), _values("norms"),
          _of(Mistake.WRONG_REDUCTION, what="norms")),
    Fault("lstm_cell", ("test_lstm_values",), 9,
          ("f, i, o, g = a.chunk(4, dim=1)", "i, f, g, o = np.split(a, 4, axis=1)", "i, f, o, g = a.chunk(4, -1)"),
          _values("h"), _of(Mistake.SWAPPED_BLOCKS, what="h", order="i, f, g, o")),
    Fault("lstm_cell", ("test_lstm_backward",), 6, ("dc = dh * o", "dc_prev = dc * f"), _gradient("dc_prev"),
          _of(Mistake.MISSING_DERIVATIVE, what="dc")),
    Fault("lstm_cell", ("test_lstm_extremes", "test_gru_extremes"), 7, ("return 1 / (1 + np.exp(-x))",),
          Message("not_finite", {"what": "h", "count": 4})),
    Fault("lstm_cell", ("test_gru_values",), 6,
          ("h = (1 - z) * g + z * h_prev", "g = torch.tanh(x @ Wx[2] + h_prev @ Wh[2] + b[2])"), _values("h"),
          _of(Mistake.MISSING_FACTOR, what="h")),
    Fault("lstm_cell", ("test_gru_backward",), 4, ("return dx, dh_prev, dWh, dWx, db",), _gradient("dWx"),
          _of(Mistake.SWAPPED_RESULTS, wanted="dx, dh_prev, dWx, dWh, db", order="dx, dh_prev, dWh, dWx, db")),
    Fault("lstm_cell", ("test_gru_values",), 2, ("cell = torch.nn.GRUCell(D, H)",),
          Message("forbidden", {"name": "torch.nn.GRUCell"}), None, Outcome.FORBIDDEN),
    Fault("language_model", ("test_parameter_sharing", "test_forward"), 4, ("self.lstm = nn.LSTM(E, H, L)",),
          _values("scores"), _of(Mistake.PERMUTED, what="scores", axes="(1, 0, 2)")),
    Fault("language_model", ("test_train_language_model",), 6, ("optimizer.step()",),
          Message("timeout", {"seconds": "150"}), None, Outcome.TIMEOUT, 150.0),
    Fault("language_model", ("test_halves",), 5, ("state = None", "h, c = self.init_state(N)"), _values("scores"),
          _of(Mistake.IGNORED_ARGUMENT, argument="state", what="scores")),
    Fault("language_model", ("test_embedding_parameters",), 2, ("return vocab_size * embed_dim // 2",),
          Message("value_differs", {"what": "result", "expected": 600, "actual": 300, "wrong": 1, "total": 1}),
          _of(Mistake.SCALED, what="result", factor=0.5)),
    Fault("sentiment", ("test_frozen_embedding",), 5, ("self.embedding = nn.Embedding.from_pretrained(vectors)",),
          Message("week04.embedding_not_frozen", {})),
    Fault("sentiment", ("test_forward",), 4, ("_, (h, _) = self.rnn(x)", "out = output[-1]"), _values("logits"),
          _of(Mistake.WRONG_AXIS, what="logits", axis=0)),
    Fault("sentiment", ("test_train_sentiment",), 4, ("loss = criterion(logits, y)",),
          Message("gate_missed", {"metric": "accuracy", "value": 0.612, "at_least": 0.676, "at_most": "", "runs": 5,
                                  "certain": 5, "possible": "", "unsure": ""}), None, Outcome.FAILED, 74.0),
    Fault("sentiment", ("test_train_sentiment",), 2, ("x = torch.stack([self.embed(s) for s in sentences])",),
          Message("memory", {"limit_mb": 2048}), None, Outcome.MEMORY, 12.0),
    Fault("tagging", ("test_loss", "test_loss_gradients"), 7,
          ("loss = F.cross_entropy(logits.flatten(0, 1), y.view(-1))",),
          _values("loss"), _of(Mistake.MEAN_FOR_SUM, what="loss")),
    Fault("tagging", ("test_padding",), 6, ("out, _ = self.lstm(emb)", "x = pad_sequence(x)"), _values("scores"),
          _of(Mistake.IGNORED_ARGUMENT, argument="lengths", what="scores")),
    Fault("tagging", ("test_accuracy",), 5, ("return (pred == gold).mean()",), _values("accuracy"),
          _of(Mistake.MISSING_FACTOR, argument="mask", what="accuracy")),
    Fault("tagging", ("test_forward",), 2, ("return self.out(h)",),
          _error("AttributeError", "'Tagger' object has no attribute 'out'"), None, Outcome.ERROR),
)  # fmt: skip
