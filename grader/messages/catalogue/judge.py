"""What a check reports: what is wrong, and what to look at."""

from __future__ import annotations

EN = {
    "check_failed": "This check did not pass.",
    "check_failed.kind": "This check did not pass.",
    "what.result": "the result",
    # The submission
    "not_started": "`{name}` is still the stub from the template. Write it, then check again.",
    "not_started.kind": "This part is still the stub from the template.",
    "missing_name": "Your submission does not define `{name}`.[? Similar names in it: {similar}.?]"
    " Check the spelling and the file it is in.",
    "missing_name.kind": "A name that the task asks for is not defined.",
    "load_error": "The file[? `{file}`?] could not be loaded. {type}[?: {text}?]. Outside functions and classes"
    " keep only imports, definitions and constants.",
    "load_error.kind": "The file could not be loaded.",
    "forbidden": "`{name}` is not allowed in this task. Write this part of the computation yourself.",
    "forbidden.kind": "A name that is not allowed in this task is used.",
    # The process
    "student_error": "Your code stopped with {type}[?: {text}?]. Look at the place where it happens and at the values"
    " used there.",
    "student_error.kind": "Your code stopped with an exception.",
    "timeout": "There was no answer within {seconds} seconds. Look for an endless loop, or for a Python loop that"
    " one tensor operation could replace.",
    "timeout.kind": "There was no answer within the time limit.",
    "memory": "Your code needed more than the {limit_mb} MB of memory it may use.[? It had {reached_mb} MB.?]"
    " Look for tensors that are larger"
    " than needed, and for lists that keep whole computation graphs (use `detach()`).",
    "memory.kind": "The memory limit was exceeded.",
    "cpu_time": "Your code used more than the {seconds} seconds of processor time it may use. Look for work that is"
    " repeated, and for threads that never end.",
    "cpu_time.kind": "The limit on processor time was exceeded.",
    "gpu_memory": "Your code needed more GPU memory than it may use. Use smaller batches, and evaluate under"
    " `torch.no_grad()`.",
    "gpu_memory.kind": "The GPU memory limit was exceeded.",
    "disk": "Your code wrote more than the {limit_mb} MB it may write. Keep intermediate results in memory, and"
    " check for files written in a loop.",
    "disk.kind": "The disk limit was exceeded.",
    "crashed_exit": "The process that ran your code ended early, with exit status {status}. Look for `exit()`,"
    " `quit()`, `sys.exit()` or `os._exit()`.",
    "crashed_exit.kind": "The process that ran your code ended early.",
    "crashed_signal": "The process that ran your code was ended by signal {signal}. Look for very deep recursion,"
    " an index out of range inside native code, or code that ends processes.",
    "crashed_signal.kind": "The process that ran your code was ended by a signal.",
    "protocol_broken": "The process that ran your code sent something that is not an answer. Remove code that"
    " writes to files or sockets it did not open itself.",
    "protocol_broken.kind": "The process that ran your code sent something that is not an answer.",
    # What crosses
    "input_modified": "Your code changed its input `{path}` in place. Work on a copy (`clone()`, `copy()`), and look"
    " for `+=`, `x[...] =` and methods that end in `_`.",
    "input_modified.kind": "An input was changed in place.",
    "unsendable": "A value of your code cannot be handed over: {what}[? at `{path}`?]. Return tensors, arrays,"
    " numbers and strings, or lists, tuples and dicts of them.",
    "unsendable.kind": "A value of your code has a type that cannot be handed over.",
    "unexpected_value": "The check could not use what your code returned.[? {text}?] Compare its type and structure"
    " with what the task asks for.",
    "unexpected_value.kind": "The check could not use what your code returned.",
    # Values
    "type_differs": "The type of {what} is `{actual}`; it should be `{expected}`. Look at what the function returns"
    " and at conversions on the way.",
    "type_differs.kind": "The type of a value is wrong.",
    "dtype_differs": "The dtype of {what} is `{actual}`; it should be `{expected}`. Look for constants and new"
    " tensors created with another dtype.",
    "dtype_differs.kind": "The dtype of a value is wrong.",
    "shape_differs": "The shape of {what} is {actual}; it should be {expected}. Look at the order of the axes, and at"
    " `reshape`, transposes and sums.",
    "shape_differs.kind": "The shape of a value is wrong.",
    "length_differs": "The length of {what} is {actual}; it should be {expected}. Look at where loops begin and end.",
    "length_differs.kind": "The length of a value is wrong.",
    "keys_differ": "The keys of {what} are not as expected.[? Missing: {missing}.?][? Not expected: {extra}.?] Compare"
    " the names with the task.",
    "keys_differ.kind": "The keys of a dictionary are wrong.",
    "not_finite": "There are NaN or infinite entries in {what} ({count}[?, the first at {index}?]). Look for a division"
    " by zero, the logarithm of 0, or the exponential of a large number.",
    "not_finite.kind": "A value contains NaN or infinity.",
    "value_differs": "{wrong} of {total} entries are wrong in {what}. Expected {expected}, got {actual}"
    "[? at {index}?][?; the largest error is {worst}?]. Work out a small example by hand and compare step by step.",
    "value_differs.kind": "A value is wrong.",
    "text_differs": "Expected {expected}, got {actual} in {what}. Compare them character by character, spaces and"
    " capital letters included.",
    "text_differs.kind": "A text is wrong.",
    # Gradients
    "gradient_differs": "The gradient with respect to {what} differs from the reference: expected {expected}, got"
    " {actual}[? at {index}?][?, relative error {relative}?][?; the largest error is {worst}?]. Derive the formula"
    " again, and look at signs, factors, and sums over the batch.",
    "gradient_differs.kind": "A gradient differs from the reference.",
    "gradient_inconsistent": "The gradient with respect to {what} does not fit your own forward computation: backward"
    " gives {analytic}, a numerical derivative gives {numeric} (relative error {relative}). Compare backward with"
    " forward line by line.",
    "gradient_inconsistent.kind": "A gradient does not fit your own forward computation.",
    "no_gradient": "No gradient reaches {what}. Look for `detach()`, `.data`, `.item()`, `.numpy()` or"
    " `torch.no_grad()` on the way.",
    "no_gradient.kind": "A gradient does not arrive.",
    # The rest
    "assertion": "A condition of this check does not hold.[? {text}?] Compare your code with what the check's title"
    " says.",
    "assertion.kind": "A condition of this check does not hold.",
    "skipped": "This was not run: {check} has to pass first. Start there.",
    "skipped.kind": "This was not run: an earlier check has to pass first.",
    "ungraded": "This could not be graded, and the fault is ours. It does not count against you and will be looked at"
    " again.[? Reason: {reason}?]",
    "ungraded.kind": "This could not be graded, and the fault is ours; it does not count against you.",
}

