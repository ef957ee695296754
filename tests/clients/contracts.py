"""Messages and methods from a descriptor set, without generated code, and the
details of a refusal (google.rpc.Status) as any client library decodes them.
"""

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

# google.rpc.ErrorInfo is not in Debian's protos; ours is the same on the wire.
DETAILS = {
    "google.rpc.ErrorInfo": "entente.common.v1.ErrorInfo",
    "google.rpc.LocalizedMessage": "google.rpc.LocalizedMessage",
    "google.rpc.BadRequest": "google.rpc.BadRequest",
}


class Contracts:
    def __init__(self, path):
        self.pool = descriptor_pool.DescriptorPool()
        files = descriptor_pb2.FileDescriptorSet()
        files.ParseFromString(path.read_bytes())
        for file in files.file:
            self.pool.Add(file)
        self.factory = message_factory.MessageFactory(self.pool)

    def message(self, name):
        return self.factory.GetPrototype(
            self.pool.FindMessageTypeByName(name)
        )

    def method(self, path):
        service, method = path.split("/")
        return self.pool.FindServiceByName(service).methods_by_name[method]


class Details:
    """`packed` holds pairs of a type name or URL and the bytes of a message."""

    def __init__(self, contracts, packed):
        self.messages = {}
        for url, value in packed:
            name = url.rsplit("/", 1)[-1]
            message = contracts.message(DETAILS[name])()
            message.ParseFromString(value)
            self.messages.setdefault(name.rsplit(".", 1)[1], []).append(message)

    @property
    def info(self):
        (info,) = self.messages["ErrorInfo"]
        return info

    @property
    def fields(self):
        (bad,) = self.messages["BadRequest"]
        return [violation.field for violation in bad.field_violations]

    @property
    def sentences(self):
        return {m.locale: m.message for m in self.messages["LocalizedMessage"]}
