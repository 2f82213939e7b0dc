"""The Markdown of each form of text: links, code, styles next to others, and marks in a text."""

import pytest

from asana import rich_text

FORMS = {
    '<a href="https://a.b/?x=1&amp;copy;y">t</a>': "[t](https://a.b/?x=1&amp;copy;y)",
    '<a href="https://a.b/?x=1&amp;y">t</a>': "[t](https://a.b/?x=1&y)",
    '<a href="https://a.b/~~c~~">t</a>': "[t](https://a.b/%7E%7Ec%7E%7E)",
    '<a href="https://a.b/~~c">https://a.b/~~c</a>': "[https\\://a.b/\\~\\~c](https://a.b/%7E%7Ec)",
    '<a href="https://a.b/c">https://a.b/c</a>': "https://a.b/c",
    '<a href="https://a.b/?a&amp;b;">https://a.b/?a&amp;b;</a>': (
        "[https\\://a.b/?a&amp;b;](https://a.b/?a&amp;b;)"
    ),
    '<a href="https://a.b/(c)">t</a>': "[t](<https://a.b/(c)>)",
    '<a href="https://a.b/?x&amp;y">https://a.b/?x&amp;y</a>': "https://a.b/?x&y",
    '<a href="https://a.b/c">https://a.b/c</a>,': "<https://a.b/c>,",
    'x <a href="https://a.b/c d">https://a.b/c d</a>': "x [https\\://a.b/c d](https://a.b/c%20d)",
    '<a href="https://a.b/c%20d">https://a.b/c d</a>': "[https\\://a.b/c d](https://a.b/c%20d)",
    '<a href="https://a.b/c"><em>https://a.b/c</em></a>': "*<https://a.b/c>*",
    '<a href="mailto:me@a.b">me@a.b</a>': "[me@a.b](mailto:me@a.b)",
    '<a data-asana-gid="1" data-asana-project="2">p</a>': "[p](asana:1?project=2)",
    '<a data-asana-gid="1" data-asana-project="1">p</a>': "[p](asana:1)",
    '<a data-asana-gid="1" data-asana-tag="1">p</a>': "[p](asana:1)",
    '<a data-asana-gid="1" data-asana-tag="3">p</a>': "[p](asana:1?tag=3)",
    '<a data-asana-gid="1" data-asana-dynamic="false">p</a>': "[p](asana:1?dynamic=false)",
    '<a data-asana-gid="1" data-asana-dynamic="true">p</a>': "[p](asana:1)",
    (
        '<a data-asana-gid="1" data-asana-project="2"'
        ' data-asana-tag="3" data-asana-dynamic="false">p</a>'
    ): "[p](asana:1?project=2&tag=3&dynamic=false)",
    '<a data-asana-gid="1" data-asana-accessible="false" href="https://a.b">p</a>': (
        "[p](https://a.b)"
    ),
    '<a data-asana-gid="1" data-asana-accessible="false">p</a>': "p",
    '<a data-asana-gid="x" href="https://a.b">p</a>': "[p](https://a.b)",
    '<a data-asana-gid="1" data-asana-project="x">p</a>': "[p](asana:1)",
    '<a data-asana-gid="1"/>': "<asana:1>",
    '<a data-asana-gid="1">a]b</a>': "[a\\]b](asana:1)",
    '<img data-asana-gid="1" alt="x"/>': "![x](asana:1)",
    '<img data-asana-gid="1"/>': "![](asana:1)",
    '<img alt="x"/>': "",
    '<img data-asana-gid="x" alt="y"/>': "",
    "<code>`a`</code>": "`` `a` ``",
    "<code>a``b</code>": "```a``b```",
    "<code> a </code>": "`  a  `",
    "<code> </code>": "` `",
    "<code>a</code>": "`a`",
    "<code>a`</code>": "`` a` ``",
    "<code>`a</code>": "`` `a ``",
    "<code> a</code>": "` a`",
    "<strong>a</strong><em>b</em>": "**a**_b_",
    "<em>a</em><strong>b</strong>": "_a_**b**",
    "<strong><em>a</em></strong>": "**_a_**",
    "<em>a <strong>b</strong></em>": "_a **b**_",
    "x<em>.</em>y": "&#120;*.*&#121;",
    "x<strong> a</strong>y": "x **a**y",
    "a<em>b</em>c": "a*b*c",
    "<s>a</s>b": "~~a~~b",
    "x<strong>(a)</strong>y": "&#120;**(a)**&#121;",
    "x<em>a</em> <em>b</em>": "x*a* *b*",
    "<table><tr><td>a</td><td>b|c</td></tr><tr><td>d</td></tr></table>": (
        "| a | b\\|c |\n| --- | --- |\n| d |  |"
    ),
    "<table><tr><td>a</td></tr></table>": "| a |\n| --- |",
    "<table><tr><td>a\nb</td><td></td></tr><tr><td>c</td><td>d</td></tr></table>": (
        "| a b |  |\n| --- | --- |\n| c | d |"
    ),
    "<h1>a</h1><h2>b</h2>": "# a\n\n## b",
    "<h3>a</h3><h6>b</h6>": "## a\n\n## b",
    "a<hr/>b": "a\n\n---\n\nb",
    "<pre>a\n```\nb</pre>": "````\na\n```\nb\n````",
    "<pre></pre>": "",
    "<blockquote>a\n\nb</blockquote>": "> a\n>\n> b",
    "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>": "1. a\n   - b\n2. c",
    "1. a": "1\\. a",
    "- a": "\\- a",
    "+ a": "\\+ a",
    "# a": "\\# a",
    "> a": "\\> a",
    "a\n- b": "a\\\n\\- b",
    "a_b*c`d[e]f\\g": "a_b\\*c\\`d\\[e]f\\\\g",
    "~~~": "\\~\\~\\~",
    "a#b": "a#b",
    "|a|b|": "|a|b|",
    "&amp;copy; &amp;": "&amp;copy; &",
    "&lt;b&gt;": "\\<b>",
    "1) a": "1\\) a",
    "===": "\\===",
    "---": "\\---",
    "    a": "a",
    "http://a.b, c": "<http://a.b>, c",
    "a  \nb": "a\\\nb",
    "☐ a": "☐ a",
    'a!<a href="https://b.c">d</a>': "a\\![d](https://b.c)",
    "<ul><li>☐ a</li><li>☑ b</li></ul>": "- [ ] a\n- [x] b",
    "———": "———",
    # The last line of a text, and the others, which end with a backslash.
    "https://a.b\nhttps://c.d": "<https://a.b>\\\nhttps://c.d",
    "<ul><li>☐ https://a.b</li></ul>": "- [ ] https://a.b",
    "<ul><li>☐ https://a.b\nb\nhttps://c.d</li></ul>": (
        "- [ ] <https://a.b>\\\n  b\\\n  https://c.d"
    ),
    "<ul><li>☐  a <em>b</em></li></ul>": "- [ ] a *b*",
    "<ul><li>☐ <em>b</em> c</li></ul>": "- [ ] *b* c",
    "<ul><li><strong>☐ a</strong></li></ul>": "- **☐ a**",
    '<ul><li><a href="https://x.y">☐ a</a></li></ul>': "- [☐ a](https://x.y)",
    "<ol><li>a</li></ol><ol><li>b</li><li>c</li></ol><ul><li>d</li></ul>": (
        "1. a\n\n1) b\n2) c\n\n- d"
    ),
    "<strong>.</strong>b<strong>.</strong>": "**.**&#98;**.**",
    "<strong>.</strong>bc<strong>.</strong>": "**.**&#98;&#99;**.**",
    "<strong>.</strong>bcd<strong>.</strong>": "**.**&#98;c&#100;**.**",
    "a <em>b</em><strong>c</strong>": "a _b_**c**",
    '<a href="https://a.b"><code>https://a.b</code></a>': "[`https://a.b`](https://a.b)",
    '<a href="https://a.b">https://a.b<em>x</em></a>': "[https\\://a.b*x*](https://a.b)",
    '<a href="https://a.b">a <em>b]</em></a>': "[a *b\\]*](https://a.b)",
    '<a data-asana-gid="1" data-asana-dynamic="false">https://a.b</a>': (
        "[https\\://a.b](asana:1?dynamic=false)"
    ),
    "<code> \xa0 </code>": "`  \xa0  `",
    "1. a 2. b": "1\\. a 2. b",
    "&lt;B&gt; &amp;AMP;": "\\<B> &amp;AMP;",
    "http:// x": "http\\:// x",
    "<table><tr><td><strong>a</strong></td></tr><tr><td><strong>b</strong></td></tr></table>": (
        "| a |\n| --- |\n| **b** |"
    ),
    "<table><tr><td>a</td></tr><tr><td><code>b\\|c</code></td></tr></table>": (
        "| a |\n| --- |\n| b\\\\\\|c |"
    ),
}

