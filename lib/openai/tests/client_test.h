// What the tests of the client share: a loop with a scripted server and questions to it.
#pragma once

#include <chrono>
#include <cstdlib>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include <openai/client.h>
#include <runtime/run_task.h>

#include "scripted_server.h"

namespace openai {

using Outcome = std::expected<Finish, Failure>;

struct Heard {
  Outcome outcome;
  std::vector<std::string> pieces;

  [[nodiscard]] std::string text() const {
    std::string all;
    for (const std::string& piece : pieces) all += piece;
    return all;
  }
};

inline ChatRequest question() {
  return {.model = "test", .messages = {{Role::kUser, "Why?"}}};
}

inline runtime::Task<Heard> ask(Client& client) {
  Heard heard;
  auto keep = [&heard](std::string_view delta) { heard.pieces.emplace_back(delta); };
  heard.outcome = co_await client.stream(question(), std::move(keep));
  co_return heard;
}

class ClientTest : public testing::Test {
 protected:
  ClientTest() {
    // The machine's proxies are not for the server beside the test.
    ::setenv("no_proxy", "*", 1);
  }

  // Far longer than any test: a wait that matters is set by its test.
  [[nodiscard]] static Options patient(std::string base_url) {
    using std::chrono::minutes;
    return {.base_url = std::move(base_url),
            .connect_timeout = minutes(5),
            .first_byte_timeout = minutes(5),
            .silence_timeout = minutes(5)};
  }
  [[nodiscard]] Options patient() const { return patient(server.base_url()); }

  // One question to a server that follows the script.
  Heard ask_once(Script script, Options options) {
    server.start(std::move(script));
    return runtime::run_task(loop, ask_and_stop(*this, std::move(options)));
  }
  Heard ask_once(Script script) { return ask_once(std::move(script), patient()); }

  boost::asio::io_context loop;
  ScriptedServer server{loop.get_executor()};

 private:
  static runtime::Task<Heard> ask_and_stop(ClientTest& test, Options options) {
    Client client(test.loop.get_executor(), std::move(options));
    Heard heard = co_await ask(client);
    co_await test.server.stop();
    co_return heard;
  }
};

}  // namespace openai
