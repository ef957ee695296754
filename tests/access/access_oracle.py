#!/usr/bin/env python3
"""Judges the access matrix: every answer of the suite is worked out again here,
from the policy, from proto/ and from what the documents say of rights. Nothing
here was made from the C++ that is judged. Standard library only.

Usage: access_oracle.py ACCESS_MATRIX [COUNT]   (from the root of the tree)

A new RPC fails until it has a row in OPEN or RESTRICTED (rpc_rows.py).
ENTENTE_SEED=n repeats a run. Then each planted fault must be found.
"""

import collections
import os
import random
import subprocess
import sys
import time

import contracts
from case_rules import ALL, NEARNESS, of_case, of_office
from rpc_rows import (
    CASES, FOLLOW_UP, MEETING, OPEN, OVERSIGHT, PARTIES, RESTRICTED, REVIEW,
    SENDER_PARTIES, SENDERS
)

POLICY = "deploy/dev/policy.textproto"

# What a deployment of the State serves; of a municipality, the rest and these
# but IntakeService, which answers to the same rules there.
STATE_POLICY = "deploy/state/policy.textproto"
STATE_SERVICES = {
    "entente.common.v1.AccessService", "entente.common.v1.AuditService",
    "entente.conventions.v1.IntakeService",
    "entente.conventions.v1.SubmissionService",
}

FAULTS = {
    "reader-writes": "CreateFollowUpEntry",
    "contributor-forbids": "CreateCaseGrant#forbid",
    "forbidden-forgotten": "GetCase",
    "oversight-reads": "GetCase",
    "one-year-more": "GetCase",
}


def of_party(rpc, caller, party):
    if rpc in SENDER_PARTIES:
        denial = SENDERS[party]
        return f"deny {denial} open -" if denial else "permit"
    permitted, other, program = PARTIES.get(rpc, ({party}, "", ""))
    if rpc in PARTIES and not caller.startswith("person "):
        return f"deny {program} open -"
    return "permit" if party in permitted else f"deny {other} open -"


class Judge:
    def __init__(self, policy=POLICY):
        self.policy = policy
        self.roles, self.peers = contracts.policy(policy)
        self.rpcs = {
            f"{service}/{rpc}": options
            for (service, rpc), options in contracts.declared().items()
        }
        self.permitted = {}

    def complaints(self):
        """RPCs that nobody classified, or that say something else of
        themselves than is expected here."""
        opened = {
            f"{package}.{service}/{rpc}"
            for package, services in OPEN.items()
            for service, rpcs in services.items()
            for rpc in rpcs.split()
        }
        closed = {CASES + rpc for rpc in RESTRICTED if "#" not in rpc}
        for rpc in sorted(set(self.rpcs) - opened - closed):
            yield f"{rpc} has no row in OPEN or RESTRICTED"
        for rpc in sorted((opened | closed) - set(self.rpcs)):
            yield f"{rpc} has a row and is in no contract"
        for rpc in sorted(set(self.rpcs) & (opened | closed)):
            if self.rpcs[rpc]["restricted"] != (rpc in closed):
                yield f"{rpc} must {'' if rpc in closed else 'not '}be restricted"

    def has_permission(self, caller, rpc):
        key = caller, rpc
        if key not in self.permitted:
            permission = self.rpcs[rpc]["permission"]
            kind, _, rest = caller.partition(" ")
            if kind == "service":
                lists = [self.peers.get(rest, [])]
            else:
                roles = rest.partition(" ")[2].split(",")
                lists = [self.roles.get(role, []) for role in roles]
            self.permitted[key] = any(
                contracts.may(patterns, permission) for patterns in lists
            )
        return self.permitted[key]

    def answer(self, row, caller, context, record, today, tuples, holders):
        rpc = row.partition("#")[0]
        if caller == "nobody" or (
            caller.startswith("service ")
            and caller.partition(" ")[2] not in self.peers
        ):
            return "refuse TOKEN_MISSING"
        if not self.has_permission(caller, rpc):
            return "refuse PERMISSION_MISSING"
        purpose, rests_on = context[:-1], context[-1]
        if rests_on == "l":
            return "refuse DEADLINE_PAST"
        if not self.rpcs[rpc]["restricted"]:
            return of_party(rpc, caller, record)
        if rests_on == "t":
            return "refuse PURPOSE_REQUIRED"
        if purpose not in (FOLLOW_UP, MEETING, REVIEW, OVERSIGHT):
            return "refuse PURPOSE_REQUIRED"
        if rests_on == "u":
            return "refuse LEGAL_BASIS_REQUIRED"
        if rests_on == "f":
            return "refuse REFERENCE_MALFORMED"
        if rests_on not in "rj":
            return "refuse REFERENCE_REQUIRED"
        if not caller.startswith("person "):
            return "deny person.missing open -"
        purposes, allowing = RESTRICTED[row[len(CASES):]]
        if purpose not in purposes:
            return "deny purpose.not_for_action open -"
        holders = holders.split(";") if holders else []
        if allowing == "office":
            return of_office(holders, today)
        if record == "missing":
            return "deny object.missing hidden -"
        tuples = tuples.split(";") if tuples else []
        return of_case(purpose, allowing, today, tuples, holders)


