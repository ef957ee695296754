"""Reads proto/ and the policy as text, with no code of ours and no protobuf.
Standard library only. Paths are relative to the root of the source tree."""

import pathlib
import re

RPC = re.compile(
    r"^  rpc (\w+)\(\s*(stream )?[\w.]+\)\s*returns \((stream )?[\w.]+\) "
    r"(\{.*?^  \}|;)",
    re.M | re.S,
)


def declared():
    """Every RPC of proto/: (service, rpc) to what its options say."""
    found = {}
    for path in sorted(pathlib.Path("proto/entente").rglob("*.proto")):
        text = re.sub(r"//[^\n]*", "", path.read_text(encoding="utf-8"))
        package = re.search(r"^package ([\w.]+);", text, re.M).group(1)
        for service in re.finditer(
            r"^service (\w+) \{\n(.*?)^\}", text, re.M | re.S
        ):
            body = service.group(2)
            rpcs = list(RPC.finditer(body))
            if len(rpcs) != len(re.findall(r"\brpc\b", body)):
                raise AssertionError(f"{path}: an rpc was not understood")
            for rpc in rpcs:
                options = rpc.group(4)
                permission = re.search(r'permission: *"([^"]*)"', options)
                found[f"{package}.{service.group(1)}", rpc.group(1)] = {
                    "permission": permission.group(1) if permission else None,
                    "restricted": bool(
                        re.search(r"\brestricted: *true", options)
                    ),
                    "open_read": bool(
                        re.search(r"\bopen_read: *true", options)
                    ),
                    "streaming": bool(rpc.group(2) or rpc.group(3)),
                    "withheld_without": re.findall(
                        r'withheld_without\) =\s*"([^"]*)"', options
                    ),
                }
    return found


def policy(path):
    """(roles, peers): name to the list of its permission patterns."""
    text = re.sub(r"(?m)^\s*#[^\n]*", "", pathlib.Path(path).read_text("utf-8"))
    found = {"roles": {}, "peers": {}}
    for kind, body in re.findall(r"\b(roles|peers)\s*\{([^}]*)\}", text):
        name = re.search(r'\b(?:name|spiffe_id):\s*"([^"]*)"', body).group(1)
        found[kind][name] = re.findall(r'\bpermissions:\s*"([^"]*)"', body)
    return found["roles"], found["peers"]


def may(patterns, permission):
    """Whether one of `patterns` is `permission`, or all below a prefix of it."""
    return any(
        permission == pattern
        or (pattern.endswith(".*") and permission.startswith(pattern[:-1]))
        for pattern in patterns
    )
