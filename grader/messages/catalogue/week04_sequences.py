"""Texts of week 4's checks of sequences, language models and taggers."""

from __future__ import annotations

EN: dict[str, str] = {
    "week04.beyond_cut": (
        "dxs[:, {step}] is not zero, although only hidden states of the block of the steps {first} to {last} "
        "have a gradient. It must not leave the block."
    ),
    "week04.beyond_cut.kind": "A gradient leaves the block in which it arose.",
    "week04.directions_first": (
        "h_n has the right states in another order: layer 0 forward, layer 0 reverse, layer 1 forward, and so "
        "on. The layers are outermost."
    ),
    "week04.directions_first.kind": "The final states are right, but in another order.",
    "week04.parameter_count": (
        "the model has {got} parameters, expected {expected}; the length of a sequence adds none."
    ),
    "week04.parameter_count.kind": "The model has another number of parameters than it should.",
    "week04.no_step": (
        "train_language_model has to return an object with the methods start and step; this is a {got} without them."
    ),
    "week04.no_step.kind": "What the training returns lacks a method.",
    "week04.step_not_pair": "step has to return the tuple (logits, state); this is a {got}.",
    "week04.step_not_pair.kind": "A step does not give logits and state.",
    "week04.no_memory": (
        "the logits depend on the last token alone: two different histories that end in the same token gave the "
        "same. Does step use the state that it is given, and return the new one?"
    ),
    "week04.no_memory.kind": "The predictions do not depend on the tokens before the last one.",
    "week04.perplexity_above": (
        "the perplexity is {value}; it must not exceed {threshold} (runs: {runs}). Look at whether the loss "
        "falls, then at the learning rate, and whether the targets are the inputs shifted by one."
    ),
    "week04.perplexity_above.kind": "The trained model does not reach the required perplexity.",
    "week04.padding_gradient": "the loss has a gradient at padding, where the tag is −100; it has to be exactly 0.",
    "week04.padding_gradient.kind": "Padding takes part in the loss.",
    "week04.no_tagger": "train_tagger has to return an object with a method predict; this is a {got} without one.",
    "week04.no_tagger.kind": "What the training returns lacks a method.",
    "week04.tags_not_list": "predict has to return a list of tags for every sentence; number {index} is a {got}.",
    "week04.tags_not_list.kind": "The predicted tags are not in lists.",
    "week04.tags_length": "predict gave {got} tags to sentence {index}, which has {expected} tokens.",
    "week04.tags_length.kind": "The number of predicted tags is wrong.",
    "week04.tags_value": "a tag has to be an int from 0 to {highest}; in sentence {index} there is {got}.",
    "week04.tags_value.kind": "A predicted tag is none.",
}

KO: dict[str, str] = {
    "week04.beyond_cut": (
        "시점 {first}부터 {last}까지의 블록에만 은닉 상태의 기울기가 있는데 dxs[:, {step}]가 0이 아닙니다. "
        "기울기는 블록 밖으로 나가지 않아야 합니다."
    ),
    "week04.beyond_cut.kind": "기울기가 생긴 블록 밖으로 나갑니다.",
    "week04.directions_first": (
        "h_n의 상태는 맞지만 순서가 다릅니다. 0층 정방향, 0층 역방향, 1층 정방향의 순서로, 층이 바깥쪽입니다."
    ),
    "week04.directions_first.kind": "마지막 은닉 상태는 맞지만 순서가 다릅니다.",
    "week04.parameter_count": (
        "매개변수가 {got}개입니다. {expected}개여야 하며, 시퀀스가 길어져도 늘어나지 않아야 합니다."
    ),
    "week04.parameter_count.kind": "매개변수의 수가 다릅니다.",
    "week04.no_step": (
        "train_language_model은 start와 step 메서드가 있는 객체를 반환해야 하는데, 반환된 {got}에는 없습니다."
    ),
    "week04.no_step.kind": "학습 함수가 반환한 객체에 메서드가 없습니다.",
    "week04.step_not_pair": "step은 튜플 (로짓, 상태)를 반환해야 하는데 {got}을(를) 반환했습니다.",
    "week04.step_not_pair.kind": "한 단계의 결과가 로짓과 상태가 아닙니다.",
    "week04.no_memory": (
        "로짓이 마지막 토큰에만 의존합니다. 앞부분이 달라도 마지막 토큰이 같으면 같은 로짓이 나왔습니다. step이 "
        "받은 상태를 쓰고 새 상태를 반환하는지 확인해 주세요."
    ),
    "week04.no_memory.kind": "예측이 마지막 토큰보다 앞의 토큰에 의존하지 않습니다.",
    "week04.perplexity_above": (
        "혼란도(perplexity)가 {value}로 기준 {threshold}보다 큽니다(학습 {runs}회). 손실이 줄어드는지 먼저 보고, "
        "학습률과 정답이 입력을 한 칸 민 것인지 확인해 주세요."
    ),
    "week04.perplexity_above.kind": "학습한 모델이 기준 혼란도에 이르지 못했습니다.",
    "week04.padding_gradient": "태그가 −100인 패딩 위치에 손실의 기울기가 있습니다. 정확히 0이어야 합니다.",
    "week04.padding_gradient.kind": "패딩이 손실에 포함됩니다.",
    "week04.no_tagger": "train_tagger는 predict 메서드가 있는 객체를 반환해야 하는데, 반환된 {got}에는 없습니다.",
    "week04.no_tagger.kind": "학습 함수가 반환한 객체에 메서드가 없습니다.",
    "week04.tags_not_list": "predict는 문장마다 태그 리스트를 반환해야 하는데 {index}번째가 {got}입니다.",
    "week04.tags_not_list.kind": "예측한 태그가 리스트에 담겨 있지 않습니다.",
    "week04.tags_length": "{index}번째 문장은 토큰이 {expected}개인데 predict가 태그 {got}개를 반환했습니다.",
    "week04.tags_length.kind": "예측한 태그의 수가 다릅니다.",
    "week04.tags_value": "태그는 0부터 {highest}까지의 정수여야 하는데 {index}번째 문장에 {got}이(가) 있습니다.",
    "week04.tags_value.kind": "예측한 태그가 올바른 값이 아닙니다.",
}
