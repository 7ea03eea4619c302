#include <corogql/testing/mapi_service.hpp>

#include "testing/mapi/schema.hpp"

namespace corogql::testing {

mapi_service::mapi_service(const mapi_options& options) : options_(options), store_(std::make_shared<mapi_store>()) {
    store_->add_samples(options_.sample_runs());
}

served_schema mapi_service::schema() const { return make_mapi(store_, options_); }

void mapi_service::serve_by(server_options& server) const {
    server.schema(schema());
    if (options_.pace() > std::chrono::milliseconds(0))
        server.every(options_.pace(), [store = store_] { store->advance(); });
}

std::string_view mapi_service::sdl() noexcept { return mapi_schema_text(); }

void mapi_service::add_run(const std::string& name, std::string status) {
    json::object input;
    input["runName"] = name;
    const auto run = store_->create_run(input);
    if (status != "PENDING") run->status(std::move(status), {}, store_->now());
}

bool mapi_service::set_run_status(std::string_view name, std::string status, const std::string& reason) {
    const auto run = store_->find_run(name);
    if (run) run->status(std::move(status), reason, store_->now());
    return run != nullptr;
}

bool mapi_service::append_log(std::string_view name, std::string_view bytes) {
    std::shared_ptr<mapi_item> item = store_->find_run(name);
    if (!item) item = store_->find_deployment(name);
    if (item) item->append_log(bytes);
    return item != nullptr;
}

void mapi_service::advance() { store_->advance(); }

} // namespace corogql::testing
