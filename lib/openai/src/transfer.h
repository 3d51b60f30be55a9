// One request and its response: libcurl's handle with what its callbacks have found out.
#pragma once

#include <array>
#include <cstddef>
#include <exception>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/steady_timer.hpp>

#include <base/clock.h>
#include <openai/client.h>

#include "answer.h"
#include "curl_handles.h"
#include "endpoint.h"
#include "patience.h"

namespace openai {

class Transfer;
using TransferPtr = std::shared_ptr<Transfer>;

// Resumes the awaiting task, soon; called once.
using Completion =
    std::move_only_function<void(std::exception_ptr thrown, std::expected<Finish, Failure> outcome)>;

// Owned by the client's state from its start until it is released. libcurl calls it from inside, where it
// only takes notes; what the caller sees happens afterwards, in `deliver` and `complete`.
class Transfer : public std::enable_shared_from_this<Transfer> {
 public:
  // `touched`: where a transfer enters itself when there is something to look at; outlives it.
  Transfer(const runtime::Executor& executor, const Endpoint& endpoint, const Options& options,
           const Timeouts& timeouts, std::string body, DeltaHandler on_delta, Completion completion,
           std::vector<TransferPtr>& touched);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  // False: libcurl has no handle for it.
  [[nodiscard]] bool prepare();
  [[nodiscard]] CURL* handle() const { return handle_.get(); }
  [[nodiscard]] static Transfer& of(CURL* handle);

  // Notes, for the next look at it.
  void ended(CURLcode result);
  void timed_out();
  void cancelled();

  // Moves the deadline according to what has happened since the last look.
  void advance(base::SteadyTime now);
  [[nodiscard]] base::SteadyTime deadline() const { return patience_.deadline(); }

  // Hands what text there is to the reader; passes on what the reader throws.
  void deliver();
  // The outcome is settled: nothing that can still happen changes it.
  [[nodiscard]] bool settled() const { return over_ || answer_.complete(); }
  // There is no more to do for libcurl.
  [[nodiscard]] bool over() const { return over_; }
  // Tells the awaiting task, the first time it is called.
  void complete(std::exception_ptr thrown = nullptr);

  // Nothing more is delivered. Not to be called by the reader itself.
  void drop_reader() { on_delta_ = nullptr; }

  // The state's own notes about it.
  boost::asio::steady_timer deadline_timer;
  base::SteadyTime next_look = base::SteadyTime::max();
  bool released = false;

 private:
  static std::size_t on_body(char* bytes, std::size_t one, std::size_t size, void* self) noexcept;
  static int on_connected(void* self, char* ip, char* local_ip, int port, int local_port) noexcept;

  void touch();
  [[nodiscard]] bool read(std::string_view bytes);
  [[nodiscard]] std::expected<Finish, Failure> outcome() const;
  [[nodiscard]] base::Error why() const;
  [[nodiscard]] base::Error why_not_transferred() const;

  const Endpoint& endpoint_;
  const std::string& secret_;
  std::string body_;
  DeltaHandler on_delta_;
  Completion completion_;
  std::vector<TransferPtr>& touched_;
  EasyHandle handle_;
  std::array<char, CURL_ERROR_SIZE> curl_words_{};

  Patience patience_;
  Answer answer_;
  std::string text_;
  std::string error_body_;
  long status_ = 0;

  bool is_touched_ = false;
  bool connected_ = false;
  bool heard_ = false;
  bool over_ = false;
  bool timed_out_ = false;
  bool cancelled_ = false;
  bool text_delivered_ = false;
  CURLcode result_ = CURLE_OK;
  std::exception_ptr thrown_;
};

}  // namespace openai
