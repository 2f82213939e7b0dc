"""Markdown as rich text, and rich text as Markdown."""

import subprocess
import sys
from typing import Any

import pytest

from asana import rich_text
from asana.rich_text import Field

TASK = {
    "": "",
    " \n\t\n": "",
    "one": "one",
    "one\ntwo": "one two",
    "one\\\ntwo": "one\ntwo",
    "one  \ntwo": "one\ntwo",
    "one\n\ntwo": "one\n\ntwo",
    "one\r\n\r\ntwo": "one\n\ntwo",
    "\ufeff# One": "<h1>One</h1>",
    "a\x00b\x1b[1m\x85c\ufffe": "ab[1m c",
    "**a** __b__ *c* _d_ ~~e~~ `f`": (
        "<strong>a</strong> <strong>b</strong> <em>c</em> <em>d</em> <s>e</s> <code>f</code>"
    ),
    "***a***": "<strong><em>a</em></strong>",
    "**a *b* c**": "<strong>a <em>b</em> c</strong>",
    "`<b> & *c*`": "<code>&lt;b&gt; &amp; *c*</code>",
    "# A\n## B\n### C\n###### D": "<h1>A</h1><h2>B</h2><h2>C</h2><h2>D</h2>",
    "# a <br> b": "<h1>a b</h1>",
    "#": "",
    "Title\n=====\ntext": "<h1>Title</h1>text",
    "- a\n- b": "<ul><li>a</li><li>b</li></ul>",
    "5. a\n6. b": "<ol><li>a</li><li>b</li></ol>",
    "- a\n  1. b\n     - c\n- d": (
        "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li><li>d</li></ul>"
    ),
    "- a\n\n  b\n- c": "<ul><li>a\nb</li><li>c</li></ul>",
    "- a\n  - b\n\n  c": "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
    "- # a\n- > b\n- ---": "<ul><li><strong>a</strong></li><li>b</li></ul><hr/>",
    "1. a\n   ```\n   b\n\n     c\n   ```\n2. d": (
        "<ol><li>a\n<code>b</code>\n<code>  c</code></li><li>d</li></ol>"
    ),
    "- [ ] a\n- [x] b": "<ul><li>☐ a</li><li>☑ b</li></ul>",
    "- - a": "<ul><li>a</li></ul>",
    "-": "",
    "a\n\n- b\n\nc": "a<ul><li>b</li></ul>c",
    "> a\n> b\n>\n> c": "<blockquote>a b\n\nc</blockquote>",
    "> # a\n> - b\n>   - c\n> 1. d\n> > e": (
        "<blockquote><strong>a</strong>\n\n• b\n• c\n\n1. d\n\ne</blockquote>"
    ),
    "> ```\n> a\n> ```": "<blockquote><code>a</code></blockquote>",
    "```python\na < b\n\n  c\n```": "<pre>a &lt; b\n\n  c</pre>",
    "    a\n     b": "<pre>a\n b</pre>",
    "```\n```": "",
    "a\n\n---\n\nb": "a<hr/>b",
    "a<BR>b<Br />c": "a\nb\nc",
    "<DIV>\na<BR>b\n</DIV>": "&lt;DIV&gt;\na\nb\n&lt;/DIV&gt;",
    "![a *b* `c`\nd](https://x.y)": '<a href="https://x.y">a b c d</a>',
    "a[^1]\n\n[^1]: - b\n    - c": "a[1]\n\n[1]<ul><li>b</li><li>c</li></ul>",
    "a[^1]\n\n[^1]:\n": "a[1]\n\n[1]",
    "a[^1]\n\n[^1]: b\n\n    c": "a[1]\n\n[1] b\n\nc",
    "[a](asana:12?x=1) [a](asana:12?) [a](asana:12?project=x&tag=5)": (
        '<a data-asana-gid="12"/> <a data-asana-gid="12"/> '
        '<a data-asana-gid="12" data-asana-tag="5"/>'
    ),
    "[a](asana:12?project=\uff11&tag=\xb2)": '<a data-asana-gid="12"/>',
    "[  ](https://a.b)x[ `c` ](https://a.b)": (
        '<a href="https://a.b">https://a.b</a>  x <a href="https://a.b"><code>c</code></a>'
    ),
    '"a" \'b\' `"c"`': '"a" \'b\' <code>"c"</code>',
    "```\n\"a\" 'b'\n```": "<pre>\"a\" 'b'</pre>",
    "[![](https://x.y/z.png)](asana:12)": '<a data-asana-gid="12"/>',
    "![ ](https://x.y)": '<a href="https://x.y">https://x.y</a>',
    "| a |\n|---|\n| `b\\|c` |\n\n`d\\|e`": (
        "<strong>a</strong>\n<code>b|c</code>\n\n<code>d\\|e</code>"
    ),
    "[a](https://b.c/d?e=f&g=h)": '<a href="https://b.c/d?e=f&amp;g=h">a</a>',
    "[a](<https://b.c/d e>)": '<a href="https://b.c/d%20e">a</a>',
    "[a *b*](https://c.d)": '<a href="https://c.d">a <em>b</em></a>',
    "[a][b]\n\n[b]: https://c.d": '<a href="https://c.d">a</a>',
    "[](https://a.b)": '<a href="https://a.b">https://a.b</a>',
    "<https://a.b>": '<a href="https://a.b">https://a.b</a>',
    "See https://a.b/c_d_e.": 'See <a href="https://a.b/c_d_e">https://a.b/c_d_e</a>.',
    "<me@a.b>": '<a href="mailto:me@a.b">me@a.b</a>',
    "[a](mailto:me@a.b)": '<a href="mailto:me@a.b">a</a>',
    "[a](HTTPS://b.c)": '<a href="HTTPS://b.c">a</a>',
    "[a](javascript:alert(1)) [b](JaVaScript:x) [c](data:x) [d](ftp://e) [f](g.md) [h](#i)": (
        "a b c d f h"
    ),
    "[a](&#106;avascript:x) [b](https:) [c](java\nscript:x)": "a b [c](java script:x)",
    "![a](https://b.c/d.png)": '<a href="https://b.c/d.png">a</a>',
    "![](https://b.c/d.png)": '<a href="https://b.c/d.png">https://b.c/d.png</a>',
    "![a](b.png)": "a",
    "[![a](https://b.c/d.svg)](https://e.f)": '<a href="https://e.f">a</a>',
    "[![](https://b.c/d.svg)](https://e.f)": '<a href="https://e.f">https://e.f</a>',
    "a ![b](asana:12) c": 'a<img data-asana-gid="12"/>c',
    "<b>a</b> <script>b()</script>": "&lt;b&gt;a&lt;/b&gt; &lt;script&gt;b()&lt;/script&gt;",
    "<div>\na\n</div>": "&lt;div&gt;\na\n&lt;/div&gt;",
    "a<br>b<br/>c": "a\nb\nc",
    "a <!-- b -->c <!-- d": "a c &lt;!-- d",
    "&copy; &#65; &#x42; &amp; &lt; &nope; &copy": "© A B &amp; &lt; &amp;nope; &amp;copy",
    "\\*a\\* \\&amp;": "*a* &amp;amp;",
    "a[^1]\n\n[^1]: b *c*": "a[1]\n\n[1] b <em>c</em>",
    "| a | b |\n|---|---|\n| c *d* | e<br>f |": ("<strong>a | b</strong>\nc <em>d</em> | e f"),
    "[@Maya](asana:12) <asana:34>": '<a data-asana-gid="12"/> <a data-asana-gid="34"/>',
    "[a](asana:12?project=34) [a](asana:12?tag=56)": (
        '<a data-asana-gid="12" data-asana-project="34"/> '
        '<a data-asana-gid="12" data-asana-tag="56"/>'
    ),
    "[our *plan*](asana:12?dynamic=false)": (
        '<a data-asana-gid="12" data-asana-dynamic="false">our <em>plan</em></a>'
    ),
    "[a](asana:me) [b](asana:) [c](asana:1x)": "a b c",
    "**[@Maya](asana:12)**": '<strong><a data-asana-gid="12"/></strong>',
    "`[@Maya](asana:12)`": "<code>[@Maya](asana:12)</code>",
}

