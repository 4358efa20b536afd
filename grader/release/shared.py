"""The files at a bundle's top, the same for every week of a course."""

from __future__ import annotations

import json

from grader.course import Course
from grader.course.course import FILE_NAME

_HEAD = "# The root of what you got: `grader check` walks up to this file.\n"
_README = """# {ko}

주차별 폴더(`weekNN_…`)에서 빈칸을 채운 뒤 그 폴더에서 확인합니다.

    grader check                     # 공개 검사. 결과는 점수가 아닙니다
    grader check --task lstm_cell    # 과제 하나만
    grader check --watch             # 저장할 때마다 다시 확인

`assignments/`에는 공개 검사와 정답의 기록(`recording.safetensors`)이 들어 있습니다.
고치지 마세요. 채점은 강의 쪽의 검사로 합니다.
비공개 검사와 샌드박스는 여기에 없습니다. `grader check`가 마지막 줄에서 무엇을 확인하지 않았는지 알려 줍니다.

---

# {en}

Fill in the blanks in a week's folder (`weekNN_…`), then check there: see the commands above. The result is no grade.
`assignments/` holds the public checks and a recording of the reference's answers (`recording.safetensors`). Leave it as
it is: grading uses the course's own. Hidden checks and the sandbox are not here; `grader check` says at the end what it
did not look at.
"""
_IGNORED = "__pycache__/\n.grader/\n.ipynb_checkpoints/\n"
_ATTRIBUTES = "*.safetensors binary\n"


def shared_files(course: Course) -> dict[str, bytes]:
    """Path → content: a course.toml that finds the weeks, and how to begin."""
    names = ("id", "term", "timezone", "language")
    plain = "".join(f"{name} = {json.dumps(getattr(course, name), ensure_ascii=False)}\n" for name in names)
    titles = "".join(f"{lang} = {json.dumps(title, ensure_ascii=False)}\n" for lang, title in course.title.items())
    files = {
        FILE_NAME: f"{_HEAD}{plain}\n[title]\n{titles}",
        "README.md": _README.format(**course.title),
        ".gitignore": _IGNORED,
        ".gitattributes": _ATTRIBUTES,
    }
    return {name: text.encode() for name, text in sorted(files.items())}
