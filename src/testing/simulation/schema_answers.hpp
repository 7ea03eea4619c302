/// A schema answers what the test of a simulated server leaves to it.
#pragma once

#include "testing/graphql/executor.hpp"
#include "testing/server/live_source.hpp"

#include <corogql/testing/simulated_server.hpp>

#include <map>

namespace corogql::testing {

class schema_answers {
public:
    schema_answers(served_schema schema, std::shared_ptr<transport::runtime> clock)
        : api_(std::move(schema)), clock_(std::move(clock)) {}

    /// Answers a request over HTTP.
    simulated_reply answer(const simulated_operation& operation) const;
    /// Begins an operation of a websocket. Sends all that there is now, and the rest when it comes.
    void begin(simulated_connection link, const simulated_operation& operation);
    /// Ends an operation of a connection, or all of them.
    void end(std::size_t connection, const std::string& id) { live_.erase({connection, id}); }
    void end(std::size_t connection);

private:
    using key = std::pair<std::size_t, std::string>;
    struct live_operation {
        simulated_connection link;
        prepared_operation prepared;
        std::unique_ptr<live_source> source;
    };

    prepared_operation prepare(const simulated_operation& operation) const;
    void pump(const key& which);

    const graphql_executor api_;
    const std::shared_ptr<transport::runtime> clock_;
    std::map<key, live_operation> live_;
};

} // namespace corogql::testing
