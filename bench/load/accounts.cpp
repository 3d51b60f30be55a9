#include "accounts.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "random.h"

namespace bench {
namespace {

constexpr std::string_view kCookie = "ailab_session=";

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "load: cannot register an account: %s\n", why.c_str());
  std::exit(1);
}

// One request on a connection of its own, to the connection's end.
std::string exchange(std::uint16_t port, const std::string& request) {
  const int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = htons(port);
  server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(descriptor, reinterpret_cast<const sockaddr*>(&server), sizeof server) != 0 ||
      send(descriptor, request.data(), request.size(), MSG_NOSIGNAL) < 0) {
    give_up(std::strerror(errno));
  }
  std::string response;
  std::array<char, 4096> block{};
  for (ssize_t size = 0; (size = recv(descriptor, block.data(), block.size(), 0)) > 0;) {
    response.append(block.data(), static_cast<std::size_t>(size));
  }
  close(descriptor);
  return response;
}

// The cookie, or nothing if the name is taken.
std::string register_account(std::uint16_t port) {
  const std::string body =
      R"({"username":"bench)" + random_letters(12) + R"(","password":")" + random_letters(20) + "\"}";
  const std::string response =
      exchange(port, "POST /auth/register HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                         "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
                         std::to_string(body.size()) + "\r\n\r\n" + body);
  if (response.starts_with("HTTP/1.1 409")) return {};
  if (!response.starts_with("HTTP/1.1 201")) give_up("the server answered\n" + response);
  const std::size_t at = response.find(kCookie);
  if (at == std::string::npos) give_up("there is no cookie ailab_session in the answer");
  return response.substr(at, response.find_first_of(";\r", at) - at);
}

}  // namespace

std::vector<std::string> register_accounts(std::uint16_t port, std::size_t count) {
  std::vector<std::string> cookies;
  while (cookies.size() < count) {
    if (std::string cookie = register_account(port); !cookie.empty()) cookies.push_back(std::move(cookie));
  }
  return cookies;
}

std::vector<std::string> read_cookies(const std::string& file) {
  std::vector<std::string> cookies;
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty()) cookies.push_back(line);
  }
  if (cookies.empty()) {
    std::fprintf(stderr, "load: there is no cookie in %s\n", file.c_str());
    std::exit(1);
  }
  return cookies;
}

}  // namespace bench
