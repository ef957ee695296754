#!/usr/bin/env python3
"""The judge of IATI exports finds what is planted: each way in which an
activity can be wrong, in one that is right.

Usage: judge_test.py
"""

import unittest

import judge

RIGHT = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03" generated-datetime="2019-03-14T11:00:00Z">
  <iati-activity xml:lang="fr" default-currency="EUR"
                 last-updated-datetime="2019-03-14T11:00:00Z">
    <iati-identifier>BE-BCE_KBO-0207373429-css</iati-identifier>
    <reporting-org ref="BE-BCE_KBO-0207373429" type="11">
      <narrative>Valsenne</narrative>
    </reporting-org>
    <title><narrative>Inventé</narrative></title>
    <description type="1"><narrative>Inventé</narrative></description>
    <participating-org type="10" role="1">
      <narrative>État</narrative>
    </participating-org>
    <activity-status code="2"/>
    <activity-date type="1" iso-date="2018-01-01"/>
    <activity-date type="3" iso-date="2018-12-31"/>
    <recipient-country code="BE"/>
    <sector vocabulary="99" code="css"><narrative>x</narrative></sector>
    <budget type="1" status="2">
      <period-start iso-date="2018-01-01"/>
      <period-end iso-date="2018-12-31"/>
      <value currency="EUR" value-date="2018-01-01">10000.00</value>
    </budget>
    <transaction ref="general-2018">
      <transaction-type code="11"/>
      <transaction-date iso-date="2018-01-01"/>
      <value currency="EUR" value-date="2018-01-01">10000.00</value>
      <description><narrative xml:lang="fr">Octroi</narrative></description>
    </transaction>
    <result type="2">
      <title><narrative>But</narrative></title>
      <indicator measure="1">
        <title><narrative>Nombre</narrative></title>
        <reference vocabulary="99" code="in-01"/>
        <period>
          <period-start iso-date="2018-01-01"/>
          <period-end iso-date="2019-12-31"/>
          <target value="12.50"/>
        </period>
      </indicator>
    </result>
  </iati-activity>
</iati-activities>
"""

# What is replaced by what, and a part of the complaint.
PLANTED = (
    ('<target value="12.50"/>', '', "period lacks target"),
    ('<target value="12.50"/>', '<target/>', "target has no value"),
    ('"12.50"', '"twelve"', "is no number"),
    ('iso-date="2019-12-31"', 'iso-date="2017-12-31"', "a target is for"),
    ('<target value="12.50"/>', '<target value="12.50"/><actual value="1"/>',
     "actual"),
    ('version="2.03"', 'version="2.04"', "no code of its list"),
    ('<iati-identifier>BE-BCE_KBO-0207373429-css</iati-identifier>', '',
     "lacks iati-identifier"),
    ('BE-BCE_KBO-0207373429-css', 'css', "does not begin with"),
    ('"BE-BCE_KBO-0207373429"', '"BE-BCE_KBO-0207373428"', "does not begin"),
    ('0207373429', '0207373428', "no Belgian enterprise"),
    (' type="11"', '', "reporting-org has no type"),
    (' type="11"', ' type="12"', "no code of its list"),
    ('<title><narrative>Inventé</narrative></title>', '<title/>',
     "title lacks narrative"),
    ('<narrative>Inventé</narrative></title>', '<narrative/></title>',
     "narrative is empty"),
    ('<description type="1"><narrative>Inventé</narrative></description>', '',
     "lacks description"),
    (' role="1"', ' role="2"', "nobody funds"),
    (' role="1"', '', "has no role"),
    ('<activity-status code="2"/>', '', "lacks activity-status"),
    ('<activity-status code="2"/>',
     '<activity-status code="2"/><activity-status code="2"/>', "too often"),
    ('<activity-date type="1" iso-date="2018-01-01"/>\n    '
     '<activity-date type="3" iso-date="2018-12-31"/>', '',
     "lacks activity-date"),
    ('<activity-date type="1" iso-date="2018-01-01"/>', '',
     "says when it begins"),
    ('type="3" iso-date="2018-12-31"', 'type="1" iso-date="2018-12-31"',
     "stands twice"),
    ('type="1" iso-date="2018-01-01"', 'type="1" iso-date="2018-02-30"',
     "no date"),
    ('<recipient-country code="BE"/>', '<recipient-country/>', "has no code"),
    ('<recipient-country code="BE"/>',
     '<recipient-country code="BE" colour="red"/>', "an attribute colour"),
    ('<narrative>x</narrative></sector>', '</sector>', "has no name"),
    ('      <period-end iso-date="2018-12-31"/>\n', '', "lacks period-end"),
    ('<period-end iso-date="2018-12-31"/>', '<period-end iso-date="2017-12-31"/>',
     "a budget is for"),
    ('2018-01-01">10000.00</value>\n    </budget>',
     '2019-03-15">10000.00</value>\n    </budget>', "a day to come"),
    ('10000.00</value>\n    </budget>', '10000.005</value>\n    </budget>',
     "no amount in cents"),
    ('10000.00</value>\n    </budget>', '10.000,00</value>\n    </budget>',
     "is no amount"),
    ('currency="EUR" value-date="2018-01-01">10000.00</value>\n    </budget>',
     'currency="USD" value-date="2018-01-01">10000.00</value>\n    </budget>',
     "is in USD"),
    ('<transaction-type code="11"/>\n', '\n', "lacks transaction-type"),
    ('<transaction-type code="11"/>', '<transaction-type code="99"/>',
     "no code of its list"),
    ('<transaction-date iso-date="2018-01-01"/>',
     '<transaction-date iso-date="2019-03-15"/>', "a day to come"),
    ('<result type="2">', '<result type="2">text', "text beside"),
    ('<reference vocabulary="99" code="in-01"/>', '<colour/>',
     "where none may stand"),
    ('<title><narrative>But</narrative></title>',
     '<title><narrative>But</narrative></title>'
     '<reference vocabulary="99" code="so-01"/>', "both have a reference"),
    (' measure="1"', '', "has no measure"),
    ('xml:lang="fr" default', 'xml:lang="xx" default', "no language"),
    ('</iati-activities>', '', "no XML"),
)


class JudgeTest(unittest.TestCase):
    def test_what_is_right_is_found_right(self):
        self.assertEqual(judge.complaints(RIGHT), [])

    def test_every_planted_fault_is_found(self):
        for before, after, said in PLANTED:
            with self.subTest(after=after, said=said):
                self.assertIn(before, RIGHT)
                found = judge.complaints(RIGHT.replace(before, after, 1)
                                         if said != "no Belgian enterprise"
                                         else RIGHT.replace(before, after))
                self.assertTrue(any(said in one for one in found), found)

    def test_no_indicator_is_no_result(self):
        begin = RIGHT.index("<indicator")
        end = RIGHT.index("</indicator>") + len("</indicator>")
        found = judge.complaints(RIGHT[:begin] + RIGHT[end:])
        self.assertEqual(found, ["result lacks indicator"])


if __name__ == "__main__":
    unittest.main()
