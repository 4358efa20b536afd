"""The mistake behind a wrong answer, as the diagnosis names it: one entry per `grader.mistakes.Mistake`.

Every placeholder is optional, since not every way of finding a mistake tells as much.
"""

from __future__ import annotations

EN = {
    # Axes and order
    "mistake.permuted": "The numbers are right, but the axes are in another order[?: in {what}?][? (order {axes})?]."
    " Look for a missing or superfluous transpose, `reshape` used as a transpose, or `batch_first`.",
    "mistake.permuted.kind": "Axes are in the wrong order: a transpose, or batch and time exchanged.",
    "mistake.wrong_axis": "This is what comes out when an operation runs over the wrong axis[?: {what}?][? (axis"
    " {axis})?]. Check `dim`/`axis` of softmax, mean, sum and cat.",
    "mistake.wrong_axis.kind": "An operation runs over the wrong axis.",
    "mistake.swapped_operands": "This is what comes out when two operands are exchanged[?: {what}?] (a − b for b −"
    " a, W·x for x·W).",
    "mistake.swapped_operands.kind": "Two operands are exchanged.",
    "mistake.swapped_blocks": "This is what comes out when blocks (gates, slices of a weight) are read in another"
    " order[?: {what}?][? ({order})?]. Compare their order with the task.",
    "mistake.swapped_blocks.kind": "Blocks, such as the gates, are in another order.",
    "mistake.swapped_results": "The results are right, but they come in another order.[? Yours: {order}; asked for:"
    " {wanted}.?]",
    "mistake.swapped_results.kind": "The results are returned in another order.",
    "mistake.reversed": "The numbers are right, but reversed along an axis[?: {what}?][? (axis {axis})?].",
    "mistake.reversed.kind": "The order along an axis is reversed.",
    # Size
    "mistake.scaled": "This is what comes out with a wrong constant factor[?: {what}?][? is {factor} times what it"
    " should be?]. Look at divisions by a size and at scalings such as 1/√d.",
    "mistake.scaled.kind": "A constant factor is wrong.",
    "mistake.sign": "The sign is wrong[?: {what}?]. Look for a minus that is missing or one too many.",
    "mistake.sign.kind": "A sign is wrong.",
    "mistake.sum_for_mean": "This is the sum; the mean is asked for[?: {what}?]. Divide by the number of entries.",
    "mistake.sum_for_mean.kind": "A sum stands where the mean is asked for.",
    "mistake.mean_for_sum": "This is the mean; the sum is asked for[?: {what}?]. Look for `mean`, or a division by"
    " the batch size, that is too much.",
    "mistake.mean_for_sum.kind": "A mean stands where the sum is asked for.",
    "mistake.wrong_reduction": "This is what comes out with another reduction[?: {what}?]. Look at sum, mean, max"
    " and at which axes they take away.",
    "mistake.wrong_reduction.kind": "A sum, mean or maximum is the wrong one.",
    # Terms and factors
    "mistake.missing_term": "This is what comes out when a term is left out[?: {what}?][? (`{argument}`)?]. Count"
    " the terms of the formula.",
    "mistake.missing_term.kind": "A term of a formula is missing.",
    "mistake.missing_bias": "This is what comes out when the bias[? `{argument}`?] is left out[?: {what}?].",
    "mistake.missing_bias.kind": "The bias is missing.",
    "mistake.doubled_term": "This is what comes out when a term is added twice[?: {what}?].",
    "mistake.doubled_term.kind": "A term is counted twice.",
    "mistake.missing_factor": "This is what comes out when a factor is left out[?: {what}?][? (`{argument}`)?]. Go"
    " through the products of the formula.",
    "mistake.missing_factor.kind": "A factor of a product is missing.",
    "mistake.missing_derivative": "This is what comes out when the derivative of the activation is left out[?:"
    " {what}?]: 1 − h² for tanh, s(1 − s) for the sigmoid, 0 or 1 for ReLU.",
    "mistake.missing_derivative.kind": "The derivative of an activation is missing.",
    "mistake.wrong_activation": "This is what comes out with another activation function[?: {what}?].",
    "mistake.wrong_activation.kind": "An activation function is the wrong one.",
    "mistake.wrong_operation": "This is what comes out with another operation, such as + for · or a matrix product"
    " for an elementwise one[?: {what}?].",
    "mistake.wrong_operation.kind": "An operation is the wrong one.",
    "mistake.wrong_constant": "This is what comes out with another constant[?: {what}?]. Compare the numbers in your"
    " code with the task.",
    "mistake.wrong_constant.kind": "A constant is wrong.",
    "mistake.ignored_argument": "This is what comes out when the argument[? `{argument}`?] is not used[?: {what}?].",
    "mistake.ignored_argument.kind": "An argument is not used.",
    # Positions and masks
    "mistake.shifted": "The numbers are right, but moved by one step[?: {what}?][? (axis {axis})?].",
    "mistake.shifted.kind": "Everything is moved by one step.",
    "mistake.off_by_one": "This is what comes out when a slice, a range or a comparison is off by one[?: {what}?].",
    "mistake.off_by_one.kind": "A slice, a range or a comparison is off by one.",
    "mistake.mask_inverted": "The mask is the wrong way round[?: {what}?]: what should be seen is hidden.",
    "mistake.mask_inverted.kind": "A mask is the wrong way round.",
    "mistake.mask_off_by_one": "The mask is off by one position[?: {what}?]. Check whether the diagonal belongs to it.",
    "mistake.mask_off_by_one.kind": "A mask is off by one position.",
    "mistake.condition_inverted": "This is what comes out when a condition is the wrong way round[?: {what}?].",
    "mistake.condition_inverted.kind": "A condition is the wrong way round.",
    # Gradients and state
    "mistake.detached": "This is what comes out when the computation graph is cut[?: {what}?]. Look for `detach()`,"
    " `.data`, `.item()` and `torch.no_grad()`.",
    "mistake.detached.kind": "The computation graph is cut.",
    "mistake.not_accumulated": "This is what comes out when a gradient is overwritten instead of added up over all"
    " uses or steps[?: {what}?].",
    "mistake.not_accumulated.kind": "A gradient is overwritten instead of added up.",
    "mistake.accumulated": "This was added to what was there from before[?: {what}?]. Overwrite it, or reset it"
    " first (`zero_grad()`).",
    "mistake.accumulated.kind": "Something is added to what was there from before.",
    "mistake.input_modified": "This is what comes out when an input is changed in place[?: {what}?]. Work on a copy.",
    "mistake.input_modified.kind": "An input is changed in place.",
    "mistake.stale": "This is the result of an earlier call[?: {what}?]. Look for state that is kept and not renewed.",
    "mistake.stale.kind": "The result is that of an earlier call.",
    # Types
    "mistake.integer": "These are the right numbers as integers[?: {what}?]. Look for `//`, `int()`, `.long()` or an"
    " array of integers.",
    "mistake.integer.kind": "Integers stand where real numbers are asked for.",
    "mistake.precision": "The result has fewer digits than its input[?: {what}?]. Look for `.float()`, `.half()` and"
    " new tensors without the dtype of the input.",
    "mistake.precision.kind": "The result is less precise than it should be.",
    "mistake.device": "The result lies on another device[?: {what}?]. Create new tensors on the device of the input.",
    "mistake.device.kind": "The result lies on another device.",
    # Answers that are none
    "mistake.constant": "The same number stands everywhere[?: {what}?]: the result does not depend on the input.",
    "mistake.constant.kind": "The result does not depend on the input.",
    "mistake.zeros": "Everything is 0[?: {what}?]. Look for a result that is created but never filled.",
    "mistake.zeros.kind": "The result is zero everywhere.",
    "mistake.other_task": "This is the answer to another task[?: {what}?].",
    "mistake.other_task.kind": "This is the answer to another task.",
}

