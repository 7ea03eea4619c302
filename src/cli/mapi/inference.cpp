#include "cli/mapi/actions.hpp"
#include "cli/mapi/session.hpp"
#include "cli/operation.hpp"
#include "cli/options/variables.hpp"
#include "protocol/http/url.hpp"

#include <corogql/blocking_generator.hpp>
#include <corogql/mapi/inference.hpp>

#include <boost/json/serialize.hpp>

namespace corogql::cli {

namespace {

std::chrono::nanoseconds limit_of(const mapi_session& session) { return to_duration(session.arguments().timeout); }

int print_pieces(mapi_session& session, json::object inputs) {
    auto pieces = mapi::predict_stream(session.connection(), session.name(), std::move(inputs), limit_of(session));
    blocking_generator<json::value> coming(std::move(pieces), session.loop());
    const signals::reaction close(session.interrupts(), [&coming] { coming.close(); });
    while (const auto piece = coming.next())
        if (!write_out(json::serialize(*piece) + '\n')) break;
    return 0;
}

/// Returns the deployment's name as it may be shown: a URL may hold a password.
std::string shown_name(const mapi_session& session) {
    const auto& name = session.name();
    return mapi::deployment_address(name).is_url() ? protocol::parse_url(name).display() : name;
}

} // namespace

int ping_deployment(mapi_session& session) {
    const auto status = session.wait(mapi::start_ping(session.connection(), session.name(), limit_of(session)), "ping");
    const json::object answer{{"deployment", shown_name(session)}, {"status", status}};
    write_out(session.arguments().lines() ? json::serialize(answer) + '\n'
                                          : shown_name(session) + "'s status: " + std::to_string(status) + '\n');
    return 0;
}

int predict(mapi_session& session) {
    auto inputs = read_json_object(session.arguments().input, "--input");
    if (session.arguments().piecewise) return print_pieces(session, std::move(inputs));
    auto answer = mapi::start_predict(session.connection(), session.name(), std::move(inputs), limit_of(session));
    write_out(json::serialize(session.wait(std::move(answer), "prediction")) + '\n');
    return 0;
}

} // namespace corogql::cli
