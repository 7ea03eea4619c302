#include "protocol/subscriptions/close_codes.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using protocol::classify_close;
using protocol::close_class;
using protocol::kind_of_close;

namespace {

void expect(std::initializer_list<std::uint16_t> codes, close_class expected, std::string_view kind) {
    for (const auto code : codes) {
        CAPTURE(code);
        CHECK((classify_close(code) == expected));
        CHECK(to_string(kind_of_close(code)) == kind);
    }
}

} // namespace

TEST_CASE("close codes: a lost link is tried again; the end of a stream's link is never success") {
    expect({1000, 1001, 1005, 1006, 1011, 1014}, close_class::transient, "lost");
    expect({4408, 4499, 4500, 4503}, close_class::transient, "lost");
}

TEST_CASE("close codes: a server that restarts or is overloaded is given twice the time") {
    expect({1012, 1013}, close_class::transient_slow, "lost");
}

TEST_CASE("close codes: applications' codes that nobody knows are taken for transient") {
    expect({3008, 3999, 4000, 4004, 4402, 4404, 4407, 4410, 4504, 4999}, close_class::transient, "lost");
}

TEST_CASE("close codes: refused credentials") {
    expect({3000, 3003, 4401, 4403}, close_class::credentials, "credentials");
}

TEST_CASE("close codes: a message that was too large will be so again") { expect({1009}, close_class::limit, "limit"); }

TEST_CASE("close codes: broken rules are final") {
    expect({1002, 1003, 1007, 1008, 1010}, close_class::final, "protocol");
    expect({4400, 4406, 4409, 4429}, close_class::final, "protocol");
}

TEST_CASE("close codes: so are codes that must not be on the wire") {
    expect({0, 1, 999, 1004, 1015, 1016, 2000, 2999, 5000, 65535}, close_class::final, "protocol");
}
