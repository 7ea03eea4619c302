#include "../../../support/certificates.hpp"
#include "../../../support/run_loop.hpp"
#include "../../../support/stream_pair.hpp"
#include "transport/tls/context.hpp"

#include <corogql/error.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>
#include <openssl/ssl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

using namespace corogql;
using namespace corogql::testing;
using namespace corogql::transport;

namespace {

tls_options trusting() {
    tls_options options;
    options.ca_file(test_certificates().ca_file);
    return options;
}

std::shared_ptr<const tls_context> server_context(const pem_identity& identity, const std::string& ca = {}) {
    return tls_context::for_server(identity.certificate_file, identity.key_file, ca);
}

stream_pair handshake(asio::io_context& loop, stream_pair plain, std::shared_ptr<const tls_context> client,
                      const std::string& host, std::shared_ptr<const tls_context> server) {
    auto accepted = start(loop, tls_accept(std::move(plain.server), std::move(server)));
    stream_pair secure;
    secure.client = run(loop, tls_connect(std::move(plain.client), std::move(client), host));
    secure.server = run_until(loop, accepted);
    return secure;
}

stream_pair handshake(asio::io_context& loop, stream_pair plain, const tls_options& options, const std::string& host,
                      std::shared_ptr<const tls_context> server) {
    return handshake(loop, std::move(plain), tls_context::for_client(options), host, std::move(server));
}

stream_pair handshake(asio::io_context& loop) {
    return handshake(loop, connected_pair(loop), trusting(), "localhost", server_context(test_certificates().server));
}

std::optional<error> refusal(std::shared_ptr<const tls_context> server, std::shared_ptr<const tls_context> client,
                             const std::string& host) {
    asio::io_context loop;
    try {
        handshake(loop, connected_pair(loop), std::move(client), host, std::move(server));
    } catch (const error& failure) {
        return failure;
    }
    return std::nullopt;
}

std::optional<error> refusal(std::shared_ptr<const tls_context> server, const tls_options& options,
                             const std::string& host) {
    return refusal(std::move(server), tls_context::for_client(options), host);
}

std::optional<error> refusal(const pem_identity& identity, const tls_options& options, const std::string& host) {
    return refusal(server_context(identity), options, host);
}

void check_refused(const std::optional<error>& failure, std::string_view reason, tls_reason why = tls_reason::other) {
    REQUIRE(failure);
    if (why != tls_reason::other) CHECK(to_string(failure->tls_reason()) == to_string(why));
    CHECK(failure->kind() == error_kind::tls);
    CHECK(failure->phase() == error_phase::tls);
    CHECK_FALSE(failure->possibly_executed());
    CHECK_MESSAGE(std::string_view(failure->what()).find(reason) != std::string_view::npos, failure->what());
}

// What the client says of a peer that sends `text` and closes.
error failure_against(const std::string& text) {
    asio::io_context loop;
    stream_pair plain = connected_pair(loop);
    run(loop, write_text(*plain.server, text));
    run(loop, plain.server->shutdown());
    try {
        run(loop, tls_connect(std::move(plain.client), tls_context::for_client(trusting()), "localhost"));
    } catch (const error& failure) {
        return failure;
    }
    return error(error_kind::usage, "nothing was thrown");
}

std::string config_failure(const tls_options& options) {
    try {
        tls_context::for_client(options);
    } catch (const error& failure) {
        CHECK(failure.kind() == error_kind::config);
        return failure.what();
    }
    return "accepted";
}

std::string file_text(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

asio::awaitable<void> write_and_shut(byte_stream& stream, const std::string& text) {
    co_await write_text(stream, text);
    co_await stream.shutdown();
}

} // namespace

TEST_CASE("tls: names and addresses of the certificate are accepted, and both ends close cleanly") {
    for (const std::string host : {"localhost", "localhost.", "127.0.0.1", "::1"}) {
        CAPTURE(host);
        asio::io_context loop;
        stream_pair pair =
            handshake(loop, connected_pair(loop), trusting(), host, server_context(test_certificates().server));
        run(loop, write_and_shut(*pair.client, "question"));
        CHECK(run(loop, read_text(*pair.server, 100)) == "question");
        // The client's close_notify closes one direction only.
        run(loop, write_and_shut(*pair.server, "answer"));
        CHECK(run(loop, read_text(*pair.client, 100)) == "answer");
        CHECK(run(loop, read_text(*pair.client, 1)).empty());
    }
}

// RFC 6125, section 6.4.3: a wildcard stands for one whole label.
TEST_CASE("tls: a wildcard in a certificate stands for one whole label, never for part of one") {
    const auto& wildcard = test_certificates().wildcard;
    CHECK_FALSE(refusal(wildcard, trusting(), "www.wild.invalid"));
    for (const auto* host : {"www.part.invalid", "wild.invalid", "a.b.wild.invalid"})
        check_refused(refusal(wildcard, trusting(), host), "hostname mismatch", tls_reason::wrong_host);
}

TEST_CASE("H51: what cannot be verified is refused in words, and for a reason that a program can tell") {
    const certificates& pem = test_certificates();
    tls_options other;
    other.ca_file(pem.other_ca_file);
    check_refused(refusal(pem.server, other, "localhost"), "unable to get local issuer certificate",
                  tls_reason::unknown_issuer);
    check_refused(refusal(pem.server, tls_options(), "localhost"), "unable to get local issuer certificate",
                  tls_reason::unknown_issuer);
    ::setenv("SSL_CERT_FILE", "/nowhere/file", 1);
    ::setenv("SSL_CERT_DIR", "/nowhere/folder", 1);
    check_refused(refusal(pem.server, tls_options(), "localhost"),
                  "no certificate authorities in /nowhere/file or /nowhere/folder: install ca-certificates");
    const auto empty =
        std::filesystem::temp_directory_path() / ("corogql-no-authorities-" + std::to_string(::getpid()));
    std::filesystem::create_directory(empty);
    ::setenv("SSL_CERT_DIR", empty.c_str(), 1);
    check_refused(refusal(pem.server, tls_options(), "localhost"), "no certificate authorities in");
    std::filesystem::remove(empty);
    ::setenv("SSL_CERT_DIR", "/nowhere/folder", 1);
    const auto about_the_certificate = [&](const tls_options& options) {
        const auto refused = refusal(pem.server, options, "localhost");
        return refused && std::string_view(refused->what()).find("ca-certificates") == std::string_view::npos;
    };
    CHECK(about_the_certificate(other));
    ::setenv("SSL_CERT_FILE", pem.other_ca_file.c_str(), 1);
    CHECK(about_the_certificate(tls_options()));
    ::unsetenv("SSL_CERT_FILE");
    ::unsetenv("SSL_CERT_DIR");
    check_refused(refusal(pem.wrong_host, trusting(), "localhost"),
                  "TLS handshake with localhost failed: the certificate was not accepted: hostname mismatch",
                  tls_reason::wrong_host);
    check_refused(refusal(pem.wrong_host, trusting(), "127.0.0.1"), "IP address mismatch", tls_reason::wrong_host);
    check_refused(refusal(pem.expired, trusting(), "localhost"), "certificate has expired", tls_reason::expired);
    check_refused(refusal(pem.future, trusting(), "localhost"), "certificate is not yet valid", tls_reason::expired);
    check_refused(refusal(pem.self_signed, trusting(), "localhost"), "self-signed certificate",
                  tls_reason::self_signed);
    auto revoking = trusting();
    revoking.crl_file(pem.crl_file);
    check_refused(refusal(pem.revoked, revoking, "localhost"), "certificate revoked", tls_reason::revoked);
    CHECK_FALSE(refusal(pem.revoked, trusting(), "localhost"));
    CHECK_FALSE(refusal(pem.server, revoking, "localhost"));
    revoking.crl_file(pem.old_crl_file);
    check_refused(refusal(pem.server, revoking, "localhost"),
                  "CRL has expired; the revocation list of its issuer is out of date: fetch the newest (crl_file)",
                  tls_reason::revocation_unknown);
    revoking.crl_file(pem.other_crl_file);
    check_refused(refusal(pem.server, revoking, "localhost"),
                  "unable to get certificate CRL; there is no revocation list of its issuer in the file (crl_file)",
                  tls_reason::revocation_unknown);
    check_refused(refusal(pem.server, trusting(), ""), "no host name to verify");
}

TEST_CASE(
    "FH24: tls: an authority between that is revoked is refused; where its issuer has no list it is not checked") {
    const auto& pem = test_certificates();
    auto revoking = trusting();
    CHECK_FALSE(refusal(pem.chained, revoking, "localhost"));
    revoking.crl_file(pem.between_crl_file); // of the server's own issuer: that is what must be there
    CHECK_FALSE(refusal(pem.chained, revoking, "localhost"));
    revoking.crl_file(pem.revoked_between_crl_file);
    check_refused(refusal(pem.chained, revoking, "localhost"), "certificate revoked", tls_reason::revoked);
    CHECK_FALSE(refusal(pem.server, revoking, "localhost"));
    revoking.crl_file(pem.clean_crl_file);
    check_refused(refusal(pem.chained, revoking, "localhost"), "unable to get certificate CRL",
                  tls_reason::revocation_unknown);
    revoking.crl_file(pem.old_above_crl_file);
    check_refused(refusal(pem.chained, revoking, "localhost"), "CRL has expired", tls_reason::revocation_unknown);
}

TEST_CASE(
    "tls: revocation lists are read again when their file has changed, and what was verified before is forgotten") {
    const certificates& pem = test_certificates();
    const auto server = server_context(pem.revoked);
    SSL_CTX_set_max_proto_version(server->native(), TLS1_2_VERSION); // whose tickets belong to the handshake
    const auto list = pem.write("changing.crl", file_text(pem.clean_crl_file));
    auto options = trusting();
    const auto client = tls_context::for_client(options.crl_file(list));
    const auto refused = [&] { return refusal(server, client, "localhost"); };
    CHECK_FALSE(refused());
    CHECK_FALSE(refused());
    CHECK(client->resumed() == 1);
    pem.write("changing.crl", file_text(pem.crl_file));
    check_refused(refused(), "certificate revoked", tls_reason::revoked);
    pem.write("changing.crl", "half a li"); // what cannot be used leaves what was
    check_refused(refused(), "certificate revoked", tls_reason::revoked);
    std::filesystem::remove(list);
    check_refused(refused(), "certificate revoked", tls_reason::revoked);
    pem.write("changing.crl", file_text(pem.clean_crl_file));
    CHECK_FALSE(refused());
    CHECK(client->resumed() == 1);
}

TEST_CASE("tls: a client offers HTTP/1.1, and nothing else") {
    const auto server = server_context(test_certificates().server);
    std::string offered;
    const auto remember = [](SSL*, const unsigned char**, unsigned char*, const unsigned char* names, unsigned size,
                             void* to) {
        static_cast<std::string*>(to)->assign(names, names + size);
        return SSL_TLSEXT_ERR_NOACK;
    };
    SSL_CTX_set_alpn_select_cb(server->native(), remember, &offered);
    asio::io_context loop;
    handshake(loop, connected_pair(loop), trusting(), "localhost", server);
    CHECK(offered == "\x08http/1.1");
}

TEST_CASE("tls: a session is resumed at the next connections to the host, each once") {
    const auto server = server_context(test_certificates().server);
    const auto client = tls_context::for_client(trusting());
    const auto talk = [&](const std::string& host) {
        asio::io_context loop;
        stream_pair plain = connected_pair(loop);
        auto accepted = start(loop, tls_accept(std::move(plain.server), server));
        const auto secure = run(loop, tls_connect(std::move(plain.client), client, host));
        const auto peer = run_until(loop, accepted);
        run(loop, write_text(*peer, "tickets come before this"));
        CHECK(run(loop, read_text(*secure, 24)).size() == 24);
        secure->close(); // rudely
    };
    talk("localhost");
    CHECK(client->resumed() == 0);
    talk("127.0.0.1"); // another name: not what was verified
    CHECK(client->resumed() == 0);
    for (std::uint64_t again = 1; again < 20; ++again) {
        talk("localhost");
        CHECK(client->resumed() == again);
    }
    CHECK(client->handshakes() == 21);
}

TEST_CASE("tls: no session is resumed where the option says so") {
    auto options = trusting();
    CHECK(tls_context::for_client(options)->sessions() != nullptr);
    CHECK(tls_context::for_client(options.resume_sessions(false))->sessions() == nullptr);
}

TEST_CASE("tls: nothing is refused where verification is off") {
    tls_options trusting_all;
    trusting_all.verify(false);
    CHECK_FALSE(refusal(test_certificates().server, trusting_all, "localhost"));
    CHECK_FALSE(refusal(test_certificates().wrong_host, trusting_all, "127.0.0.1"));
    CHECK_FALSE(refusal(test_certificates().expired, trusting_all, ""));
}

TEST_CASE("tls: the server learns why it was refused") {
    asio::io_context loop;
    tls_options other;
    other.ca_file(test_certificates().other_ca_file);
    stream_pair plain = connected_pair(loop);
    auto accepted = start(loop, tls_accept(std::move(plain.server), server_context(test_certificates().server)));
    auto connected = start(loop, tls_connect(std::move(plain.client), tls_context::for_client(other), "localhost"));
    CHECK_THROWS_AS(run_until(loop, connected), error);
    CHECK_THROWS_WITH_AS(run_until(loop, accepted), "TLS handshake failed: the peer refused it: unknown CA", error);
}

TEST_CASE("tls: a client shows its certificate") {
    const certificates& pem = test_certificates();
    tls_options options = trusting();
    options.certificate_file(pem.client.certificate_file).key_file(pem.client.key_file);
    asio::io_context loop;
    stream_pair pair =
        handshake(loop, connected_pair(loop), options, "localhost", server_context(pem.server, pem.ca_file));
    run(loop, write_text(*pair.client, "known"));
    CHECK(run(loop, read_text(*pair.server, 5)) == "known");
}

TEST_CASE("tls: a missing client certificate fails the handshake even where only the first read can tell") {
    const certificates& pem = test_certificates();
    asio::io_context loop;
    stream_pair plain = connected_pair(loop);
    auto accepted = start(loop, tls_accept(std::move(plain.server), server_context(pem.server, pem.ca_file)));
    auto client = run(loop, tls_connect(std::move(plain.client), tls_context::for_client(trusting()), "localhost"));
    CHECK_THROWS_WITH_AS(run_until(loop, accepted), "TLS handshake failed: the peer showed no certificate", error);
    std::optional<error> failure;
    try {
        run(loop, read_text(*client, 1));
    } catch (const error& thrown) {
        failure = thrown;
    }
    check_refused(failure, "certificate required; the server asks for a client's certificate, and none was given",
                  tls_reason::client_certificate);
}

TEST_CASE("tls: a missing client certificate is told as such under TLS 1.2, too, whose alert says less") {
    const certificates& pem = test_certificates();
    const auto server = server_context(pem.server, pem.ca_file);
    SSL_CTX_set_max_proto_version(server->native(), TLS1_2_VERSION);
    check_refused(refusal(server, trusting(), "localhost"),
                  "handshake failure; the server asks for a client's certificate, and none was given "
                  "(certificate_file)",
                  tls_reason::client_certificate);
    auto known = trusting();
    known.certificate_file(pem.client.certificate_file).key_file(pem.client.key_file);
    CHECK_FALSE(refusal(server, known, "localhost"));

    const auto strange = server_context(pem.server); // asks for none, and has no cipher in common
    SSL_CTX_set_max_proto_version(strange->native(), TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(strange->native(), "ECDHE-RSA-AES128-GCM-SHA256");
    const auto failure = refusal(strange, trusting(), "localhost");
    check_refused(failure, "handshake failure", tls_reason::protocol);
    CHECK(std::string_view(failure->what()).find("client") == std::string_view::npos);
}

TEST_CASE("tls: a peer that does not speak TLS") {
    check_refused(failure_against("HTTP/1.1 400 Bad Request\r\n\r\n"), "the peer does not speak TLS");
    check_refused(failure_against(""), "the peer closed the connection");
}

TEST_CASE("tls: files that cannot be used are named") {
    const certificates& pem = test_certificates();
    CHECK(config_failure(tls_options().ca_file("/nowhere/ca.pem")) ==
          "cannot use the CA file /nowhere/ca.pem: No such file or directory");
    CHECK(config_failure(tls_options().certificate_file("/nowhere/me.pem")) ==
          "cannot use the certificate file /nowhere/me.pem: No such file or directory");
    const std::string prose = pem.write("prose.pem", "not a certificate\n");
    CHECK(config_failure(tls_options().certificate_file(prose)) ==
          "cannot use the certificate file " + prose + ": it holds no certificate in PEM form (no start line)");
    CHECK(config_failure(tls_options().ca_file(prose)).starts_with("cannot use the CA file " + prose));
    const std::string& certificate = pem.client.certificate_file;
    CHECK(config_failure(tls_options().certificate_file(certificate)) ==
          "cannot use the key file " + certificate +
              ": it holds no private key in PEM form without a passphrase (unsupported)");
    CHECK(config_failure(tls_options().certificate_file(certificate).key_file(pem.server.key_file)) ==
          "the key in " + pem.server.key_file + " does not belong to the certificate in " + certificate);
    CHECK(config_failure(tls_options().key_file(pem.client.key_file)).ends_with("no certificate file beside it"));
    CHECK(config_failure(tls_options()) == "accepted");
}

TEST_CASE("tls: bytes may come seven at a time") {
    asio::io_context loop;
    stream_pair plain = connected_pair(loop);
    plain.client = std::make_unique<chopped_stream>(std::move(plain.client), 7);
    plain.server = std::make_unique<chopped_stream>(std::move(plain.server), 7);
    stream_pair pair =
        handshake(loop, std::move(plain), trusting(), "localhost", server_context(test_certificates().server));
    const std::string text(3000, 'x');
    run(loop, write_and_shut(*pair.server, text));
    CHECK(run(loop, read_text(*pair.client, 4000)) == text);
}

TEST_CASE("tls: a cut connection is not a clean end") {
    asio::io_context loop;
    stream_pair pair = handshake(loop);
    run(loop, write_text(*pair.server, "half"));
    pair.server->close();
    CHECK(run(loop, read_text(*pair.client, 4)) == "half"); // what came before is not lost
    for (int again = 0; again < 2; ++again)
        CHECK_THROWS_WITH_AS(run(loop, read_text(*pair.client, 1)), "the TLS connection was cut (no close_notify)",
                             error);
}

TEST_CASE("tls: garbage after the handshake loses the connection, not what came before") {
    asio::io_context loop;
    stream_pair plain = connected_pair(loop);
    byte_stream& wire = *plain.server;
    stream_pair pair =
        handshake(loop, std::move(plain), trusting(), "localhost", server_context(test_certificates().server));
    run(loop, write_text(*pair.server, "fine"));
    run(loop, write_text(wire, "this is no TLS record at all"));
    CHECK(run(loop, read_text(*pair.client, 4)) == "fine");
    try {
        run(loop, read_text(*pair.client, 1));
        FAIL("nothing was thrown");
    } catch (const error& failure) {
        CHECK(failure.kind() == error_kind::lost);
    }
    CHECK_THROWS_AS(run(loop, write_text(*pair.client, "more")), error);
}

TEST_CASE("tls: one read delivers all small records that have come") {
    asio::io_context loop;
    stream_pair pair = handshake(loop);
    for (int i = 0; i < 200; ++i) run(loop, write_text(*pair.server, std::string(150, 'm')));
    std::vector<char> buffer(64 * 1024);
    CHECK(run(loop, pair.client->read_some(asio::buffer(buffer))) == 200 * 150);
}

TEST_CASE("tls: decrypted bytes wait for a reader with little room") {
    asio::io_context loop;
    stream_pair pair = handshake(loop);
    run(loop, write_text(*pair.server, "abcdef"));
    CHECK(run(loop, read_text(*pair.client, 2)) == "ab");
    CHECK_FALSE(pair.client->quiet());
    pair.server->close(); // the rest does not need the socket
    CHECK(run(loop, read_text(*pair.client, 4)) == "cdef");
}

TEST_CASE("tls: an idle stream is quiet until something comes") {
    asio::io_context loop;
    stream_pair pair = handshake(loop);
    run(loop, write_text(*pair.server, "x"));
    CHECK_FALSE(pair.client->quiet());
    run(loop, read_text(*pair.client, 1));
    CHECK(pair.client->quiet());
    run(loop, pair.server->shutdown());
    CHECK_FALSE(pair.client->quiet());
    pair.server->close();
    CHECK_FALSE(pair.server->quiet());
}

TEST_CASE("tls: session tickets that nobody read yet do not make an idle stream loud") {
    asio::io_context loop;
    stream_pair pair = handshake(loop);
    CHECK(pair.client->quiet()); // what a pool asks of a connection that was opened ahead
    run(loop, write_text(*pair.server, "x"));
    CHECK_FALSE(pair.client->quiet());
    CHECK(run(loop, read_text(*pair.client, 1)) == "x");
}

TEST_CASE("tls: what has come can be read without waiting") {
    asio::io_context loop;
    stream_pair pair = handshake(loop);
    std::array<char, 16> buffer{};
    CHECK_FALSE(pair.client->try_read(asio::buffer(buffer)));
    run(loop, write_text(*pair.server, "abc"));
    CHECK(pair.client->try_read(asio::buffer(buffer, 2)) == 2U);
    CHECK(pair.client->try_read(asio::buffer(buffer)) == 1U);
    CHECK_FALSE(pair.client->try_read(asio::buffer(buffer)));
    run(loop, pair.server->shutdown());
    CHECK(pair.client->try_read(asio::buffer(buffer)) == 0U);
}

TEST_CASE("tls: 16 MiB in both directions at once") {
    asio::io_context loop;
    stream_pair pair = handshake(loop);
    std::string block(65'537, '\0');
    for (std::size_t i = 0; i < block.size(); ++i) block[i] = static_cast<char>(i * 7 + i / 4096);
    std::string there;
    while (there.size() < 16 * 1024 * 1024) there += block;
    const std::string back(there.rbegin(), there.rend());
    auto client_writes = start(loop, write_and_shut(*pair.client, there));
    auto server_writes = start(loop, write_and_shut(*pair.server, back));
    auto server_reads = start(loop, read_text(*pair.server, there.size() + 1));
    CHECK(run(loop, read_text(*pair.client, back.size() + 1)) == back);
    CHECK(run_until(loop, server_reads) == there);
    run_until(loop, client_writes);
    run_until(loop, server_writes);
}

TEST_CASE("tls: many pieces are written in order, whatever their size") {
    asio::io_context loop;
    stream_pair pair = handshake(loop);
    std::vector<std::string> pieces;
    std::string whole;
    for (std::size_t i = 0; i < 300; ++i) {
        pieces.emplace_back(i % 50 == 49 ? 70'000 : i % 7 * 100, static_cast<char>('a' + i % 26));
        whole += pieces.back();
    }
    std::vector<asio::const_buffer> buffers;
    for (const auto& piece : pieces) buffers.push_back(asio::buffer(piece));
    auto written = start(loop, pair.client->write(buffers));
    CHECK(run(loop, read_text(*pair.server, whole.size())) == whole);
    run_until(loop, written);
}

TEST_CASE("tls: a handshake can be cancelled") {
    asio::io_context loop;
    stream_pair plain = connected_pair(loop);
    asio::cancellation_signal signal;
    auto connecting = tls_connect(std::move(plain.client), tls_context::for_client(trusting()), "localhost");
    auto result =
        asio::co_spawn(loop, std::move(connecting), asio::bind_cancellation_slot(signal.slot(), asio::use_future));
    loop.poll();
    CHECK(run(loop, read_text(*plain.server, 1)).size() == 1); // the client's hello is on its way
    signal.emit(asio::cancellation_type::terminal);
    try {
        run_until(loop, result);
        FAIL("nothing was thrown");
    } catch (const boost::system::system_error& failure) {
        CHECK(failure.code() == asio::error::operation_aborted);
    }
    const std::string rest = run(loop, read_text(*plain.server, 10'000)); // ends: the socket is closed
    CHECK(rest.size() < 10'000);
}
