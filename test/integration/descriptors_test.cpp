// What a program that is executed meanwhile gets of our descriptors: nothing.
#include "../support/certificates.hpp"
#include "../support/run_loop.hpp"

#include <corogql/client.hpp>
#include <corogql/testing/server.hpp>
#include <corogql/upload.hpp>

#include <doctest/doctest.h>

#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <set>
#include <string>

using namespace corogql;
using namespace corogql::testing;

namespace {

/// The descriptors of a program that is executed now. A pipeline in it would be some of the shell's own.
std::string inherited() {
    std::FILE* const child = ::popen("for each in /proc/$$/fd/*; do readlink $each; done; true", "re");
    REQUIRE(child != nullptr);
    std::string text;
    std::array<char, 4096> buffer;
    while (const auto size = std::fread(buffer.data(), 1, buffer.size(), child)) text.append(buffer.data(), size);
    REQUIRE(::pclose(child) == 0);
    std::multiset<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = text.find('\n', begin) + 1;
        const auto line = text.substr(begin, end - begin);
        lines.insert(line.starts_with("pipe:") ? "a pipe\n" : line); // which has another number each time
        begin = end;
    }
    return std::accumulate(lines.begin(), lines.end(), std::string());
}

} // namespace

TEST_CASE("FH12: a program that is executed meanwhile gets no socket, pipe or file of ours") {
    const auto before = inherited();
    const auto& identity = test_certificates().server;
    const auto folder = std::filesystem::temp_directory_path() / "corogql-descriptors-XXXXXX";
    std::string path = folder.string();
    REQUIRE(::mkdtemp(path.data()) != nullptr);
    const auto file = path + "/file";
    std::ofstream(file, std::ios::binary) << std::string(3'000'000, 'x');
    {
        server plain(server_options().unix_socket(path + "/socket"));
        server secure(server_options().tls(identity.certificate_file, identity.key_file));
        server tcp{server_options()};
        asio::io_context loop{1};
        client over_tcp(loop.get_executor(), client_options(tcp.url()));
        client over_tls(loop.get_executor(),
                        client_options(secure.url()).tls(tls_options().ca_file(test_certificates().ca_file)));
        client over_unix(loop.get_executor(), client_options("http://localhost/graphql").unix_socket(path + "/socket"));
        for (client* each : {&over_tcp, &over_tls, &over_unix}) {
            CHECK(run(loop, each->execute(request("{ hello(name: \"a\") }"))).ok());
            auto numbers = each->subscribe(request("subscription { count(after: 0, to: 2) }"));
            CHECK(run(loop, numbers.next()));
            CHECK(inherited() == before);
        }
        std::string during;
        auto sending = request("mutation($f: Upload) { add(f: $f) }").attach("f", upload::file(file));
        sending.on_progress([&](std::uint64_t, std::uint64_t) {
            if (during.empty()) during = inherited();
        });
        try {
            run(loop, over_tcp.execute(std::move(sending)));
        } catch (const error&) {
            // The server has no such field, nor uploads.
        }
        CHECK(during == before);
    }
    std::filesystem::remove_all(path);
}
