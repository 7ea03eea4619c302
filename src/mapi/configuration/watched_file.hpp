/// A watched_file is read again only when it has changed.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <optional>

namespace corogql::mapi::detail {

template <class Content>
class watched_file {
public:
    /// Returns `read(path)`, or what that returned when the file was the same as now. A file that cannot be looked at
    /// is always read, for the sake of the error. What `read` throws comes through, and nothing is kept.
    template <class Read>
    const Content& get(const std::filesystem::path& file, Read read) {
        const auto now = look(file);
        if (content_ && now && seen_ == now && file == path_) return *content_;
        content_.reset();
        content_.emplace(read(file));
        seen_ = now;
        path_ = file;
        return *content_;
    }

private:
    struct identity {
        dev_t device;
        ino_t inode;
        off_t size;
        timespec modified, changed;
        bool operator==(const identity& other) const noexcept {
            const auto same = [](const timespec& a, const timespec& b) {
                return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
            };
            return device == other.device && inode == other.inode && size == other.size &&
                   same(modified, other.modified) && same(changed, other.changed);
        }
    };

    static std::optional<identity> look(const std::filesystem::path& file) noexcept {
        struct ::stat facts{};
        if (::stat(file.c_str(), &facts) != 0) return std::nullopt;
        return identity{facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtim, facts.st_ctim};
    }

    std::optional<Content> content_;
    std::optional<identity> seen_;
    std::filesystem::path path_;
};

} // namespace corogql::mapi::detail
