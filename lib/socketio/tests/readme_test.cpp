// The README's examples, compiled and run. The last test compares the texts.
#include <algorithm>
#include <cctype>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/asio/signal_set.hpp>

#include <net/router.h>

#include "io_fixture.h"

// The first example is a whole program, so it is compiled as one, under another name.
namespace smallest {
#define main smallest_main
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wreturn-type"  // main alone may end without

int main() {
  boost::asio::io_context loop;
  socketio::Server io(loop.get_executor());

  io.on_connection([](const socketio::SocketPtr& socket) {
    socket->join("lobby");
    socket->on("say", [socket](socketio::Event event) {
      socket->to("lobby").emit("said", socket->id(), event.get<std::string>(0).value_or(""));
      event.ack("delivered");
    });
  });

  if (!io.listen("127.0.0.1", 3000)) return 1;
  loop.run();
}

#pragma clang diagnostic pop
#undef main
}  // namespace smallest

namespace {

using socketio::Options;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class ReadmeTest : public socketio::IoTest {};

TEST_F(ReadmeTest, WhoMayComeIn) {
  auto& io = IoTest::io();
  // clang-format off
io.use([](const socketio::SocketPtr& socket, const socketio::Namespace::Next& next) {
  const auto* token = socket->auth().if_contains("token");
  if (token == nullptr || *token != "letmein") {
    return next(socketio::ConnectError{"not authorized", boost::json::object{{"retry", false}}});
  }
  socket->data = std::string("Ada");
  next();
});
  // clang-format on
  Client client(*this);
  EXPECT_THAT(client.say("0"), ElementsAre(R"(44{"message":"not authorized","data":{"retry":false}})"));
  EXPECT_EQ(std::any_cast<std::string>(client.join(R"(0{"token":"letmein"})")->data), "Ada");
}

TEST_F(ReadmeTest, Rooms) {
  auto& io = IoTest::io();
  Client other(*this);
  other.join()->join({"lab", "staff"});
  // clang-format off
io.on_connection([&io](const socketio::SocketPtr& socket) {
  socket->join({"lab", "lab/7"});
  socket->to("lab").emit("notice", "somebody is new");       // to the others there
  io.to({"lab", "staff"}).except("muted").emit("tick", 1);    // each socket once
  socket->on("move", [socket](const socketio::Event& event) {
    socket->leave("lab/7");
    socket->join(event.get<std::string>(0).value_or("lab/8"));
  });
});
  // clang-format on
  Client client(*this);
  const auto socket = client.join();
  EXPECT_THAT(other.hear(), ElementsAre(R"(42["notice","somebody is new"])", R"(42["tick",1])"));
  client.say(R"(2["move","lab/9"])");
  EXPECT_THAT(socket->rooms(), testing::UnorderedElementsAre("lab", "lab/9"));
}

TEST_F(ReadmeTest, Acknowledgements) {
  Client client(*this);
  const auto socket = client.join();
  // clang-format off
socket->on("add", [](socketio::Event event) {
  const auto a = event.get<int>(0), b = event.get<int>(1);
  if (!a || !b) return event.ack(boost::json::object{{"error", "two integers, please"}});
  event.ack(*a + *b);
});

socket->emit_with_ack("ready?", {}, std::chrono::seconds(5), [](base::Result<socketio::Arguments> reply) {
  if (!reply) return;  // socketio::kAckTimeout, or kSocketDisconnected
  std::puts(reply->get<std::string>(0).value_or("?").c_str());
});
  // clang-format on
  EXPECT_THAT(client.hear(), ElementsAre(R"(420["ready?"])"));
  testing::internal::CaptureStdout();
  client.say(R"(30["yes"])");
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "yes\n");
  EXPECT_THAT(client.say(R"(21["add",2,3])"), ElementsAre("431[5]"));
  EXPECT_THAT(client.say(R"(22["add",2])"), ElementsAre(R"(432[{"error":"two integers, please"}])"));
}

// clang-format off
runtime::Task<> quiz(socketio::SocketPtr socket) {
  const auto reply = co_await socket->call("question", socketio::Arguments::of("6 * 7"), std::chrono::seconds(30));
  socket->emit("verdict", reply && reply->get<int>(0) == 42);
}
// clang-format on

TEST_F(ReadmeTest, AcknowledgementsInACoroutine) {
  Client client(*this);
  boost::asio::co_spawn(loop_, quiz(client.join()), boost::asio::detached);
  EXPECT_THAT(client.hear(), ElementsAre(R"(420["question","6 * 7"])"));
  EXPECT_THAT(client.say("30[42]"), ElementsAre(R"(42["verdict",true])"));
}

TEST_F(ReadmeTest, Bytes) {
  Client client(*this);
  const auto socket = client.join();
  const std::string bytes = "raw";
  // clang-format off
socket->emit("file", "a.png", socketio::Binary{bytes});
socket->on("upload", [](const socketio::Event& event) {
  if (const auto file = event.get<socketio::Binary>(0)) std::printf("%zu bytes\n", file->bytes.size());
});
  // clang-format on
  EXPECT_THAT(client.hear(), ElementsAre(R"(451-["file","a.png",{"_placeholder":true,"num":0}])", "raw"));
  testing::internal::CaptureStdout();
  client.say(R"(51-["upload",{"_placeholder":true,"num":0}])");
  client.say_bytes("raw");
  std::fflush(stdout);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "3 bytes\n");
}

