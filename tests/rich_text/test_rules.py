"""The rich text that Asana accepts, and the messages of rejections."""

from typing import Any

import pytest

from asana import rich_text
from asana.rich_text import Field
from benchmarks.markdown import FIELDS

BASIC: list[Field] = ["comment", "project", "status"]

EVERYWHERE = [
    "<body/>",
    "<body></body>",
    "<body>a\nb\n\nc</body>",
    "\n<body>a</body>\n",
    "<?xml version='1.0'?><body>a</body>",
    "<body>&lt; &gt; &amp; &quot; &apos; &#65; &#x1F600;</body>",
    "<body><![CDATA[1 < 2]]></body>",
    "<body><strong>a</strong><em>b</em><u>c</u><s>d</s><code>e</code></body>",
    "<body><strong><em><u><s><code>a</code></s></u></em></strong></body>",
    "<body><ul><li>a<ol><li>b</li></ol></li></ul></body>",
    "<body><blockquote>a\n<strong>b</strong></blockquote><pre>c\n d</pre></body>",
    "<body><a href='https://a.b'>c <strong>d</strong></a></body>",
    '<body><a data-asana-gid="1"/></body>',
    '<body><a data-asana-gid="1" data-asana-project="2"/></body>',
    '<body><a data-asana-gid="1" data-asana-tag="2"/></body>',
    '<body><a data-asana-gid="1" data-asana-dynamic="false">own</a></body>',
    # Rich text from Asana itself can be sent back.
    '<body><a href="https://a.b" data-asana-accessible="true" data-asana-dynamic="true" '
    'data-asana-type="user" data-asana-gid="1">@Maya</a></body>',
    "<body><li>a</li></body>",
]

IN_TASKS = [
    "<body><h1>a <strong>b</strong><em>c</em><u>d</u><s>e</s><code>f</code></h1></body>",
    '<body><h2><a data-asana-gid="1"/></h2></body>',
    "<body>a<hr/>b</body>",
    '<body><img data-asana-gid="1"/></body>',
]

IN_BRIEFS = [
    "<body><table><tr><td>a</td><td><ul><li>b</li></ul></td></tr></table></body>",
    '<body><object type="application/vnd.asana.project_goals" data-asana-gid="1"/></body>',
]

NOWHERE = {
    "": "line 1, column 1: no element found",
    "plain": "syntax error; put everything into one <body>",
    "<body>open": "close every element",
    "<body>a</body><body>b</body>": "put everything into one <body>",
    "<body>a</body>b": "put everything into one <body>",
    "<p>a</p>": "<p>: the root must be one <body>",
    "<body><body/></body>": "<body>: the root must be one <body>",
    "<BODY>a</BODY>": "<BODY>: the root must be one <body>",
    "<body><STRONG>a</STRONG></body>": "tags are case-sensitive; write <strong>",
    "<body>\n<ul><li><p>a</p></li></ul></body>": (
        "line 2, column 9, in body > ul > li: Asana has no <p>; "
        "separate paragraphs by an empty line"
    ),
    "<body>a<br/>b</body>": "Asana has no <br>; write a new line",
    "<body><b>a</b></body>": "write <strong>",
    "<body><i>a</i></body>": "write <em>",
    "<body><h3>a</h3></body>": "write <h2>",
    "<body><div>a</div></body>": "Asana has no <div>; write its content alone",
    "<body><em>a</strong></body>": "close each element before the one around it",
    "<body>1 & 2</body>": "write &amp; for &",
    "<body>1 < 2</body>": "&lt; for <",
    "<body>&nbsp;</body>": "undefined entity; write the character itself",
    "<body><a href=https://a.b>c</a></body>": "quote attributes",
    "<body><a href='a' href='b'>c</a></body>": "write each attribute once",
    "<!DOCTYPE body><body/>": "a document type",
    "<body>\x00</body>": "not well-formed",
    "<body>é\n文\ud800</body>": "line 2, column 2: an unpaired surrogate",
    '<body><em class="a">b</em></body>': "<em class>: <em> accepts no attributes",
    "<body><a href='a' onclick='b'>c</a></body>": "<a onclick>: <a> accepts only href, data-asana",
    "<body><a>b</a></body>": "<a> without a target; add href or data-asana-gid",
    "<body><a href='b'><em><a href='c'>d</a></em></a></body>": "<a> cannot be in <a>",
    "<body><ul><li><pre>a</pre></li></ul></body>": "<pre> cannot be in <li>",
    "<body><ul><li><em><blockquote>a</blockquote></em></li></ul></body>": "cannot be in <li>",
    "<body><pre><ul><li>a</li></ul></pre></body>": "<ul> cannot be in <pre>; close <pre> first",
    "<body><blockquote><ol><li>a</li></ol></blockquote></body>": "<ol> cannot be in <blockquote>",
}

