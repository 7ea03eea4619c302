#include <corogql/decode.hpp>
#include <corogql/mapi/run_status.hpp>
#include <corogql/mapi/run_type.hpp>

#include "../support/caught.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace corogql;
using namespace corogql::mapi;

namespace {

constexpr std::array in_order{run_status::unknown,   run_status::pending, run_status::queued,
                              run_status::starting,  run_status::running, run_status::terminating,
                              run_status::completed, run_status::stopped, run_status::failed};

} // namespace

TEST_CASE("mapi run_status: every word, in any spelling") {
    for (const auto status : in_order) CHECK(run_status_from_string(to_string(status)) == status);
    CHECK(to_string(run_status::terminating) == "TERMINATING");
    for (const auto* text : {"RUNNING", "Running", "running", "rUNNING", "_running", "RUN_NING"})
        CHECK(run_status_from_string(text) == run_status::running);
    for (const auto* text : {"", "UNKNOWN", "RUN", "RUNNINGS", "Running!", "läuft", "_"})
        CHECK(run_status_from_string(text) == run_status::unknown);
    CHECK(to_string(static_cast<run_status>(77)) == "UNKNOWN");
}

TEST_CASE("mapi run_status: before and after") {
    for (std::size_t i = 0; i < in_order.size(); ++i)
        for (std::size_t j = 0; j < in_order.size(); ++j) {
            CHECK(after(in_order[i], in_order[j]) == (i > j));
            CHECK(before(in_order[i], in_order[j]) == (i < j));
            CHECK(after(in_order[i], in_order[j], true) == (i >= j));
            CHECK(before(in_order[i], in_order[j], true) == (i <= j));
        }
}

TEST_CASE("mapi run_status: three are terminal") {
    for (const auto status : in_order)
        CHECK(is_terminal(status) ==
              (status == run_status::completed || status == run_status::stopped || status == run_status::failed));
}

TEST_CASE("mapi run_status: decoded") {
    CHECK(decode<run_status>("Queued") == run_status::queued);
    CHECK(decode<run_status>("Dreaming") == run_status::unknown);
    CHECK(std::string(test::caught([] { decode<run_status>(7, "data.watchRunStatus"); }).what()) ==
          "data.watchRunStatus: expected the word for a run's status");
}

TEST_CASE("mapi run_type: camel case and snake case") {
    CHECK(run_type_from_string("SECRET_TEST") == run_type::secret_test);
    CHECK(run_type_from_string("secretTest") == run_type::secret_test);
    CHECK(run_type_from_string("HeroRun") == run_type::hero_run);
    CHECK(run_type_from_string("Hero") == run_type::unknown);
    for (const auto type : {run_type::unknown, run_type::training, run_type::secret_test, run_type::interactive,
                            run_type::hero_run, run_type::finetuning, run_type::pretraining})
        CHECK(run_type_from_string(to_string(type)) == type);
    CHECK(to_string(run_type::pretraining) == "PRETRAINING");
}
