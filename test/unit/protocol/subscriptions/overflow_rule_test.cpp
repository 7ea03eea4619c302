#include "protocol/subscriptions/overflow_rule.hpp"

#include <doctest/doctest.h>

using namespace corogql;
using protocol::operation_kind;
using protocol::overflow_rule;
using action = overflow_rule::action;

namespace {

/// Up to 10 events and 100 bytes.
overflow_rule rule_of(overflow_policy policy, operation_kind operation = operation_kind::subscription) {
    subscribe_options options;
    options.resume([](json::object&, const response*) {}).overflow(policy).buffer(10).buffer_bytes(100);
    return {options, operation};
}

} // namespace

TEST_CASE("overflow rule: what follows a push") {
    const auto drop_oldest = rule_of(overflow_policy::drop_oldest), block = rule_of(overflow_policy::block),
               fail = rule_of(overflow_policy::fail), resume = rule_of(overflow_policy::resume);
    struct row {
        overflow_rule::queue_state now;
        action drop_oldest, block, fail, resume;
    };
    const row table[]{
        {{1, 1}, action::go_on, action::go_on, action::go_on, action::go_on},
        {{9, 99}, action::go_on, action::go_on, action::go_on, action::go_on},
        {{10, 99}, action::go_on, action::wait, action::watch, action::watch}, // a burst passes,
        {{99, 99}, action::drop_oldest, action::wait, action::watch, action::watch},
        {{9, 100}, action::go_on, action::wait, action::wait, action::step_aside}, // but not beyond the limit in bytes
        {{10, 100}, action::go_on, action::wait, action::wait, action::step_aside},
        {{2, 101}, action::drop_oldest, action::wait, action::wait, action::step_aside},
        {{11, 11}, action::drop_oldest, action::wait, action::watch, action::watch},
        {{1, 101}, action::go_on, action::wait, action::wait, action::step_aside}, // the newest is never dropped
    };
    for (const auto& each : table) {
        CAPTURE(each.now.events);
        CAPTURE(each.now.bytes);
        CHECK((drop_oldest.after_push(each.now) == each.drop_oldest));
        CHECK((block.after_push(each.now) == each.block));
        CHECK((fail.after_push(each.now) == each.fail));
        CHECK((resume.after_push(each.now) == each.resume));
    }
}

TEST_CASE("overflow rule: what is no subscription is never stopped and started again, nor watched") {
    for (const auto operation : {operation_kind::query, operation_kind::mutation, operation_kind::unknown})
        for (const auto policy : {overflow_policy::fail, overflow_policy::resume}) {
            const auto rule = rule_of(policy, operation);
            CHECK((rule.after_push({9, 99}) == action::go_on));
            CHECK((rule.after_push({10, 99}) == action::go_on));
            CHECK((rule.after_push({10, 100}) == action::wait));
        }
}

TEST_CASE("overflow rule: a consumer that took nothing in its stall time has stopped, another one is slow") {
    for (const auto policy : {overflow_policy::fail, overflow_policy::resume}) {
        const auto rule = rule_of(policy);
        CHECK((rule.after_stall({10, 10}, true) == action::watch));
        CHECK((rule.after_stall({10, 10}, false) ==
               (policy == overflow_policy::fail ? action::fail : action::step_aside)));
        for (const bool took : {true, false}) CHECK((rule.after_stall({9, 99}, took) == action::go_on));
    }
}

TEST_CASE("overflow rule: there is room in a queue that is half empty, of events and of bytes") {
    const auto rule = rule_of(overflow_policy::block);
    CHECK(rule.has_room({5, 50}));
    CHECK_FALSE(rule.has_room({6, 50}));
    CHECK_FALSE(rule.has_room({5, 51}));
}

TEST_CASE("overflow rule: a queue of nothing holds one event") {
    const overflow_rule rule(subscribe_options().buffer(0).overflow(overflow_policy::block), operation_kind::query);
    CHECK(rule.max_events() == 1);
    CHECK((rule.after_push({1, 1}) == action::wait));
    CHECK(rule.has_room({0, 0}));
}

TEST_CASE("overflow rule: without a resume hook, stopping the server's side would lose events") {
    const auto options = subscribe_options().overflow(overflow_policy::resume);
    CHECK_THROWS_AS(overflow_rule(options, operation_kind::subscription), error);
    CHECK_NOTHROW(overflow_rule(subscribe_options(options).resume("/data/n", "after"), operation_kind::subscription));
}
