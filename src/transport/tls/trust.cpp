#include "transport/tls/trust.hpp"

#include "transport/tls/words.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <memory>
#include <new>
#include <system_error>

namespace corogql::transport {

namespace {

/// Accepts that some revocation lists are missing. The server's own certificate needs a list of its issuer's. Of the
/// authorities above it those are checked whose issuer has a list in the file: many publish none for them, and who gave
/// a file for the server's issuer meant that one.
int allow_missing_lists(int fine, X509_STORE_CTX* context) {
    const bool missing = X509_STORE_CTX_get_error(context) == X509_V_ERR_UNABLE_TO_GET_CRL;
    if (fine == 1 || !missing || X509_STORE_CTX_get_error_depth(context) == 0) return fine;
    X509_STORE_CTX_set_error(context, X509_V_OK);
    return 1;
}

void check_revocation(X509_STORE* store, const std::string& file) {
    auto* lookup = X509_STORE_add_lookup(store, X509_LOOKUP_file());
    if (!lookup) throw std::bad_alloc();
    if (X509_load_crl_file(lookup, file.c_str(), X509_FILETYPE_PEM) < 1)
        throw unusable_file("the file of revoked certificates", file, "revocation list in PEM form");
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
    X509_STORE_set_verify_cb(store, &allow_missing_lists);
}

} // namespace

void load_authorities(X509_STORE* into, const std::string& file) {
    if (X509_STORE_load_file(into, file.c_str()) != 1)
        throw unusable_file("the CA file", file, "certificate in PEM form");
}

void tls_trust::load(SSL_CTX* into) {
    const auto found = look(); // before the reading, so that no change is missed
    std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)> store(X509_STORE_new(), &X509_STORE_free);
    if (!store) throw std::bad_alloc();
    if (!options_.ca_file().empty())
        load_authorities(store.get(), options_.ca_file());
    else if (options_.verify() && X509_STORE_set_default_paths(store.get()) != 1)
        throw std::bad_alloc();
    if (!options_.crl_file().empty()) check_revocation(store.get(), options_.crl_file());
    SSL_CTX_set_cert_store(into, store.release());
    loaded_ = found;
}

bool tls_trust::renew(SSL_CTX* into) {
    if (options_.crl_file().empty()) return false;
    const auto found = look();
    if (!found || found == loaded_) return false;
    try {
        load(into);
    } catch (const error&) {
        return false;
    }
    return true;
}

std::optional<tls_trust::file_state> tls_trust::look() const {
    std::error_code missing;
    file_state state;
    state.written = std::filesystem::last_write_time(options_.crl_file(), missing);
    if (!missing) state.size = std::filesystem::file_size(options_.crl_file(), missing);
    if (missing) return std::nullopt;
    return state;
}

} // namespace corogql::transport
