"""What stands in the notebooks that students start from."""

from __future__ import annotations

EN = {
    "template.how": "Replace each `# YOUR CODE HERE` with your code and delete the `raise NotImplementedError` below"
    " it. Keep the names and the arguments as they are. Run the cells from top to bottom; a task that you have not"
    " started costs only its own points.",
    "template.check": "**Check yourself** before you hand in: `{command}` runs the public checks and says what to look"
    " at. For that your notebook is not executed as a whole, only its imports, definitions and constants.",
    "template.points": "{points} points",
    "template.task": "Task: {task}",
    "template.define": "To define: {names}",
}

KO = {
    "template.how": "`# YOUR CODE HERE` 자리에 코드를 작성하고 그 아래의 `raise NotImplementedError`를 지우세요."
    " 이름과 인자는 바꾸지 마세요. 셀은 위에서부터 차례로 실행하면 됩니다."
    " 아직 시작하지 않은 과제가 있어도 그 과제의 배점만 잃습니다.",
    "template.check": "제출하기 전에 **스스로 점검**해 보세요. `{command}` 명령을 실행하면 공개된 검사의 결과와"
    " 살펴볼 곳을 알려 줍니다. 이때 노트북 전체를 실행하지는 않고 import 문, 정의, 상수만 읽습니다.",
    "template.points": "배점 {points}점",
    "template.task": "과제: {task}",
    "template.define": "정의할 이름: {names}",
}
