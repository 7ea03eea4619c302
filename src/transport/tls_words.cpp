#include "transport/tls_words.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace corogql::transport {

namespace {

unsigned long take_first_error() {
    const unsigned long first = ERR_peek_error();
    ERR_clear_error();
    return first;
}

std::string reason_of(unsigned long code) {
    if (code == 0) return "unknown reason";
    if (ERR_SYSTEM_ERROR(code)) return std::generic_category().message(ERR_GET_REASON(code));
    if (const char* text = ERR_reason_error_string(code)) return text;
    return "OpenSSL error " + std::to_string(code);
}

std::string value_or(const char* variable, const char* fallback) {
    const char* value = std::getenv(variable);
    return value && *value ? value : fallback;
}

/// A remedy where it is not the certificate's fault: nothing to check it against is installed.
std::string missing_authorities(const SSL* ssl) {
    auto* store = SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl));
    if (sk_X509_OBJECT_num(X509_STORE_get0_objects(store)) > 0) return {};
    const auto file = value_or(X509_get_default_cert_file_env(), X509_get_default_cert_file());
    const auto folder = value_or(X509_get_default_cert_dir_env(), X509_get_default_cert_dir());
    std::error_code unreadable;
    if (std::filesystem::exists(file, unreadable)) return {};
    const std::filesystem::directory_iterator first(folder, unreadable);
    if (!unreadable && first != std::filesystem::directory_iterator()) return {};
    return "; there are no certificate authorities in " + file + " or " + folder +
           ": install ca-certificates, or name a file of them";
}

} // namespace

std::string take_openssl_reason() { return reason_of(take_first_error()); }

std::string take_tls_reason(const SSL* ssl) {
    const unsigned long code = take_first_error();
    if (ERR_GET_LIB(code) != ERR_LIB_SSL) return reason_of(code);
    const int reason = ERR_GET_REASON(code);
    switch (reason) {
    case SSL_R_CERTIFICATE_VERIFY_FAILED:
        return std::string("the certificate was not accepted: ") +
               X509_verify_cert_error_string(SSL_get_verify_result(ssl)) + missing_authorities(ssl);
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE: return "the peer showed no certificate";
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST: return "the peer does not speak TLS";
    default: break;
    }
    if (reason <= SSL_AD_REASON_OFFSET) return reason_of(code);
    const std::string_view alert = SSL_alert_desc_string_long(reason - SSL_AD_REASON_OFFSET);
    return "the peer refused it: " + (alert == "unknown" ? reason_of(code) : std::string(alert));
}

} // namespace corogql::transport
