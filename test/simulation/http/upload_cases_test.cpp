// Requests with files. cases.md lists all cases.
#include "http_support.hpp"

#include <boost/json/parse.hpp>

#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

using namespace corogql;
using namespace corogql::test;

namespace {

using testing::simulated_request;

const std::string upload_document = "mutation($f: Upload) { add(f: $f) }";

class temporary_folder {
public:
    temporary_folder() {
        std::string path = (std::filesystem::temp_directory_path() / "corogql-upload-XXXXXX").string();
        REQUIRE(::mkdtemp(path.data()) != nullptr);
        path_ = path;
    }
    ~temporary_folder() { std::filesystem::remove_all(path_); }
    std::string file(const std::string& name, const std::string& content) const {
        const auto path = (path_ / name).string();
        std::ofstream(path, std::ios::binary) << content;
        return path;
    }

private:
    std::filesystem::path path_;
};

/// A part of a multipart/form-data body.
struct form_part {
    std::string head, body;
    bool operator==(const form_part&) const = default;
};

std::string boundary_of(const simulated_request& asked) {
    const auto type = field_of(asked, "Content-Type");
    const std::string prefix = "multipart/form-data; boundary=";
    REQUIRE(type.starts_with(prefix));
    return type.substr(prefix.size());
}

std::vector<form_part> parts_of(const simulated_request& asked) {
    const auto delimiter = "--" + boundary_of(asked);
    std::string_view rest = asked.body;
    std::vector<form_part> parts;
    REQUIRE(rest.starts_with(delimiter));
    rest.remove_prefix(delimiter.size());
    while (rest.starts_with("\r\n")) {
        const auto end = rest.find("\r\n" + delimiter);
        REQUIRE(end != std::string_view::npos);
        const auto part = rest.substr(2, end - 2);
        const auto head = part.find("\r\n\r\n");
        REQUIRE(head != std::string_view::npos);
        parts.push_back({std::string(part.substr(0, head)), std::string(part.substr(head + 4))});
        rest.remove_prefix(end + 2 + delimiter.size());
    }
    CHECK(rest == "--\r\n");
    return parts;
}

TEST_CASE("U1: operations, map and files go in this order; where a file stands the variable is null") {
    const temporary_folder folder;
    const auto path = folder.file("photo.png", std::string("\x89PNG\0\r\n--", 9));
    http_scene on({good()});
    auto asked = request(upload_document).variable("n", 1).variable("f", "in the way");
    asked.attach("f", upload::file(path).media_type("image/png")).attach("g", upload::bytes("", "empty.txt"));
    CHECK(on.ask(std::move(asked)).ok());
    const auto& sent = on.requests.at(0);
    CHECK(sent.method == "POST");
    CHECK(field_of(sent, "Apollo-Require-Preflight") == "true");
    CHECK(field_of(sent, "Content-Length") == std::to_string(sent.body.size()));
    const auto parts = parts_of(sent);
    REQUIRE(parts.size() == 4);
    CHECK(parts[0].head == "Content-Disposition: form-data; name=\"operations\"");
    CHECK(json::parse(parts[0].body) ==
          json::value{{"query", upload_document}, {"variables", {{"n", 1}, {"f", nullptr}, {"g", nullptr}}}});
    CHECK(parts[1] ==
          form_part{"Content-Disposition: form-data; name=\"map\"", R"({"0":["variables.f"],"1":["variables.g"]})"});
    CHECK(parts[2] == form_part{"Content-Disposition: form-data; name=\"0\"; filename=\"photo.png\"\r\n"
                                "Content-Type: image/png",
                                std::string("\x89PNG\0\r\n--", 9)});
    CHECK(parts[3] == form_part{"Content-Disposition: form-data; name=\"1\"; filename=\"empty.txt\"\r\n"
                                "Content-Type: application/octet-stream",
                                ""});
}

TEST_CASE("U1: a large file is sent in pieces, and each attempt sends it from its beginning") {
    const temporary_folder folder;
    std::string content;
    for (int i = 0; i < 100'000; ++i) content += std::to_string(i) + ' ';
    http_scene on({reply(503, "text/plain", "busy", {{"Retry-After", "1"}}), good()});
    std::vector<std::pair<std::uint64_t, std::uint64_t>> steps;
    auto asked = request(upload_document).attach("f", upload::file(folder.file("large", content)));
    asked.on_progress([&](std::uint64_t sent, std::uint64_t total) { steps.emplace_back(sent, total); });
    CHECK(on.ask(std::move(asked)).attempts() == 2);
    REQUIRE(on.requests.size() == 2);
    for (const auto& each : on.requests) CHECK(parts_of(each).at(2).body == content);
    REQUIRE(steps.size() >= 4);
    CHECK(steps.front().first < steps.front().second);
    CHECK(steps.back().first == on.requests[1].body.size());
    CHECK(steps.back().second == on.requests[1].body.size());
    CHECK(std::count(steps.begin(), steps.end(), steps.back()) == 2); // an attempt each
}

TEST_CASE("U1: a file from the disk may stand before others, and between them") {
    const temporary_folder folder;
    http_scene on({good()});
    auto asked = request(upload_document).attach("f", upload::file(folder.file("first", "from the disk")));
    asked.attach("g", upload::bytes("bytes", "second"))
        .attach("h", upload::file(folder.file("third", "the disk again")));
    CHECK(on.ask(std::move(asked.attach("i", upload::bytes("", "fourth")))).ok());
    const auto parts = parts_of(on.requests.at(0));
    REQUIRE(parts.size() == 6);
    CHECK(parts[2].body == "from the disk");
    CHECK(parts[3].body == "bytes");
    CHECK(parts[4].body == "the disk again");
    CHECK(parts[5].body.empty());
}

TEST_CASE("U2: a file at two places is sent once") {
    http_scene on({good()});
    CHECK(on.ask(request(upload_document).attach({"f", "input.copy"}, upload::bytes("x", "x"))).ok());
    const auto parts = parts_of(on.requests.at(0));
    REQUIRE(parts.size() == 3);
    CHECK(parts[1].body == R"({"0":["variables.f","variables.input.copy"]})");
    CHECK(json::parse(parts[0].body).at("variables") == json::value{{"f", nullptr}, {"input", {{"copy", nullptr}}}});
}

TEST_CASE("U3: files in lists, which grow item by item") {
    http_scene on({good()});
    request asked(upload_document);
    asked.attach("files.0", upload::bytes("x", "x")).attach("files.1", upload::bytes("y", "y"));
    CHECK(on.ask(std::move(asked)).ok());
    const auto parts = parts_of(on.requests.at(0));
    CHECK(parts.at(1).body == R"({"0":["variables.files.0"],"1":["variables.files.1"]})");
    CHECK(json::parse(parts.at(0).body).at("variables") == json::value{{"files", {nullptr, nullptr}}});

    for (const auto* path : {"files.1", "n.x", "files..0", ""}) {
        CAPTURE(path);
        const auto seen = on.refused(request(upload_document).variable("n", 1).attach(path, upload::bytes("x", "x")));
        check_error(seen, error_kind::usage, error_phase::none);
    }
    CHECK(on.requests.size() == 1);
}

TEST_CASE("U4: a server that answers before the file was sent is heard at once, and takes no more") {
    const temporary_folder folder;
    const auto path = folder.file("large", std::string(3'000'000, 'x'));
    http_scene on;
    testing::simulated_connection refusing;
    on.server.on_request_head([&](testing::simulated_connection link, const simulated_request&) {
        refusing = link;
        link.stop_reading();
        link.send_bytes("HTTP/1.1 413 Too Large\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nno!");
    });
    std::uint64_t sent = 0, total = 0;
    auto asked = request(upload_document).attach("f", upload::file(path));
    asked.on_progress([&](std::uint64_t so_far, std::uint64_t all) { sent = so_far, total = all; });
    const auto seen = on.refused(std::move(asked));
    check_http(seen, error_kind::http, 413);
    CHECK(seen.body_excerpt() == "no!");
    CHECK(sent > 0);
    CHECK(sent < total);
    const auto at_the_end = sent;
    refusing.read_again();
    on.world.run_for(1s);
    CHECK(sent == at_the_end);
    CHECK(on.server.connections().empty());
}

TEST_CASE("U5: a file that changes while it is sent fails the request, and the server does not get it whole") {
    const temporary_folder folder;
    for (const bool grows : {true, false}) {
        CAPTURE(grows);
        const auto path = folder.file("changing", std::string(3'000'000, 'x'));
        http_scene on({good()});
        auto asked = request(upload_document).attach("f", upload::file(path));
        asked.on_progress(
            [&](std::uint64_t, std::uint64_t) { std::filesystem::resize_file(path, grows ? 3'000'001 : 1'000'000); });
        const auto seen = on.refused(std::move(asked));
        check_error(seen, error_kind::usage, error_phase::send);
        CHECK(says(seen, path));
        CHECK(says(seen, grows ? "grew" : "became shorter"));
        CHECK(!seen.possibly_executed());
        on.world.run_for(1s);
        CHECK(on.requests.empty());
        CHECK(on.server.connections().empty());
    }
}

TEST_CASE("U5: what cannot be read is refused before anything is sent") {
    const temporary_folder folder;
    http_scene on({good()});
    const auto pipe = folder.file("x", "") + ".pipe";
    REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
    for (const auto& path : {folder.file("x", "") + ".missing", std::string("/dev/null"), pipe, std::string()}) {
        const auto seen = on.refused(request(upload_document).attach("f", upload::file(path)));
        CHECK(seen.kind() == error_kind::usage);
        CHECK(says(seen, path));
    }
    // It was there for the first attempt.
    const auto path = folder.file("vanishing", "x");
    http_scene twice({reply(503, "text/plain", "busy", {{"Retry-After", "1"}}), good()});
    auto asked = request(upload_document).attach("f", upload::file(path));
    asked.on_progress([&](std::uint64_t, std::uint64_t) { std::filesystem::remove(path); });
    CHECK(says(twice.refused(std::move(asked)), path));
    CHECK(twice.requests.size() == 1);
    CHECK(on.requests.empty());
}

TEST_CASE("U6: names with quotes, line ends and letters of any script") {
    http_scene on({good()});
    CHECK(on.ask(request(upload_document).attach("f", upload::bytes("x", "a\"b\r\nc\xC3\xA9.txt"))).ok());
    CHECK(parts_of(on.requests.at(0)).at(2).head ==
          "Content-Disposition: form-data; name=\"0\"; filename=\"a%22b%0D%0Ac\xC3\xA9.txt\"\r\n"
          "Content-Type: application/octet-stream");
    CHECK(on.refused(request(upload_document).attach("f", upload::bytes("x", "x").media_type("a\r\nb: c"))).kind() ==
          error_kind::usage);
}

TEST_CASE("B4: an upload goes alone, and neither over a websocket nor with a subscription") {
    http_scene on({good()});
    const auto attached = request(upload_document).attach("f", upload::bytes("x", "x"));
    client api = on.connect(on.options().http(http_options().batch(1s)));
    CHECK(on.ask(api, attached).ok());
    CHECK(parts_of(on.requests.at(0)).size() == 3);
    CHECK(caught([&] { api.subscribe(attached); }).kind() == error_kind::usage);
    CHECK(on.refused(on.options().operations_over_websocket(true), attached).kind() == error_kind::usage);
}

} // namespace