NOT_IN_TASKS = {
    "<body><h1>a\nb</h1></body>": "a new line in <h1>; write a space",
    "<body><h2><em>a&#10;b</em></h2></body>": "a new line in <h2>",
    "<body><h1><ul><li>a</li></ul></h1></body>": "<ul> in <h1>, which accepts only inline elements",
    "<body><h1><img data-asana-gid='1'/></h1></body>": "<img> in <h1>",
    "<body><h1><em><h2>a</h2></em></h1></body>": "<h2> in <h1>",
    "<body><ol><li><h1>a</h1></li></ol></body>": "<h1> cannot be in <li>; write <strong>",
    "<body><img src='a'/></body>": "<img src>: <img> accepts only data-asana-gid",
}


@pytest.mark.parametrize("to", FIELDS)
@pytest.mark.parametrize("html", EVERYWHERE)
def test_accepted_everywhere(html: str, to: Field) -> None:
    rich_text.check(html, to=to)


@pytest.mark.parametrize("to", FIELDS)
@pytest.mark.parametrize("html", NOWHERE)
def test_refused_everywhere(html: str, to: Field) -> None:
    with pytest.raises(ValueError, match=r"^line") as refusal:
        rich_text.check(html, to=to)
    assert NOWHERE[html] in str(refusal.value)
    assert "None" not in str(refusal.value)


@pytest.mark.parametrize("html", IN_TASKS)
def test_tasks_and_briefs_have_headings_rules_and_images(html: str) -> None:
    rich_text.check(html, to="task")
    rich_text.check(html, to="brief")
    for to in BASIC:
        with pytest.raises(ValueError, match=f"a {to} has no <"):
            rich_text.check(html, to=to)


@pytest.mark.parametrize("html", IN_BRIEFS)
def test_only_briefs_have_tables_and_objects(html: str) -> None:
    rich_text.check(html, to="brief")
    for to in (*BASIC, "task"):
        with pytest.raises(ValueError, match=f"a {to} has no <"):
            rich_text.check(html, to=to)


@pytest.mark.parametrize("html", NOT_IN_TASKS)
def test_refused_in_tasks_and_briefs(html: str) -> None:
    for to in ("task", "brief"):
        with pytest.raises(ValueError, match=r"^line") as refusal:
            rich_text.check(html, to=to)
        assert NOT_IN_TASKS[html] in str(refusal.value)


def test_a_refusal_says_what_to_write_in_a_comment() -> None:
    with pytest.raises(ValueError, match="a comment has no <h1>; write <strong>"):
        rich_text.check("<body><h1>a</h1></body>", to="comment")


@pytest.mark.parametrize("to", ["tasks", "", None, ["task"]])
def test_an_unknown_kind_of_field(to: Field) -> None:
    known = "to must be one of 'task', 'comment', 'project', 'status', 'brief', not "
    with pytest.raises(ValueError, match=known):
        rich_text.check("<body/>", to=to)
    with pytest.raises(ValueError, match=known):
        rich_text.from_markdown("", to=to)


@pytest.mark.parametrize("value", [None, b"<body/>", 1, ["<body/>"]])
def test_only_text_is_rich_text(value: str) -> None:
    for call in (rich_text.to_markdown, rich_text.text):
        with pytest.raises(TypeError, match="the rich text must be a string, not "):
            call(value)
    with pytest.raises(TypeError, match="the rich text must be a string, not "):
        rich_text.check(value, to="task")
    with pytest.raises(TypeError, match="the Markdown must be a string, not "):
        rich_text.from_markdown(value, to="task")


def test_entities_that_grow_are_refused() -> None:
    bomb = "<!DOCTYPE b [<!ENTITY a 'aaaa'><!ENTITY c '&a;&a;'>]><body>&c;</body>"
    with pytest.raises(ValueError, match="a document type"):
        rich_text.check(bomb, to="task")
    assert "aaaa" not in rich_text.to_markdown(bomb.partition("]>")[2])


