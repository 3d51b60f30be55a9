// A whole server and several clients who come, go, and are cut off, in any order; time passes when the input
// says so.
//
// Whatever they do: each client receives what was sent to its socket in order, without a gap and without a
// double, also when it comes back as the same socket; a client who reads has all of it in the end; every
// question to a client is answered or given up exactly once; and when all have gone, nothing is left of them.
//
// The input is lines. The first sets the server up, see `options`, and 'd' makes "/n" a dynamic namespace;
// each other is one thing that happens:
//   0W  client 0 opens a WebSocket; see `client_acts` for the letters
//   *t  the server acts; see Application::act      +  -  it lets in, or refuses, who waits at the middleware
//   ~99 so many milliseconds pass                  !  the server shuts down
#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <socketio/server.h>

#include "require.h"
#include "session_application.h"
#include "session_client.h"
#include "standing_clock.h"

namespace {

using std::chrono::milliseconds;

constexpr std::size_t kMostLines = 200;
// Longer than anything that the server waits for.
constexpr milliseconds kLong{5000};

socketio::Options options(std::string_view letters) {
  const auto has = [letters](char letter) { return letters.find(letter) != std::string_view::npos; };
  socketio::Options made;
  made.connect_timeout = milliseconds(1000);
  made.engine.ping_interval = milliseconds(300);
  made.engine.ping_timeout = milliseconds(200);
  made.engine.upgrade_timeout = milliseconds(100);
  made.engine.close_wait = milliseconds(400);
  made.engine.max_payload_bytes = 10'000;
  if (has('q')) made.engine.max_queued_bytes = 200;
  if (has('p')) made.engine.max_packets_per_second = 5;
  if (has('s')) made.engine.max_sessions = 2;
  if (has('r')) made.recovery.offer = socketio::RecoveryOptions::Offer::kEveryone;
  if (has('m')) made.recovery.skip_middlewares = false;
  if (has('a')) made.recovery.max_away = 1;
  if (has('b')) made.recovery.max_bytes_per_socket = 60;
  if (has('t')) made.recovery.max_bytes = 100;
  made.recovery.keep_for = milliseconds(1000);
  return made;
}

char at(std::string_view text, std::size_t index) {
  return index < text.size() ? text[index] : ' ';
}

std::size_t digit(char c) {
  return c >= '0' && c <= '9' ? static_cast<std::size_t>(c - '0') : 0;
}

void client_acts(fuzz::Client& client, char what, std::string_view how) {
  const std::string_view nsp = at(how, 0) == 'n' ? "/n" : "/";
  switch (what) {
    case 'P':
      return client.open_polling();
    case 'W':
      return client.open_websocket();
    case 'g':
      return client.poll(false);
    case 'G':
      return client.poll(true);
    case 'x':
      return client.leave_poll();
    case 'B':
      return client.begin_post();
    case 'f':
      return client.end_post(true);
    case 'F':
      return client.end_post(false);
    case 'u':
      return client.begin_upgrade();
    case 'p':
      return client.probe("2probe");
    case 'U':
      return client.probe("5");
    case 'R':
      return client.probe(how);
    case 'X':
      return client.lose_upgrade();
    case 's':
      return client.stall(true);
    case 'S':
      return client.stall(false);
    case 'l':
      return client.lose();
    case 'L':
      return client.lose_for_good();
    case 'h':
      return client.be_silent(at(how, 0) == 'h');
    case 'r':
      return client.receive();
    case 'c':
      return client.join(nsp, static_cast<fuzz::Client::Return>(digit(at(how, 1)) % 5),
                         how.size() > 2 ? how.substr(2) : "");
    case 'd':
      return client.leave(nsp);
    case 'e':
      return client.emit(nsp, std::string(1, at(how, 1)), at(how, 2) == 'a', digit(at(how, 3)),
                         digit(at(how, 4)));
    case 'a':
      return client.answer(nsp);
    case 't':
      return client.send_raw(std::string(how), false);
    case 'b':
      return client.send_raw(std::string(how), true);
    default:
      return;
  }
}

// The server, its application and its clients, from the first line to the end of all.
class Run {
 public:
  explicit Run(std::string_view letters)
      : io_(loop_.get_executor(), options(letters)), application_(io_, letters.find('d') != letters.npos) {}

  // False: nothing more is to happen.
  bool line(std::string_view line) {
    const char first = at(line, 0);
    if (first >= '0' && first <= '2') {
      client_acts(clients_[digit(first)], at(line, 1), line.substr(std::min<std::size_t>(line.size(), 2)));
    } else if (first == '*') {
      application_.act(at(line, 1));
    } else if (first == '+' || first == '-') {
      application_.decide(first == '+');
    } else if (first == '~') {
      unsigned time = 0;
      std::from_chars(line.data() + 1, line.data() + line.size(), time);
      fuzz::pass(loop_, std::min(milliseconds(time), kLong));
    }
    fuzz::pass(loop_, milliseconds(0));
    return first != '!';
  }

  void end(bool all_go_first) {
    if (all_go_first) {
      for (fuzz::Client& client : clients_) client.settle();
      all_go();
      require(io_.counts().sessions == 0 && io_.away() == 0 && application_.sockets() == 0);
    }
    bool closed = false;
    boost::asio::co_spawn(loop_, close(closed), boost::asio::detached);
    fuzz::pass(loop_, milliseconds(0));
    if (!all_go_first) all_go();
    require(closed && io_.counts().sessions == 0 && io_.away() == 0);
    application_.decide(true);
    require(!application_.anything_left() && application_.all_answered());
  }

 private:
  void all_go() {
    for (fuzz::Client& client : clients_) {
      client.lose();
      client.lose_for_good();
    }
    for (int i = 0; i < 3; ++i) fuzz::pass(loop_, kLong);
  }

  runtime::Task<> close(bool& closed) {
    co_await io_.close();
    closed = true;
  }

  boost::asio::io_context loop_{1};
  socketio::Server io_;
  fuzz::Application application_;
  std::array<fuzz::Client, 3> clients_{fuzz::Client(loop_, io_, application_.ledger()),
                                       fuzz::Client(loop_, io_, application_.ledger()),
                                       fuzz::Client(loop_, io_, application_.ledger())};
};

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  Run run(take_line(rest));
  bool goes_on = true;
  for (std::size_t i = 0; i < kMostLines && goes_on && !rest.empty(); ++i)
    goes_on = run.line(take_line(rest));
  run.end(goes_on);
  return 0;
}