# HTML that is no XML: elements may lack their ends.
LOOSE = {
    "<p>a</p><p>b<br>c": "a\n\nb\\\nc",
    "<div>a<hr>b</div>": "a\n\n---\n\nb",
    'a<img data-asana-gid="5">b': "a\n\n![](asana:5)\n\nb",
    'a<img data-asana-gid="5" alt="c">b': "a\n\n![c](asana:5)\n\nb",
    "<input>a": "a",
    **{f"<{tag}><em>a</{tag}>b": "*ab*" for tag in ("input", "meta", "link")},
    "<em>a<input>b": "*ab*",
    "<em>a<meta x>b": "*ab*",
    "<em>a<link y>b": "*ab*",
    "<em>a<br>b": "*a*\\\n*b*",
    "<b>a</b><i>b</i><del>c": "**a**_b_~~c~~",
    "<del>c</del> <strike>d</strike> <tt>e</tt> <s>f": "~~c~~ ~~d~~ `e` ~~f~~",
    "<a href=https://x.y>b</a>": "[b](https://x.y)",
    "a</br>b</p>c": "abc",
    "<ol><li>a": "1. a",
    "<em>a<strong>b</em>c": "_a**b**_&#99;",
    "<pre>a<b>c</b>d": "```\nacd\n```",
    "<code>https://a.b</code><br>": "`https://a.b`",
    "<a href=https://x.y>https://a.b</a><br>": "[https\\://a.b](https://x.y)",
    "see https://a.b/c), https://d.e. x<br>": "see <https://a.b/c>), <https://d.e>. x",
}


