"""Questions that the reader commits to before the page answers.

In the book they need no kernel; in Jupyter they are widgets.
"""

import html
from typing import Any

import traitlets

from mathforai.figures.figure import Figure, plain_text


class Quiz(Figure):
    """One question, with options or with a number to enter.

    With options: `options` maps each option to its feedback, `answer` is the text of the right one.
    With a number: `answer` is the number, `tolerance` how far off is still right, `explanation` is
    said to the right answer, `feedback` maps typical wrong numbers to what to say to them, `hint`
    is said to any other.
    Text may hold "{i w}", "{sup 2}", "{sub t}", "{b word}". Nothing here is secret: the page holds
    the answer.

    Raises ValueError for a question that cannot be answered.
    Taught in: CONTRIBUTING, "Add a quiz".
    """

    title = "Quiz"

    given = traitlets.Any(None, help="the chosen option's index, or the text that was typed").tag(
        sync=True
    )
    answered = traitlets.Bool(False, help="whether the reader has committed").tag(sync=True)

    def __init__(
        self,
        question: str,
        *,
        answer: str | float,
        options: dict[str, str] | None = None,
        tolerance: float = 0.0,
        explanation: str = "",
        feedback: dict[float, str] | None = None,
        hint: str = "",
        lead: str = "Predict first",
    ) -> None:
        self.question = question
        self.quiz: dict[str, Any] = {"question": question, "lead": lead}
        if options is not None:
            if answer not in options or len(options) < 2:
                raise ValueError(
                    f"answer must be one of the two or more options, but {answer!r} came."
                )
            self.quiz |= {
                "options": list(options.items()),
                "right": list(options).index(str(answer)),
            }
        else:
            if isinstance(answer, (bool, str)) or not tolerance >= 0 or not (explanation and hint):
                raise ValueError(
                    "a question without options wants a number as answer, a tolerance of 0 or "
                    f"more, an explanation and a hint, but answer={answer!r}, "
                    f"tolerance={tolerance!r}, explanation={explanation!r}, hint={hint!r} came."
                )
            self.quiz |= {
                "answer": float(answer),
                "printed": f"{float(answer):.6g}",
                "tolerance": tolerance,
                "explanation": explanation,
                "feedback": [[float(wrong), words] for wrong, words in (feedback or {}).items()],
                "hint": hint,
            }
        super().__init__()
        self._spec = {**self._spec, "quiz": self.quiz}

    def state(self) -> dict[str, Any]:
        """Nothing chosen yet, or what was."""
        return {"given": self.given, "answered": self.answered}

    def sentence(self) -> str:
        """The question itself."""
        return self.question

    def still(self) -> str:
        """The question as text, the answer folded."""
        if "options" in self.quiz:
            options = self.quiz["options"]
            asked = (
                "<ul>"
                + "".join(f"<li>{html.escape(plain_text(text))}</li>" for text, _ in options)
                + "</ul>"
            )
            text, why = options[self.quiz["right"]]
            answer = f"{text} {why}"
        else:
            asked, answer = "", f"{self.quiz['printed']}. {self.quiz['explanation']}"
        return (
            f'<div class="mf-still"><p>{html.escape(self.alt())}</p>{asked}'
            f"<details><summary>Answer</summary><p>{html.escape(plain_text(answer))}</p></details></div>"
        )
