/// The upload comparison sends one large file in a multipart form to a server that throws it away.
#pragma once

#include "loopback.hpp"
#include "measure.hpp"

#include <cstddef>
#include <string>

namespace corogql::bench {

/// A scene has a file without a block on the disk, and a server for it.
class upload_scene {
public:
    explicit upload_scene(std::size_t size);
    ~upload_scene();
    upload_scene(const upload_scene&) = delete;
    upload_scene& operator=(const upload_scene&) = delete;

    const std::string& file() const noexcept { return file_; }
    std::string url() const;
    std::size_t size() const noexcept { return size_; }

private:
    std::string file_;
    std::size_t size_;
    loopback_server server_;
};

bool has_curl();

// Both in processes of their own, in MiB per second.
cost curl_upload(const upload_scene& scene);
/// Uploads the file. `peak_mib` becomes the most memory that the client's process had, in MiB.
cost corogql_upload(const upload_scene& scene, double& peak_mib);

} // namespace corogql::bench
