"""A reader with cookies and nothing else: fills the forms of a page as a browser without JavaScript would."""

import http.cookiejar
import secrets
import urllib.error
import urllib.parse
import urllib.request

from lxml import html


class Reader:
    """Keeps its cookies over all the addresses it opens on one machine."""

    def __init__(self):
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)
        self.url = ""
        self.status = 0
        self.text, self.content = "", b""

    def open(self, url, data=None):
        """Go to an address, following redirects; the reader's `status`, `url` and `text` say what came."""
        try:
            with self._opener.open(url, data, timeout=30) as answer:
                self._read(answer)
        except urllib.error.HTTPError as error:
            self._read(error)
        return self

    def send(self, field, **values):
        """Fill the first form that has this field, and send it as it stands otherwise."""
        form = next(form for form in html.fromstring(self.text, base_url=self.url).forms if field in form.fields)
        for name, value in values.items():
            form.fields[name] = value
        address = urllib.parse.urljoin(self.url, form.action or "")
        return self.open(address, urllib.parse.urlencode(form.form_values()).encode())

    def upload(self, field, name, content):
        """Fill the first form that has this field with a file, and send it as it stands otherwise."""
        form = next(form for form in html.fromstring(self.text, base_url=self.url).forms if field in form.fields)
        border = secrets.token_hex(16)
        parts = [(f'name="{key}"', str(value).encode()) for key, value in form.form_values() if key != field]
        parts.append((f'name="{field}"; filename="{name}"\r\nContent-Type: application/octet-stream', content))
        lines = [
            f"--{border}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + body + b"\r\n"
            for head, body in parts
        ]
        address = urllib.parse.urljoin(self.url, form.action or "")
        sort = {"Content-Type": f"multipart/form-data; boundary={border}"}
        return self.open(urllib.request.Request(address, b"".join([*lines, f"--{border}--\r\n".encode()]), sort))

    def links(self, part):
        """The addresses on the page that have this part."""
        found = html.fromstring(self.text).xpath("//a/@href")
        return [urllib.parse.urljoin(self.url, address) for address in found if part in address]

    def _read(self, answer):
        self.status, self.url, self.content = answer.status, answer.url, answer.read()
        self.text = self.content.decode(errors="replace")
