/// Trust and identity for https and wss. TLS 1.2 is the least that is spoken; chain and host name are verified.
#pragma once

#include <string>

namespace corogql {

class tls_options {
public:
    /// PEM file of the certificate authorities to trust in place of the system's.
    tls_options& ca_file(std::string path) { return ca_file_ = std::move(path), *this; }
    /// PEM file of the client's certificate chain, leaf first.
    tls_options& certificate_file(std::string path) { return certificate_file_ = std::move(path), *this; }
    /// PEM file of the private key; by default the certificate file is searched for it.
    tls_options& key_file(std::string path) { return key_file_ = std::move(path), *this; }
    /// False accepts any certificate and any host name: for trying things out only. Default: true.
    tls_options& verify(bool on) { return verify_ = on, *this; }

    const std::string& ca_file() const noexcept { return ca_file_; }
    const std::string& certificate_file() const noexcept { return certificate_file_; }
    const std::string& key_file() const noexcept { return key_file_; }
    bool verify() const noexcept { return verify_; }

private:
    std::string ca_file_;
    std::string certificate_file_;
    std::string key_file_;
    bool verify_ = true;
};

} // namespace corogql
