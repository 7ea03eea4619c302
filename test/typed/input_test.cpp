/// Inputs of operations: absent, null or a value, whatever becomes of them.
#include <corogql/typed/input.hpp>

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <type_traits>
#include <vector>

using corogql::input, corogql::null;

namespace {

using words = std::vector<std::string>;

/// This input object holds itself, as generated ones do: its setter copies a box before anybody asked what a filter can
/// be copied from, which g++ 12 took for a question that depends on itself.
class filter {
public:
    filter() noexcept;
    filter& also(input<words> value);
    filter& otherwise(input<corogql::boxed<filter>> value);

    input<words> also_;
    input<corogql::boxed<filter>> otherwise_;
};

filter::filter() noexcept = default;

filter& filter::also(input<words> value) {
    also_ = std::move(value);
    return *this;
}

filter& filter::otherwise(input<corogql::boxed<filter>> value) {
    otherwise_ = std::move(value);
    return *this;
}

/// Says which of the three states it is, and the value.
std::string state_of(const input<words>& one) {
    if (one.absent()) return one.get() || one.is_null() ? "two states" : "absent";
    if (one.is_null()) return one.get() ? "two states" : "null";
    return one.get()->empty() ? "no words" : one.get()->front();
}

const words long_words{"a text that is too long to lie within a string"};

} // namespace

TEST_CASE("input: it becomes whatever is assigned, and copies are apart") {
    const input<words> absent, of_null = null, value = long_words;
    for (const auto& from : {absent, of_null, value})
        for (const auto& to : {absent, of_null, value}) {
            CAPTURE(state_of(from));
            CAPTURE(state_of(to));
            auto one = from;
            one = to;
            CHECK(state_of(one) == state_of(to));
            auto moved_to = from;
            auto moved_from = to;
            moved_to = std::move(moved_from);
            CHECK(state_of(moved_to) == state_of(to));
        }
    CHECK(state_of(absent) == "absent");
    CHECK(state_of(of_null) == "null");
    CHECK(state_of(value) == long_words.front());
}

TEST_CASE("input: to itself, and of what a value can be made of") {
    input<words> one = long_words;
    const auto& same = one;
    one = same;
    CHECK(state_of(one) == long_words.front());
    one = input<words>(std::move(one));
    CHECK(state_of(one) == long_words.front());
    one = words();
    CHECK(state_of(one) == "no words");
    const input<std::string> text = "made of a literal";
    CHECK(*text.get() == "made of a literal");
    const input<double> number = 7;
    CHECK(*number.get() == 7.0);
    static_assert(std::is_nothrow_move_constructible_v<input<words>>); // a vector moves them
    static_assert(!std::is_copy_constructible_v<input<std::unique_ptr<int>>>);
}

TEST_CASE("input: an object that holds itself is copied with what it holds") {
    const filter inner = filter().also(long_words);
    filter outer;
    outer.otherwise(inner);
    const filter copy = outer;
    outer.otherwise(null);
    REQUIRE(copy.otherwise_.get());
    CHECK(state_of((**copy.otherwise_.get()).also_) == long_words.front());
    CHECK((**copy.otherwise_.get()).otherwise_.absent());
    CHECK(outer.otherwise_.is_null());
}
