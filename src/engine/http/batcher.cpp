#include "engine/http/batcher.hpp"

#include "engine/http/batch_form.hpp"
#include "engine/http/call.hpp"
#include "engine/shared/option_rules.hpp"
#include "protocol/graphql/batch.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/response_content.hpp"
#include "values/text/limit_words.hpp"

#include <algorithm>

namespace corogql::engine {

batcher::member::member(transport::runtime& runtime, const request& what, time_point limit)
    : turn(runtime), payload(protocol::to_payload(what)), made(protocol::values_for(what)), until(limit) {}

batcher::~batcher() {
    if (window_) context_.runtime().cancel(window_);
}

bool batcher::takes(const request& operation) {
    return operation.headers().empty() && operation.attachments().empty() &&
           !protocol::may_come_in_steps(operation.document());
}

/// Takes a member out when its caller leaves, and cancels the request when all of its callers have left.
class batcher::presence {
public:
    presence(batcher& owner, std::shared_ptr<member> who) : owner_(owner), who_(std::move(who)) {}
    ~presence() {
        std::erase(owner_.gathered_, who_);
        who_->left = true;
        const auto batch = who_->batch.lock();
        if (!batch || !std::all_of(batch->all.begin(), batch->all.end(), [](const auto& each) { return each->left; }))
            return;
        if (const auto call = batch->call.lock()) call->cancel();
    }
    presence(const presence&) = delete;
    presence& operator=(const presence&) = delete;

private:
    batcher& owner_;
    const std::shared_ptr<member> who_;
};

asio::awaitable<batcher::outcome> batcher::join(const request& operation, time_point until) {
    const auto self = shared_from_this();
    const auto& options = context_.settings().options.http();
    auto& runtime = context_.runtime();
    const auto mine = std::make_shared<member>(runtime, operation, until);
    gathered_.push_back(mine);
    if (!window_)
        window_ = runtime.at(runtime.after(options.batch_window()), [weak = weak_from_this()] {
            if (const auto alive = weak.lock()) alive->flush();
        });
    if (gathered_.size() >= options.max_batch()) flush();
    const presence guard(*this, mine);
    const bool done = co_await mine->turn.wait_until(until);
    if (!done) {
        const bool sent = !mine->batch.expired();
        const auto limit = operation.timeout().value_or(context_.settings().options.timeout());
        throw detailed_error(error_kind::timeout, "the deadline passed" + detail::limit_words("timeout", limit) +
                                                      ": timed out waiting for the answer of " +
                                                      transport::peer_name(context_.settings().http_endpoint))
            .phase(sent ? error_phase::receive : error_phase::queue)
            .attempts(sent ? 1 : 0)
            .possibly_executed(sent);
    }
    if (mine->other_end) std::rethrow_exception(mine->other_end);
    co_return std::move(mine->came_to);
}

void batcher::flush() {
    context_.runtime().cancel(std::exchange(window_, 0));
    auto batch = std::make_shared<sent_batch>();
    batch->all = std::exchange(gathered_, {});
    if (batch->all.empty()) return;
    if (batch->all.size() == 1) return batch->all.front()->turn.notify();
    for (const auto& each : batch->all) each->batch = batch;
    const auto call = std::make_shared<transport::cancellable_task<bool>>(context_.runtime());
    batch->call = call;
    call->start(run(context_.shared_from_this(), std::move(batch)));
}

asio::awaitable<bool> batcher::run(std::shared_ptr<call_context> context, std::shared_ptr<sent_batch> batch) {
    const auto& all = batch->all;
    try {
        std::vector<std::string> payloads;
        auto last = time_point::min();
        for (const auto& each : all) {
            payloads.push_back(each->payload);
            last = std::max(last, each->until);
        }
        request together;
        if (last == time_point::max())
            together.timeout(std::chrono::nanoseconds(0));
        else
            together.timeout(
                std::max<std::chrono::nanoseconds>(last - context->runtime().now(), std::chrono::nanoseconds(1)));
        part_of_call whole;
        whole.form = std::make_unique<batch_form>(protocol::to_batch(payloads), all.size());
        auto list = co_await call_http(context, std::move(together), &whole);
        distribute(all, std::move(list), context->settings().rules);
    } catch (const error& failure) {
        for (const auto& each : all)
            if (!each->came_to) each->came_to = failure;
    } catch (...) { // an interceptor's own, or everybody has left
        for (const auto& each : all) each->other_end = std::current_exception();
    }
    for (const auto& each : all) each->turn.notify();
    co_return true;
}

void batcher::distribute(const members& all, response list, const protocol::response_rules& rules) {
    auto& facts = detail::response_content::of(list);
    const auto null = rules.lenient ? protocol::null_data::allowed : protocol::null_data::with_errors;
    try {
        const auto texts = protocol::split_batch(facts.text, all.size(), rules.max_depth);
        for (std::size_t i = 0; i < all.size(); ++i) {
            try {
                auto one = protocol::read_result(std::string(texts[i]), rules.max_depth, null, all[i]->made);
                auto& own = detail::response_content::of(one);
                own.http_status = facts.http_status;
                own.headers = facts.headers;
                own.attempts = facts.attempts;
                all[i]->came_to = std::move(one);
            } catch (error& malformed) {
                all[i]->came_to = detailed_error(malformed).phase(error_phase::receive).http_status(facts.http_status);
            }
        }
    } catch (error& unusable) {
        throw detailed_error(unusable).http_status(facts.http_status); // final: it would come the same again
    }
}

void batcher::close(const error& reason) {
    context_.runtime().cancel(std::exchange(window_, 0));
    for (const auto& each : std::exchange(gathered_, {})) {
        each->came_to = reason;
        each->turn.notify();
    }
}

namespace {

/// Returns what the batch came to for one of its operations, as that operation's first attempt.
protocol::outcome first_attempt(detail::result<response>&& came_to) {
    if (came_to) {
        protocol::outcome answered(std::move(*came_to));
        answered.refused_credentials = protocol::says_unauthenticated(*answered.came);
        return answered;
    }
    const bool too_large = came_to.error().kind() == error_kind::limit;
    protocol::outcome failed(std::move(came_to.error()));
    failed.alone_may_do = too_large;
    return failed;
}

} // namespace

asio::awaitable<response> execute_batched(std::shared_ptr<call_context> context, std::unique_ptr<request> operation) {
    const call_context::use in_use(*context);
    check_numbers(*operation);
    if (protocol::find_operation(operation->document(), operation->operation_name()) ==
        protocol::operation_kind::subscription)
        throw protocol::not_for_execute();
    const auto generation = context->generation();
    auto& runtime = context->runtime();
    part_of_call rest;
    rest.credentials_generation = context->credentials().generation();
    rest.limit = operation->timeout().value_or(context->settings().options.timeout());
    const auto until = runtime.deadline(rest.limit);
    auto came_to = co_await context->batches().join(*operation, until);
    if (came_to) {
        auto first = first_attempt(std::move(*came_to));
        const bool refused = first.refused_credentials && context->credentials().has_provider();
        if (first.came && !refused &&
            (first.good() || (!operation->retry_if() && !context->settings().options.retry().retry_if()))) {
            context->counts().requests.add();
            co_return std::move(*first.came);
        }
        rest.earlier = std::move(first);
    }
    if (context->generation() != generation)
        throw detailed_error(context->closed_error())
            .possibly_executed(rest.earlier && rest.earlier->possibly_executed());
    if (until != batcher::time_point::max())
        operation->timeout(std::max(until - runtime.now(), std::chrono::nanoseconds(1)));
    // Not moved: in_use needs the engine to the end.
    co_return co_await call_http(context, std::move(*operation), &rest);
}

} // namespace corogql::engine
