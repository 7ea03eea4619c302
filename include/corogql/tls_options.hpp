/// TLS options are about trust and identity for https and wss.
#pragma once

#include <corogql/detail/require_cpp20.hpp>

#include <string>

namespace corogql {

/// TLS options say whom a client trusts, and who it is. TLS 1.2 is the least that is spoken; chain and host name are
/// verified.
class tls_options {
public:
    /// Sets a PEM file of the certificate authorities to trust in place of the system's. Default: the system's.
    tls_options& ca_file(std::string path) { return ca_file_ = std::move(path), *this; }
    /// Sets a PEM file of the client's certificate chain, leaf first. Default: none.
    tls_options& certificate_file(std::string path) { return certificate_file_ = std::move(path), *this; }
    /// Sets a PEM file of the private key; by default the certificate file is searched for it.
    tls_options& key_file(std::string path) { return key_file_ = std::move(path), *this; }
    /// Sets a PEM file of certificate revocation lists: a server is refused when its certificate, or that of an
    /// authority between it and one that is trusted, is on a list. Its own issuer must have one there; of the
    /// authorities above, those are checked whose issuer has. A list that is out of date refuses what it is about. The
    /// file is looked at before every handshake, and read again (with the authorities) when it has changed: put a new
    /// file in its place, as one that cannot be read leaves the lists that were. Default: none, nothing is checked for
    /// revocation.
    tls_options& crl_file(std::string path) { return crl_file_ = std::move(path), *this; }
    /// Resumes TLS sessions when a host is connected again, for as long as the server lets it. The certificate is not
    /// verified again then: the session can only be that of the server that was. Default: true.
    tls_options& resume_sessions(bool yes) { return resume_sessions_ = yes, *this; }
    /// Verifies the server's certificate and host name; false accepts any, for trying things out only. Default: true.
    tls_options& verify(bool on) { return verify_ = on, *this; }

    /// Returns the file of authorities to trust; empty for the system's.
    const std::string& ca_file() const noexcept { return ca_file_; }
    /// Returns the file of the client's certificate chain; empty without one.
    const std::string& certificate_file() const noexcept { return certificate_file_; }
    /// Returns the file of the private key; empty when it is in the certificate file.
    const std::string& key_file() const noexcept { return key_file_; }
    /// Returns the file of revocation lists; empty without one.
    const std::string& crl_file() const noexcept { return crl_file_; }
    /// Returns whether TLS sessions are resumed.
    bool resume_sessions() const noexcept { return resume_sessions_; }
    /// Returns whether certificate and host name are verified.
    bool verify() const noexcept { return verify_; }

private:
    std::string ca_file_;
    std::string certificate_file_;
    std::string key_file_;
    std::string crl_file_;
    bool resume_sessions_ = true;
    bool verify_ = true;
};

} // namespace corogql
