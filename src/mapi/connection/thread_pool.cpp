#include "mapi/connection/thread_pool.hpp"

#include "mapi/connection/process_end.hpp"

#include <corogql/error.hpp>

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>
#include <pthread.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace corogql::mapi::detail {

struct thread_pool::state {
    std::size_t most;
    std::string name;
    std::mutex mutex;
    std::condition_variable arrived;
    std::deque<std::shared_ptr<pool_task>> queue;
    std::size_t idle = 0;
    bool ending = false;

    void work() {
        std::unique_lock lock(mutex);
        while (true) {
            ++idle;
            arrived.wait(lock, [this] { return ending || !queue.empty(); });
            --idle;
            if (ending) return;
            auto task = std::move(queue.front());
            queue.pop_front();
            lock.unlock();
            task->run();
            task.reset();
            lock.lock();
        }
    }

    void cancel(const std::shared_ptr<pool_task>& task) {
        {
            const std::lock_guard lock(mutex);
            const auto found = std::find(queue.begin(), queue.end(), task);
            if (found == queue.end()) return;
            queue.erase(found);
        }
        task->drop(std::make_exception_ptr(boost::system::system_error(boost::asio::error::operation_aborted)));
    }
};

namespace {

std::exception_ptr pool_ended() {
    return std::make_exception_ptr(error(error_kind::cancelled, "the pool of threads has ended"));
}

} // namespace

thread_pool::thread_pool(std::size_t threads, const std::string& name) : state_(std::make_shared<state>()) {
    state_->most = std::max<std::size_t>(threads, 1);
    state_->name = name;
}

std::shared_ptr<thread_pool> thread_pool::shared() {
    static const auto& pool = *[] {
        prepare_process_end();
        return new auto(std::make_shared<thread_pool>(10, "mosaicml-api"));
    }();
    return pool;
}

void thread_pool::end() {
    std::deque<std::shared_ptr<pool_task>> dropped;
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock(state_->mutex);
        state_->ending = true;
        dropped.swap(state_->queue);
        threads.swap(threads_);
    }
    state_->arrived.notify_all();
    for (const auto& task : dropped) task->drop(pool_ended());
    for (auto& thread : threads) {
        if (thread.get_id() == std::this_thread::get_id())
            thread.detach();
        else
            thread.join();
    }
}

void thread_pool::submit(std::shared_ptr<pool_task> task) {
    std::unique_lock lock(state_->mutex);
    if (state_->ending) {
        lock.unlock();
        return task->drop(pool_ended());
    }
    state_->queue.push_back(std::move(task));
    if (state_->idle >= state_->queue.size() || threads_.size() == state_->most) return state_->arrived.notify_one();
    // Linux cuts a thread's name at 15 characters.
    const auto name = (state_->name + "_" + std::to_string(threads_.size())).substr(0, 15);
    threads_.emplace_back([state = state_] { state->work(); });
    ::pthread_setname_np(threads_.back().native_handle(), name.c_str());
}

std::function<void()> thread_pool::canceller(const std::shared_ptr<pool_task>& task) const {
    return [pool = std::weak_ptr(state_), weak = std::weak_ptr(task)] {
        const auto alive = pool.lock();
        const auto waiting = weak.lock();
        if (alive && waiting) alive->cancel(waiting);
    };
}

} // namespace corogql::mapi::detail
