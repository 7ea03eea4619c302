/// Name lookups run in threads of their own, for which nobody ever waits.
///
/// getaddrinfo() cannot be stopped. Asio's resolver joins its thread when the io_context is destroyed, keeps the
/// context's run() from returning, and has but one thread a context, so one hanging name holds up the caller and all
/// other names. Here a thread that is not needed any more ends unheard, also when the context is long gone.
#pragma once

#include "transport/dial/connect.hpp"
#include "transport/waiter.hpp"

#include <boost/asio/execution_context.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace corogql::transport {

struct lookup_response {
    std::vector<socket_address> addresses;
    std::string failure; ///< The system's words, when there are no addresses.
};

/// Looks up a name, and blocks meanwhile. The function is called in a thread that may outlive everything but what the
/// function owns.
using lookup_function = std::function<lookup_response(const std::string& host, std::uint16_t port)>;

class name_lookups final : public asio::execution_context::service {
public:
    /// A question lives with who asks; all of it belongs to the loop.
    struct question {
        explicit question(runtime& world) : bell(world) {}
        waiter bell; ///< The bell rings when the answer is there.
        std::optional<lookup_response> answer;
    };

    static asio::execution_context::id id;

    explicit name_lookups(asio::execution_context& context);
    static name_lookups& of(const asio::any_io_executor& executor);

    /// A lookup that takes longer than this hangs: another one may be started beside it.
    static constexpr std::chrono::seconds patience{5};
    /// A lookup is started beside a hanging one only while fewer threads than this are at work.
    static constexpr std::size_t most_threads = 16;

    /// Starts a lookup unless one is under way, whose answer questions about the same name share. That answer is the
    /// first one that has addresses, or the failure of the lookup that was started last. A name that nobody is looking
    /// up always gets a thread.
    void ask(const asio::any_io_executor& executor, const std::string& host, std::uint16_t port,
             const std::shared_ptr<question>& about);

    /// Makes lookups call `function` in place of the system's, for tests.
    void use(lookup_function function, std::chrono::nanoseconds hangs_after = patience);

private:
    struct asker {
        asio::any_io_executor executor;
        std::weak_ptr<question> about;
    };
    /// All who wait for one name that is being looked up.
    struct search {
        std::vector<asker> askers;
        std::uint64_t newest = 0; ///< The number of the newest lookup; 0 when there was none yet.
        steady_time begin;        ///< The time at which the newest lookup began.
    };
    /// The link outlives the context; the threads find the service by it while there is one.
    struct link {
        std::mutex mutex;
        name_lookups* lookups = nullptr;
    };

    static void run(std::shared_ptr<link> home, lookup_function function, std::string host, std::uint16_t port,
                    std::uint64_t number);
    void deliver(const std::string& host, std::uint16_t port, std::uint64_t number, lookup_response answer);
    void shutdown() override;

    std::shared_ptr<link> link_ = std::make_shared<link>();
    lookup_function function_;
    std::chrono::nanoseconds hangs_after_ = patience;
    std::map<std::pair<std::string, std::uint16_t>, search> under_way_;
    std::size_t threads_ = 0;
    std::uint64_t started_ = 0;
};

} // namespace corogql::transport