ADVICE = {
    "p": "Asana has no <p>; separate paragraphs by an empty line",
    "br": "Asana has no <br>; write a new line",
    "b": "Asana has no <b>; write <strong>",
    "i": "Asana has no <i>; write <em>",
    "del": "Asana has no <del>; write <s>",
    "strike": "Asana has no <strike>; write <s>",
    "tt": "Asana has no <tt>; write <code>",
    "kbd": "Asana has no <kbd>; write <code>",
    "th": "Asana has no <th>; write <td>",
    "thead": "Asana has no <thead>; put <tr> into <table>",
    "tbody": "Asana has no <tbody>; put <tr> into <table>",
    **{tag: f"Asana has no <{tag}>; write <h2>" for tag in ("h3", "h4", "h5", "h6")},
    **{tag: f"a comment has no <{tag}>; write <strong>" for tag in ("h1", "h2")},
    "hr": "a comment has no <hr>; write an empty line",
    "img": "a comment has no <img>; link to the image with <a href>",
    **{
        tag: f"a comment has no <{tag}>; write a line for each row"
        for tag in ("table", "tr", "td")
    },
    "object": "a comment has no <object>; write its content alone",
    "x": "Asana has no <x>; write its content alone",
    "EM": "<EM>: tags are case-sensitive; write <em>",
}  # fmt: skip


@pytest.mark.parametrize("tag", ADVICE)
def test_what_to_write_instead_of_a_tag(tag: str) -> None:
    with pytest.raises(ValueError, match=r"^line") as refusal:
        rich_text.check(f"<body>\n<em><{tag}/></em></body>", to="comment")
    assert str(refusal.value) == f"line 2, column 5, in body > em: {ADVICE[tag]}"


MESSAGES = {
    "<body>1 & 2</body>": (
        "line 1, column 10, in body: not well-formed (invalid token); "
        "write &amp; for & and &lt; for <, and quote attributes"
    ),
    "<body><em>a</strong></body>": (
        "line 1, column 14, in body > em: mismatched tag; "
        "close each element before the one around it"
    ),
    "<body>&nbsp;</body>": (
        "line 1, column 7, in body: undefined entity; write the character itself"
    ),
    "<body/>b": (
        "line 1, column 8: junk after document element; put everything into one <body>"
    ),
    "": "line 1, column 1: no element found; close every element, and <body> last",
    "<body": "line 1, column 1: unclosed token; complete the last tag",
    "plain": "line 1, column 1: syntax error; put everything into one <body>",
    "<body x='1' x='2'/>": (
        "line 1, column 13: duplicate attribute; write each attribute once"
    ),
    "<body><![CDATA[": "line 1, column 16, in body: unclosed CDATA section",
    "\n\ud800": "line 2, column 1: an unpaired surrogate",
    "\ud800": "line 1, column 1: an unpaired surrogate",
    "a\nb\ud800": "line 2, column 2: an unpaired surrogate",
    "<!DOCTYPE body><body/>": (
        "line 1, column 15: a document type is not allowed; begin with <body>"
    ),
    "<p/>": "line 1, column 1: <p>: the root must be one <body>; put everything into it",
    "<body x='1'/>": (
        "line 1, column 1: <body x>: <body> accepts no attributes; omit it"
    ),
    "<body><a/></body>": (
        "line 1, column 7, in body: <a> without a target; add href or data-asana-gid"
    ),
    "<body><a href='1' y='1'/></body>": (
        "line 1, column 7, in body: <a y>: <a> accepts only href, data-asana-gid, "
        "data-asana-project, data-asana-tag, data-asana-dynamic, data-asana-accessible, "
        "data-asana-type; omit it"
    ),
    "<body><h1>a<li/></h1></body>": (
        "line 1, column 12, in body > h1: <li> in <h1>, which accepts only inline elements; "
        "close it first"
    ),
    "<body><li><h2/></li></body>": (
        "line 1, column 11, in body > li: <h2> cannot be in <li>; write <strong>"
    ),
    "<body><ul><li><pre/></li></ul></body>": (
        "line 1, column 15, in body > ul > li: <pre> cannot be in <li>; close <li> first"
    ),
    "<body><h2><u>a\nb</u></h2></body>": (
        "line 1, column 15, in body > h2 > u: a new line in <h2>; write a space"
    ),
    "<body><img alt='x' data-asana-gid='1'/></body>": (
        "line 1, column 7, in body: <img alt>: <img> accepts only data-asana-gid; omit it"
    ),
    "<body><object z='1'/></body>": (
        "line 1, column 7, in body: <object z>: <object> accepts only type, data-asana-gid; omit it"
    ),
}  # fmt: skip


@pytest.mark.parametrize("html", MESSAGES)
def test_a_message_has_the_place_the_problem_and_the_advice(html: str) -> None:
    with pytest.raises(ValueError, match=r"^line") as refusal:
        rich_text.check(html, to="brief")
    assert str(refusal.value) == MESSAGES[html]