COMMENT = {
    "# A\n\nb": "<strong>A</strong>\n\nb",
    "a\n\n---\n\nb": "a\n\n———\n\nb",
    "a ![b](asana:12) c": "a b c",
    "| a | b |\n|---|---|\n| c | d |": "<strong>a | b</strong>\nc | d",
}

BRIEF = {
    "| a | b |\n|---|:-:|\n| c *d* | `e\\|f` |": (
        "<table><tr><td><strong>a</strong></td><td><strong>b</strong></td></tr>"
        "<tr><td>c <em>d</em></td><td><code>e|f</code></td></tr></table>"
    ),
    "- | a | b |\n  |---|---|\n  | c | d |": "<ul><li><strong>a | b</strong>\nc | d</li></ul>",
}


@pytest.mark.parametrize("text", TASK)
def test_markdown_in_a_task(text: str) -> None:
    assert rich_text.from_markdown(text, to="task") == f"<body>{TASK[text]}</body>"


def test_emphasis_that_opens_more_than_100_times_is_text() -> None:
    """Emphasis that ends is not counted."""
    for number, count in ((100, 1), (101, 0)):
        html = rich_text.from_markdown("*a " * number + "b* " * number, to="task")
        assert html.count("<em>") == count
    assert rich_text.from_markdown("*a* " * 150, to="task").count("<em>") == 150


