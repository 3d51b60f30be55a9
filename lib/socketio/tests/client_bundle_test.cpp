#include "client_bundle.h"

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "io_fixture.h"

namespace socketio {
namespace {

class ClientBundleTest : public IoTest {
 protected:
  ClientBundleTest() {
    folder_ =
        testing::TempDir() + "client_bundle_" + testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
    write("socket.io.js", "var io;");
    write("socket.io.js.map", "{}");
    write("secret.txt", "secret");
    options_.client_directory = folder_;
  }
  ~ClientBundleTest() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, std::string_view content) {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << content;
  }

  net::Response ask(const std::string& method, const std::string& path, const net::Headers& headers = {}) {
    engineio::FakeExchange exchange(loop_, method, path);
    for (const auto& [name, value] : headers.fields()) exchange.edit().headers.set(name, value);
    boost::asio::co_spawn(loop_, io().handler()(exchange), boost::asio::detached);
    turn();
    return exchange.answer.value_or(net::Response{.status = 0});
  }

  std::string folder_;
};

TEST_F(ClientBundleTest, ServesTheClient) {
  const auto script = ask("GET", "/socket.io/socket.io.js");
  EXPECT_EQ(script.status, 200);
  EXPECT_EQ(script.static_body, "var io;");
  EXPECT_EQ(script.headers.get("Content-Type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(ask("GET", "/socket.io/socket.io.js?v=1").status, 200);
  EXPECT_EQ(ask("GET", "/socket.io/socket.io.js.map").headers.get("Content-Type"), "application/json");
  EXPECT_EQ(ask("POST", "/socket.io/socket.io.js").status, 405);
}

TEST_F(ClientBundleTest, ServesNothingElse) {
  EXPECT_EQ(ask("GET", "/socket.io/secret.txt").status, 400) << "a request to Engine.IO, and a bad one";
  EXPECT_EQ(ask("GET", "/socket.io/socket.io.min.js").status, 400) << "it is not in the folder";
}

TEST_F(ClientBundleTest, IsAskedWhetherItHasChanged) {
  const auto etag = std::string(ask("GET", "/socket.io/socket.io.js").headers.get("ETag"));
  EXPECT_EQ(ask("GET", "/socket.io/socket.io.js", {{"If-None-Match", etag}}).status, 304);
  EXPECT_EQ(ask("GET", "/socket.io/socket.io.js.map", {{"If-None-Match", etag}}).status, 200);
}

TEST_F(ClientBundleTest, IsCompressedForWhoTakesThat) {
  const std::string script(10'000, ' ');
  write("socket.io.min.js", script);
  const auto plain = ask("GET", "/socket.io/socket.io.min.js");
  EXPECT_EQ(plain.static_body, script);
  const auto packed = ask("GET", "/socket.io/socket.io.min.js", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(packed.headers.get("Content-Encoding"), "gzip");
  EXPECT_THAT(packed.static_body, StartsWith("\x1f\x8b"));
  EXPECT_LT(packed.static_body.size(), 200U);
  EXPECT_FALSE(
      ask("GET", "/socket.io/socket.io.js", {{"Accept-Encoding", "gzip"}}).headers.has("Content-Encoding"))
      << "too small to gain by it";
}

TEST_F(ClientBundleTest, IsReadOnce) {
  io();
  write("socket.io.js", "changed");
  EXPECT_EQ(ask("GET", "/socket.io/socket.io.js").static_body, "var io;");
}

TEST_F(ClientBundleTest, IsNotThereUnlessAskedFor) {
  options_.client_directory.clear();
  EXPECT_EQ(ask("GET", "/socket.io/socket.io.js").status, 400);
}

TEST_F(ClientBundleTest, AFolderWithoutAClientStopsTheStart) {
  options_.client_directory = folder_ + "/nowhere";
  EXPECT_THROW(io(), std::runtime_error);
}

TEST_F(ClientBundleTest, GoesWithTheServersPath) {
  options_.engine.path = "/live/";
  EXPECT_EQ(ask("GET", "/live/socket.io.js").status, 200);
  EXPECT_EQ(ask("GET", "/socket.io/socket.io.js").status, 400);
}

}  // namespace
}  // namespace socketio
