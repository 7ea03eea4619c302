#include "protocol/http/multipart/upload_form.hpp"

#include "../../../../support/caught.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using namespace corogql::protocol;

namespace {

upload_file file_at(std::vector<std::string> paths, std::string name, std::string media_type, std::uint64_t size) {
    upload_file file;
    file.paths = std::move(paths);
    file.name = std::move(name);
    file.media_type = std::move(media_type);
    file.size = size;
    return file;
}

/// The whole body.
std::string sent(const upload_form& form, const std::vector<std::string>& contents) {
    auto body = form.head();
    for (std::size_t i = 0; i < contents.size(); ++i) body += form.part_head(i) + contents[i];
    body += form.tail();
    CHECK(form.content_length() == body.size());
    return body;
}

std::string head_of_file(std::string name, std::string media_type = "") {
    return upload_form("{}", {file_at({"variables.f"}, std::move(name), std::move(media_type), 0)}, 1, 2).part_head(0);
}

} // namespace

TEST_CASE("upload: operations, map and files, in this order (U1, U2, U3)") {
    const std::string operations = R"({"query":"mutation…","variables":{"file":null,"files":[null,null]}})";
    const upload_form form(operations,
                           {file_at({"variables.file", "variables.files.1"}, "a.txt", "text/plain", 5),
                            file_at({"variables.files.0"}, "", "", 0)},
                           0x0123456789abcdef, 0xfedcba9876543210);
    const std::string boundary = "corogql-01234567-89ab-4def-bedc-ba9876543210";
    CHECK(form.content_type() == "multipart/form-data; boundary=" + boundary);
    CHECK(sent(form, {"Alpha", ""}) ==
          "--" + boundary + "\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n" + operations + "\r\n--" +
              boundary + "\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n" +
              R"({"0":["variables.file","variables.files.1"],"1":["variables.files.0"]})" + "\r\n--" + boundary +
              "\r\nContent-Disposition: form-data; name=\"0\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n"
              "Alpha\r\n--" +
              boundary +
              "\r\nContent-Disposition: form-data; name=\"1\"; filename=\"blob\"\r\n"
              "Content-Type: application/octet-stream\r\n\r\n\r\n--" +
              boundary + "--\r\n");
}

TEST_CASE("upload: lengths beyond 32 bits, no file at all") {
    const upload_form large("{}", {file_at({"variables.f"}, "f", "", 5'000'000'000)}, 1, 2);
    CHECK(large.content_length() ==
          large.head().size() + large.part_head(0).size() + 5'000'000'000 + large.tail().size());
    const upload_form none("{}", {}, 1, 2);
    CHECK(sent(none, {}).find("\r\n\r\n{}\r\n--corogql-") != std::string::npos);
    CHECK(none.head().ends_with("\r\n\r\n{}"));
}

TEST_CASE("upload: names are escaped as browsers do (U6)") {
    CHECK(head_of_file("a\"b\r\nc\\d%22é.txt").find("; filename=\"a%22b%0D%0Ac\\d%22é.txt\"\r\n") != std::string::npos);
    CHECK(head_of_file("x", "image/png").ends_with("\r\nContent-Type: image/png\r\n\r\n"));
    const upload_form odd("{}", {file_at({"variables.\"f\"\n"}, "", "", 0)}, 1, 2);
    CHECK(odd.head().ends_with(R"({"0":["variables.\"f\"\n"]})"));
}

TEST_CASE("upload: what cannot be sent is refused") {
    const auto nowhere = corogql::test::caught([] { upload_form("{}", {file_at({}, "f", "", 1)}, 1, 2); });
    CHECK(to_string(nowhere.kind()) == "usage");
    CHECK(std::string(nowhere.what()) == "a file to be uploaded has no place among the variables");
    for (const std::string type : {"text/plain\r\nX: y", "a\nb", "a\x7f"})
        CHECK(to_string(corogql::test::caught([&] { head_of_file("f", type); }).kind()) == "usage");
}

TEST_CASE("upload: another two numbers are another boundary") {
    CHECK(upload_form("{}", {}, 1, 2).content_type() != upload_form("{}", {}, 1, 3).content_type());
    CHECK(upload_form("{}", {}, 1, 2).content_type() != upload_form("{}", {}, 3, 2).content_type());
}
