#include <corogql/testing/mapi_server.hpp>

namespace corogql::testing {

namespace {

server_options serving(const mapi_service& mapi, server_options where) {
    mapi.serve_by(where);
    return where;
}

} // namespace

mapi_server::mapi_server(const mapi_options& options, const server_options& where)
    : mapi_server(mapi_service(options), where) {}

mapi_server::mapi_server(mapi_service served, server_options where)
    : server(serving(served, std::move(where))), mapi_(std::move(served)) {}

void mapi_server::add_run(const std::string& name, std::string status) {
    run([&] { mapi_.add_run(name, std::move(status)); });
}

bool mapi_server::set_run_status(std::string_view name, std::string status, const std::string& reason) {
    bool known = false;
    run([&] { known = mapi_.set_run_status(name, std::move(status), reason); });
    return known;
}

bool mapi_server::append_log(std::string_view name, std::string_view bytes) {
    bool known = false;
    run([&] { known = mapi_.append_log(name, bytes); });
    return known;
}

} // namespace corogql::testing
