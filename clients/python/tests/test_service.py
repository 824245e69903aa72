"""What a service prints when it starts: RANKLAB_COMMAND names programs that print it."""

import os
import shlex
import sys
import unittest
from unittest import mock

from ranklab._service import Service, ServiceNotStarted

ADDRESS = '{"url": "http://127.0.0.1:1", "token": "t"}'
ERROR = '{\n  "error": {\n    "code": "NOT_FOUND",\n    "message": "There is no workspace"\n  }\n}'


def printing(*lines, then=""):
    """A program that prints the lines, and then runs `then`."""
    script = "import time; print(%r, flush=True); %s" % ("\n".join(lines), then)
    return mock.patch.dict(os.environ, {"RANKLAB_COMMAND": shlex.join([sys.executable, "-c", script])})


class Start(unittest.TestCase):
    def test_lines_before_the_address_are_passed_over(self):
        with printing("npm warn something", ADDRESS, then="time.sleep(600)"):
            service = Service("workspace")
        self.assertEqual((service.url, service.token), ("http://127.0.0.1:1", "t"))
        service.close()

    def test_an_error_after_other_lines_is_the_reason(self):
        with printing("npm warn something", ERROR):
            with self.assertRaises(ServiceNotStarted) as raised:
                Service("workspace")
        self.assertEqual(raised.exception.code, "NOT_FOUND")


if __name__ == "__main__":
    unittest.main()
