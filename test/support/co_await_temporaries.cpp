// What this compiler does with temporaries in a co_await expression: the ground of a house rule
// (CONTRIBUTING.md). g++ 12 destroys aggregates and capturing lambdas twice. No Boost here: it is the
// compiler that is looked at.
#include <coroutine>
#include <cstdio>
#include <exception>

struct counter {
    counter() noexcept { ++live; }
    counter(const counter&) noexcept { ++live; }
    ~counter() { --live; }
    static inline int live = 0;
};
struct aggregate {
    counter member;
};
struct constructed {
    constructed() = default;
    counter member;
};

struct task {
    struct promise_type {
        task get_return_object() noexcept { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() noexcept {}
        void unhandled_exception() noexcept { std::terminate(); }
    };
};

template <class T>
std::suspend_never take(T) {
    return {};
}

task with_aggregate() { co_await take(aggregate{}); }
task with_lambda() {
    const counter captured;
    co_await take([captured] {});
}
task with_constructed() { co_await take(constructed{}); }
task with_name() {
    aggregate named;
    co_await take(static_cast<aggregate&&>(named));
}

/// Objects left over by a call: 0 is right, a negative number were destroyed more often than made.
int left_over(task (*call)()) {
    counter::live = 0;
    call();
    return counter::live;
}

int main() {
    std::printf("aggregate temporary: %d\n", left_over(with_aggregate));
    std::printf("capturing lambda temporary: %d\n", left_over(with_lambda));
    const int of_constructed = left_over(with_constructed);
    const int of_name = left_over(with_name);
    std::printf("type with a declared constructor: %d\nnamed, then moved: %d\n", of_constructed, of_name);
    return of_constructed == 0 && of_name == 0 ? 0 : 1; // what the rule relies on
}
