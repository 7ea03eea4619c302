/// MAPI's answers become models by rules that hold for every operation. What users need of it is in connection.hpp.
#pragma once

#include <corogql/decode.hpp>
#include <corogql/mapi/error.hpp>
#include <corogql/mapi/object_list.hpp>
#include <corogql/mapi/operation.hpp>
#include <corogql/pending.hpp>
#include <corogql/response.hpp>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/associator.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/use_future.hpp>

#include <exception>
#include <memory>
#include <string_view>

namespace corogql::mapi {

namespace asio = boost::asio;

class connection;
template <class T>
class paginated_object_list;

/// An operation without a model has its answer checked for errors and then dropped; the list is empty.
struct no_model {};

namespace detail {

class connection_state;

/// A response is a good answer, with what was asked and whom.
struct mapi_response {
    std::shared_ptr<connection_state> connection;
    operation asked;
    response result;
};

using mapi_response_handler = asio::any_completion_handler<void(std::exception_ptr, mapi_response)>;

std::shared_ptr<connection_state> state_of(const connection& of);
asio::any_io_executor executor_of(const std::shared_ptr<connection_state>& connection);
/// Fetches an answer; it may be awaited on any executor.
asio::awaitable<mapi_response> fetch(std::shared_ptr<connection_state> connection, operation what);
void start_fetch(std::shared_ptr<connection_state> connection, operation what, asio::any_io_executor on,
                 mapi_response_handler handler);

/// Returns `data.<function>`, which must be there. Throws the malformed-answer error.
const json::value& response_value(const mapi_response& answer);
const json::array& response_list(const mapi_response& answer);
/// A page has one list, whatever its name.
struct list_page {
    const json::array* items = nullptr;
    std::string cursor;
    bool has_next_page = false;
};
list_page response_page(const mapi_response& answer);
[[noreturn]] void throw_malformed(const mapi_response& answer, std::string_view problem);
[[noreturn]] void throw_not_single(std::size_t items);

template <class T>
concept has_from_mapi_response = requires(const json::object& object) {
    { T::from_mapi_response(object) } -> std::same_as<T>;
};

template <class T>
T read_model(const mapi_response& answer, const json::value& item) {
    try {
        if constexpr (has_from_mapi_response<T>)
            return T::from_mapi_response(
                corogql::detail::expect_object(item, corogql::detail::json_path(answer.asked.function())));
        else
            return decode<T>(item, answer.asked.function());
    } catch (const mapi_error&) {
        throw;
    } catch (const std::exception& problem) {
        throw_malformed(answer, problem.what());
    }
}

template <class T>
object_list<T> read_models(const mapi_response& answer, const json::array& list) {
    if constexpr (std::same_as<T, no_model>) {
        return {};
    } else {
        std::vector<T> items;
        items.reserve(list.size());
        for (const auto& item : list) items.push_back(read_model<T>(answer, item));
        return {std::move(items), json::array(list)};
    }
}

template <class T>
object_list<T> read_list(const mapi_response& answer) {
    if constexpr (std::same_as<T, no_model>)
        return {};
    else
        return read_models<T>(answer, response_list(answer));
}

template <class T>
T read_single(const mapi_response& answer) {
    const auto& list = response_list(answer);
    if (list.size() != 1) throw_not_single(list.size());
    return read_model<T>(answer, list.front());
}

template <class T>
paginated_object_list<T> read_page(const mapi_response& answer);

template <class T>
asio::awaitable<object_list<T>> await_list(std::shared_ptr<connection_state> connection, operation what) {
    const mapi_response answer = co_await fetch(std::move(connection), std::move(what));
    co_return read_list<T>(answer);
}

template <class T>
asio::awaitable<T> await_single(std::shared_ptr<connection_state> connection, operation what) {
    const mapi_response answer = co_await fetch(std::move(connection), std::move(what));
    co_return read_single<T>(answer);
}

template <class T>
asio::awaitable<paginated_object_list<T>> await_page(std::shared_ptr<connection_state> connection, operation what) {
    const mapi_response answer = co_await fetch(std::move(connection), std::move(what));
    co_return read_page<T>(answer);
}

/// A reading handler turns an answer into a result for a handler of the user's, whose executor and cancellation slot it
/// has.
template <class Result, class Handler>
struct reading_handler {
    Handler handler;
    Result (*read)(const mapi_response&);

    void operator()(std::exception_ptr failure, mapi_response answer) && {
        Result result{};
        if (!failure) {
            try {
                result = read(answer);
            } catch (...) {
                failure = std::current_exception();
            }
        }
        answer = {}; // its handle on the connection goes before the one who waits is woken
        std::move(handler)(failure, std::move(result));
    }
};

template <class Result, class CompletionToken>
auto async_response(std::shared_ptr<connection_state> connection, operation what, Result (*read)(const mapi_response&),
                    CompletionToken&& token) {
    auto initiate = [read](auto handler, std::shared_ptr<connection_state> to, operation asked) {
        asio::any_io_executor on = asio::get_associated_executor(handler, executor_of(to));
        reading_handler<Result, decltype(handler)> reading{std::move(handler), read};
        start_fetch(std::move(to), std::move(asked), std::move(on), std::move(reading));
    };
    return asio::async_initiate<CompletionToken, void(std::exception_ptr, Result)>(
        std::move(initiate), token, std::move(connection), std::move(what));
}

template <class Result>
pending<Result> start_response(std::shared_ptr<connection_state> connection, operation what,
                               Result (*read)(const mapi_response&)) {
    const auto signal = std::make_shared<asio::cancellation_signal>();
    // On the loop: use_future alone would start Asio's own threads, which a child of fork() lacks.
    const auto loop = executor_of(connection);
    auto future = async_response<Result>(
        connection, std::move(what), read,
        asio::bind_executor(loop, asio::bind_cancellation_slot(signal->slot(), asio::use_future)));
    // The loop must be there as long as somebody may cancel.
    auto cancel = [signal, connection = std::move(connection)] { signal->emit(asio::cancellation_type::terminal); };
    return pending<Result>(std::move(future), std::move(cancel));
}

} // namespace detail
} // namespace corogql::mapi

template <template <class, class> class Associator, class Result, class Handler, class Default>
struct boost::asio::associator<Associator, corogql::mapi::detail::reading_handler<Result, Handler>, Default>
    : Associator<Handler, Default> {
    static auto get(const corogql::mapi::detail::reading_handler<Result, Handler>& from) noexcept {
        return Associator<Handler, Default>::get(from.handler);
    }
    static auto get(const corogql::mapi::detail::reading_handler<Result, Handler>& from,
                    const Default& other) noexcept {
        return Associator<Handler, Default>::get(from.handler, other);
    }
};
