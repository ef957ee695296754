// A client of the witness that speaks TLS by hand, for what no well-behaved
// client does.
#ifndef SERVICES_WITNESS_TLS_CLIENT_TEST_H_
#define SERVICES_WITNESS_TLS_CLIENT_TEST_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <memory>

#include "gtest/gtest.h"

namespace entente::witness {

// Connected to `port` of this machine; the handshake is still to be made. It
// asks nothing of the server's certificate.
class TlsClient {
 public:
  explicit TlsClient(int port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address),
                      sizeof(address)),
              0);
    SSL_set_fd(tls_.get(), socket_);
  }
  ~TlsClient() { close(socket_); }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  SSL* tls() { return tls_.get(); }
  int socket_number() const { return socket_; }

 private:
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_{
      SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
  const std::unique_ptr<SSL, decltype(&SSL_free)> tls_{SSL_new(context_.get()),
                                                       SSL_free};
  const int socket_;
};

}  // namespace entente::witness

#endif  // SERVICES_WITNESS_TLS_CLIENT_TEST_H_
