"""The alphabet of normalised code: what a student cannot rename keeps its name, everything else is one of a kind."""

from __future__ import annotations

import keyword

# Attributes of torch, numpy and Python's own containers. A fixed list: what it holds must not depend on a hand-in, or
# a copy could shift the alphabet for itself.
_ATTRIBUTES = """
T mT H shape ndim dtype device size dim numel item tolist numpy detach clone copy contiguous view reshape permute
transpose flatten squeeze unsqueeze expand expand_as repeat tile chunk split cat concat concatenate stack hstack vstack
append extend insert pop remove index count sort sorted reverse keys values items get update add setdefault join strip
split lower upper replace format encode decode startswith endswith
zeros zeros_like ones ones_like empty empty_like full full_like arange linspace eye diag tril triu rand randn randint
randperm normal uniform tensor as_tensor from_numpy array asarray to cpu cuda float double half long int bool type
astype fill_ zero_ copy_ add_ mul_ sub_ div_ clamp_ normal_ uniform_ xavier_uniform_ xavier_normal_ kaiming_uniform_
matmul mm bmm dot outer inner einsum tensordot mul div sub neg pow sqrt rsqrt exp log log2 log1p expm1 abs sign sin cos
tanh sigmoid relu gelu silu elu leaky_relu softmax log_softmax softplus logsumexp logaddexp sum mean std var max min
amax amin argmax argmin cumsum cumprod prod norm topk kthvalue any all where masked_fill masked_fill_ masked_select
gather scatter scatter_ index_select take nonzero flip roll unbind clip clamp maximum minimum round floor ceil isnan
isinf isfinite eq ne lt le gt ge logical_and logical_or logical_not split_with_sizes narrow select unfold
nn functional optim utils data linalg random autograd init rnn special Module ModuleList ModuleDict Sequential Parameter
ParameterList Linear Embedding EmbeddingBag Dropout LayerNorm BatchNorm1d Conv1d Conv2d RNN LSTM GRU RNNCell LSTMCell
GRUCell Transformer MultiheadAttention ReLU Tanh Sigmoid GELU Softmax LogSoftmax CrossEntropyLoss NLLLoss MSELoss
BCELoss BCEWithLogitsLoss Identity Flatten MaxPool1d MaxPool2d AdaptiveAvgPool1d linear embedding dropout cross_entropy
nll_loss mse_loss binary_cross_entropy binary_cross_entropy_with_logits one_hot pad layer_norm
scaled_dot_product_attention
SGD Adam AdamW RMSprop lr_scheduler step zero_grad backward grad requires_grad requires_grad_ no_grad enable_grad
set_grad_enabled parameters named_parameters buffers register_buffer state_dict load_state_dict train eval forward
apply modules children DataLoader Dataset TensorDataset random_split manual_seed Generator clip_grad_norm_
clip_grad_value_ pack_padded_sequence pad_packed_sequence pad_sequence pack_sequence PackedSequence batch_sizes
sorted_indices unsorted_indices batch_first enforce_sorted svd svdvals eigvals inv pinv solve vector_norm matrix_norm
float16 float32 float64 int32 int64 long bool uint8 inf nan pi newaxis special_tokens perf_counter time Counter
most_common defaultdict deque chain product zip_longest reduce partial ascontiguousarray allclose isclose array_equal
expit swapaxes moveaxis broadcast_to unique bincount searchsorted seed choice shuffle permutation default_rng sample
device_count is_available memory_format data_ptr element_size nelement weight bias in_features out_features hidden_size
num_layers weight_ih_l0 weight_hh_l0 bias_ih_l0 bias_hh_l0 new_zeros new_ones new_full new_tensor bernoulli multinomial
"""
_BUILTINS = """
abs all any bool dict divmod enumerate filter float frozenset getattr hasattr hash id input int isinstance issubclass
iter len list map max min next object open pow print property range repr reversed round set setattr slice sorted str sum
super tuple type vars zip staticmethod classmethod ValueError TypeError RuntimeError NotImplementedError
"""
_OPERATORS = """
**= //= >>= <<= ... -> := == != <= >= += -= *= /= %= @= &= |= ^= ** // << >>
+ - * / % @ & | ^ ~ < > = [ ] { } , : .
"""

_CONSTANTS = frozenset({"True", "False", "None"})
NAME, ATTRIBUTE, NUMBER, TEXT, LINE = range(1, 6)
_names = iter(range(6, 1 << 16))
KEYWORDS = {word: next(_names) for word in sorted(set(keyword.kwlist) - _CONSTANTS)}
OPERATORS = {operator: next(_names) for operator in _OPERATORS.split()}
LIBRARY = {word: next(_names) for word in sorted(set(_ATTRIBUTES.split()))}
CALLED = {word: next(_names) for word in sorted(set(_BUILTINS.split()))}
KEYWORDS |= dict.fromkeys(sorted(_CONSTANTS), NUMBER)