INLINE_TAGS = ["strong", "em", "u", "s", "code", "a"]
LIST_TAGS = ["ol", "ul"]
BASIC_TAGS = [*INLINE_TAGS, *LIST_TAGS, "li", "blockquote", "pre"]
TASK_TAGS = [*BASIC_TAGS, "h1", "h2", "hr", "img"]
BRIEF_TAGS = [*TASK_TAGS, "table", "tr", "td", "object"]
NOT_INSIDE = {
    "h1": {*BRIEF_TAGS} - {*INLINE_TAGS},
    "h2": {*BRIEF_TAGS} - {*INLINE_TAGS},
    "li": {"h1", "h2", "pre", "blockquote"},
    "pre": {*LIST_TAGS},
    "blockquote": {*LIST_TAGS},
    "a": {"a"},
}


def is_accepted(html: str, to: Field) -> bool:
    try:
        rich_text.check(html.replace("<a", "<a href='x'"), to=to)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("outer", BRIEF_TAGS)
def test_the_tags_of_each_field_and_in_each_tag(outer: str) -> None:
    for to in FIELDS:
        known = {"task": TASK_TAGS, "brief": BRIEF_TAGS}.get(to, BASIC_TAGS)
        assert is_accepted(f"<body><{outer}/></body>", to) == (outer in known)
    inside = [
        inner
        for inner in BRIEF_TAGS
        if is_accepted(f"<body><{outer}><{inner}/></{outer}></body>", "brief")
    ]
    assert {*BRIEF_TAGS} - {*inside} == NOT_INSIDE.get(outer, set())


@pytest.mark.parametrize("value", [None, b"x", 5])
def test_the_types_in_the_messages(value: Any) -> None:
    kind = type(value).__name__
    for call, what in (
        (rich_text.text, "rich text"), (rich_text.to_markdown, "rich text"),
        (lambda html: rich_text.check(html, to="task"), "rich text"),
        (lambda text: rich_text.from_markdown(text, to="task"), "Markdown"),
    ):  # fmt: skip
        with pytest.raises(TypeError, match=rf"^the {what} must be a string, not {kind}$"):
            call(value)


def test_a_declared_encoding_is_ignored() -> None:
    """A string has been decoded already."""
    html = '<?xml version="1.0" encoding="iso-8859-1"?><body>é</body>'
    rich_text.check(html, to="task")
    assert (rich_text.text(html), rich_text.to_markdown(html)) == ("é", "é")
    with pytest.raises(ValueError, match="column 54, in body: mismatched tag"):
        rich_text.check(html.replace("é</body>", "éé</b>"), to="task")


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<body>\n&nbsp;</body>", "not rich text: line 2, column 1: undefined entity"),
        ("", "not rich text: line 1, column 1: no element found"),
        ("<body>a\ud800</body>", "not rich text: line 1, column 8: an unpaired surrogate"),
    ],
)
def test_the_place_of_what_is_no_rich_text(html: str, message: str) -> None:
    with pytest.raises(ValueError, match="not rich text") as refusal:
        rich_text.text(html)
    assert str(refusal.value) == message


# The plain text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<body/>", ""),
        ("<body>a &lt; b\n\nc</body>", "a < b\n\nc"),
        ("<body><h1>Head</h1>Some text</body>", "Head\nSome text"),
        ("<body>Before<h2>Head</h2>after</body>", "Before\nHead\nafter"),
        ("<body>a<ul><li>b</li><li>c<ol><li>d</li></ol></li></ul>e</body>", "a\nb\nc\nd\ne"),
        ("<body><ul><li>a</li><li></li></ul></body>", "a\n\n"),
        ("<body><pre>a\n b\n</pre>c</body>", "a\n b\nc"),
        ("<body><blockquote>a</blockquote><blockquote>b</blockquote></body>", "a\nb\n"),
        ("<body>a<hr/>b</body>", "a\nb"),
        ("<body><strong>a</strong><em>b</em></body>", "ab"),
        ("<body><table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table></body>", "a\tb\nc"),
        ('<body><a data-asana-gid="1">@Maya</a> knows</body>', "@Maya knows"),
    ],
)
def test_the_plain_text(html: str, text: str) -> None:
    assert rich_text.text(html) == text


@pytest.mark.parametrize(
    "html", ["", "plain", "<body>", "<body>&nbsp;</body>", "<body>\ud800</body>"]
)
def test_the_plain_text_of_what_is_no_rich_text(html: str) -> None:
    with pytest.raises(ValueError, match="not rich text: line 1, column"):
        rich_text.text(html)
