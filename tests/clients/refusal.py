"""What a refused call carries, as Python's grpcio shows it."""

from contracts import Details


class Refusal:
    def __init__(self, contracts, error):
        self.code, self.message = error.code(), error.details()
        trailers = dict(error.trailing_metadata() or ())
        status = contracts.message("google.rpc.Status")()
        status.ParseFromString(trailers.get("grpc-status-details-bin", b""))
        self.code_of_details = status.code
        self.details = Details(
            contracts, [(d.type_url, d.value) for d in status.details]
        )

    @property
    def reason(self):
        """The stable reason; empty for a refusal that is none of ours."""
        if "ErrorInfo" not in self.details.messages:
            return ""
        return self.details.info.reason
