#!/usr/bin/env python3
"""What the columns of exports are, said without services and without a login.

Usage: sdmx_structure_test.py ENTENTE     (run from the root of the source tree)
"""

import re
import unittest
import xml.etree.ElementTree as ElementTree

import program

SCHEMAS = "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/"
SPACES = {part: SCHEMAS + part for part in ("message", "structure", "common")}
DATAFLOWS = ["RELEASE", "SERIES", "SPLIT_RELEASE", "SPLIT_SERIES"]


class SdmxStructure(program.ProgramTest):
    def written(self, *arguments):
        done = self.entente("--home", str(self.home), "indicators",
                            "structure", *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return done.stdout

    def test_the_message_names_every_dataflow_of_the_exports(self):
        root = ElementTree.fromstring(self.written())
        self.assertEqual(root.tag, f"{{{SCHEMAS}message}}Structure")
        self.assertRegex(root.findtext("message:Header/message:Prepared",
                                       namespaces=SPACES),
                         r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        dataflows = root.findall(".//structure:Dataflow", SPACES)
        self.assertEqual(sorted(one.get("id") for one in dataflows), DATAFLOWS)
        self.assertEqual({(one.get("agencyID"), one.get("version"))
                          for one in dataflows}, {("ENTENTE", "1.1.0")})

    def test_each_reference_has_its_target(self):
        root = ElementTree.fromstring(self.written())
        urns = {node.get("urn") for node in root.iter()} - {None}
        for scheme in root.iterfind(".//structure:ConceptScheme", SPACES):
            concept = scheme.get("urn").replace(".ConceptScheme=", ".Concept=")
            urns |= {f"{concept}.{one.get('id')}"
                     for one in scheme.iterfind("structure:Concept", SPACES)}
        references = [node.text for node in root.iter()
                      if (node.text or "").startswith("urn:sdmx:")]
        self.assertGreater(len(references), 50)
        self.assertEqual(set(references) - urns, set())

    def test_a_file_is_what_the_screen_shows(self):
        path = self.home / "entente.xml"
        self.assertEqual(self.written("--out", str(path)), b"")
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)

        def undated(text):
            return re.sub(rb"<message:Prepared>[^<]*", b"", text)

        self.assertEqual(undated(path.read_bytes()), undated(self.written()))

    def test_a_file_that_cannot_be_written_is_said(self):
        done = self.entente("indicators", "structure", "--out",
                            str(self.home / "none" / "entente.xml"))
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn(b"[FILE_UNWRITABLE]", done.stderr)

    def test_the_help_of_the_exports_names_it(self):
        for lang in ("fr", "nl", "en"):
            for command in (("export",), ("release", "show")):
                done = self.entente("indicators", *command, "--help", lang=lang)
                said = " ".join(done.stdout.decode().split())
                self.assertIn("entente indicators structure", said)


if __name__ == "__main__":
    unittest.main()