def judge_all(judge, program, count, seed, fault=""):
    """(lines, answers by row and kind, rows that disagreed, examples)."""
    command = [program, "--count", str(count), "--seed", str(seed)]
    command += ["--policy", judge.policy]
    if fault:
        command += ["--plant", fault]
    lines, seen = 0, collections.Counter()
    differing, examples = collections.Counter(), []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, encoding="ascii", bufsize=1 << 20
    ) as run:
        for line in run.stdout:
            lines += 1
            *asked, told = line.rstrip("\n").split("\t")
            expected = judge.answer(*asked)
            row = asked[0].rpartition("/")[2]
            seen[row, " ".join(told.split(" ")[:2])] += 1
            if told != expected:
                differing[row] += 1
                if len(examples) < 5:
                    examples.append(f"{line.strip()}\n  expected: {expected}")
    if run.returncode != 0:
        examples.append(f"access_matrix ended with {run.returncode}")
    return lines, seen, differing, examples


def uncovered_of_the_state(judge, seen):
    """As below, of what the State serves; it has no cases."""
    for rpc in judge.rpcs:
        service, _, name = rpc.partition("/")
        told = collections.Counter()
        for (row, answer), times in seen.items():
            if row.partition("#")[0] == name:
                told[answer.partition(" ")[0]] += times
        if service in STATE_SERVICES and not (told["permit"] and told["refuse"]):
            yield f"{rpc} was answered with {dict(told)} alone"
        elif service not in STATE_SERVICES and set(told) != {"refuse"}:
            yield f"{rpc} is of no use to the State and {dict(told)}"
        if rpc in SENDER_PARTIES and told["deny"] < 100:
            yield f"{rpc}: only {told['deny']} times deny"


def uncovered(judge, seen):
    """What was never drawn: a matrix that asks nothing agrees with anybody."""
    rows = collections.Counter()
    rules = collections.Counter()
    for (row, told), times in seen.items():
        rows[row, told.partition(" ")[0]] += times
        rules[told.partition(" ")[2]] += times
    for rpc in judge.rpcs:
        name = rpc.rpartition("/")[2]
        for kind in ("permit", "refuse"):
            if rows[name, kind] == 0:
                yield f"{name} was never answered with {kind}"
    for row in RESTRICTED:
        for kind in ("permit", "deny", "refuse"):
            if rows[row, kind] < 100:
                yield f"{row}: only {rows[row, kind]} times {kind}"
    for name in (rpc.rpartition("/")[2] for rpc in SENDER_PARTIES):
        if rows[name, "deny"] < 100:
            yield f"{name}: only {rows[name, 'deny']} times deny"
    for rpc, (permitted, _, _) in PARTIES.items():
        name = rpc.rpartition("/")[2]
        if len(permitted) < 3 and rows[name, "deny"] < 100:
            yield f"{name}: only {rows[name, 'deny']} times deny"
    wanted = set(NEARNESS) | {f"grant.{r}" for r in ALL}
    wanted |= {f"office.{r}" for r in ALL} | {"office.holder", "office.none"}
    wanted |= {f"forbid.{r}" for r in ("in_force", "malformed")}
    wanted |= {"forbid.relation_unknown", "object.missing"}
    wanted |= {"purpose.not_for_action", "PURPOSE_REQUIRED"}
    wanted |= {"REFERENCE_REQUIRED", "REFERENCE_MALFORMED"}
    wanted |= {"DEADLINE_PAST", "SOURCE_NOT_YOURS"}
    wanted |= {"AUDIT_SECOND_PERSON_NEEDED", "AUDIT_NOT_YOURS"}
    told = collections.Counter()
    for (_, answer), times in seen.items():
        for word in answer.split(" "):
            told[word] += times
    for rule in sorted(wanted):
        if told[rule] < 100:
            yield f"{rule} decided only {told[rule]} times"


def judge_the_state(program, count, seed):
    """The policy of the State's installation, by the same rules."""
    judge = Judge(STATE_POLICY)
    lines, seen, differing, examples = judge_all(judge, program, count, seed)
    print(f"{lines} decisions by {STATE_POLICY}: {sum(differing.values())} differ")
    return examples + list(uncovered_of_the_state(judge, seen))


def main():
    program = os.path.abspath(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1_300_000
    seed = int(os.environ.get("ENTENTE_SEED") or random.getrandbits(32))
    print(f"ENTENTE_SEED={seed}", flush=True)
    judge = Judge()
    failures = list(judge.complaints())
    if failures:
        print("\n".join(failures))
        return 1
    started = time.monotonic()
    lines, seen, differing, examples = judge_all(judge, program, count, seed)
    seconds = time.monotonic() - started
    permits = sum(n for (_, told), n in seen.items() if told.startswith("permit"))
    print(
        f"{lines} decisions about {len(judge.rpcs)} RPCs in {seconds:.1f} s: "
        f"{permits} permitted, {sum(differing.values())} differ"
    )
    failures += examples
    if lines < count:
        failures.append(f"only {lines} lines came")
    failures += uncovered(judge, seen)
    failures += judge_the_state(program, max(count // 5, 50_000), seed)
    for fault, row in FAULTS.items():
        _, _, differing, _ = judge_all(judge, program, 300_000, seed, fault)
        found = sum(differing.values())
        print(f"planted {fault}: {found} differ, first of all {row}")
        if differing[row] == 0:
            failures.append(f"the planted fault {fault} was not found in {row}")
    print("\n".join(failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
