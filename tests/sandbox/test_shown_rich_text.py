"""Rich text is recreated from an allowlist, so that nothing in it is executed."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asana.sandbox.web.pages.rich_text import MAX_DEPTH, is_link, local, shown

_SAME = ("strong", "em", "u", "s", "code", "pre", "ol", "ul", "li", "a", "blockquote", "hr")
_TABLE = ("table", "tr", "td")
TAGS = ("body", "h1", "h2", "img", "object", *_SAME, *_TABLE)
SHOWN = ("h3", "h4", "span", *_SAME, *_TABLE)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<body>A &lt;b&gt; &amp; c</body>", "A &lt;b&gt; &amp; c"),
        ("<body><h1>A</h1>\n<h2>B</h2></body>", "<h3>A</h3>\n<h4>B</h4>"),
        ("<body><ul><li>A <em>b</em> c</li></ul></body>", "<ul><li>A <em>b</em> c</li></ul>"),
        ("<body>A<hr/>B</body>", "A<hr>B"),
        ('<body><strong onclick="x()" style="y">A</strong></body>', "<strong>A</strong>"),
        ("<body><script>alert(1)</script></body>", "alert(1)"),
        ("<body><style>a{}</style><svg><a>B</a></svg></body>", "a{}B"),
        ('<body><img src="x" onerror="y" data-asana-gid="12"/></body>', "Image 12</span>"),
        ('<body><img data-asana-gid="&quot;>&lt;b>"/></body>', "Image &#34;&gt;&lt;b&gt;</span>"),
        ("<body><!-- A --></body>", "plain"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><body>&b;</body>', "plain"),
        ("<body>A", "plain"),
        ("", "plain"),
        ('<b:body xmlns:b="c">A<b:script>d</b:script></b:body>', "Ad"),
    ],
)
def test_only_the_allowed_elements_are_written(source: str, expected: str) -> None:
    assert shown(source, "plain").endswith(expected)


def test_plain_text_is_escaped() -> None:
    assert shown("<body", "<script>") == "&lt;script&gt;"


@pytest.mark.parametrize(
    "url",
    [
        *("javascript:alert(1)", "JAVASCRIPT:alert(1)", " javascript:alert(1)", "java\nscript:x"),
        *("data:text/html,x", "vbscript:x", "//example.com", "/path", "", "http:", "https://"),
        *("https://a b", "https://[", "\x01javascript:x", "file:///etc/passwd", "ftp://a"),
    ],
)
def test_other_addresses_are_no_links(url: str) -> None:
    assert not is_link(url)
    link = ElementTree.Element("a", href=url)
    link.text = "words"
    body = ElementTree.Element("body")
    body.append(link)
    assert "<a" not in shown(ElementTree.tostring(body, encoding="unicode"))


@pytest.mark.parametrize("url", ["https://example.com/a?b=c#d", "HTTP://a.b", "mailto:a@b.c"])
def test_addresses_of_the_web_and_of_mail_are_links(url: str) -> None:
    expected = f'<a href="{url}" rel="noopener noreferrer">{url}</a>'
    assert shown(f'<body><a href="{url}"/></body>') == expected


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://app.asana.com/1/2/task/3", "/1/2/task/3"),
        ("https://app.asana.com", "/"),
        ("https://app.asana.com//evil.example", "https://app.asana.com//evil.example"),
        ("https://app.asana.com.evil.example/1", "https://app.asana.com.evil.example/1"),
        ("https://app.asana.com@evil.example/1", "https://app.asana.com@evil.example/1"),
        ("javascript://app.asana.com/1", "javascript://app.asana.com/1"),
        ("https://[", "https://["),
    ],
)
def test_addresses_of_asana_lead_to_the_sandbox(url: str, path: str) -> None:
    assert local(url) == path


def test_deep_nesting_is_shown_as_text() -> None:
    source = "<body>" + "<em>" * 5000 + "A" + "</em>" * 5000 + "</body>"
    found = shown(source)
    assert found.count("<em>") == MAX_DEPTH
    assert "A" in found


nested = st.recursive(
    st.text(alphabet="<>&\"'ab/ ="),
    lambda inner: st.builds(
        lambda tag, href, words, parts: (tag, href, words, parts),
        st.sampled_from([*TAGS, "script", "iframe", "svg", "form", "input"]),
        st.sampled_from(["https://a.b", "javascript:x", '"><script>', "'"]),
        st.text(alphabet="<>&\"'ab"),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


def built(parts: list[object]) -> ElementTree.Element:
    body = ElementTree.Element("body")
    for part in parts:
        _add(body, part)
    return body


def _add(parent: ElementTree.Element, part: object) -> None:
    if isinstance(part, str):
        parent.text = (parent.text or "") + part
        return
    assert isinstance(part, tuple)
    tag, href, words, parts = part
    child = ElementTree.SubElement(parent, tag, href=href, onclick="x()", src=href)
    child.tail = words
    for each in parts:
        _add(child, each)


@given(st.lists(nested, max_size=4))
def test_whatever_is_written_is_well_formed_and_allowed(parts: list[object]) -> None:
    source = ElementTree.tostring(built(parts), encoding="unicode")
    written = ElementTree.fromstring(f"<x>{shown(source).replace('<hr>', '<hr/>')}</x>")
    for element in written.iter():
        assert element.tag in ("x", *SHOWN)
        expected = {"a": {"href", "rel"}, "span": {"class"}}.get(str(element.tag), set())
        assert set(element.attrib) == expected
        assert element.get("href") in (None, "https://a.b")