@pytest.mark.parametrize("html", FORMS)
def test_a_form_as_markdown_and_back(html: str) -> None:
    markdown = rich_text.to_markdown(f"<body>{html}</body>")
    assert markdown == FORMS[html]
    back = rich_text.from_markdown(markdown, to="brief")
    again = rich_text.to_markdown(back)  # a mention has no words of its own
    assert again == markdown or "](asana:" in markdown
    assert rich_text.from_markdown(again, to="brief") == back


@pytest.mark.parametrize("html", LOOSE)
def test_loose_html_as_markdown(html: str) -> None:
    assert rich_text.to_markdown(html) == LOOSE[html]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        *((f"a<{tag}>b</{tag}>c", "a\nb\nc") for tag in ("h1", "h2", "pre", "blockquote", "li")),
        *((f"a<{tag}/>c", "a\n\nc") for tag in ("h1", "h2", "pre", "blockquote", "li")),
        *((f"a<{tag}><li>b</li></{tag}>c", "a\nb\nc") for tag in ("ul", "ol")),
        *((f"a<{tag}>b</{tag}>c", "a\nb\nc") for tag in ("ul", "ol", "table", "tr")),
        ("<td>a</td><td>b</td><td>c</td>", "a\tb\tc"),
        ("a<table><tr><td>b</td></tr></table>c", "a\nb\nc"),
        ("<table><tr><td/><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "\tb\nc\td"),
        ("a<hr/>c", "a\nc"),
        ("<hr/>\nc", "\nc"),
        ("a<u>b</u>c", "abc"),
    ],
)
def test_each_block_is_on_its_own_line(html: str, text: str) -> None:
    assert rich_text.text(f"<body>{html}</body>") == text