TEST_F(ReadmeTest, WhatMayBeLost) {
  auto& io = IoTest::io();
  Client client(*this);
  const auto socket = client.join();
  const int x = 1, y = 2, n = 3;
  client.wire().stalled = true;
  socket->emit("busy");
  client.hear();
  // clang-format off
socket->emit_volatile("cursor", x, y);  // dropped unless it can leave at once
io.everyone().as_volatile().emit("frame", n);

const auto feed = [socket = socket.get(), next = 0]() mutable {
  while (next < 1000 && socket->writable()) socket->emit("line", next++);
};
socket->on_drain(feed);
  // clang-format on
  client.wire().stalled = false;
  client.wire().finish_write();
  const auto lines = client.hear();
  EXPECT_EQ(lines.size(), 1000U);
  EXPECT_EQ(lines.front(), R"(42["line",0])");
}

TEST_F(ReadmeTest, AskARoom) {
  auto& io = IoTest::io();
  Client first(*this);
  const auto answers = first.join();
  Client second(*this);
  const auto leaves = second.join();
  answers->join("lab");
  leaves->join("lab");
  // clang-format off
io.to("lab").emit_with_ack("ready?", {}, std::chrono::seconds(5), [](const socketio::BroadcastReplies& replies) {
  for (const auto& [id, answer] : replies.responses) std::printf("%s answered\n", id.c_str());
  for (const auto& id : replies.missing) std::printf("%s did not\n", id.c_str());
});
  // clang-format on
  testing::internal::CaptureStdout();
  first.say("30[]");
  second.leave();
  std::fflush(stdout);
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            answers->id() + " answered\n" + leaves->id() + " did not\n");
}

TEST_F(ReadmeTest, NamespacesWhoseNamesAreNotKnown) {
  auto& io = IoTest::io();
  Client client(*this);
  // clang-format off
auto& labs = io.of([](std::string_view name, const boost::json::object& auth) {
  return name.starts_with("/lab-") && auth.contains("token");
});
labs.on_connection([](const socketio::SocketPtr& socket) {
  socket->nsp().emit("joined", socket->nsp().name(), socket->id());
});
labs.emit("notice", "to every lab");
if (const auto lab = io.find("/lab-7")) lab->emit("notice", "to one, if it is there");
  // clang-format on
  EXPECT_THAT(client.say("0/lab-7,"), ElementsAre(HasSubstr("Invalid namespace")));
  EXPECT_THAT(client.say(R"(0/lab-7,{"token":1})"),
              ElementsAre(StartsWith("40/lab-7,"), StartsWith(R"(42/lab-7,["joined","/lab-7")")));
}

runtime::Task<> page(net::Exchange& exchange) {
  (void)co_await exchange.respond({.body = "page"});
}

TEST_F(ReadmeTest, APageAndAnHttpServerThatYouHave) {
  auto& loop = loop_;
  const std::string client_dist = testing::TempDir() + "readme_client";
  std::filesystem::create_directories(client_dist);
  std::ofstream(client_dist + "/socket.io.js") << "var io;";
  // clang-format off
socketio::Options options;
options.client_directory = client_dist;  // serves /socket.io/socket.io.js and its kin
socketio::Server io(loop.get_executor(), options);

net::Router router;
router.handle("GET", "/", page);
router.handle_prefix(io.path(), io.handler());
net::HttpServer http(loop.get_executor(), {}, router, nullptr);
  // clang-format on
  engineio::FakeExchange script(loop_, "GET", "/socket.io/socket.io.js");
  engineio::FakeExchange index(loop_, "GET", "/");
  boost::asio::co_spawn(loop_, router(script), boost::asio::detached);
  boost::asio::co_spawn(loop_, router(index), boost::asio::detached);
  turn();
  EXPECT_EQ(script.answer->static_body, "var io;");
  EXPECT_EQ(index.answer->body, "page");
  runtime::run_task(loop_, io.close());
  runtime::run_task(loop_, http.shut_down());
  std::filesystem::remove_all(client_dist);
}

TEST_F(ReadmeTest, TheEnd) {
  auto& io = IoTest::io();
  auto& loop = loop_;
  ASSERT_TRUE(io.listen("127.0.0.1", 0));
  // clang-format off
boost::asio::signal_set signals(loop, SIGINT, SIGTERM);
signals.async_wait([&](const boost::system::error_code& error, int) {
  if (!error) boost::asio::co_spawn(loop, io.close(), boost::asio::detached);  // then run() returns
});
  // clang-format on
  std::raise(SIGTERM);
  loop.restart();
  loop.run();
}

// Without what layout adds, so that the indentation and the line breaks of the two may differ.
std::string without_spaces(std::string text) {
  std::erase_if(text, [](unsigned char c) { return std::isspace(c) != 0; });
  return text;
}

std::string content_of(const char* path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(ReadmeTexts, AreTheOnesThatAreCompiledHere) {
  const std::string readme = content_of(SOCKETIO_SOURCES "/README.md");
  const std::string here = without_spaces(content_of(SOCKETIO_SOURCES "/tests/readme_test.cpp"));
  ASSERT_FALSE(here.empty());
  const std::string_view opening = "```cpp\n";
  int examples = 0;
  for (auto at = readme.find(opening); at != std::string::npos; at = readme.find(opening, at)) {
    at += opening.size();
    std::string example = readme.substr(at, readme.find("```", at) - at);
    std::erase(example, '\r');
    // Headers stand at the top of this file.
    while (example.starts_with("#include")) example.erase(0, example.find('\n') + 1);
    EXPECT_THAT(here, HasSubstr(without_spaces(example))) << example;
    ++examples;
  }
  EXPECT_GE(examples, 11);
}

}  // namespace
