#include "runs.graphql.hpp"
#include "tail.hpp"

#include <iostream>

int main() {
    runs_api::Runs::Data data;
    corogql::typed::reader in(R"({"runs":[{"id":"r-1","name":"nightly","status":"FAILED","createdAt":"2026-01-02T03:04:05Z"}]})");
    read_json(in, data);
    for (const auto& run : data.runs)
        if (run.status == runs_api::RunStatus::FAILED) std::cout << run.name << " failed, " << tail() << '\n';
}