KO = {
    # Axes and order
    "mistake.permuted": "값은 맞지만 축의 순서가 다릅니다[?: {what}?][?(축 순서 {axes})?]. 전치가 빠졌거나 남는지,"
    " 전치 대신 `reshape`을 썼는지, `batch_first` 설정이 맞는지 확인해 주세요.",
    "mistake.permuted.kind": "축의 순서가 다릅니다. 전치나 배치·시간 차원의 순서를 확인해 주세요.",
    "mistake.wrong_axis": "다른 축을 따라 계산했을 때 나오는 값입니다[?: {what}?][?(축 {axis})?]. softmax, 평균, 합,"
    " cat의 `dim`/`axis`를 확인해 주세요.",
    "mistake.wrong_axis.kind": "다른 축을 따라 계산했습니다.",
    "mistake.swapped_operands": "피연산자 두 개의 자리를 바꾸었을 때 나오는 값입니다[?: {what}?](b − a 대신 a − b,"
    " x·W 대신 W·x).",
    "mistake.swapped_operands.kind": "피연산자의 자리가 바뀌었습니다.",
    "mistake.swapped_blocks": "블록(게이트, 가중치의 조각)을 다른 순서로 읽었을 때 나오는 값입니다[?:"
    " {what}?][?({order})?]. 과제에 적힌 순서와 비교해 주세요.",
    "mistake.swapped_blocks.kind": "게이트와 같은 블록의 순서가 바뀌었습니다.",
    "mistake.swapped_results": "값은 맞지만 반환 순서가 다릅니다.[? 반환해야 할 순서: {wanted}, 제출한 순서:"
    " {order}.?]",
    "mistake.swapped_results.kind": "반환값의 순서가 바뀌었습니다.",
    "mistake.reversed": "값은 맞지만 한 축을 따라 순서가 거꾸로입니다[?: {what}?][?(축 {axis})?].",
    "mistake.reversed.kind": "한 축을 따라 순서가 거꾸로입니다.",
    # Size
    "mistake.scaled": "상수배가 틀렸을 때 나오는 값입니다[?: {what}?][?, 올바른 값의 {factor}배?]. 크기로 나누는"
    " 곳과 1/√d 같은 스케일링을 확인해 주세요.",
    "mistake.scaled.kind": "상수배가 틀렸습니다.",
    "mistake.sign": "부호가 반대입니다[?: {what}?]. 빠졌거나 더 들어간 음의 부호가 있는지 확인해 주세요.",
    "mistake.sign.kind": "부호가 반대입니다.",
    "mistake.sum_for_mean": "평균이 아니라 합입니다[?: {what}?]. 원소의 개수로 나누어 주세요.",
    "mistake.sum_for_mean.kind": "평균 대신 합을 구했습니다.",
    "mistake.mean_for_sum": "합이 아니라 평균입니다[?: {what}?]. `mean`이나 배치 크기로 나누는 곳이 있는지 확인해"
    " 주세요.",
    "mistake.mean_for_sum.kind": "합 대신 평균을 구했습니다.",
    "mistake.wrong_reduction": "축소 연산이 다를 때 나오는 값입니다[?: {what}?]. 합, 평균, 최댓값 가운데 무엇을 어느"
    " 축에 대해 구하는지 확인해 주세요.",
    "mistake.wrong_reduction.kind": "합, 평균, 최댓값 같은 축소 연산이 다릅니다.",
    # Terms and factors
    "mistake.missing_term": "식에서 항 하나가 빠졌을 때 나오는 값입니다[?: {what}?][?(`{argument}`)?]. 식의 항을"
    " 하나씩 세어 보세요.",
    "mistake.missing_term.kind": "식에서 항 하나가 빠졌습니다.",
    "mistake.missing_bias": "편향[? `{argument}`?]을 더하지 않았을 때 나오는 값입니다[?: {what}?].",
    "mistake.missing_bias.kind": "편향이 빠졌습니다.",
    "mistake.doubled_term": "항 하나를 두 번 더했을 때 나오는 값입니다[?: {what}?].",
    "mistake.doubled_term.kind": "항 하나를 두 번 더했습니다.",
    "mistake.missing_factor": "곱에서 인수 하나가 빠졌을 때 나오는 값입니다[?: {what}?][?(`{argument}`)?]. 식의 곱을"
    " 하나씩 확인해 주세요.",
    "mistake.missing_factor.kind": "곱에서 인수 하나가 빠졌습니다.",
    "mistake.missing_derivative": "활성화 함수의 미분을 곱하지 않았을 때 나오는 값입니다[?: {what}?]. tanh는 1 − h²,"
    " 시그모이드는 s(1 − s), ReLU는 0 또는 1입니다.",
    "mistake.missing_derivative.kind": "활성화 함수의 미분이 빠졌습니다.",
    "mistake.wrong_activation": "다른 활성화 함수를 썼을 때 나오는 값입니다[?: {what}?].",
    "mistake.wrong_activation.kind": "활성화 함수가 다릅니다.",
    "mistake.wrong_operation": "곱 대신 합, 원소별 곱 대신 행렬 곱처럼 다른 연산을 했을 때 나오는 값입니다[?:"
    " {what}?].",
    "mistake.wrong_operation.kind": "연산이 다릅니다.",
    "mistake.wrong_constant": "상수가 다를 때 나오는 값입니다[?: {what}?]. 코드의 숫자를 과제의 설명과 비교해 주세요.",
    "mistake.wrong_constant.kind": "상수가 다릅니다.",
    "mistake.ignored_argument": "인자[? `{argument}`?]을(를) 쓰지 않았을 때 나오는 값입니다[?: {what}?].",
    "mistake.ignored_argument.kind": "쓰지 않은 인자가 있습니다.",
    # Positions and masks
    "mistake.shifted": "값은 맞지만 한 칸 밀려 있습니다[?: {what}?][?(축 {axis})?].",
    "mistake.shifted.kind": "값이 한 칸 밀려 있습니다.",
    "mistake.off_by_one": "슬라이스, 범위, 비교가 하나 어긋났을 때 나오는 값입니다[?: {what}?].",
    "mistake.off_by_one.kind": "슬라이스, 범위, 비교가 하나 어긋났습니다.",
    "mistake.mask_inverted": "마스크가 반대입니다[?: {what}?]. 보여야 할 것이 가려져 있습니다.",
    "mistake.mask_inverted.kind": "마스크가 반대입니다.",
    "mistake.mask_off_by_one": "마스크가 한 칸 어긋났습니다[?: {what}?]. 대각선이 마스크에 들어가는지 확인해 주세요.",
    "mistake.mask_off_by_one.kind": "마스크가 한 칸 어긋났습니다.",
    "mistake.condition_inverted": "조건이 반대일 때 나오는 값입니다[?: {what}?].",
    "mistake.condition_inverted.kind": "조건이 반대입니다.",
    # Gradients and state
    "mistake.detached": "계산 그래프가 끊겼을 때 나오는 값입니다[?: {what}?]. `detach()`, `.data`, `.item()`,"
    " `torch.no_grad()`가 있는지 확인해 주세요.",
    "mistake.detached.kind": "계산 그래프가 끊겼습니다.",
    "mistake.not_accumulated": "기울기를 모든 사용처나 시점에 걸쳐 더하지 않고 덮어썼을 때 나오는 값입니다[?:"
    " {what}?].",
    "mistake.not_accumulated.kind": "기울기를 누적하지 않고 덮어썼습니다.",
    "mistake.accumulated": "이전에 있던 값에 더해졌습니다[?: {what}?]. 덮어쓰거나 먼저 0으로 만들어"
    " 주세요(`zero_grad()`).",
    "mistake.accumulated.kind": "이전에 있던 값에 더해졌습니다.",
    "mistake.input_modified": "입력을 직접 바꾸었을 때 나오는 값입니다[?: {what}?]. 복사본으로 작업해 주세요.",
    "mistake.input_modified.kind": "입력을 직접 바꾸었습니다.",
    "mistake.stale": "앞선 호출의 결과입니다[?: {what}?]. 저장해 두고 새로 고치지 않는 값이 있는지 확인해 주세요.",
    "mistake.stale.kind": "앞선 호출의 결과입니다.",
    # Types
    "mistake.integer": "값은 맞지만 정수로 잘렸습니다[?: {what}?]. `//`, `int()`, `.long()`, 정수 배열이 있는지"
    " 확인해 주세요.",
    "mistake.integer.kind": "실수여야 할 곳에 정수가 있습니다.",
    "mistake.precision": "결과의 정밀도가 입력보다 낮습니다[?: {what}?]. `.float()`, `.half()`, 입력의 dtype을"
    " 따르지 않는 새 텐서가 있는지 확인해 주세요.",
    "mistake.precision.kind": "결과의 정밀도가 낮습니다.",
    "mistake.device": "결과가 다른 장치에 있습니다[?: {what}?]. 새 텐서는 입력과 같은 장치에 만들어 주세요.",
    "mistake.device.kind": "결과가 다른 장치에 있습니다.",
    # Answers that are none
    "mistake.constant": "모든 값이 같습니다[?: {what}?]. 결과가 입력에 의존하지 않습니다.",
    "mistake.constant.kind": "결과가 입력에 의존하지 않습니다.",
    "mistake.zeros": "모든 값이 0입니다[?: {what}?]. 만들기만 하고 채우지 않은 결과가 있는지 확인해 주세요.",
    "mistake.zeros.kind": "모든 값이 영(zero)입니다.",
    "mistake.other_task": "다른 과제의 답입니다[?: {what}?].",
    "mistake.other_task.kind": "다른 과제의 답입니다.",
}
