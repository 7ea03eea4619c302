#include "transport/tls/context.hpp"

#include "transport/tls/crypto_library.hpp"
#include "transport/tls/session.hpp"
#include "transport/tls/trust.hpp"
#include "transport/tls/words.hpp"

#include <corogql/error.hpp>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <array>
#include <new>

namespace corogql::transport {

namespace {

using context_ptr = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

constexpr std::array<unsigned char, 9> http11{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

// In place of OpenSSL's own, which would ask at the terminal.
int no_passphrase(char*, int, int, void*) { return -1; }

int choose_http11(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* offered,
                  unsigned offered_size, void*) {
    unsigned char* chosen = nullptr;
    if (SSL_select_next_proto(&chosen, out_size, http11.data(), http11.size(), offered, offered_size) !=
        OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_NOACK;
    *out = chosen;
    return SSL_TLSEXT_ERR_OK;
}

context_ptr make_context(const SSL_METHOD* method) {
    load_crypto_library(); // a client's settings come before its runtime
    ERR_clear_error();
    context_ptr context(SSL_CTX_new(method), &SSL_CTX_free);
    if (!context) throw std::bad_alloc();
    SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.get(), SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    SSL_CTX_set_default_passwd_cb(context.get(), &no_passphrase);
    return context;
}

void identify(SSL_CTX* context, const std::string& certificate_file, const std::string& key_file) {
    if (SSL_CTX_use_certificate_chain_file(context, certificate_file.c_str()) != 1)
        throw unusable_file("the certificate file", certificate_file, "certificate in PEM form");
    ERR_clear_error();
    // A key of another certificate is noticed here when both are of one type, else by the check.
    const bool loaded = SSL_CTX_use_PrivateKey_file(context, key_file.c_str(), SSL_FILETYPE_PEM) == 1;
    const unsigned long why = ERR_peek_error();
    const bool foreign = ERR_GET_LIB(why) == ERR_LIB_X509 && ERR_GET_REASON(why) == X509_R_KEY_VALUES_MISMATCH;
    if (!loaded && !foreign)
        throw unusable_file("the key file", key_file, "private key in PEM form without a passphrase");
    if (foreign || SSL_CTX_check_private_key(context) != 1) {
        ERR_clear_error();
        throw error(error_kind::config,
                    "the key in " + key_file + " does not belong to the certificate in " + certificate_file);
    }
}

} // namespace

tls_context::tls_context(SSL_CTX* context, std::unique_ptr<tls_trust> trust, bool verify, bool resume)
    : context_(context), trust_(std::move(trust)), verify_(verify),
      sessions_(resume ? std::make_unique<tls_session_cache>() : nullptr) {}

tls_context::~tls_context() { SSL_CTX_free(context_); }

void tls_context::renew() const {
    if (trust_ && trust_->renew(context_) && sessions_) sessions_->clear(); // verified against what was
}

void tls_context::count(bool resumed) const noexcept {
    ++handshakes_;
    resumed_ += resumed;
}

std::shared_ptr<const tls_context> tls_context::for_client(const tls_options& options) {
    auto context = make_context(TLS_client_method());
    SSL_CTX_set_alpn_protos(context.get(), http11.data(), http11.size());
    SSL_CTX_set_verify(context.get(), options.verify() ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);

    auto trust = std::make_unique<tls_trust>(options);
    trust->load(context.get());
    if (options.resume_sessions()) {
        // Ours, not OpenSSL's own, which cannot be asked by host.
        SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(context.get(), &tls_session::on_resumable);
    }

    const std::string& certificate = options.certificate_file();
    const std::string& key = options.key_file();
    if (!certificate.empty())
        identify(context.get(), certificate, key.empty() ? certificate : key);
    else if (!key.empty())
        throw error(error_kind::config, "the key file " + key + " has no certificate file beside it");
    return std::shared_ptr<const tls_context>(
        new tls_context(context.release(), std::move(trust), options.verify(), options.resume_sessions()));
}

std::shared_ptr<const tls_context> tls_context::for_server(const std::string& certificate_file,
                                                           const std::string& key_file,
                                                           const std::string& client_ca_file) {
    auto context = make_context(TLS_server_method());
    SSL_CTX_set_alpn_select_cb(context.get(), &choose_http11, nullptr);
    identify(context.get(), certificate_file, key_file);
    if (!client_ca_file.empty()) {
        load_authorities(SSL_CTX_get_cert_store(context.get()), client_ca_file);
        SSL_CTX_set_client_CA_list(context.get(), SSL_load_client_CA_file(client_ca_file.c_str()));
        SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
        // Tickets are refused without one where clients are verified.
        SSL_CTX_set_session_id_context(context.get(), http11.data(), http11.size());
    }
    return std::shared_ptr<const tls_context>(
        new tls_context(context.release(), nullptr, !client_ca_file.empty(), false));
}

} // namespace corogql::transport
