#include "transport/dial/name_lookups.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/query.hpp>

#include <csignal>
#include <cstring>
#include <thread>

#include <netdb.h>

namespace corogql::transport {

namespace {

lookup_response ask_system(const std::string& host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const int failed = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    lookup_response answer;
    if (failed) {
        answer.failure = failed == EAI_SYSTEM ? std::strerror(errno) : ::gai_strerror(failed);
        return answer;
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
    for (; found; found = found->ai_next)
        answer.addresses.emplace_back(found->ai_addr, found->ai_addrlen, found->ai_protocol);
    return answer;
}

/// Blocks all signals while a thread is started, because threads begin with the signal mask of who starts them and
/// signals are not for the lookup threads.
class signals_blocked {
public:
    signals_blocked() {
        sigset_t all;
        ::sigfillset(&all);
        ::pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~signals_blocked() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    signals_blocked(const signals_blocked&) = delete;
    signals_blocked& operator=(const signals_blocked&) = delete;

private:
    sigset_t before_;
};

} // namespace

asio::execution_context::id name_lookups::id;

name_lookups::name_lookups(asio::execution_context& context)
    : asio::execution_context::service(context), function_(ask_system) {
    link_->lookups = this;
}

name_lookups& name_lookups::of(const asio::any_io_executor& executor) {
    return asio::use_service<name_lookups>(asio::query(executor, asio::execution::context));
}

void name_lookups::use(lookup_function function, std::chrono::nanoseconds hangs_after) {
    const std::lock_guard lock(link_->mutex);
    function_.swap(function);
    hangs_after_ = hangs_after;
}

void name_lookups::ask(const asio::any_io_executor& executor, const std::string& host, std::uint16_t port,
                       const std::shared_ptr<question>& about) {
    const std::lock_guard lock(link_->mutex);
    const auto [place, first] = under_way_.try_emplace({host, port});
    auto& flight = place->second;
    std::erase_if(flight.askers, [](const asker& old) { return old.about.expired(); });
    flight.askers.push_back({executor, about});
    const auto now = std::chrono::steady_clock::now();
    if (!first && (now - flight.begin < hangs_after_ || threads_ >= most_threads)) return;
    try {
        const signals_blocked guard;
        std::thread(run, link_, function_, host, port, started_ + 1).detach();
    } catch (...) {
        if (!first) return; // there is one that may still answer
        under_way_.erase(place);
        throw;
    }
    ++threads_;
    flight.newest = ++started_;
    flight.begin = now;
}

void name_lookups::run(std::shared_ptr<link> home, lookup_function function, std::string host, std::uint16_t port,
                       std::uint64_t number) {
    lookup_response answer;
    try {
        answer = function(host, port);
    } catch (const std::exception& failure) {
        answer.failure = failure.what();
    }
    const std::lock_guard lock(home->mutex);
    if (home->lookups) home->lookups->deliver(host, port, number, std::move(answer));
}

// Under the lock, so that the context stays until the answer was posted.
void name_lookups::deliver(const std::string& host, std::uint16_t port, std::uint64_t number, lookup_response answer) {
    --threads_;
    const auto flight = under_way_.find({host, port});
    if (flight == under_way_.end()) return; // another one was quicker
    if (answer.addresses.empty() && number != flight->second.newest) return;
    const auto askers = std::move(flight->second.askers);
    under_way_.erase(flight);
    const auto shared = std::make_shared<const lookup_response>(std::move(answer));
    for (const auto& [executor, about] : askers)
        asio::post(executor, [weak = about, shared] {
            const auto asked = weak.lock();
            if (!asked) return;
            asked->answer = *shared;
            asked->bell.notify();
        });
}

void name_lookups::shutdown() {
    decltype(under_way_) dropped;
    lookup_function function;
    const std::lock_guard lock(link_->mutex);
    link_->lookups = nullptr;
    dropped.swap(under_way_);
    function.swap(function_);
}

} // namespace corogql::transport
