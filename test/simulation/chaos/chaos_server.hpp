/// The server of a chaos run has topics with numbered events, mutations that are counted, and everything that can go
/// wrong, at random. It knows the truth and writes down what the client did against its promises.
#pragma once

#include <corogql/testing/simulated_server.hpp>

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace corogql::chaos {

namespace json = boost::json;
using testing::simulated_connection;
using testing::simulation;

class chaos_server {
public:
    explicit chaos_server(simulation& world);

    /// Publishes events 1 to `last` of a new topic at random times from now on, within `time`, then completes it.
    std::size_t add_topic(int last, std::chrono::nanoseconds time);
    /// Breaks something now and then until so much time has passed; then everything works again.
    void misbehave(std::chrono::nanoseconds time);
    /// Makes the server always acknowledge and die: no event ever comes.
    void be_hopeless() { hopeless_ = true; }

    /// Makes the server expect no pongs: a consumer that makes its socket wait makes pongs wait as well.
    void expect_no_pongs() { no_pongs_ = true; }

    std::string url() const { return server_.url(); }
    const std::string& token() const noexcept { return token_; }
    std::size_t connections() const { return server_.connections().size(); }
    std::size_t accepted() const { return server_.accepted(); }
    std::size_t sessions() const noexcept { return sessions_.size(); }
    int executed(const std::string& mutation) const;

    void violated(const std::string& promise);
    const std::vector<std::string>& violations() const noexcept { return violations_; }

private:
    struct topic {
        int last = 0, published = 0;
    };
    struct session {
        std::size_t topic;
        int next; ///< The number of the event that comes next.
    };
    using place = std::pair<std::size_t, std::string>; ///< A place is a connection and an id.

    void publish(std::size_t number);
    void serve(const place& where, simulated_connection link);
    void subscribe(simulated_connection link, const testing::simulated_operation& operation);
    void mutate(simulated_connection link, const testing::simulated_operation& operation);
    testing::simulated_reply answer(const testing::simulated_request& request);
    bool is_known(std::string_view token) const;
    void rotate();
    void recover();
    void break_something();
    void hurt(simulated_connection link);
    void demand_pong(simulated_connection link);
    std::chrono::nanoseconds some(std::chrono::nanoseconds most);

    simulation& world_;
    testing::simulated_server server_;
    std::vector<topic> topics_;
    std::map<place, session> sessions_;
    std::map<std::size_t, simulated_connection> links_;
    std::map<std::size_t, std::chrono::nanoseconds> acked_;
    std::set<std::size_t> numb_; ///< The connections that no longer read or send.
    std::set<std::string> ids_;  ///< All consumers and operation ids that there ever were.
    std::map<std::string, int> executions_;
    std::map<std::string, std::size_t> awaited_pongs_;
    std::string token_ = "token-1", old_token_ = "token-1";
    std::chrono::nanoseconds rotated_{0};
    int tokens_ = 1, pings_ = 0;
    bool misbehaving_ = false, hopeless_ = false, no_pongs_ = false;
    std::vector<std::string> violations_;
};

} // namespace corogql::chaos
