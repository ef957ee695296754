#!/usr/bin/env python3
"""A skipped test is named, and only such a one."""

import unittest

import skipped

TOLD = """<testsuite name="suite" tests="4" skipped="1" disabled="1">
<testcase name="ran" status="run"/>
<testcase name="failed" status="fail"><failure message="x"/></testcase>
<testcase name="clients_grpc_js" status="notrun">
<skipped message="SKIP_RETURN_CODE=77"/></testcase>
<testcase name="switched_off" status="disabled"/>
</testsuite>"""


class SkippedTest(unittest.TestCase):
    def test_each_that_did_not_run_is_named_with_its_reason(self):
        self.assertEqual(
            skipped.skipped(TOLD),
            [("clients_grpc_js", "SKIP_RETURN_CODE=77"),
             ("switched_off", "disabled")])


if __name__ == "__main__":
    unittest.main()
