"""The base class of all live figures: one definition, two hosts.

In Jupyter a figure is a real widget: `w.learning_rate = 0.4` moves the slider, and a drag changes
`w.learning_rate`. In the built book the same JavaScript runs on a plain object, with no kernel.
Where neither runs, there is a still picture.

A subclass gives a title, a caption, its parameters (see traits.py), `sentence()` and
`draw(figure)`; the JavaScript module of the same name lies beside it. The page is made by
`sphinx_hook.py`.
"""

import base64
import html
import inspect
import io
import json
import re
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from mathforai import theme
from mathforai.figures import link
from mathforai.figures.traits import Parameter


def plain_text(sentence: str) -> str:
    """Drop the marks of a sentence: "{data 0.043}" becomes "0.043"."""
    return re.sub(r"\{\S+ ([^}]*)\}", r"\1", sentence)


class Figure(anywidget.AnyWidget):
    """A live figure.

    Raises traitlets.TraitError for a value outside a parameter's range, TypeError for a name that
    the figure does not have.
    Taught in: CONTRIBUTING, "Add a figure".
    """

    title: ClassVar[str]
    caption: ClassVar[str] = ""
    figure_id: ClassVar[str]
    module: ClassVar[Path]

    _spec = traitlets.Dict().tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # Runs again for the class that add_traits() makes for every instance: only a class with a
        # title of its own is a figure.
        if "title" in cls.__dict__:
            cls.module = Path(inspect.getfile(cls)).with_suffix(".js")
            cls.figure_id = cls.__module__.removeprefix("mathforai.figures.")
            cls._esm = link.widget_module(cls.module)
            cls._css = theme.css() + link.stylesheet()
        super().__init_subclass__(**kwargs)

    def __init__(self, **values: Any) -> None:
        names = self._parameters()
        unknown = [name for name in values if name not in names]
        if unknown:
            raise TypeError(
                f"{type(self).__name__} has no parameter {unknown[0]!r}; "
                f"it has {', '.join(names) or 'none'}."
            )
        super().__init__(**values)
        self._spec = {
            "title": self.title,
            "caption": self.caption,
            "initial": self.state(),
            "ranges": {name: trait.limits for name, trait in names.items()},
        }

    @classmethod
    def _parameters(cls) -> dict[str, Parameter]:
        return {
            name: trait
            for name, trait in cls.class_traits().items()
            if isinstance(trait, Parameter)
        }

    def state(self) -> dict[str, Any]:
        """Values of all parameters."""
        return {name: getattr(self, name) for name in self._parameters()}

    def sentence(self) -> str:
        """Say in one sentence what the figure now shows, with marks such as "{data 0.043}"."""
        raise NotImplementedError

    def draw(self, figure: Any) -> None:
        """Draw the still picture on a matplotlib figure, a few lines from the same kernels."""
        raise NotImplementedError

    def alt(self) -> str:
        """The sentence without its marks: the alternative text of the still picture."""
        return plain_text(self.sentence())

    def png(self) -> bytes:
        """The still picture, 720 CSS pixels wide at double density.

        It has few colours, so that it stays small.
        """
        import matplotlib
        from matplotlib.figure import Figure as Canvas
        from PIL import Image

        with matplotlib.rc_context():
            theme.use()
            canvas = Canvas(figsize=(7.2, 3.0), dpi=144, layout="constrained")
            self.draw(canvas)
            raw = io.BytesIO()
            canvas.savefig(raw, format="png")
        small = io.BytesIO()
        Image.open(raw).convert("RGB").quantize(24, dither=Image.Dither.NONE).save(
            small, format="PNG", optimize=True
        )
        return small.getvalue()

    def still(self) -> str:
        """What readers see where no JavaScript runs, as HTML."""
        data = base64.b64encode(self.png()).decode()
        words = html.escape(self.alt())
        return (
            f'<img class="mf-still" src="data:image/png;base64,{data}" width="720" height="300" '
            f'alt="{words}"><p class="mf-still" aria-hidden="true">{words}</p>'
        )

    def page(self) -> str:
        """The figure as HTML for the book: its state, its still picture, its caption."""
        state = html.escape(json.dumps({**self.state(), "_spec": self._spec}, ensure_ascii=False))
        caption = f"<figcaption>{html.escape(self.caption)}</figcaption>" if self.caption else ""
        return (
            f'<figure class="mfai" data-figure="{self.figure_id}" data-state="{state}">'
            f"{self.still()}{caption}</figure>"
        )

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return {
            **data,
            "text/html": self.page(),
            "text/plain": f"{self.title}: {self.alt()}",
        }, metadata
