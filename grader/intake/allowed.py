"""The calls that a notebook's constants may hold, by dotted name: cheap ones that only make a value."""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


BUILTINS = _words(
    "abs bool bytes chr complex dict divmod enumerate filter float frozenset int len list map max min object ord pow",
    "range repr reversed round set slice sorted str sum tuple type zip",
    "get_ipython",  # a name of notebooks: asked whether this is Colab
)
CALLERS = frozenset({"map", "filter"})  # these call their first argument at once
FUNCTIONS = _words(
    "argparse.Namespace copy.copy copy.deepcopy dataclasses.field datetime.date datetime.datetime datetime.timedelta",
    "collections.Counter collections.OrderedDict collections.defaultdict collections.deque collections.namedtuple",
    "easydict.EasyDict enum.Enum functools.partial pathlib.Path random.Random re.compile types.SimpleNamespace",
    "os.getcwd os.getenv os.environ.get os.path.basename os.path.dirname os.path.exists os.path.expanduser",
    "os.path.isdir os.path.isfile os.path.join",
    # the Korean and English analysers of the course: functions use them as globals
    "kiwipiepy.Kiwi mecab.MeCab nltk.corpus.stopwords.words",
)
# Everything below these.
MODULES = ("math.", "string.", "typing.", "konlpy.tag.", "nltk.stem.", "nltk.tokenize.")
GROWING = _words("math.factorial math.comb math.perm")  # their values grow out of all bounds
TORCH = _words(
    "device tensor as_tensor Tensor FloatTensor DoubleTensor LongTensor IntTensor BoolTensor zeros ones full empty",
    "arange linspace logspace eye rand randn randint randperm zeros_like ones_like from_numpy Generator Size",
    "finfo iinfo get_default_dtype cuda.is_available cuda.device_count backends.mps.is_available manual_seed",
    "stack cat exp log sqrt tril triu",
)
NUMPY = _words(
    "array asarray zeros ones full empty arange linspace logspace eye identity zeros_like ones_like dtype finfo iinfo",
    "float16 float32 float64 int8 uint8 int32 int64 bool_",
    "random.rand random.randn random.randint random.default_rng random.RandomState",
    "stack concatenate exp log sqrt",
)
SIZED = _words("zeros ones full empty arange eye rand randn randint randperm linspace identity")  # arguments are sizes
# Methods that return a new value and do nothing else: of text, collections, tensors, modules, generators.
METHODS = _words(
    "split rsplit splitlines strip lstrip rstrip lower upper title capitalize replace join format encode decode",
    "startswith endswith count index items keys values copy union intersection difference most_common",
    "to cpu float double long int bool item view reshape size dim unsqueeze squeeze transpose permute t tolist numpy",
    "astype sum mean requires_grad_ eval manual_seed",
)
