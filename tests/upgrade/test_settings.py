"""Configurations that are filled in where they are used, and others."""

import pytest

from asana.upgrade import upgrade

# A program after ``import asana``, and the rewritten one with its marks.
PROGRAMS = [
    (
        """
c = asana.Configuration()
c.access_token = t
c.host = h
c.access_token = u
x = asana.ApiClient(c)
""",
        """
x = asana.Client.access_token(u, base_url=h)
""",
    ),
    (
        """
c = asana.Configuration()
c.host = h
x = asana.ApiClient(configuration=c)
""",
        """
# asana.upgrade: no token is set: access_token() uses ASANA_ACCESS_TOKEN
x = asana.Client.access_token(base_url=h)
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token = t
print(1)
# the host
c.host = h  # there
with asana.ApiClient(c) as x: pass
""",
        """
print(1)
# the host
# there
with asana.Client.access_token(t, base_url=h) as x: pass
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token = t
with asana.ApiClient(c) as x:
    c.host = h
""",
        """
c = {}
c["accessToken"] = t
with asana.Client.access_token(**c) as x:
    c["base_url"] = h
""",
    ),
    (
        """
c = asana.Configuration()
x = asana.ApiClient(c)
c.access_token = t
""",
        """
c = {}
x = asana.Client.access_token(**c)
c["accessToken"] = t
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token = t
if y:
    x = asana.ApiClient(c)
""",
        """
c = {}
c["accessToken"] = t
if y:
    x = asana.Client.access_token(**c)
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token = t
print(c.access_token)
x = asana.ApiClient(c)
""",
        """
c = {}
c["accessToken"] = t
print(c["accessToken"])
x = asana.Client.access_token(**c)
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token = t
c = other
x = asana.ApiClient(c)
""",
        """
c = {}
c["accessToken"] = t
c = other
x = asana.Client.access_token(**c)
""",
    ),
    (
        """
c = d = asana.Configuration()
c.access_token = t
x = asana.ApiClient(c)
""",
        """
c = d = {}
c["accessToken"] = t
x = asana.Client.access_token(**c)
""",
    ),
    (
        """
c, d = asana.Configuration(), 1
c.access_token = t
x = asana.ApiClient(c)
""",
        """
c, d = {}, 1
c["accessToken"] = t
x = asana.Client.access_token(**c)
""",
    ),
    (
        """
self.c = asana.Configuration()
self.c.access_token = t
x = asana.ApiClient(self.c)
""",
        """
self.c = {}
self.c["accessToken"] = t
x = asana.Client.access_token(**self.c)
""",
    ),
    (
        """
c = asana.Configuration
c.access_token = t
x = asana.ApiClient(c)
""",
        """
x = asana.Client.access_token(t)
""",
    ),
    (
        """
c = asana.Configuration(); c.access_token = t
x = asana.ApiClient(c)
""",
        """
c = {}; c["accessToken"] = t
x = asana.Client.access_token(**c)
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token = t
x = asana.TasksApi(asana.ApiClient(c))
""",
        """
x = asana.Client.access_token(t).tasks
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token = t
def f(): return asana.ApiClient(c)
""",
        """
c = {}
c["accessToken"] = t
def f(): return asana.Client.access_token(**c)
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token = t
x = asana.ApiClient(d)
""",
        """
c = {}
c["accessToken"] = t
# asana.upgrade: pass the options as a dictionary: accessToken, base_url and others
x = asana.Client.access_token(**d)
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token: str = t
x = asana.ApiClient(c)
""",
        """
c = {}
c["accessToken"]: str = t
x = asana.Client.access_token(**c)
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token, c.host = t, h
x = asana.ApiClient(c)
""",
        """
c = {}
c["accessToken"], c["base_url"] = t, h
x = asana.Client.access_token(**c)
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token = c.host = t
x = asana.ApiClient(c)
""",
        """
c = {}
c["accessToken"] = c["base_url"] = t
x = asana.Client.access_token(**c)
""",
    ),
    (
        """
c = asana.Configuration()
c.proxy = p
c.return_page_iterator = False
c.access_token = t
x = asana.ApiClient(c)
""",
        """
x = asana.Client.access_token(t, proxies={"https": p}, iterator_type=None, full_payload=True)
""",
    ),
    (
        """
c = asana.Configuration()
c.return_page_iterator = flag
c.return_page_iterator = 0
x = asana.ApiClient(c)
""",
        """
# asana.upgrade: no option return_page_iterator: see the options of the client
# c.return_page_iterator = flag
# asana.upgrade: no option return_page_iterator: see the options of the client
# c.return_page_iterator = 0
# asana.upgrade: no token is set: access_token() uses ASANA_ACCESS_TOKEN
x = asana.Client.access_token()
""",
    ),
    (
        """
c = asana.Configuration()
c.other.total = 5
c.debug = (
    True
)
c.access_token = t
x = asana.ApiClient(c)
""",
        """
# asana.upgrade: no option other: see the options of the client
# c.other.total = 5
# asana.upgrade: no option debug: use logging.getLogger("asana").setLevel(logging.DEBUG)
# c.debug = (
#     True
# )
x = asana.Client.access_token(t)
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token = asana.rest.ApiException
x = asana.ApiClient(c)
""",
        """
x = asana.Client.access_token(asana.AsanaError)
""",
    ),
    (
        """
class A:
    def __init__(self, t):
        c = asana.Configuration()
        c.access_token = t
        self.x = asana.ApiClient(c)
""",
        """
class A:
    def __init__(self, t):
        self.x = asana.Client.access_token(t)
""",
    ),
    (
        """
def f(c: asana.Configuration):
    c.proxy = p
    c.debug = True
    c.host += 'x'
    print(c.host, c.debug, c.access_token)
    c.return_page_iterator = x
    c.other.host = 1
    c.host = d.host = 1
""",
        """
def f(c: dict):
    c.update(proxies={"https": p})
    # asana.upgrade: no option debug: use logging.getLogger("asana").setLevel(logging.DEBUG)
    # c.debug = True
    c["base_url"] += 'x'
    print(c["base_url"], c.debug, c["accessToken"])
    # asana.upgrade: no option return_page_iterator: see the options of the client
    # c.return_page_iterator = x
    # asana.upgrade: no option other: see the options of the client
    # c.other.host = 1
    c["base_url"] = d.host = 1
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token = t
y = 1; x = asana.ApiClient(c)
""",
        """
y = 1; x = asana.Client.access_token(t)
""",
    ),
    (
        """
c = asana.Configuration()
c.access_token = t
return_ = f(asana.ApiClient(c))
d = asana.Configuration()
d.host = t
x = asana.ApiClient(d)
""",
        """
return_ = f(asana.Client.access_token(t))
# asana.upgrade: no token is set: access_token() uses ASANA_ACCESS_TOKEN
x = asana.Client.access_token(base_url=t)
""",
    ),
    (
        """
# a
c = asana.Configuration()
# b
c.access_token = t
# c
c.host = h
# d
x = asana.ApiClient(c)
""",
        """
# a
# b
# c
# d
x = asana.Client.access_token(t, base_url=h)
""",
    ),
]


@pytest.mark.parametrize(("before", "after"), PROGRAMS)
def test_a_configuration_becomes_arguments_or_a_dictionary(before: str, after: str) -> None:
    source, left = upgrade(f"import asana{before}".encode())
    assert source.decode() == f"import asana{after}"
    for line, message in left:
        assert f"# asana.upgrade: {message}" in after
        assert before.splitlines()[line - 1].split()[0][:2] in ("c.", "x")
    assert len(left) == after.count("# asana.upgrade: ")