def test_lists_below_the_tenth_level_join_it() -> None:
    deep = "\n".join(f"{'  ' * level}- {level}" for level in range(12))
    opened = "".join(f"<ul><li>{level}" for level in range(10))
    expected = f"{opened}</li><li>10</li><li>11</li></ul>{'</li></ul>' * 9}"
    html = rich_text.from_markdown(f"{deep}\n\na\n\n{deep}", to="task")
    assert html == f"<body>{expected}a{expected}</body>"


@pytest.mark.parametrize("to", ["comment", "project", "status"])
@pytest.mark.parametrize("text", COMMENT)
def test_markdown_without_headings(text: str, to: Field) -> None:
    assert rich_text.from_markdown(text, to=to) == f"<body>{COMMENT[text]}</body>"


@pytest.mark.parametrize("text", BRIEF)
def test_markdown_in_a_brief(text: str) -> None:
    assert rich_text.from_markdown(text, to="brief") == f"<body>{BRIEF[text]}</body>"


# Back

MARKDOWN = {
    "": "",
    "plain": "plain",
    "1 * 2 _ [3] `4` \\5 &lt;b> &amp;amp; ~~ a_b": (
        "1 \\* 2 \\_ \\[3] \\`4\\` \\\\5 \\<b> &amp;amp; \\~\\~ a_b"
    ),
    "a\nb\n\nc\n\n\n\nd": "a\\\nb\n\nc\n\nd",
    "# a\n- b\n+ c\n> d\n1. e\n2) f\n---\n===\n#g\n-h": (
        "\\# a\\\n\\- b\\\n\\+ c\\\n\\> d\\\n1\\. e\\\n2\\) f\\\n\\---\\\n\\===\\\n#g\\\n-h"
    ),
    "<h1>A</h1>b<h2>C #</h2>": "# A\n\nb\n\n## C \\#",
    "<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>": "- a\n- b\n  1. c",
    "<ul><li>a</li></ul><ul><li>b</li></ul><ul><li>c</li></ul>": "- a\n\n* b\n\n- c",
    "<ol><li>a\nb</li></ol>": "1. a\\\n   b",
    "<ul><li>☐ a</li><li>☑ <em>b</em></li></ul>": "- [ ] a\n- [x] *b*",
    "<blockquote>a\n\nb</blockquote>": "> a\n>\n> b",
    "<pre>a\n```\nb</pre>": "````\na\n```\nb\n````",
    "a<hr/>b": "a\n\n---\n\nb",
    "<code>a `b`</code> <code>  </code>": "`` a `b` `` `  `",
    "<strong> a </strong>b": "**a** b",
    "a<strong>(b)</strong>c": "&#97;**(b)**&#99;",
    "<strong>a</strong><em>b</em>": "**a**_b_",
    "<strong>a <em>b</em></strong><em>c</em>d": "**a _b_**_c_&#100;",
    "文<strong>字</strong>文": "文**字**文",
    "<u>a</u> <mark>b</mark>": "a b",
    "<b>a</b> <i>b</i> <del>c</del>": "**a** *b* ~~c~~",
    '<a href="https://a.b/c">d</a>': "[d](https://a.b/c)",
    '<a href="https://a.b/(c)">d]</a>': "[d\\]](<https://a.b/(c)>)",
    '<a href="https://a.b">https://a.b</a>, x': "<https://a.b>, x",
    "see https://a.b/c_d now": "see https://a.b/c_d now",
    '<a href="javascript:x">a</a>': "a",
    '!<a href="https://a.b">c</a>': "\\![c](https://a.b)",
    "Hello!": "Hello!",
    '<a data-asana-gid="1"/>': "<asana:1>",
    '<a href="https://app.asana.com/0/1" data-asana-gid="1" data-asana-type="project" '
    'data-asana-project="1" data-asana-dynamic="true" data-asana-accessible="true">Launch</a>': (
        "[Launch](asana:1)"
    ),
    '<a data-asana-gid="1" data-asana-dynamic="false">our plan</a>': (
        "[our plan](asana:1?dynamic=false)"
    ),
    '<a href="https://app.asana.com/0/1" data-asana-gid="1" data-asana-accessible="false">'
    "Private Link</a>": "[Private Link](https://app.asana.com/0/1)",
    '<img data-asana-gid="1" src="https://s3/x" alt="a"/>': "![a](asana:1)",
    "<table><tr><td>a|b</td><td/></tr><tr><td><code>c|d</code></td></tr></table>": (
        "| a\\|b |  |\n| --- | --- |\n| `c\\|d` |  |"
    ),
}


