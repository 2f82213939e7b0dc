"""A support form that attaches what people upload to a task: bytes, text, files, storages."""

import io
import os
import tempfile

from _server import Server

import asana


class FileStorage(object):
    """An uploaded file as passed by web frameworks."""

    def __init__(self, stream, filename, name, content_type):
        self.stream = stream
        self.filename = filename
        self.name = name
        self.content_type = content_type

    def __getattr__(self, name):
        return getattr(self.stream, name)


def part(request):
    head, _, rest = request.body.partition(b"\r\n\r\n")
    content = rest.rpartition(b"\r\n--")[0]
    disposition, *lines = sorted(head.decode("utf-8").split("\r\n")[1:])
    # Without a type in the call, each library decides whether to send one.
    return [disposition] + [line for line in lines if "text/plain" not in line], content


server = Server({"gid": "5", "name": "attached"})
client = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
client.options["base_url"] = server.url
attach = client.attachments.create_on_task

print(attach("1", b"\x89PNG", "shot.png", "image/png")["name"])
print(server.requests[-1].path, server.requests[-1].headers["Content-Type"].split(";")[0])
attach("1", "plain text", "notes.txt")
attach("1", io.BytesIO(b"from memory"), "memory.bin", "application/octet-stream")
attach("1", "caf\u00e9", "menu.txt", "text/plain")
with tempfile.TemporaryFile() as file:
    file.write(b"on disk")
    file.seek(0)
    attach("1", file, "disk.log", "text/plain")
upload = FileStorage(io.BytesIO(b"form data"), "invoice.pdf", "attachment", "application/pdf")
attach("1", upload, upload.filename, upload.content_type)
attach(task_id="1", file_content=b"1,2", file_name="numbers.csv", file_content_type="text/csv")
client.request("post", "/tasks/1/attachments", files=[("file", ("raw.txt", b"raw", None))])
for request in server.requests:
    print(*part(request))

real = asana.Client.access_token(os.environ["ACCESS_TOKEN"])
real.options["base_url"] = os.environ["BASE_URL"]
workspace = real.users.me()["workspaces"][0]["gid"]
task = real.tasks.create({"name": "Form", "workspace": workspace})["gid"]
for name in ("b.txt", "a.txt"):
    made = real.attachments.create_on_task(task, b"content", name, "text/plain")
    print(made["resource_type"], made["name"], real.attachments.find_by_id(made["gid"])["name"])
print(sorted(found["name"] for found in real.attachments.find_by_task(task)))
