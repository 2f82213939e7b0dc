"""Markdown of all kinds for property tests: nested, unfinished, and with unusual characters."""

from hypothesis import strategies as st

ODD = (
    *"*_~`[]()<>!|#&;:\\/-+=.1 \t\n\"'^",
    "a",
    "B",
    "é",
    "文",
    "字",
    "́",
    "​",
    "\xa0",
    "　",
    "\ufeff",
    "\x00",
    "\x0b",
    "\x0c",
    "\x1f",
    "\x7f",
    "\x85",
    "\u2028",
    "\r",
    "\ufffe",
    "\ud800",
    "😀",
    "•",
)
PIECES = (
    "☐ ",
    "☑ ",
    "———",
    "**",
    "__",
    "~~",
    "***",
    "``",
    "```",
    "~~~",
    "](",
    "![",
    "[x](https://a.b/c)",
    "[x](<https://a.b/(c d)>)",
    "[x](javascript:x)",
    "[x][1]",
    "[x]: y",
    "\n[1]: https://a.b 'c'\n",
    "[^1]",
    "\n[^1]: note\n",
    "![i](https://a.b/i.png)",
    "![i](asana:12)",
    "[@M](asana:12)",
    "<asana:34>",
    "[w](asana:12?dynamic=false&project=3)",
    "<https://a.b>",
    "<m@a.b>",
    "https://a.b/c_d_e",
    "http://a",
    "https://a.b/?x=1&copy;y",
    "<b>",
    "</b>",
    "<br>",
    "<!-- c -->",
    "<div>\n",
    "<pre>",
    "&amp;",
    "&nbsp;",
    "&#42;",
    "&#10;",
    "&#0;",
    "&copy",
    "\\\n",
    "  \n",
    "\n\n",
    "\n---\n",
    "\n===\n",
    "\n- ",
    "\n* ",
    "\n1. ",
    "\n2) ",
    "\n> ",
    "\n# ",
    "\n### ",
    "\n    ",
    "\n  ",
    "- [ ] ",
    "- [x] ",
    "| a | b |\n|---|---|\n| 1 | 2 |\n",
    "a | b\n--|--\n",
    "|",
    "foo_bar",
    "2 * 3",
)

words = st.text(st.sampled_from(ODD) | st.characters(), max_size=12)
inline = st.lists(st.sampled_from(PIECES) | st.sampled_from(ODD) | words, max_size=10).map("".join)


def _indented(block: str, prefix: str, first: str) -> str:
    head, *rest = block.split("\n")
    return "\n".join([first + head, *(prefix + line for line in rest)])


def _containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    blocks = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    return st.one_of(
        blocks.map(lambda text: _indented(text, "> ", "> ")),
        blocks.map(lambda text: _indented(text, "  ", "- ")),
        blocks.map(lambda text: _indented(text, "  ", "* ")),
        blocks.map(lambda text: _indented(text, "   ", "1. ")),
        blocks.map(lambda text: f"```\n{text}\n```"),
        blocks.map(lambda text: f"**{text}**"),
        blocks.map(lambda text: f"*{text}*"),
        blocks.map(lambda text: f"~~{text}~~"),
        blocks.map(lambda text: f"[{text}](https://a.b)"),
        blocks.map(lambda text: f"<div>\n{text}\n</div>"),
        st.lists(inner, min_size=1, max_size=4).map("\n".join),
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(inner, inner).map(
            lambda cells: f"| h | i |\n|---|---|\n| {cells[0]} | {cells[1]} |"
        ),
    )


markdowns = st.recursive(
    st.one_of(
        inline,
        inline.map(lambda text: f"# {text}"),
        inline.map(lambda text: f"#### {text} #"),
        inline.map(lambda text: f"{text}\n==="),
    ),
    _containers,
    max_leaves=12,
)
