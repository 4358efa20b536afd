"""The student's code as the judge sees it: proxies over the wire, and the same interface over local modules."""

from grader.student.conversation import Conversation
from grader.student.failures import JudgeSideError
from grader.student.handles import RemoteObject
from grader.student.local import LocalStudent
from grader.student.modules import RemoteModule
from grader.student.proxy import Student

__all__ = ["Conversation", "JudgeSideError", "LocalStudent", "RemoteModule", "RemoteObject", "Student"]
