#include "engine/http/upload_request.hpp"

#include "engine/http/call_context.hpp"
#include "protocol/graphql/variable_path.hpp"
#include "protocol/http/multipart/upload_form.hpp"
#include "transport/http/file_reader.hpp"
#include "values/errors/detailed_error.hpp"
#include "values/errors/thrown.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

namespace corogql::engine {

namespace {

using transport::file_reader;

std::uint64_t size_of(const upload& file) {
    return file.from_disk() ? file_reader(file.path()).size() : file.content().size();
}

error changed(const upload& file, const char* how) {
    return detailed_error(error_kind::usage, "the file " + file.path() + " " + how + " while it was sent")
        .phase(error_phase::send);
}

/// Gives the parts of a form behind its head, one after the other.
class form_files final : public outgoing_files {
public:
    struct file {
        upload what;
        std::uint64_t size;
    };

    form_files(protocol::upload_form form, std::vector<file> files, upload_progress progress)
        : form_(std::move(form)), files_(std::move(files)), progress_(std::move(progress)) {}

    std::uint64_t size() const noexcept override { return form_.content_length() - form_.head().size(); }

    void rewind() override {
        next_ = 0;
        reader_.reset();
        text_.clear();
        left_ = 0;
        sent_ = form_.head().size();
        begin_part();
    }

    std::size_t read(asio::mutable_buffer into) override {
        std::size_t size = 0;
        // Small parts share a piece.
        while (size < into.size()) {
            const auto more = text_.empty() ? read_file(into + size) : take_text(into + size);
            if (more == 0 && text_.empty() && !begin_part()) break;
            size += more;
        }
        given_ = size;
        return size;
    }

    void sent() override {
        sent_ += given_;
        if (progress_) detail::call_observer("the on_progress function", progress_, sent_, form_.content_length());
    }

private:
    /// Begins the next file, or the end of the form. Returns false behind that.
    bool begin_part() {
        if (next_ > files_.size()) return false;
        at_ = 0;
        if (next_ == files_.size()) {
            text_ = form_.tail();
            reader_.reset();
        } else {
            const auto& next = files_[next_];
            text_ = form_.part_head(next_);
            left_ = next.size;
            reader_.reset();
            if (next.what.from_disk() && reader_.emplace(next.what.path()).size() != next.size)
                throw changed(next.what, "changed its size");
        }
        ++next_;
        return true;
    }

    std::size_t take_text(asio::mutable_buffer into) {
        const auto size = std::min(into.size(), text_.size() - at_);
        std::memcpy(into.data(), text_.data() + at_, size);
        if ((at_ += size) == text_.size()) {
            text_.clear();
            at_ = 0; // from here on of the file
        }
        return size;
    }

    /// Reads more of the present file. Returns 0 at its end.
    std::size_t read_file(asio::mutable_buffer into) {
        if (next_ > files_.size()) return 0;
        const auto& now = files_[next_ - 1];
        if (!reader_) {
            const auto size = std::min<std::uint64_t>(into.size(), left_);
            std::memcpy(into.data(), now.what.content().data() + (now.size - left_), size);
            left_ -= size;
            return size;
        }
        if (left_ == 0) {
            std::byte more;
            if (reader_->read(asio::mutable_buffer(&more, 1)) > 0) throw changed(now.what, "grew");
            return 0;
        }
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(into.size(), left_));
        const auto size = reader_->read(asio::mutable_buffer(into.data(), wanted));
        if (size == 0) throw changed(now.what, "became shorter");
        left_ -= size;
        return size;
    }

    const protocol::upload_form form_;
    const std::vector<file> files_;
    const upload_progress progress_;
    std::size_t next_ = 0; ///< The number of the part that comes next.
    std::optional<file_reader> reader_;
    std::string text_; ///< The text before the file, or behind the last file.
    std::size_t at_ = 0;
    std::uint64_t left_ = 0; ///< How many bytes of the file are left.
    std::size_t given_ = 0;
    std::uint64_t sent_ = 0;
};

} // namespace

void upload_request::write(outgoing_request& out) {
    auto variables = operation_.variables();
    std::vector<protocol::upload_file> parts;
    std::vector<form_files::file> files;
    for (const auto& each : operation_.attachments()) {
        protocol::upload_file part;
        for (const auto& path : each.paths) {
            protocol::clear_variable(variables, path);
            part.paths.push_back("variables." + path);
        }
        part.name = each.file.name();
        part.media_type = each.file.media_type();
        part.size = size_of(each.file);
        files.push_back({each.file, part.size});
        parts.push_back(std::move(part));
    }
    const auto operations = protocol::to_payload({operation_.document(), operation_.operation_name(), variables,
                                                  operation_.extensions(), operation_.empty_variables(),
                                                  operation_.number_texts().get(), true, operation_.document_id()});
    auto& runtime = context_.runtime();
    const auto random = runtime.random();
    protocol::upload_form form(operations, std::move(parts), random, runtime.random());
    out.media_type = form.content_type();
    out.body = form.head();
    out.files = std::make_shared<form_files>(std::move(form), std::move(files), operation_.on_progress());
}

} // namespace corogql::engine
