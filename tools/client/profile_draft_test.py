#!/usr/bin/env python3
"""Drafts of contract profiles, and what is said of a profile, without services.

Usage: profile_draft_test.py ENTENTE     (run from the root of the source tree)
"""

import unittest

import program

SAMPLE = "tools/samples/montclair.fr.txt"
DUTCH = "tools/samples/lindevoort.nl.txt"


class ProfileDraft(program.ProgramTest):
    def drafted(self, document, *arguments):
        path = self.home / "profile.textproto"
        done = self.entente("convention", "profile", "draft", document,
                            "--out", str(path), *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return path

    def completed(self, path):
        """What a draft leaves to a person is said."""
        kept = [line for line in path.read_text("utf-8").splitlines()
                if "is_kind_guessed" not in line]
        text = "\n".join(kept) + "\n"
        for old, new in (("  # direction: ", "  direction: "),
                         (': ""  # te vertalen', ': "x"'),
                         ('"?"', '"99002"'),
                         ("# review {", "review {"),
                         ('#   by_function: ""', 'by_function: "preventie"'),
                         ("#   date {", "  date {")):
            self.assertIn(old, text)
            text = text.replace(old, new)
        # The brace that ends the review.
        head, brace, rest = text.partition("\n# }\n")
        path.write_text(head + "\n}\n" + rest, encoding="utf-8")

    def checked(self, path, *arguments, lang="fr"):
        done = self.entente("convention", "profile", "check", str(path),
                            *arguments, lang=lang)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def test_a_draft_is_refused_until_a_person_has_completed_it(self):
        path = self.drafted(DUTCH)
        code, said, error = self.checked(path, lang="nl_BE")
        self.assertEqual((code, error), (1, ""))
        lines = path.read_text("utf-8").splitlines()
        for mark in ("# te vertalen", "# na te lezen"):
            numbers = [n for n, line in enumerate(lines, 1) if mark in line]
            self.assertEqual(len(numbers), 5, mark)
            for number in numbers:
                self.assertRegex(said, rf"(?m)^ *{number}  Contractprofiel")
        self.assertIn("er staat niet wie het heeft nagelezen", said)
        self.completed(path)
        code, said, error = self.checked(path, "--document", DUTCH,
                                         lang="nl_BE")
        self.assertEqual((code, error), (0, ""), said)
        self.assertIn("Indicatoren met een meting: 6/6", said)
        self.assertIn("Telbare verwachte resultaten met een meting: 0/1", said)
        self.assertIn("Aantal doorverwezen slachtoffers", said)
        self.assertNotIn("Koppelingen die", said)

    def test_a_profile_is_judged_beside_its_document(self):
        path = self.drafted(DUTCH)
        self.completed(path)
        text = path.read_text("utf-8").replace(
            'label: "De storting aan de politiezone is uitgevoerd"',
            'label: "De storting is gebeurd"')
        path.write_text(text, encoding="utf-8")
        line = text[:text.index("De storting is gebeurd")].count("\n") + 1
        code, said, _ = self.checked(path, "--document", DUTCH)
        # As an import takes it, with a finding.
        self.assertEqual(code, 0, said)
        self.assertIn("Indicateurs avec une mesure : 5/6", said)
        self.assertRegex(said, rf"(?m)^ *{line}  De storting is gebeurd")
        self.assertRegex(said, "indicateur .*De storting aan de politiezone")
        code, said, _ = self.checked(path, "--document", SAMPLE)
        self.assertEqual(code, 1)
        self.assertIn("la durée du document est", said)

    def test_what_was_not_looked_at_is_said_of_a_profile_without_fault(self):
        path = self.drafted(DUTCH)
        self.completed(path)
        for lang, unless, alone in (
                ("fr_BE", "sauf si son dossier contient", "pas été comparé"),
                ("nl_BE", "tenzij zijn map", "niet vergeleken"),
                ("en", "unless its folder holds", "not compared")):
            code, said, error = self.checked(path, lang=lang)
            self.assertEqual((code, error), (0, ""), said)
            self.assertIn(unless, " ".join(said.split()))
            self.assertIn(alone, said)
            code, said, _ = self.checked(path, "--document", DUTCH, lang=lang)
            self.assertEqual(code, 0)
            self.assertIn(unless, " ".join(said.split()))
            self.assertNotIn(alone, said)

    def test_faults_of_a_profile_are_said_in_the_readers_language(self):
        path = self.home / "profile.textproto"
        path.write_text('id: "x"\nversoin: 1\nmeasures { code: "" }\n')
        for lang, word in (("fr_BE", "Profil de contrat"),
                           ("nl_BE", "Contractprofiel"),
                           ("en", "Contract profile")):
            code, said, error = self.checked(path, lang=lang)
            self.assertEqual((code, error), (1, ""))
            self.assertRegex(said, r"(?m)^ *2  .*textproto")
            self.assertIn("entente convention profile draft", said)
            self.assertRegex(said, rf"(?m)^ *3  {word}, measures\[\]")
        path.write_bytes(b"\x00\xff{{{")
        self.assertEqual(self.checked(path)[0], 1)
        code, said, error = self.checked(self.home / "none")
        self.assertEqual((code, said), (1, ""))
        self.assertIn("[FILE_UNREADABLE]", error)

    def test_a_draft_goes_to_the_screen_or_to_a_file_that_is_not_there(self):
        path = self.drafted(DUTCH, "--language", "fr")
        before = path.read_bytes()
        self.assertEqual(before.count("# à traduire".encode()), 5)
        done = self.entente("convention", "profile", "draft", DUTCH,
                            "--language", "fr")
        self.assertEqual((done.returncode, done.stdout), (0, before))
        done = self.entente("convention", "profile", "draft", DUTCH,
                            "--out", str(path))
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"[FILE_EXISTS]", done.stderr)
        self.assertEqual(path.read_bytes(), before)
        piped = self.entente("convention", "profile", "check", "-",
                             stdin=before)
        self.assertEqual(piped.returncode, 1)
        done = self.entente("convention", "profile", "draft", "-",
                            stdin=b"Madame,\n" * 50)
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertIn(b"[NOT_A_CONVENTION]", done.stderr)


if __name__ == "__main__":
    unittest.main()
