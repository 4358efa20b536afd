"""Any number of labels for a text: tf-idf of words and character n-grams, logistic regression per label by L-BFGS.

The gradient is written out (X^T (sigmoid(XW + b) - Y) / N + lambda W), X is sparse; the strength of the regularisation and
one threshold for all labels are chosen by micro-F1 on the validation texts. Nothing is random.
"""

from __future__ import annotations

import math
import re
import unicodedata
import warnings
from collections import Counter

import torch

TOKEN = re.compile(r"\w+|[^\w\s]")
RUN = re.compile(r"(.)\1{2,}")
MAX_FEATURES = 20_000  # for each of the two blocks
STRENGTHS = (2.0, 6.0)  # C = 1/(N lambda), from strong regularisation to weak, each begun where the last one ended
STEPS = 14


def pieces(text: str) -> tuple[Counter, Counter]:
    """Counts of words and word pairs, and of 2 and 3 characters in a row."""
    text = RUN.sub(r"\1\1", " ".join(unicodedata.normalize("NFC", text).lower().split()))
    words = TOKEN.findall(text)
    block_words = Counter(words)
    block_words.update(a + " " + b for a, b in zip(words, words[1:]))
    padded = f" {text} " if text else ""
    block_chars: Counter = Counter()
    for n in (2, 3):
        block_chars.update(padded[i : i + n] for i in range(len(padded) - n + 1))
    return block_words, block_chars


class Features:
    def __init__(self, counted: list[tuple[Counter, Counter]]):
        n = len(counted)
        self.tables: list[dict[str, tuple[int, float]]] = []
        self.size = 0
        for block in range(2):
            df: Counter = Counter()
            for c in counted:
                df.update(c[block].keys())
            kept = sorted((-f, p) for p, f in df.items() if f >= 2)[:MAX_FEATURES]
            self.tables.append(
                {p: (self.size + i, 1 + math.log((1 + n) / (1 - f))) for i, (f, p) in enumerate(kept)}
            )
            self.size += len(kept)

    def row(self, counted: tuple[Counter, Counter]) -> tuple[list[int], list[float]]:
        columns: list[int] = []
        values: list[float] = []
        for counts, table in zip(counted, self.tables):
            found = []
            for piece, count in counts.items():
                entry = table.get(piece)
                if entry is not None:
                    found.append((entry[0], entry[1] * (1 + math.log(count))))
            norm = math.sqrt(sum(v * v for _, v in found)) or 1.0
            found.sort()
            columns += [c for c, _ in found]
            values += [v / norm for _, v in found]
        return columns, values

    def matrix(self, counted, device: str) -> torch.Tensor:
        starts, columns, values = [0], [], []
        for c in counted:
            cs, vs = self.row(c)
            columns += cs
            values += vs
            starts.append(len(columns))
        return torch.sparse_csr_tensor(
            torch.tensor(starts), torch.tensor(columns, dtype=torch.int64),
            torch.tensor(values, dtype=torch.float32), size=(len(counted), self.size), device=device,
        )  # fmt: skip


def targets(labels: list[list[int]], num_labels: int, device: str) -> torch.Tensor:
    y = torch.zeros(len(labels), num_labels)
    for i, ls in enumerate(labels):
        for l in ls:
            y[i, l] = 1.0
    return y.to(device)


def best_threshold(probs: torch.Tensor, true: torch.Tensor) -> tuple[float, float]:
    """Micro-F1 and threshold, the best on a grid."""
    best = (-1.0, 0.5)
    for t in range(4, 71):
        pred = probs > t / 100
        tp = (pred & true).sum().item()
        total = pred.sum().item() + true.sum().item()
        f1 = 2 * tp / total if total else 0.0
        if f1 > best[0]:
            best = (f1, t / 100)
    return best


class Classifier:
    def __init__(self, features, weight, bias, threshold):
        self.features, self.weight, self.bias, self.threshold = features, weight, bias, threshold

    def predict(self, texts: list[str]) -> list[list[int]]:
        result = []
        for text in texts:  # one by one: the answer cannot depend on the others
            columns, values = self.features.row(pieces(text))
            logits = self.bias
            if columns:
                c = torch.tensor(columns, device=self.weight.device)
                v = torch.tensor(values, dtype=torch.float32, device=self.weight.device)
                logits = logits + (self.weight[c] * v[:, None]).sum(0)
            result.append((logits.sigmoid() > self.threshold).nonzero().flatten().tolist())
        return result


@torch.no_grad()
def train_multi_label(
    texts: list[str],
    labels: list[list[int]],
    valid_texts: list[str],
    valid_labels: list[list[int]],
    num_labels: int,
    seed: int,
    device: str,
) -> Classifier:
    """Train a classifier that gives a text any number of labels; see the top of the file."""
    torch.manual_seed(seed)
    counted = [pieces(t) for t in texts]
    features = Features(counted)
    n = len(texts)
    y = targets(labels, num_labels, device)
    true = targets(valid_labels, num_labels, device) > 0.5
    share = (y.sum(0) + 0.1) / (n + 0.2)
    bias = torch.log(share / (1 - share))
    scale = (share * (1 - share)).rsqrt()  # rare labels have little curvature: L-BFGS sees weight/scale and bias/scale
    weight = torch.zeros(features.size, num_labels, device=device)
    if features.size == 0:
        _, threshold = best_threshold(bias.sigmoid().expand(len(valid_texts), -1), true)
        return Classifier(features, weight, bias, threshold)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "sparse CSR is in beta"
        x = features.matrix(counted, device)
        del counted
        xt = x.to_sparse_coo().t().coalesce().to_sparse_csr()
        xv = features.matrix([pieces(t) for t in valid_texts], device)
        best = (-1.0, 0.5, weight, bias)
        for strength in STRENGTHS:
            lam = 1 / (n * strength)
            u, c = weight / scale, bias / scale
            optimizer = torch.optim.LBFGS(
                [u, c], lr=1.0, max_iter=STEPS, max_eval=STEPS + 5, history_size=6,
                tolerance_grad=1e-7, tolerance_change=1e-10, line_search_fn="strong_wolfe",
            )  # fmt: skip

            def closure():
                z = (x @ u + c) * scale
                loss = torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="sum") / n
                r = (z.sigmoid() - y) / n
                u.grad = (xt @ r + lam * u * scale) * scale
                c.grad = r.sum(0) * scale
                return loss + lam / 2 * (u * scale).square().sum()

            optimizer.step(closure)
            weight, bias = u * scale, c * scale
            f1, threshold = best_threshold((xv @ weight + bias).sigmoid(), true)
            if f1 > best[0]:
                best = (f1, threshold, weight, bias)
    _, threshold, weight, bias = best
    return Classifier(features, weight, bias, threshold)
