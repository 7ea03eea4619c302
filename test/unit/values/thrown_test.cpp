#include "values/errors/thrown.hpp"

#include "../../support/caught.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <doctest/doctest.h>

using namespace corogql;
using boost::system::error_code, boost::system::system_error;

TEST_CASE("thrown: an error that names a place in Asio's sources loses that, and keeps its code") {
    static constexpr boost::source_location place = BOOST_CURRENT_LOCATION;
    const error_code placed(error_code(boost::asio::error::operation_aborted), &place);
    REQUIRE(std::string_view(system_error(placed).what()).find("thrown_test.cpp") != std::string_view::npos);
    const auto bare = detail::without_place(std::make_exception_ptr(system_error(placed)));
    const auto seen = test::caught_as<system_error>([&] { std::rethrow_exception(bare); });
    CHECK(seen.code() == boost::asio::error::operation_aborted);
    CHECK(std::string_view(seen.what()).find("thrown_test.cpp") == std::string_view::npos);
}

TEST_CASE("thrown: an error without a place stays what it is, whatever its type") {
    struct own final : system_error {
        using system_error::system_error;
        int more = 7;
    };
    const own mine(error_code(boost::asio::error::eof), "own words");
    const auto kept = detail::without_place(std::make_exception_ptr(mine));
    CHECK(test::caught_as<own>([&] { std::rethrow_exception(kept); }).more == 7);
}
