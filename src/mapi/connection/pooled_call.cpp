#include "mapi/connection/connection_state.hpp"

#include <corogql/mapi/thread_pool.hpp>

namespace corogql::mapi::detail {

namespace {

class submitted final : public pool_task {
public:
    explicit submitted(std::unique_ptr<pooled_call> call) : call_(std::move(call)) {}
    void run() override {
        call_->run();
        sigterm.reset();
    }
    void drop(std::exception_ptr why) override {
        call_->drop(std::move(why));
        sigterm.reset();
    }

private:
    std::unique_ptr<pooled_call> call_;
};

} // namespace

pooled_handle submit_to_pool(connection_state* connection, std::unique_ptr<pooled_call> call) {
    auto& pool = connection ? connection->pool() : *thread_pool::shared();
    const auto task = std::make_shared<submitted>(std::move(call));
    const auto ticket = std::make_shared<pool_task::ticket>(false);
    task->sigterm = ticket;
    pooled_handle handle;
    handle.cancel = pool.canceller(task);
    handle.protect = [weak = std::weak_ptr(ticket)] {
        if (const auto alive = weak.lock()) alive->protect();
    };
    pool.submit(task);
    ticket->cancel_with(handle.cancel);
    return handle;
}

} // namespace corogql::mapi::detail
