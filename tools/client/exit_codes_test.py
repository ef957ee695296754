#!/usr/bin/env python3
"""Exit codes and messages of the program itself, without services.

Usage: exit_codes_test.py ENTENTE     (run from the root of the source tree)
"""

import datetime
import json
import pathlib
import subprocess
import unittest

import program

SAMPLE = "tools/samples/montclair.fr.txt"


def scan_pdf():
    """A PDF of one page with a grey rectangle and no text."""
    content = b"0.5 g 100 100 300 500 re f"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return out + b"startxref\n%d\n%%%%EOF\n" % table


class ExitCodes(program.ProgramTest):
    def check_refused(self, content, reason):
        path = self.home / "document"
        path.write_bytes(content)
        done = self.entente("convention", "parse", str(path))
        error = done.stderr.decode()
        self.assertEqual(done.returncode, 1, error)
        self.assertIn(f"[{reason}]", error)
        self.assertTrue(error.startswith("Erreur : "), error)
        self.assertEqual(done.stdout, b"")
        return error

    def test_empty(self):
        self.check_refused(b"", "DOCUMENT_EMPTY")

    def test_binary(self):
        self.check_refused(bytes(range(256)) * 20, "DOCUMENT_BINARY")

    def test_letter(self):
        self.check_refused(
            "Madame,\nVeuillez trouver ci-joint notre réponse.\n".encode() * 20,
            "NOT_A_CONVENTION",
        )

    def test_invalid_utf8(self):
        text = pathlib.Path(SAMPLE).read_bytes()
        self.check_refused(text[:500] + b"\xff\xfe" + text[500:], "INVALID_UTF8")

    def test_single_line_of_50_mb(self):
        self.check_refused(b"Convention " * 5_000_000, "DOCUMENT_TOO_LARGE")

    def test_scan(self):
        error = self.check_refused(scan_pdf(), "PDF_WITHOUT_TEXT")
        self.assertIn("scan", error)

    def test_broken_pdf(self):
        self.check_refused(b"%PDF-1.4\n" + b"x" * 500, "PDF_CORRUPT")

    def test_missing_file(self):
        done = self.entente("convention", "parse", str(self.home / "none"))
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"[FILE_UNREADABLE]", done.stderr)

    def test_folder(self):
        done = self.entente("convention", "parse", str(self.home))
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"[FILE_UNREADABLE]", done.stderr)

    def test_sample_parses_in_every_format(self):
        text = pathlib.Path(SAMPLE).read_bytes()
        for form in ("text", "json", "summary"):
            done = self.entente("convention", "parse", SAMPLE, f"--format={form}")
            self.assertEqual(done.returncode, 0, done.stderr)
            piped = self.entente(
                "convention", "parse", "-", f"--format={form}", stdin=text
            )
            self.assertEqual(done.stdout, piped.stdout)
            if form != "text":
                json.loads(done.stdout)

    def test_outline_fits_the_terminal(self):
        done = self.entente("convention", "parse", SAMPLE)
        for line in done.stdout.decode().splitlines():
            self.assertLessEqual(len(line), 100, line)

    def test_usage_errors(self):
        for arguments in (
            [],
            ["nonsense"],
            ["convention"],
            ["convention", "parse"],
            ["convention", "parse", SAMPLE, "--format=xml"],
            ["convention", "parse", SAMPLE, "--lang", "de"],
            ["convention", "parse", SAMPLE, "another"],
            ["convention", "profile"],
            ["convention", "profile", "draft", SAMPLE, "--language", "de"],
            ["convention", "profile", "check"],
            ["convention", "profile", "check", "-", "--document", "-"],
            ["budget", "reserve", "--amount", "5"],
            ["budget", "reserve", "--line", "x/y", "--amount", "five",
             "--convention", "municipalities/21004/conventions/c"],
            ["case", "show", "h", "--purpose", "curiosity"],
            ["case", "show", "h", "--purpose", "review"],
            ["indicators", "ingest", SAMPLE, "--source", "s", "--batch", "0"],
        ):
            done = self.entente(*arguments)
            self.assertEqual(done.returncode, 2, (arguments, done.stderr))
            self.assertTrue(done.stderr, arguments)

    def test_a_wrong_command_line_is_said_in_the_readers_language(self):
        for arguments, fr, nl in (
            (["nonsense"], "Incompris : nonsense", "Niet begrepen: nonsense"),
            ([], "Quelle commande ?", "Welke opdracht?"),
            (["convention", "parse"], "FICHIER manque.", "BESTAND ontbreekt."),
            (["convention", "parse", SAMPLE, "--format=xml"],
             "--format : xml n'est pas parmi text, json, summary.",
             "--format: xml is geen van text, json, summary."),
            (["indicators", "ingest", SAMPLE, "--source", "s", "--batch", "0"],
             "--batch : 0 n'est pas un nombre entier de 1 à 8192.",
             "--batch: 0 is geen geheel getal van 1 tot 8192."),
            (["budget", "reserve", "--line"], "--line demande une valeur.",
             "--line vraagt een waarde."),
            (["budget", "reserve", "--line", "a", "--line", "b"],
             "--line ne se donne qu'une fois.",
             "--line mag maar één keer voorkomen."),
            (["activity", "add", "--participants", "x"],
             "--participants : x n'est pas un nombre.",
             "--participants: x is geen getal."),
        ):
            for lang, wanted in (("fr_BE.UTF-8", fr), ("nl_BE.UTF-8", nl)):
                done = self.entente(*arguments, lang=lang)
                self.assertEqual(done.returncode, 2, done.stderr)
                self.assertIn(wanted, done.stderr.decode())

    def test_help_names_the_way_to_a_command_and_is_spaced_as_french_is(self):
        done = self.entente("budget", "evidence", "--help", lang="fr_BE")
        text = done.stdout.decode()
        self.assertIn("entente budget evidence COMMANDE --help", text)
        self.assertIn("Utilisation : entente budget evidence", text)
        self.assertIn("\nCommandes :\n", text)
        done = self.entente("indicators", "ingest", "--help", lang="nl_BE")
        self.assertIn("--batch N", done.stdout.decode())
        self.assertIn("\nOpties:\n", done.stdout.decode())

    def test_help_names_arguments_in_the_readers_language(self):
        for lang, month in (("fr_BE", "MOIS"), ("nl_BE", "MAAND"),
                            ("en_GB", "MONTH")):
            text = self.entente("period", "confirm", "--help",
                                lang=lang).stdout.decode()
            self.assertIn(f"  {month} ", text)
            self.assertEqual("MONTH" in text, month == "MONTH")
            self.assertIn("--count N", text)
            self.assertNotIn("NONNEGATIVE", text)

    def test_help_of_every_command_has_an_example(self):
        def commands(prefix):
            done = self.entente(*prefix, "--help", lang="en_GB.UTF-8")
            self.assertEqual(done.returncode, 0, prefix)
            lines = done.stdout.decode().splitlines()
            for line in lines:
                self.assertLessEqual(len(line), 100 if "Example" not in line
                                     and "entente " not in line else 300, line)
            if "Commands:" not in lines:
                self.assertIn("Example:", lines, prefix)
                return 1
            count = 0
            for line in lines[lines.index("Commands:") + 1 :]:
                if not line.startswith("  "):
                    break
                if line[2] != " ":
                    count += commands([*prefix, line.split()[0]])
            return count

        self.assertGreater(commands([]), 35)

    def test_messages_follow_the_language(self):
        for lang, word in (("fr_BE", b"Erreur"), ("nl_BE", b"Fout"), ("en", b"Error")):
            done = self.entente("convention", "parse", "/none", lang=lang)
            self.assertTrue(done.stderr.startswith(word), done.stderr)

    def test_nobody_logged_in(self):
        run = self.home / "run"
        run.mkdir()
        done = self.entente("--home", str(self.home), "whoami")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"[NOT_LOGGED_IN]", done.stderr)

    def test_unknown_address_names_the_port_file(self):
        done = self.entente(
            "--home", str(self.home), "convention", "list", "--municipality", "21004"
        )
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"[SERVICE_ADDRESS_UNKNOWN]", done.stderr)
        self.assertIn(b"conventions.json", done.stderr)

    def make_issuer(self):
        subprocess.run(
            ["tools/dev/make-ca", str(self.home / "pki")],
            check=True,
            capture_output=True,
        )

    def at_home(self, *arguments, code=0):
        done = self.entente("--home", str(self.home), *arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def put_to_work(self, name, role, days=30):
        last = datetime.date.today() + datetime.timedelta(days=days)
        return self.at_home(
            "person", "add", name, "--role", role, "--until", last.isoformat()
        )

    def test_login_is_stored_for_the_owner_alone(self):
        self.make_issuer()
        self.put_to_work("anna", "coordinator")
        self.put_to_work("berta", "finance")
        home = ["--home", str(self.home)]
        done = self.at_home("login", "--as", "anna", "--role", "coordinator")
        stored = self.home / "session" / "anna.json"
        self.assertEqual(stored.stat().st_mode & 0o777, 0o600)
        self.assertNotIn(json.loads(stored.read_text())["token"].encode(), done.stdout)
        self.at_home(
            "login", "--as", "berta", "--role", "finance", "--session", "money"
        )
        for flags in ([], ["--session", "money"], ["--as", "berta"], ["--as", "anna"]):
            shown = self.entente(*home, "whoami", *flags)
            self.assertEqual(shown.returncode, 0, shown.stderr)
            who = b"anna" if flags[-1:] == ["anna"] else b"money"
            self.assertIn(b"*  " + who, shown.stdout)
        self.assertEqual(self.entente(*home, "logout").returncode, 0)
        self.assertFalse((self.home / "session" / "money.json").exists())
        bad = self.at_home("login", "--as", "../x", "--role", "finance", code=1)
        self.assertIn(b"[SUBJECT_MALFORMED]", bad.stderr)

    def test_the_issuer_signs_only_for_whom_the_list_names(self):
        self.make_issuer()

        def refused(reason, *flags):
            done = self.at_home("login", "--as", "anna", *flags, code=1)
            self.assertIn(f"[{reason}]".encode(), done.stderr)
            self.assertFalse((self.home / "session" / "anna.json").exists())

        refused("PERSON_UNKNOWN", "--role", "coordinator")
        self.put_to_work("anna", "coordinator")
        refused("ROLE_NOT_GIVEN", "--role", "finance")
        refused("ROLE_NOT_GIVEN", "--role", "coordinator,finance")
        shown = self.at_home("login", "--as", "anna")
        self.assertIn(b"(coordinator)", shown.stdout)
        self.at_home("person", "remove", "anna", "--reason", "fin de mission")
        refused("ROLE_NOT_IN_FORCE", "--role", "coordinator")
        shown = self.at_home("person", "list", "--format", "json").stdout
        kept = json.loads(shown)["persons"][0]["assignments"]
        self.assertEqual(kept[0]["removalReason"], "fin de mission")
        self.assertNotIn(b"anna", self.at_home("person", "list").stdout)

    def test_a_login_is_not_renewed_once_the_role_is_gone(self):
        self.make_issuer()
        self.put_to_work("anna", "coordinator")
        self.at_home("login", "--as", "anna")
        kept = self.home / "session" / "anna.json"
        login = json.loads(kept.read_text())
        login["expires"] = 0
        self.at_home("person", "remove", "anna", "--reason", "fin de mission")
        self.assertFalse(kept.exists())
        # A copy that somebody kept.
        kept.write_text(json.dumps(login))
        done = self.at_home(
            *["--target", "conventions=127.0.0.1:1", "--as", "anna"],
            *["convention", "list", "--municipality", "21004"],
            code=1,
        )
        self.assertIn(b"[ROLE_NOT_IN_FORCE]", done.stderr)

    def test_no_program_that_ends_at_once_dies_of_what_it_began(self):
        # A second look at the certificates, a second after the first, or gRPC
        # that still connects, meets the end of the program; many at once make
        # the moment likely.
        self.make_issuer()
        self.put_to_work("anna", "coordinator")
        self.at_home("login", "--as", "anna")
        kept = self.home / "session" / "anna.json"
        login = json.loads(kept.read_text())
        login["expires"] = 0
        self.at_home("person", "remove", "anna", "--reason", "fin de mission")
        kept.write_text(json.dumps(login))
        command = [program.PROGRAM, "--home", self.home, "--target",
                   "conventions=127.0.0.1:1", "--as", "anna", "convention",
                   "list", "--municipality", "21004"]
        running = [
            subprocess.Popen(command, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
            for _ in range(60)
        ]
        self.assertEqual({one.wait(timeout=120) for one in running}, {1})

    def test_a_damaged_list_of_persons_admits_nobody(self):
        self.make_issuer()
        self.put_to_work("anna", "coordinator")
        path = self.home / "persons.textproto"
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        path.write_text(path.read_text() + "persons {")
        done = self.at_home("login", "--as", "anna", code=1)
        self.assertIn(b"[PERSONS_FILE_INVALID]", done.stderr)

    def test_without_an_issuer_the_provider_is_to_be_configured(self):
        done = self.put_to_work("anna", "coordinator")
        self.assertIn(b'realm_access.roles      ["coordinator"]', done.stdout)
        self.assertFalse((self.home / "persons.textproto").exists())
        unknown = self.at_home(
            *["person", "add", "anna", "--role", "boss"],
            *["--until", "2027-12-31"],
            code=1,
        )
        self.assertIn(b"[ROLE_UNKNOWN]", unknown.stderr)

    def test_version(self):
        done = self.entente("--version")
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stdout.decode(), r"^entente \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    unittest.main()
