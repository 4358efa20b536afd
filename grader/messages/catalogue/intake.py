"""What can be said about a hand-in before anything of it is run."""

from __future__ import annotations

EN = {
    "intake.archive": "{path} is an archive. Unpack it and hand in the .py or .ipynb files themselves.",
    "intake.cell_syntax": (
        "{path}, code cell {cell}, line {line}: this cell is not valid Python ({reason}), "
        "so what it defines was left out."
    ),
    "intake.cells_left_out": "{path} holds more than {limit} kB of code: from code cell {cell} on, nothing was read.",
    "intake.code_too_long": "{path} is larger than {limit} kB, too much for code. Load data from files instead.",
    "intake.empty": "{path} is empty.",
    "intake.encoding": "{path} is not text that can be read. Save it as UTF-8.",
    "intake.ignored": "Only .py and .ipynb files are read. Left out ({count}): {names}",
    "intake.io": "{path} could not be read: {reason}.",
    "intake.more_problems": "{path}: {count} more problems of this kind.",
    "intake.no_code": "{path} has no code in it.",
    "intake.no_python": "There is no .py or .ipynb file in this submission.",
    "intake.not_a_file": "{path} is not an ordinary file.",
    "intake.not_json": (
        "{path} is not a notebook: it is damaged at line {line} of the file. "
        "Open it in Colab or Jupyter, save it again and hand in that file."
    ),
    "intake.not_notebook": "{path} is not a notebook. Hand in the .ipynb file as Colab or Jupyter saves it.",
    "intake.not_python": "{path} is not Python. Hand in a .py or .ipynb file.",
    "intake.permission": "{path} may not be read: whoever grades has no permission.",
    "intake.same_name": "There are several submissions named {student}; this one is listed as {name}.",
    "intake.syntax": "{path}, line {line}: not valid Python ({reason}).",
    "intake.too_complex": "{path} is nested too deeply or too large to be read.",
    "intake.too_large": "{path} is larger than {limit} MB. Clear the outputs of the notebook and hand it in again.",
    "intake.too_many_files": "There are more than {limit} files in this submission; the others were left out.",
    "intake.too_much": "The files of this submission are larger than {limit} MB together; the others were left out.",
}

KO = {
    "intake.archive": "{path}은(는) 압축 파일입니다. 압축을 풀어 .py 또는 .ipynb 파일을 그대로 제출해 주세요.",
    "intake.cell_syntax": (
        "{path}의 {cell}번째 코드 셀 {line}번째 줄: 올바른 파이썬 코드가 아니어서({reason}) "
        "이 셀에서 정의한 내용은 채점에서 빠졌습니다."
    ),
    "intake.cells_left_out": "{path}의 코드가 {limit} kB를 넘어 {cell}번째 코드 셀부터는 읽지 않았습니다.",
    "intake.code_too_long": "{path}이(가) {limit} kB보다 큽니다. 코드 파일로는 너무 크니 데이터는 따로 불러와 주세요.",
    "intake.empty": "{path}은(는) 빈 파일입니다.",
    "intake.encoding": "{path}을(를) 텍스트로 읽을 수 없습니다. UTF-8로 저장해 주세요.",
    "intake.ignored": ".py와 .ipynb 파일만 읽습니다. 제외한 파일({count}개): {names}",
    "intake.io": "{path}을(를) 읽지 못했습니다: {reason}.",
    "intake.more_problems": "{path}에 같은 종류의 문제가 {count}개 더 있습니다.",
    "intake.no_code": "{path}에 코드가 없습니다.",
    "intake.no_python": "제출물에 .py 또는 .ipynb 파일이 없습니다.",
    "intake.not_a_file": "{path}은(는) 일반 파일이 아닙니다.",
    "intake.not_json": (
        "{path}은(는) 노트북 파일이 아니거나 {line}번째 줄이 손상되었습니다. "
        "Colab이나 Jupyter에서 열어 다시 저장한 뒤 그 파일을 제출해 주세요."
    ),
    "intake.not_notebook": "{path}은(는) 노트북이 아닙니다. Colab이나 Jupyter에서 저장한 .ipynb 파일을 제출해 주세요.",
    "intake.not_python": "{path}은(는) 파이썬 파일이 아닙니다. .py 또는 .ipynb 파일을 제출해 주세요.",
    "intake.permission": "{path}을(를) 읽을 권한이 없습니다.",
    "intake.same_name": "이름이 {student}인 제출물이 여러 개라서 이 제출물은 {name}(으)로 표시합니다.",
    "intake.syntax": "{path} {line}번째 줄: 올바른 파이썬 코드가 아닙니다({reason}).",
    "intake.too_complex": "{path}은(는) 지나치게 깊이 중첩되었거나 너무 커서 읽을 수 없습니다.",
    "intake.too_large": "{path}이(가) {limit} MB보다 큽니다. 노트북의 출력을 모두 지우고 다시 제출해 주세요.",
    "intake.too_many_files": "제출물에 파일이 {limit}개보다 많아 나머지는 제외했습니다.",
    "intake.too_much": "제출물의 파일을 모두 합치면 {limit} MB를 넘어 나머지는 제외했습니다.",
}
