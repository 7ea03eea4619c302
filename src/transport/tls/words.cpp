#include "transport/tls/words.hpp"

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

/// Says where certificate authorities were looked for, when none are installed.
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

/// Says what to do where the certificate is not at fault.
std::string remedy(const SSL* ssl, long why) {
    switch (why) {
    case X509_V_ERR_CRL_HAS_EXPIRED:
        return "; the revocation list of its issuer is out of date: fetch the newest (crl_file)";
    case X509_V_ERR_UNABLE_TO_GET_CRL: return "; there is no revocation list of its issuer in the file (crl_file)";
    default: return missing_authorities(ssl);
    }
}

tls_reason of_certificate(long why) {
    switch (why) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID: return tls_reason::expired;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE: return tls_reason::unknown_issuer;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN: return tls_reason::self_signed;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH: return tls_reason::wrong_host;
    case X509_V_ERR_CERT_REVOKED: return tls_reason::revoked;
    case X509_V_ERR_UNABLE_TO_GET_CRL:
    case X509_V_ERR_CRL_NOT_YET_VALID:
    case X509_V_ERR_CRL_HAS_EXPIRED: return tls_reason::revocation_unknown;
    default: return tls_reason::other;
    }
}

tls_reason of_alert(int number) {
    switch (number) {
    case SSL_AD_PROTOCOL_VERSION:
    case SSL_AD_HANDSHAKE_FAILURE:
    case SSL_AD_INSUFFICIENT_SECURITY:
    case SSL_AD_NO_APPLICATION_PROTOCOL: return tls_reason::protocol;
    case SSL_AD_BAD_CERTIFICATE:
    case SSL_AD_UNSUPPORTED_CERTIFICATE:
    case SSL_AD_CERTIFICATE_REVOKED:
    case SSL_AD_CERTIFICATE_EXPIRED:
    case SSL_AD_CERTIFICATE_UNKNOWN:
    case SSL_AD_UNKNOWN_CA:
    case SSL_AD_CERTIFICATE_REQUIRED: return tls_reason::client_certificate;
    default: return tls_reason::other;
    }
}

/// Whether the peer misses a client certificate. TLS 1.3 has an alert for this. Before, servers send one that means
/// many things, but what they asked for is known.
bool misses_certificate(SSL* ssl, int alert) {
    if (SSL_is_server(ssl) || SSL_get_certificate(ssl)) return false;
    if (alert == SSL_AD_CERTIFICATE_REQUIRED) return true;
    const unsigned char* types = nullptr;
    return SSL_get0_certificate_types(ssl, &types) > 0 &&
           (alert == SSL_AD_HANDSHAKE_FAILURE || of_alert(alert) == tls_reason::client_certificate);
}

} // namespace

std::string take_openssl_reason() { return reason_of(take_first_error()); }

error unusable_file(const std::string& what, const std::string& file, const std::string& expected) {
    const bool unreadable = ERR_SYSTEM_ERROR(ERR_peek_error());
    const std::string reason = take_openssl_reason();
    return error(error_kind::config, "cannot use " + what + " " + file + ": " +
                                         (unreadable ? reason : "it holds no " + expected + " (" + reason + ")"));
}

tls_problem take_tls_problem(SSL* ssl) {
    const unsigned long code = take_first_error();
    if (ERR_GET_LIB(code) != ERR_LIB_SSL) return {reason_of(code), tls_reason::other};
    const int reason = ERR_GET_REASON(code);
    switch (reason) {
    case SSL_R_CERTIFICATE_VERIFY_FAILED: {
        const long why = SSL_get_verify_result(ssl);
        return {std::string("the certificate was not accepted: ") + X509_verify_cert_error_string(why) +
                    remedy(ssl, why),
                of_certificate(why)};
    }
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
        return {"the peer showed no certificate", tls_reason::client_certificate};
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_HTTPS_PROXY_REQUEST: return {"the peer does not speak TLS", tls_reason::protocol};
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_NO_PROTOCOLS_AVAILABLE:
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_BAD_EXTENSION: return {reason_of(code), tls_reason::protocol};
    default: break;
    }
    if (reason <= SSL_AD_REASON_OFFSET) return {reason_of(code), tls_reason::other};
    const int number = reason - SSL_AD_REASON_OFFSET;
    const std::string_view alert = SSL_alert_desc_string_long(number);
    const std::string text = "the peer refused it: " + (alert == "unknown" ? reason_of(code) : std::string(alert));
    if (!misses_certificate(ssl, number)) return {text, of_alert(number)};
    return {text + "; the server asks for a client's certificate, and none was given (certificate_file)",
            tls_reason::client_certificate};
}

} // namespace corogql::transport