KO = {
    "check_failed": "이 검사를 통과하지 못했습니다.",
    "check_failed.kind": "이 검사를 통과하지 못했습니다.",
    "what.result": "결과",
    # The submission
    "not_started": "`{name}`이(가) 아직 템플릿의 빈칸 그대로입니다. 내용을 채운 뒤 다시 확인해 주세요.",
    "not_started.kind": "이 부분이 아직 템플릿의 빈칸 그대로입니다.",
    "missing_name": "제출물에 `{name}`이(가) 정의되어 있지 않습니다.[? 비슷한 이름: {similar}.?]"
    " 철자와 정의한 파일을 확인해 주세요.",
    "missing_name.kind": "과제에서 요구하는 이름이 정의되어 있지 않습니다.",
    "load_error": "파일[? `{file}`?]을(를) 불러오는 중에 예외가 발생했습니다. {type}[?: {text}?]. 함수와 클래스"
    " 바깥에는 import, 정의, 상수만 남겨 주세요.",
    "load_error.kind": "파일을 불러오지 못했습니다.",
    "forbidden": "이 과제에서는 `{name}`을(를) 사용할 수 없습니다. 이 계산을 직접 구현해 주세요.",
    "forbidden.kind": "이 과제에서 사용할 수 없는 이름을 사용했습니다.",
    # The process
    "student_error": "코드를 실행하는 중에 예외가 발생했습니다. {type}[?: {text}?]. 예외가 난 곳과 그곳에서 쓰는 값을"
    " 확인해 주세요.",
    "student_error.kind": "코드를 실행하는 중에 예외가 발생했습니다.",
    "timeout": "{seconds}초 안에 결과가 나오지 않았습니다. 끝나지 않는 반복문이 있는지, 텐서 연산 하나로 바꿀 수 있는"
    " 파이썬 반복문이 있는지 살펴봐 주세요.",
    "timeout.kind": "제한 시간 안에 결과가 나오지 않았습니다.",
    "memory": "사용할 수 있는 메모리 {limit_mb} MB를 넘었습니다.[? 사용량: {reached_mb} MB.?]"
    " 필요 이상으로 큰 텐서가 있는지, 계산 그래프를 통째로"
    " 쌓아 두는 리스트가 있는지 살펴봐 주세요(`detach()` 사용).",
    "memory.kind": "메모리 제한을 넘었습니다.",
    "cpu_time": "사용할 수 있는 프로세서 시간 {seconds}초를 넘었습니다. 되풀이되는 계산이나 끝나지 않는 스레드가 있는지"
    " 살펴봐 주세요.",
    "cpu_time.kind": "프로세서 시간 제한을 넘었습니다.",
    "gpu_memory": "사용할 수 있는 GPU 메모리를 넘었습니다. 미니배치를 줄이고, 평가는 `torch.no_grad()` 안에서 해"
    " 주세요.",
    "gpu_memory.kind": "GPU 메모리 제한을 넘었습니다.",
    "disk": "디스크에 쓸 수 있는 {limit_mb} MB를 넘었습니다. 중간 결과는 메모리에 두고, 반복문 안에서 파일을 쓰고 있지"
    " 않은지 확인해 주세요.",
    "disk.kind": "디스크 사용 제한을 넘었습니다.",
    "crashed_exit": "코드를 실행하던 프로세스가 종료 코드 {status}(으)로 먼저 끝났습니다. `exit()`, `quit()`,"
    " `sys.exit()`, `os._exit()`를 쓰고 있지 않은지 확인해 주세요.",
    "crashed_exit.kind": "코드를 실행하던 프로세스가 먼저 끝났습니다.",
    "crashed_signal": "코드를 실행하던 프로세스가 시그널 {signal}(으)로 종료되었습니다. 지나치게 깊은 재귀 호출,"
    " 네이티브 코드 안에서 범위를 벗어난 인덱스, 프로세스를 종료하는 코드가 있는지 살펴봐 주세요.",
    "crashed_signal.kind": "코드를 실행하던 프로세스가 시그널로 종료되었습니다.",
    "protocol_broken": "코드를 실행하던 프로세스가 결과가 아닌 데이터를 보냈습니다. 직접 열지 않은 파일이나 소켓에 쓰는"
    " 코드를 지워 주세요.",
    "protocol_broken.kind": "코드를 실행하던 프로세스가 결과가 아닌 데이터를 보냈습니다.",
    # What crosses
    "input_modified": "코드가 입력 `{path}`을(를) 직접 바꾸었습니다. 복사본(`clone()`, `copy()`)으로 작업하고 `+=`,"
    " `x[...] =`, 이름이 `_`로 끝나는 메서드를 확인해 주세요.",
    "input_modified.kind": "입력값을 직접 바꾸었습니다.",
    "unsendable": "코드의 값을 전달할 수 없습니다: {what}[?, 위치 `{path}`?]. 텐서, 배열, 숫자, 문자열이나 이들로"
    " 이루어진 리스트, 튜플, 딕셔너리를 반환해 주세요.",
    "unsendable.kind": "전달할 수 없는 타입의 값이 있습니다.",
    "unexpected_value": "반환한 값을 검사에 사용할 수 없었습니다.[? {text}?] 타입과 구조가 과제의 설명과 같은지 확인해"
    " 주세요.",
    "unexpected_value.kind": "반환한 값을 검사에 사용할 수 없었습니다.",
    # Values
    "type_differs": "{what}의 타입이 `{actual}`입니다. `{expected}`이어야 합니다. 함수가 반환하는 값과 도중의 형 변환을"
    " 확인해 주세요.",
    "type_differs.kind": "값의 타입이 다릅니다.",
    "dtype_differs": "{what}의 dtype이 `{actual}`입니다. `{expected}`이어야 합니다. 다른 dtype으로 만든 상수나 새"
    " 텐서가 있는지 확인해 주세요.",
    "dtype_differs.kind": "값의 dtype이 다릅니다.",
    "shape_differs": "{what}의 형태(shape)가 {actual}입니다. {expected}이어야 합니다. 축의 순서와 `reshape`, 전치, 합을"
    " 구하는 축을 확인해 주세요.",
    "shape_differs.kind": "값의 형태(shape)가 다릅니다.",
    "length_differs": "{what}의 길이가 {actual}입니다. {expected}이어야 합니다. 반복문이 어디에서 시작하고 끝나는지"
    " 확인해 주세요.",
    "length_differs.kind": "값의 길이가 다릅니다.",
    "keys_differ": "{what}의 키가 기대한 것과 다릅니다.[? 없는 키: {missing}.?][? 남는 키: {extra}.?] 과제에 적힌"
    " 이름과 비교해 주세요.",
    "keys_differ.kind": "딕셔너리의 키가 다릅니다.",
    "not_finite": "{what}에 NaN이나 무한대가 {count}개 있습니다[?(첫 위치: {index})?]. 0으로 나누는 곳, 0의 로그, 큰"
    " 수의 지수 함수가 있는지 살펴봐 주세요.",
    "not_finite.kind": "값에 NaN이나 무한대가 있습니다.",
    "value_differs": "{what}의 원소 {total}개 중 {wrong}개가 다릅니다.[? 위치 {index}:?] 기댓값 {expected}, 실제값"
    " {actual}[?, 가장 큰 오차 {worst}?]. 작은 예를 손으로 계산해 단계별로 비교해 보세요.",
    "value_differs.kind": "값이 다릅니다.",
    "text_differs": "{what}에서 기댓값은 {expected}, 실제값은 {actual}입니다. 띄어쓰기와 대소문자까지 한 글자씩 비교해"
    " 보세요.",
    "text_differs.kind": "문자열이 다릅니다.",
    # Gradients
    "gradient_differs": "{what}에 대한 기울기가 정답과 다릅니다.[? 위치 {index}:?] 기댓값 {expected}, 실제값 {actual}"
    "[?, 상대 오차 {relative}?][?, 가장 큰 오차 {worst}?]. 식을 다시 유도하고 부호, 상수배, 배치에 대한 합을 확인해"
    " 주세요.",
    "gradient_differs.kind": "기울기가 정답과 다릅니다.",
    "gradient_inconsistent": "{what}에 대한 기울기가 직접 작성한 순전파와 맞지 않습니다. 역전파 값은 {analytic}, 수치"
    " 미분 값은 {numeric}입니다(상대 오차 {relative}). 순전파와 역전파를 한 줄씩 비교해 보세요.",
    "gradient_inconsistent.kind": "기울기가 직접 작성한 순전파와 맞지 않습니다.",
    "no_gradient": "{what}까지 기울기가 전달되지 않습니다. 도중에 `detach()`, `.data`, `.item()`, `.numpy()`,"
    " `torch.no_grad()`가 있는지 확인해 주세요.",
    "no_gradient.kind": "기울기가 전달되지 않습니다.",
    # The rest
    "assertion": "이 검사의 조건이 성립하지 않습니다.[? {text}?] 검사의 제목이 말하는 내용과 코드를 비교해 주세요.",
    "assertion.kind": "이 검사의 조건이 성립하지 않습니다.",
    "skipped": "이 검사는 실행하지 않았습니다. 먼저 {check}을(를) 통과해야 합니다. 그 검사부터 확인해 주세요.",
    "skipped.kind": "이 검사는 실행하지 않았습니다. 앞선 검사를 먼저 통과해야 합니다.",
    "ungraded": "채점하지 못했습니다. 제출물의 잘못이 아니므로 감점되지 않으며, 다시 확인할 예정입니다.[? 이유:"
    " {reason}?]",
    "ungraded.kind": "채점하지 못했습니다. 제출물의 잘못이 아니며 감점되지 않습니다.",
}
