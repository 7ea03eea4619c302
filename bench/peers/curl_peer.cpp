// libcurl for the HTTP, its easy interface for one request at a time and its multi interface for more; simdjson
// decodes.
#include "peer.hpp"

#include "../workload.hpp"

#include <curl/curl.h>
#include <simdjson.h>

#include <cstdio>
#include <list>
#include <stdexcept>

namespace corogql::bench {

namespace {

struct run_data {
    std::string id, name, status;
    std::uint64_t step = 0;
};

/// One handle, which is used for one request after the other, with a connection of its own.
class transfer {
public:
    transfer(const peer_task& task, curl_slist* headers) : left_(task.requests / task.in_flight) {
        const auto url = "http://" + std::string(host) + ":" + std::to_string(task.port) + std::string(path);
        ::curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
        ::curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
        ::curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &transfer::take);
        ::curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
        ::curl_easy_setopt(handle, CURLOPT_PRIVATE, this);
    }
    ~transfer() { ::curl_easy_cleanup(handle); }
    transfer(const transfer&) = delete;

    /// False when there is nothing more to ask for.
    bool prepare() {
        if (left_-- == 0) return false;
        answer_.clear();
        const auto body = R"({"query":")" + std::string(query_document) + R"(","variables":{"id":")" +
                          std::string(query_id) + R"("}})";
        ::curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, body.size());
        ::curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, body.c_str());
        return true;
    }
    void finish(CURLcode result, simdjson::ondemand::parser& parser, tally& all) {
        if (result != CURLE_OK) throw std::runtime_error(::curl_easy_strerror(result));
        answer_.reserve(answer_.size() + simdjson::SIMDJSON_PADDING);
        auto message = parser.iterate(answer_);
        auto fields = message["data"]["run"].get_object();
        run_data run;
        run.id = fields["id"].get_string().value();
        run.name = fields["name"].get_string().value();
        run.status = fields["status"].get_string().value();
        run.step = fields["step"].get_uint64();
        all.add(run.step, run.name);
    }

    CURL* const handle = ::curl_easy_init();

private:
    static std::size_t take(const char* bytes, std::size_t size, std::size_t count, void* self) {
        static_cast<transfer*>(self)->answer_.append(bytes, size * count);
        return size * count;
    }

    std::size_t left_;
    std::string answer_;
};

void run_together(std::list<transfer>& transfers, simdjson::ondemand::parser& parser, tally& all) {
    CURLM* const multi = ::curl_multi_init();
    for (auto& each : transfers)
        if (each.prepare()) ::curl_multi_add_handle(multi, each.handle);
    for (int running = 1; running != 0;) {
        ::curl_multi_perform(multi, &running);
        int queued = 0;
        while (const auto* message = ::curl_multi_info_read(multi, &queued)) {
            const auto result = message->data.result;
            CURL* const handle = message->easy_handle;
            transfer* done = nullptr;
            ::curl_easy_getinfo(handle, CURLINFO_PRIVATE, &done);
            ::curl_multi_remove_handle(multi, handle);
            done->finish(result, parser, all);
            if (done->prepare()) running += ::curl_multi_add_handle(multi, handle) == CURLM_OK;
        }
        if (running != 0) ::curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
    }
    ::curl_multi_cleanup(multi);
}

void run(const peer_task& task) {
    simdjson::ondemand::parser parser;
    auto* headers = ::curl_slist_append(nullptr, "Content-Type: application/json");
    headers = ::curl_slist_append(headers, "Accept: application/graphql-response+json");
    std::list<transfer> transfers;
    for (std::size_t i = 0; i < task.in_flight; ++i) transfers.emplace_back(task, headers);
    tally all;
    if (task.in_flight == 1) {
        auto& only = transfers.front();
        while (only.prepare()) only.finish(::curl_easy_perform(only.handle), parser, all);
    } else {
        run_together(transfers, parser, all);
    }
    all.report();
    transfers.clear();
    ::curl_slist_free_all(headers);
}

} // namespace

} // namespace corogql::bench

int main(int count, char** arguments) {
    try {
        corogql::bench::run({count, arguments});
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "curl-peer: %s\n", failure.what());
        return 1;
    }
}
