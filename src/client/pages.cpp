#include <corogql/pages.hpp>

#include "client/crossing.hpp"
#include "engine/page_source.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace corogql {

namespace detail {

namespace {

using answer_handler = asio::any_completion_handler<void(std::exception_ptr, std::optional<response>)>;

asio::awaitable<std::optional<page>> take_page_from_here(std::shared_ptr<page_source> from) {
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    if (!from) co_return std::nullopt;
    if (from->single_threaded() || here == from->executor()) co_return co_await take_page(std::move(from));
    auto initiate = [here](answer_handler handler, std::shared_ptr<page_source> source) {
        const auto there = source->executor();
        auto work = [source = std::move(source)]() mutable { return await_page(std::move(source)); };
        cross(there, here, std::move(work), std::move(handler));
    };
    auto answer =
        co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, std::optional<response>)>(
            std::move(initiate), asio::use_awaitable, from);
    co_await refuse_cancelled(); // it may have come while the answer crossed
    co_return from->take(std::move(answer));
}

} // namespace

asio::any_io_executor executor_of(const std::shared_ptr<page_source>& source) {
    return source ? source->executor() : asio::any_io_executor(asio::system_executor());
}

void start_next(std::shared_ptr<page_source> source, asio::any_io_executor on, page_handler handler) {
    if (!source) {
        asio::post(on, [handler = std::move(handler)]() mutable { std::move(handler)(nullptr, std::nullopt); });
        return;
    }
    const auto executor = source->executor();
    auto work = [source = std::move(source)]() mutable { return take_page(std::move(source)); };
    cross(executor, std::move(on), std::move(work), std::move(handler));
}

} // namespace detail

pages& pages::operator=(pages&& other) noexcept {
    if (this != &other) {
        close();
        source_ = std::move(other.source_);
    }
    return *this;
}

pages::~pages() { close(); }

asio::awaitable<std::optional<page>> pages::next() { return detail::take_page_from_here(source_); }

bool pages::done() const noexcept { return !source_ || source_->done(); }

std::optional<json::value> pages::cursor() const { return source_ ? source_->cursor() : std::nullopt; }

void pages::close() noexcept {
    if (source_) source_->close();
}

} // namespace corogql
