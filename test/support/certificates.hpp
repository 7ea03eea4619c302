/// Certificates for tests, made when first asked for and written as PEM files that are gone when the process
/// ends.
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

    std::string ca_file;        ///< signed all of the identities below
    std::string other_ca_file;  ///< signed none of them
    pem_identity server;        ///< localhost, 127.0.0.1, ::1
    pem_identity wrong_host;    ///< elsewhere.invalid
    pem_identity wildcard;      ///< *.wild.invalid and, in part of a label only, w*.part.invalid
    pem_identity expired;       ///< as `server`, but until yesterday
    pem_identity future;        ///< as `server`, from tomorrow
    pem_identity self_signed;   ///< as `server`, signed by itself
    pem_identity revoked;       ///< as `server`, but on the list:
    std::string crl_file;       ///< what `ca` has revoked
    std::string clean_crl_file; ///< nothing
    std::string old_crl_file;   ///< nothing, and good until yesterday
    std::string other_crl_file; ///< of `other_ca`
    pem_identity client;        ///< for client authentication

    pem_identity chained;                 ///< as `server`, signed by an authority that `ca` signed,
    std::string between_crl_file;         ///< which has revoked nothing
    std::string revoked_between_crl_file; ///< the same, and a list on which `ca` has that authority
    std::string old_above_crl_file;       ///< the same with a list of `ca` that is out of date

    /// A file beside them with this text.
    std::string write(const std::string& name, const std::string& text) const;

private:
    std::string directory_;
};

/// The process's only set.
const certificates& test_certificates();

} // namespace corogql::testing