@pytest.mark.parametrize("html", MARKDOWN)
def test_rich_text_as_markdown(html: str) -> None:
    assert rich_text.to_markdown(f"<body>{html}</body>") == MARKDOWN[html]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("no body at all", "no body at all"),
        ("<body>open <strong>ends</body>", "open **ends**"),
        ("<p>a<br>b</p><p>c&nbsp;d</p>", "a\\\nb\n\nc\xa0d"),
        ("<UL><LI>a</UL>b", "- a\n\nb"),
        ("<body></em>a<li>b</li></body>", "a\n\n• b"),
        ("<body>a\x00\ud800b</body>", "ab"),
        ("<body><h1><ul><li>a</li></ul></h1></body>", "# • a"),
        ("<script>a < b</script>", "a < b"),
    ],
)
def test_html_that_is_no_rich_text(html: str, text: str) -> None:
    assert rich_text.to_markdown(html) == text


# Mentions


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ("12", "<asana:12>"),
        ({"gid": "12"}, "<asana:12>"),
        (12, "<asana:12>"),
        ({"gid": 12, "resource_type": "task", "name": "a"}, "[a](asana:12)"),
        ({"gid": "12", "resource_type": "user", "name": "Maya *L*"}, "[@Maya \\*L\\*](asana:12)"),
        ({"gid": "12", "resource_type": "task", "name": "a]b\n c"}, "[a\\]b c](asana:12)"),
        ({"gid": "12", "resource_type": "user", "name": None}, "<asana:12>"),
        ({"gid": "12", "resource_type": "tag", "name": "^x!"}, "[\\^x!](asana:12)"),
    ],
)
def test_a_mention_becomes_one(record: Any, text: str) -> None:
    assert rich_text.mention(record) == text
    for around in ("%s", "Hi %s!", "**%s**", "- %s", "# %s", "> %s", "x%sy", "| %s |\n|---|"):
        html = rich_text.from_markdown(around % text, to="task")
        assert '<a data-asana-gid="12"/>' in html


def test_a_mention_survives_both_ways() -> None:
    user = {"gid": "12", "resource_type": "user", "name": "Maya [x](https://a.b)"}
    html = rich_text.from_markdown(f"Ask {rich_text.mention(user)}", to="comment")
    shown = html.replace("/>", ' data-asana-type="user">@Maya [x](https://a.b)</a>')
    again = rich_text.from_markdown(rich_text.to_markdown(shown), to="comment")
    assert again == html == '<body>Ask <a data-asana-gid="12"/></body>'


@pytest.mark.parametrize(
    "record", ["", "me", "maya@a.b", "\uff11\uff12", {}, {"gid": None}, {"gid": "a"}]
)
def test_what_cannot_be_mentioned(record: Any) -> None:
    with pytest.raises(ValueError, match="the gid of a mention must consist of digits"):
        rich_text.mention(record)


@pytest.mark.parametrize("gid", [b"1", 1.5, True, ["1"]])
def test_what_is_no_record(gid: Any) -> None:
    message = f"^a mention must be a record or a gid, not {type(gid).__name__}$"
    for record in (gid, {"gid": gid}):
        with pytest.raises(TypeError, match=message):
            rich_text.mention(record)
    none: Any = None
    for record in (none, {"gid": None}, {}):
        with pytest.raises(ValueError, match=r"^the gid of .* consist of digits, not be None$"):
            rich_text.mention(record)


# The dependency


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.stdout.strip()


def test_mistune_is_loaded_late() -> None:
    code = (
        "import sys, asana\nprint([n for n in sys.modules if 'rich_text' in n or 'mistune' in n])\n"
    )
    assert run(code) == "[]"
    code = "import sys, asana.sandbox\nprint([name for name in sys.modules if 'mistune' in name])"
    assert run(code) == "[]"


def test_without_mistune_everything_else_works() -> None:
    code = (
        "import sys; sys.modules['mistune'] = None\n"
        "from asana import rich_text\n"
        "rich_text.check('<body/>', to='task')\n"
        "print(rich_text.to_markdown('<body>a</body>'), rich_text.mention('1'))\n"
        "try: rich_text.from_markdown('a', to='task')\n"
        "except ImportError as error: print(error)\n"
    )
    assert (
        run(code) == "a <asana:1>\nreading Markdown requires mistune: pip install asana[markdown]"
    )
