#include "engine/http/incoming_body.hpp"

#include "protocol/http/media_type.hpp"
#include "values/errors/detailed_error.hpp"

namespace corogql::engine {

bool incoming_body::comes_in_steps(unsigned status, std::optional<std::string_view> content_type) {
    if (!content_type || content_type->empty() || (content_type->front() | 0x20) != 'm' || status / 100 != 2)
        return false;
    return protocol::read_content_type(*content_type).type == protocol::media_type::multipart_mixed;
}

void incoming_body::begin(const detail::http_response& message) {
    begun_ = true;
    if (!message.body.empty()) decoder_.emplace(message.headers, settings_.options.max_message_size());
    if (decoder_ && decoder_->identity()) decoder_.reset();
    const auto& options = settings_.options;
    const auto type = message.known.content_type;
    if (!list_ && comes_in_steps(message.status, type))
        steps_.emplace(*type, options.max_message_size(), options.max_depth());
    // The body of a failure may be shown, whatever it is.
    const auto content = protocol::read_content_type(type.value_or(""));
    if (!list_ && message.status / 100 == 2 && protocol::is_json(content.type))
        json_.emplace(type, content.utf8, options.max_depth());
}

bool incoming_body::read(const detail::http_response& message) {
    try {
        if (!begun_) begin(message);
        const auto before = decoder_ ? plain_.size() : taken_;
        if (decoder_) decoder_->put(std::string_view(message.body).substr(taken_), plain_);
        taken_ = message.body.size();
        if (steps_) steps_->read(std::string_view(decoder_ ? plain_ : message.body).substr(before));
        if (json_) json_->read(decoder_ ? plain_ : message.body);
    } catch (const error& bad) {
        refusal_ = detailed_error(bad).phase(error_phase::receive);
    }
    return !refusal_ && !(steps_ && steps_->whole());
}

void incoming_body::finish(detail::http_response& message) {
    if (!refusal_) read(message);
    if (!refusal_ && decoder_ && !steps_) { // steps know themselves whether they are whole
        try {
            decoder_->finish();
            message.body = std::move(plain_);
        } catch (const error& bad) {
            refusal_ = bad;
        }
    }
    if (!refusal_ && steps_) std::string().swap(message.body); // not kept with an idle connection
    if (!refusal_) return;
    if (message.status / 100 == 2) throw *refusal_;
    settings_.log("the body under HTTP " + std::to_string(message.status) + " was not read: " + refusal_->what());
    message.body.clear();
}

} // namespace corogql::engine
