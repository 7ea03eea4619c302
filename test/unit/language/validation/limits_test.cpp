// What a stranger's document may cost: time grows with its size, and faults end at a limit.
#include "../../../support/cpu_time.hpp"
#include "faults.hpp"

#include <algorithm>

using corogql::test::cpu_seconds;
using corogql::test::faults_in;
using corogql::test::schema_of_pets;

namespace {

std::string repeated_text(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) all += text;
    return all;
}

/// Returns fragments, each of which spreads the next one within a field, or at once; the last selects something.
std::string chain_of_fragments(const std::string& name, const std::string& type, const std::string& field,
                               std::size_t length, const std::string& last) {
    const auto begin = [&](std::size_t i) { return "fragment " + name + std::to_string(i) + " on " + type + " { "; };
    std::string all;
    for (std::size_t i = 0; i < length; ++i) {
        const auto spread = "..." + name + std::to_string(i + 1);
        all += begin(i) + (field.empty() ? spread : field + "{ " + spread + " }") + " } ";
    }
    return all + begin(length) + last + " }";
}

/// Returns how much longer four times as much takes. What is linear takes four times as long, what is quadratic 16.
template <class Make>
double growth_of_validation(const Make& make) {
    const auto seconds = [&](std::size_t size) {
        const auto document = corogql::language::parse(make(size));
        double best = 1e9;
        for (int i = 0; i < 2; ++i) {
            const auto begin = cpu_seconds();
            validate(schema_of_pets(), document);
            best = std::min(best, cpu_seconds() - begin);
        }
        return best;
    };
    return seconds(8'000) / seconds(2'000);
}

} // namespace

TEST_CASE("Validation ends at 100 errors") {
    const auto faults = faults_in('{' + repeated_text("nothing ", 200) + '}');
    CHECK(std::count(faults.begin(), faults.end(), '\n') == 100);
    CHECK(faults.ends_with("\nToo many validation errors, error limit reached. Validation aborted."));
    const auto as_many = faults_in('{' + repeated_text("nothing ", 100) + '}');
    CHECK(std::count(as_many.begin(), as_many.end(), '\n') == 99);
}

TEST_CASE("Validation ends at the limit that is asked for, which warnings do not count to") {
    corogql::language::validate_options options;
    options.max_errors = 1;
    CHECK(faults_in("{ old old a b c }", options) ==
          "1:3 The field Query.old is deprecated. Use new. [NoDeprecatedCustom]\n"
          "1:7 The field Query.old is deprecated. Use new. [NoDeprecatedCustom]\n"
          R"(1:11 Cannot query field "a" on type "Query". [FieldsOnCorrectType])"
          "\n"
          "Too many validation errors, error limit reached. Validation aborted.");
    options.deprecated = false;
    CHECK(faults_in("{ old }", options) == "");
}

TEST_CASE("Validation takes time that grows with the document") {
    const auto growth = [](std::string_view selection) {
        return growth_of_validation([&](std::size_t size) { return '{' + repeated_text(selection, size) + '}'; });
    };
    CHECK(growth("name1 ") < 8);
    CHECK(growth("dog { name } ") < 8);
    CHECK(growth(R"(cat(size: 1, name: "a") { friend { id } } )") < 8);
    CHECK(growth("any { ... on Dog { k: size } ... on Human { k: size } } ") < 8);
    CHECK(growth_of_validation([](std::size_t size) {
              std::string document = "{ ...F0 }";
              for (std::size_t i = 0; i < size; ++i)
                  document += "fragment F" + std::to_string(i) + " on Query { dog { name } ...F" +
                              std::to_string((i + 1) % size) + " }\n";
              return document;
          }) < 8);
}

TEST_CASE("Validation gives up where fields that conflict would take too long to be told") {
    CHECK(faults_in('{' + repeated_text("a: name1 a: name2 ", 2'000) + '}') ==
          "Validation aborted: the documents take too much work together.");
    const auto two_chains = [](std::size_t length) {
        return "{ dog { ...F0 ...G0 } }" + chain_of_fragments("F", "Dog", "friend ", length, "name") +
               chain_of_fragments("G", "Dog", "friend ", length, "name: id");
    };
    CHECK(faults_in(two_chains(10)).find(R"("name" conflict because "name" and "id" are different)") !=
          std::string::npos);
    CHECK(faults_in(two_chains(300)).ends_with("[OverlappingFieldsCanBeMerged]"));
    CHECK(faults_in(two_chains(2'000)) == "Validation aborted: the documents take too much work together.");
}

TEST_CASE("Validation follows fragments however long their chain is") {
    CHECK(faults_in("{ ...F0 }" + chain_of_fragments("F", "Query", "", 30'000, "name1")) == "");
    CHECK(faults_in("subscription { ...F0 }" +
                    chain_of_fragments("F", "Subscription", "", 30'000, "dog { id } pet { id }"))
              .ends_with("Anonymous Subscription must select only one top level field. [SingleFieldSubscriptions]"));
    CHECK(faults_in("{ __schema { types { ...F0 } } }" +
                    chain_of_fragments("F", "__Type", "", 30'000,
                                       "fields { type { fields { type { fields { name } } } } }")) ==
          "1:3 Maximum introspection depth exceeded [MaxIntrospectionDepth]");
}
