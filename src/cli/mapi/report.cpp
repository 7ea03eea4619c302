#include "cli/mapi/report.hpp"

#include "values/errors/detailed_error.hpp"

#include <corogql/mapi/error.hpp>
#include <corogql/mapi/inference.hpp>
#include <corogql/mapi/wait_for_run.hpp>

#include <boost/system/system_error.hpp>

namespace corogql::cli {

namespace {

error from_server(const mapi::multi_mapi_error& several) {
    std::vector<graphql_error> entries;
    for (const auto& each : several.errors()) {
        auto& entry = entries.emplace_back();
        entry.message = each->message();
        entry.extensions["code"] = each->status();
    }
    detailed_error result(error_kind::graphql, several.what());
    result.errors(std::move(entries));
    if (const auto* cause = several.cause()) {
        result.possibly_executed(cause->possibly_executed());
        if (cause->http_status()) result.http_status(*cause->http_status());
        if (cause->retry_after()) result.retry_after(*cause->retry_after());
    }
    return result;
}

error from_mapi(const mapi::mapi_error& failure) {
    const auto* cause = failure.cause();
    const auto* several = dynamic_cast<const mapi::multi_mapi_error*>(&failure);
    if (several && (!cause || cause->kind() != error_kind::credentials)) return from_server(*several);
    if (cause) return detailed_error(*cause).message(failure.what());
    // Nothing of that name; or an answer that makes no sense.
    return error(failure.status() == 404 ? error_kind::graphql : error_kind::protocol, failure.what());
}

} // namespace

error to_error(std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const mapi::timeout_error& late) {
        if (late.cause()) return detailed_error(*late.cause()).message(late.what());
        return error(error_kind::timeout, late.what());
    } catch (const mapi::mapi_error& known) {
        return from_mapi(known);
    } catch (const mapi::inference_error& failed) {
        return detailed_error(failed.cause()).message(failed.what());
    } catch (const mapi::config_error& missing) {
        return error(error_kind::config, missing.what());
    } catch (const mapi::run_status_not_reached& ended) {
        return error(error_kind::graphql, ended.what());
    } catch (const error& known) {
        return known;
    } catch (const mapi::request_cancelled& interrupted) {
        return detailed_error(error_kind::cancelled, "interrupted")
            .last_failure(interrupted.last_failure())
            .possibly_executed(interrupted.possibly_executed());
    } catch (const boost::system::system_error&) {
        return error(error_kind::cancelled, "interrupted");
    }
}

} // namespace corogql::cli
