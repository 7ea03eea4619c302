/// Certificates for tests are made when first asked for and written as PEM files that are gone when the process ends.
#pragma once

#include <string>

namespace corogql::testing {

struct pem_identity {
    std::string certificate_file;
    std::string key_file;
};

class certificates {
public:
    certificates();
    ~certificates();
    certificates(const certificates&) = delete;
    certificates& operator=(const certificates&) = delete;

    std::string ca_file;        ///< This authority, `ca`, signed the identities below where they say nothing else.
    std::string other_ca_file;  ///< This authority, `other_ca`, signed none of the identities.
    pem_identity server;        ///< This identity is localhost, 127.0.0.1 and ::1.
    pem_identity wrong_host;    ///< This identity is elsewhere.invalid.
    pem_identity wildcard;      ///< This identity is *.wild.invalid and, in part of a label only, w*.part.invalid.
    pem_identity expired;       ///< This identity is as `server`, but was good until yesterday.
    pem_identity future;        ///< This identity is as `server`, but good from tomorrow.
    pem_identity self_signed;   ///< This identity is as `server`, but signed by itself.
    pem_identity revoked;       ///< This identity is as `server`, but on the list in `crl_file`.
    std::string crl_file;       ///< This list has what `ca` has revoked.
    std::string clean_crl_file; ///< On this list `ca` has revoked nothing.
    std::string old_crl_file;   ///< On this list `ca` has revoked nothing; the list was good until yesterday.
    std::string other_crl_file; ///< This list is one of `other_ca`.
    pem_identity client;        ///< This identity is for client authentication.

    pem_identity chained;         ///< This identity is as `server`, but signed by an authority that `ca` signed.
    std::string between_crl_file; ///< On this list the authority of `chained` has revoked nothing.
    /// This file has the list in `between_crl_file`, and one on which `ca` has revoked the authority of `chained`.
    std::string revoked_between_crl_file;
    /// This file has the list in `between_crl_file`, and one of `ca` that is out of date.
    std::string old_above_crl_file;

    /// Writes a file with this text beside the certificates, and returns its path.
    std::string write(const std::string& name, const std::string& text) const;

private:
    std::string directory_;
};

/// Returns the process's only set of certificates.
const certificates& test_certificates();

} // namespace corogql::testing
