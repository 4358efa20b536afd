"""What is measured rather than compared: rates, distributions, scores of trained models, gradients of parameters."""

from __future__ import annotations

EN = {
    "unexpected_gradient": "{what} has a gradient although the result does not depend on it, or it is to stay frozen."
    " Look at where it is used, and at `requires_grad`.",
    "unexpected_gradient.kind": "Something has a gradient that should have none.",
    # Statistics
    "rate_differs": "The rate of {what} is {rate} in {trials} trials; it should be {expected}. Right code differs so"
    " much by chance once in a great many runs only ({test} test, probability {false_alarm}). Look at the probability"
    " that is used, and at whether it means keeping or dropping.",
    "rate_differs.kind": "Something random happens too often or too rarely.",
    "mean_differs": "The mean of {what} over {count} values is {mean}; it should be {expected}, give or take {margin}"
    " ({test}; right code is further away with probability {false_alarm}). Look at scaling factors.",
    "mean_differs.kind": "The mean of something random is wrong.",
    "out_of_range": "{actual} lies outside the range from {low} to {high} in {what}. Look at the scaling and at the"
    " limits.",
    "out_of_range.kind": "A random value lies outside its range.",
    "distribution_differs": "The distribution of {what} is not as it should be: over {count} values its cumulative"
    " frequencies are off by {distance} near {at}, at most {allowed} would be chance ({test} test, probability"
    " {false_alarm}). Draw a histogram and compare.",
    "distribution_differs.kind": "Something random has the wrong distribution.",
    "frequencies_differ": "{category} comes up with frequency {rate} among {trials} draws of {what}; it should be"
    " {expected} ({test} test, probability {false_alarm}). Look at the probabilities of the cases.",
    "frequencies_differ.kind": "Cases that are drawn at random have the wrong frequencies.",
    # Trained models
    "gate_missed": "The {metric} is {value}[?; at least {at_least} is needed?][?; at most {at_most} is allowed?] (runs:"
    " {runs}).[? This is no bad luck: the average over {certain} runs lies on the wrong side with 99 % certainty."
    "?][? After {possible} runs bad luck cannot be excluded: with another seed this code might pass.?][? There was no"
    " time for the {unsure} runs that would show whether it was bad luck.?] Look at whether the loss falls, then at the"
    " learning rate and the preprocessing.",
    "gate_missed.kind": "The trained model does not reach the required score.",
}

KO = {
    "unexpected_gradient": "결과가 의존하지 않거나 고정되어야 하는 {what}에 기울기가 있습니다. 어디에서 쓰이는지와"
    " `requires_grad`를 확인해 주세요.",
    "unexpected_gradient.kind": "기울기가 없어야 하는 곳에 기울기가 있습니다.",
    # Statistics
    "rate_differs": "{what}의 비율이 {trials}번 중 {rate}입니다. {expected}이어야 합니다. 올바른 코드에서 이만큼 차이가"
    " 날 확률은 {false_alarm}보다 작습니다({test} 검정). 확률 값과, 그 값이 남기는 확률인지 버리는 확률인지 확인해"
    " 주세요.",
    "rate_differs.kind": "무작위 사건이 너무 자주 또는 너무 드물게 일어납니다.",
    "mean_differs": "{what}의 평균이 값 {count}개에서 {mean}입니다. 기댓값은 {expected}, 허용 오차는 {margin}입니다"
    "({test}, 올바른 코드가 벗어날 확률 {false_alarm}). 곱하는 계수를 확인해 주세요.",
    "mean_differs.kind": "무작위 값의 평균이 다릅니다.",
    "out_of_range": "{what}에 {low}에서 {high}까지의 범위를 벗어난 값 {actual}이(가) 있습니다. 계수와 경계를 확인해"
    " 주세요.",
    "out_of_range.kind": "무작위 값이 범위를 벗어났습니다.",
    "distribution_differs": "{what}의 분포가 다릅니다. 값 {count}개의 누적 도수가 {at} 부근에서 {distance}만큼"
    " 어긋납니다. 우연으로 볼 수 있는 한도는 {allowed}입니다({test} 검정, 확률 {false_alarm}). 히스토그램을 그려 비교해"
    " 보세요.",
    "distribution_differs.kind": "무작위 값의 분포가 다릅니다.",
    "frequencies_differ": "{what}을(를) {trials}번 뽑았을 때 {category}의 비율이 {rate}입니다. {expected}이어야"
    " 합니다({test} 검정, 확률 {false_alarm}). 각 경우의 확률을 확인해 주세요.",
    "frequencies_differ.kind": "무작위로 뽑는 경우들의 비율이 다릅니다.",
    # Trained models
    "gate_missed": "{metric} 값이 {value}입니다[?. {at_least} 이상이어야 합니다?][?. {at_most} 이하여야 합니다?](학습"
    " {runs}회).[? 운이 나빴던 것이 아닙니다. {certain}회의 평균이 99 % 신뢰수준에서 기준에 미치지 못합니다.?][?"
    " {possible}회 학습한 결과로는 운이 나빴을 가능성을 배제할 수 없습니다. 다른 시드에서는 통과할 수도 있습니다.?][?"
    " 운이 나빴는지 알아보려면 {unsure}회 학습해야 하지만 시간이 부족했습니다.?] 손실이 줄어드는지 먼저 보고, 학습률과"
    " 전처리를 확인해 주세요.",
    "gate_missed.kind": "학습한 모델이 기준 점수에 이르지 못했습니다.",
}
