#include "certificates.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace corogql::testing {

namespace {

using key_ptr = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using certificate_ptr = std::unique_ptr<X509, decltype(&X509_free)>;

// No pointer to fclose: its attributes would be lost in the type, of which newer C libraries warn.
struct file_closer {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using file_ptr = std::unique_ptr<std::FILE, file_closer>;

constexpr long day = 24 * 60 * 60;

void check(bool fine, const char* what) {
    if (!fine) throw std::runtime_error(std::string("test certificates: ") + what);
}

struct signer {
    std::string name;
    key_ptr key{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), &EVP_PKEY_free};
    certificate_ptr certificate{nullptr, &X509_free};
};

void set_name(X509_NAME* name, const std::string& text) {
    check(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()),
                                     -1, -1, 0) == 1,
          "name");
}

void add_extension(X509* certificate, X509* issuer, int id, const char* value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value);
    check(extension != nullptr, value);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

// `names` is a subjectAltName, or empty for an authority; without an issuer it signs itself.
signer make(const std::string& name, const std::string& names, const char* usage, const signer* issuer,
            long from = -day, long until = 365 * day) {
    const bool authority = !issuer || names.empty();
    static long serial = 1;
    signer made;
    made.name = name;
    made.certificate.reset(X509_new());
    X509* const certificate = made.certificate.get();
    const signer& by = issuer ? *issuer : made;
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate), from);
    X509_gmtime_adj(X509_getm_notAfter(certificate), until);
    X509_set_pubkey(certificate, made.key.get());
    set_name(X509_get_subject_name(certificate), name);
    set_name(X509_get_issuer_name(certificate), by.name);
    add_extension(certificate, by.certificate.get(), NID_subject_key_identifier, "hash");
    add_extension(certificate, by.certificate.get(), NID_authority_key_identifier, "keyid:always");
    add_extension(certificate, by.certificate.get(), NID_basic_constraints,
                  authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    add_extension(certificate, by.certificate.get(), NID_key_usage,
                  authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
    if (usage) add_extension(certificate, by.certificate.get(), NID_ext_key_usage, usage);
    if (!names.empty()) add_extension(certificate, by.certificate.get(), NID_subject_alt_name, names.c_str());
    check(X509_sign(certificate, by.key.get(), EVP_sha256()) > 0, "signature");
    return made;
}

std::string save_certificate(const std::string& directory, const signer& what) {
    const std::string path = directory + "/" + what.name + ".crt";
    const file_ptr file(std::fopen(path.c_str(), "w"));
    check(file && PEM_write_X509(file.get(), what.certificate.get()) == 1, "certificate file");
    return path;
}

pem_identity save(const std::string& directory, const signer& what) {
    pem_identity saved;
    saved.certificate_file = save_certificate(directory, what);
    saved.key_file = directory + "/" + what.name + ".key";
    const file_ptr file(std::fopen(saved.key_file.c_str(), "w"));
    check(file && PEM_write_PrivateKey(file.get(), what.key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "key file");
    return saved;
}

std::string save_revocations(const std::string& directory, const std::string& name, const signer& authority,
                             const signer* what, long until = day) {
    const std::unique_ptr<X509_CRL, decltype(&X509_CRL_free)> list(X509_CRL_new(), &X509_CRL_free);
    const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> now(X509_gmtime_adj(nullptr, -9 * day),
                                                                    &ASN1_TIME_free);
    const std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> next(X509_gmtime_adj(nullptr, until), &ASN1_TIME_free);
    X509_CRL_set_version(list.get(), X509_CRL_VERSION_2);
    X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(authority.certificate.get()));
    X509_CRL_set1_lastUpdate(list.get(), now.get());
    X509_CRL_set1_nextUpdate(list.get(), next.get());
    if (what) {
        X509_REVOKED* const entry = X509_REVOKED_new();
        X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(what->certificate.get()));
        X509_REVOKED_set_revocationDate(entry, now.get());
        check(X509_CRL_add0_revoked(list.get(), entry) == 1, "revocation");
    }
    check(X509_CRL_sign(list.get(), authority.key.get(), EVP_sha256()) > 0, "revocation list's signature");
    const std::string path = directory + "/" + name;
    const file_ptr file(std::fopen(path.c_str(), "w"));
    check(file && PEM_write_X509_CRL(file.get(), list.get()) == 1, "revocation list file");
    return path;
}

void append(const std::string& to, const std::string& file) {
    std::ofstream(to, std::ios::app) << std::ifstream(file).rdbuf();
}

} // namespace

certificates::certificates() {
    std::string path = (std::filesystem::temp_directory_path() / "corogql-certificates-XXXXXX").string();
    check(::mkdtemp(path.data()) != nullptr, "directory");
    directory_ = path;

    const std::string here = "DNS:localhost,IP:127.0.0.1,IP:::1";
    const signer ca = make("test-ca", "", nullptr, nullptr);
    ca_file = save_certificate(directory_, ca);
    const signer other = make("other-ca", "", nullptr, nullptr);
    other_ca_file = save_certificate(directory_, other);
    server = save(directory_, make("server", here, "serverAuth", &ca));
    wrong_host = save(directory_, make("wrong-host", "DNS:elsewhere.invalid,IP:192.0.2.1", "serverAuth", &ca));
    wildcard = save(directory_, make("wildcard", "DNS:*.wild.invalid,DNS:w*.part.invalid", "serverAuth", &ca));
    expired = save(directory_, make("expired", here, "serverAuth", &ca, -9 * day, -day));
    future = save(directory_, make("future", here, "serverAuth", &ca, day));
    self_signed = save(directory_, make("self-signed", here, "serverAuth", nullptr));
    const signer taken_back = make("revoked", here, "serverAuth", &ca);
    revoked = save(directory_, taken_back);
    crl_file = save_revocations(directory_, "revoked.crl", ca, &taken_back);
    clean_crl_file = save_revocations(directory_, "clean.crl", ca, nullptr);
    old_crl_file = save_revocations(directory_, "old.crl", ca, nullptr, -day);
    other_crl_file = save_revocations(directory_, "other.crl", other, nullptr);
    const signer between = make("between", "", nullptr, &ca);
    chained = save(directory_, make("chained", here, "serverAuth", &between));
    append(chained.certificate_file, save_certificate(directory_, between));
    between_crl_file = save_revocations(directory_, "between.crl", between, nullptr);
    revoked_between_crl_file = save_revocations(directory_, "no-between.crl", ca, &between);
    append(revoked_between_crl_file, between_crl_file);
    old_above_crl_file = save_revocations(directory_, "old-above.crl", ca, nullptr, -day);
    append(old_above_crl_file, between_crl_file);
    client = save(directory_, make("client", "email:client@example.com", "clientAuth", &ca));
}

certificates::~certificates() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

std::string certificates::write(const std::string& name, const std::string& text) const {
    const std::string path = directory_ + "/" + name;
    std::ofstream(path) << text;
    return path;
}

const certificates& test_certificates() {
    static const certificates made;
    return made;
}

} // namespace corogql::testing
