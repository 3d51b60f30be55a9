// A certificate authority made for one test, and a server certificate it has signed.
#pragma once

#include <memory>
#include <string>

namespace openai {

struct TestCertificate {
  std::shared_ptr<const std::string> authority_file;  // PEM, what a client has to trust; goes with this
  std::string certificate;                            // PEM
  std::string key;                                    // PEM
};

// `name` as a certificate names it: "IP:127.0.0.1" or "DNS:example.test".
[[nodiscard]] TestCertificate make_certificate(const std::string& name);

}  // namespace openai
