"""Texts of week 4's own checks."""

from __future__ import annotations

EN: dict[str, str] = {
    "week04.gru_torch": (
        "this is torch.nn.GRU's definition: the reset gate acts after the product, r∘(h·Wh_g). "
        "In this course it acts before it: (r∘h)·Wh_g."
    ),
    "week04.gru_torch_order": "the blocks are read in torch's order r, z, g; in this course it is z, r, g.",
    "week04.gru_torch_both": (
        "this is torch.nn.GRU: its blocks are in the order r, z, g and its reset gate acts after the product. "
        "In this course the order is z, r, g, and the reset gate acts before the product: (r∘h)·Wh_g."
    ),
    "week04.gru_update_swapped": "the update gate is the wrong way round: h' = (1 − z)∘g + z∘h keeps h where z is 1.",
    "week04.lstm_torch_order": "the blocks are read in torch's order i, f, g, o; in this course it is f, i, g, o.",
    "week04.lstm_swapped_results": "the two results are in the wrong order: return (h', c'), not (c', h').",
    "week04.grads_replaced": (
        "backward put a new array into grads[{index}]. Write into the array that is there, "
        "grads[{index}][...] = …, since an optimizer keeps hold of it."
    ),
    "week04.grads_accumulated": (
        "the second backward added to grads[{index}] instead of overwriting it: "
        "the gradients are those of the last step alone."
    ),
    "week04.embedding_not_frozen": (
        "with weights given, word_embeddings.weight still gets a gradient: the pretrained embedding is to stay frozen "
        "(nn.Embedding.from_pretrained(weights, freeze=True) or requires_grad_(False))."
    ),
    "week04.embedding_frozen": "without given weights word_embeddings.weight is trained, but it gets no gradient.",
    "week04.no_gradient": "no gradient reaches the parameter {name}: does the output depend on it?",
    "week04.unexpected_gradient": "the parameter {name} has a gradient although it did not influence these logits.",
    "week04.not_a_module": "{what}(…) has to give a torch.nn.Module, not a {got}.",
    "week04.state_names": "the state dict has other names than expected. Missing: {missing}; not expected: {extra}.",
    "week04.state_shape": "the parameter {name} has the shape {got}, expected {expected}.",
    "week04.no_predict": "train_sentiment has to return an object with a method predict; this is a {got} without one.",
    "week04.predict_not_list": "predict has to return a list of ints, one per text; this is a {got}.",
    "week04.predict_length": "predict returned {got} answers for {expected} texts.",
    "week04.predict_value": "predict has to return 0 or 1 for each text; predict(texts)[{index}] is {got}.",
}

KO: dict[str, str] = {
    "week04.gru_torch": (
        "torch.nn.GRU의 정의입니다. 리셋 게이트가 곱 뒤에 r∘(h·Wh_g)로 작용하고 있습니다. "
        "이 과목에서는 곱 앞에 (r∘h)·Wh_g로 작용합니다."
    ),
    "week04.gru_torch_order": "블록을 torch의 순서 r, z, g로 읽었습니다. 이 과목의 순서는 z, r, g입니다.",
    "week04.gru_torch_both": (
        "torch.nn.GRU의 정의입니다. 블록 순서가 r, z, g이고 리셋 게이트가 곱 뒤에 작용합니다. "
        "이 과목에서는 순서가 z, r, g이고 리셋 게이트가 곱 앞에 (r∘h)·Wh_g로 작용합니다."
    ),
    "week04.gru_update_swapped": (
        "업데이트 게이트의 방향이 반대입니다. h' = (1 − z)∘g + z∘h 이므로 z가 1이면 h가 그대로 남아야 합니다."
    ),
    "week04.lstm_torch_order": "블록을 torch의 순서 i, f, g, o로 읽었습니다. 이 과목의 순서는 f, i, g, o입니다.",
    "week04.lstm_swapped_results": "두 반환값의 순서가 바뀌었습니다. (c', h')가 아니라 (h', c')를 반환해 주세요.",
    "week04.grads_replaced": (
        "backward가 grads[{index}]를 새 배열로 바꾸었습니다. 옵티마이저가 원래 배열을 붙들고 있으므로 "
        "grads[{index}][...] = … 처럼 그 배열 안에 써 주세요."
    ),
    "week04.grads_accumulated": (
        "두 번째 backward가 grads[{index}]를 덮어쓰지 않고 더했습니다. 마지막 단계의 기울기만 담겨야 합니다."
    ),
    "week04.embedding_not_frozen": (
        "weights를 주었는데도 word_embeddings.weight에 기울기가 흐릅니다. 사전 학습된 임베딩은 고정해야 합니다 "
        "(nn.Embedding.from_pretrained(weights, freeze=True) 또는 requires_grad_(False))."
    ),
    "week04.embedding_frozen": (
        "weights를 주지 않으면 word_embeddings.weight도 학습되어야 하는데 기울기가 흐르지 않습니다."
    ),
    "week04.no_gradient": "매개변수 {name}에 기울기가 닿지 않습니다. 출력이 이 매개변수에 의존하는지 확인해 주세요.",
    "week04.unexpected_gradient": "매개변수 {name}은(는) 이 로짓에 영향을 줄 수 없는데 기울기가 있습니다.",
    "week04.not_a_module": "{what}(…)은 torch.nn.Module이어야 하는데 {got}입니다.",
    "week04.state_names": "state_dict의 이름이 다릅니다. 빠진 이름: {missing}; 예상하지 못한 이름: {extra}.",
    "week04.state_shape": "매개변수 {name}의 형태가 {got}입니다. {expected}이어야 합니다.",
    "week04.no_predict": "train_sentiment는 predict 메서드가 있는 객체를 반환해야 하는데, 반환된 {got}에는 없습니다.",
    "week04.predict_not_list": "predict는 문장마다 정수 하나씩 담은 리스트를 반환해야 하는데 {got}을(를) 반환했습니다.",
    "week04.predict_length": "문장 {expected}개에 대해 predict가 {got}개의 답을 반환했습니다.",
    "week04.predict_value": "predict는 문장마다 0 또는 1을 반환해야 합니다. predict(texts)[{index}]가 {got}입니다.",
}
